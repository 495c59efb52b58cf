import ConsentHistory
import GovernanceModel
import Predicates

@testable import PolicyEngine

/// Attributes at hand, for a judge that reads them.
struct Attributes: Facts {
  var values: [String: Value] = [:]
  var now = Instant(microseconds: 0)
  func value(of path: AttributePath) -> Value? { values[path.text] }
  func consent(_ use: DataUse, channel: Channel?) -> Truth { .unknown }
  func events(of type: String) -> [Instant]? { nil }
}

/// Midnight UTC of a day of 2026, `01-31`.
func day(_ text: String) -> Moment {
  Moment(Instant(iso8601: "2026-\(text)") ?? .distantPast)
}

let marketing = DataUse("marketing")
let communications = DataUse("marketing.communications")
let emailUse = DataUse("marketing.communications.email")
let email = Channel("email")

func context(bases: [DeclaredBasis] = [], optOutSource: Bool = true, _ change: (inout JudgeContext) -> Void = { _ in })
  -> JudgeContext
{
  var vocabulary = Vocabulary()
  vocabulary.channelUses = [emailUse: email, DataUse("marketing.communications.sms"): Channel("sms")]
  vocabulary.families = [DataCategory("user.location"): .place, DataCategory("user.birth"): .birth]
  vocabulary.specialCategories = [DataCategory("user.health")]
  var context = JudgeContext(vocabulary: vocabulary, legalBases: bases, isOptOutSourceComplete: optOutSource)
  change(&context)
  return context
}

func obligation(
  _ requirement: Requirement, use: DataUse? = marketing, scope: Predicate? = nil, appliesWhenUnknown: Bool = true,
  law: Law? = nil, _ change: (inout Applicability) -> Void = { _ in }
) -> Obligation {
  var appliesTo = Applicability()
  change(&appliesTo)
  let span = SourceSpan(file: "", line: 1, column: 1)
  let control = Control(
    id: "c", title: "", because: "", law: law ?? Law(name: "L", article: "1", isChecked: true), severity: .high,
    appliesTo: appliesTo, requirement: requirement, remedy: "", examples: [], span: span, requirementSpan: span,
    requirementDigest: "")
  return Obligation(pack: "p", control: control, use: use, scope: scope, appliesWhenUnknown: appliesWhenUnknown)
}

func consentEvent(
  _ action: ConsentAction, _ purpose: DataUse = communications, at: Moment, channel: Channel? = nil,
  actor: ConsentActor = .self
) -> ConsentEvent {
  ConsentEvent(subject: "s", purpose: purpose, channel: channel, action: action, at: at, actor: actor)
}

func use(
  _ use: DataUse = communications, at: Moment = day("03-01"), channel: Channel? = nil, reads: [AttributeRead] = [],
  basis: LegalBasis? = nil, subjectType: DataSubject? = nil
) -> UseRecord {
  UseRecord(subject: "s", use: use, channel: channel, at: at, reads: reads, basis: basis, subjectType: subjectType)
}

func read(
  _ categories: String..., level: String? = nil, inferred: Bool = false, updatedAt: Moment? = nil
) -> AttributeRead {
  AttributeRead(
    attribute: "a", categories: categories.map { DataCategory($0) },
    granularity: level.flatMap { Granularity(named: $0) },
    isInferred: inferred, updatedAt: updatedAt?.start)
}

extension Obligation {
  func verdict(
    on use: UseRecord, _ events: [ConsentEvent] = [], _ values: [String: Value] = [:],
    in context: JudgeContext = context()
  ) -> Verdict? {
    judge(
      use, history: ConsentTimeline(events, channelUses: context.vocabulary.channelUses),
      facts: Attributes(values: values, now: use.at.start), context: context)
  }
}

let given = consentEvent(.given, at: day("01-01"))
let anyConsent = Requirement.consent(ConsentRequirement())
