import GovernanceModel
import PolicyEngine
import Predicates
import RuleScanner
import RuleSets
import SourceDocuments

/// A small vocabulary, a pack of the given controls, and rules: what the gate says of them.
enum GateCase {
  static let asOf = Instant(iso8601: "2026-11-22") ?? .distantPast

  static let vocabularyText = """
    vocabulary: test
    version: "1"
    dataCategories:
      - {key: user, name: Person}
      - {key: user.contact, name: Contact}
      - {key: user.contact.email, name: E-mail, family: contact}
      - {key: user.location, name: Place, family: place}
      - {key: user.location.precise, name: Precise place}
      - {key: user.behavior, name: Behaviour, family: history}
      - {key: user.health, name: Health, special: true}
    dataUses:
      - {key: marketing, name: Marketing}
      - {key: marketing.communications, name: Messages}
      - {key: marketing.communications.email, name: E-mail, channel: email}
      - {key: marketing.communications.sms, name: SMS, channel: sms}
      - {key: personalize, name: Personalise}
      - {key: personalize.content, name: Content}
    dataSubjects:
      - {key: customer, name: Customer}
      - {key: employee, name: Employee}
    attributes:
      - {path: email, categories: [user.contact.email], granularity: contact.full}
      - {path: "affinity.*", categories: [user.behavior], granularity: history.aggregate, inferred: true}
      - {path: "purchases.*", categories: [user.behavior], granularity: history.events}
      - {path: "events.*", categories: [user.behavior], granularity: history.events}
      - {path: place.gps, categories: [user.location.precise], granularity: place.coordinates4}
      - {path: place.city, categories: [user.location], granularity: place.city}
      - {path: place.unmeasured, categories: [user.location]}
      - {path: health.score, categories: [user.health], inferred: true}
      - {path: "subject.*", categories: [user.contact]}
      - {path: whole, categories: [user]}
    """

  static func file(_ path: String, _ text: String) throws -> SourceFile {
    try SourceFile(path: path, bytes: Array(text.utf8))
  }

  static func policies(_ pack: String) throws -> (set: PolicySet, file: SourceFile) {
    let vocabulary = try Vocabulary.read([try file("vocabulary.yaml", vocabularyText)])
    let source = try file("policies/pack.yaml", pack)
    let set = PolicySet(
      vocabulary: vocabulary, packs: [try Pack.read(source, vocabulary: vocabulary)],
      legalBases: [
        DeclaredBasis(use: DataUse("marketing"), categories: [DataCategory("user.contact")], basis: .consent),
        DeclaredBasis(
          use: DataUse("marketing"), categories: [DataCategory("user.behavior")], basis: .legitimateInterests),
      ],
      recipients: [
        DeclaredRecipient(name: "mailer", country: "DE"), DeclaredRecipient(name: "abroad", country: "US"),
      ])
    return (set, source)
  }

  /// A pack of one control: the lines of its `appliesTo` and `require`.
  static func pack(_ require: String, appliesTo: String = "{}", head: String = "", law: String = "") -> String {
    """
    pack: test
    title: Test
    version: "1"
    \(head)
    controls:
      - id: c
        title: Control
        because: Reason.
        law: {name: Law, article: "1"\(law)}
        severity: high
        appliesTo: \(appliesTo)
        require: \(require)
        remedy: Mend it.
        examples: []
    """
  }

  static func run(_ pack: String, _ rules: String, asOf: Instant = asOf) throws -> GateResult {
    let (policies, source) = try policies(pack)
    let set = try RuleSet.load(try file("rules/r.yaml", rules))
    return Gate(policies: policies, ruleSets: [set], asOf: asOf, policyFiles: [source.path: source]).run()
  }

  /// The gate's words on one rule under one control, in order, such as `violation(tooFine) email`; `proved` or `outside`
  /// where there are none.
  static func verdicts(
    _ require: String, appliesTo: String = "{}", head: String = "", law: String = "", rule: String, more: String = ""
  ) throws -> [String] {
    let rules = "ruleset: r\n\(more)\nrules:\n  - \(rule)\n"
    let result = try run(pack(require, appliesTo: appliesTo, head: head, law: law), rules)
    // A use that nobody can judge is said once, as a gap.
    let coarse = result.gaps.filter { $0.reason == .useTooCoarse }.map { _ in "gap(useTooCoarse)" }
    if result.observations.isEmpty, coarse.isEmpty {
      return result.examined.first?.rules.first.map { [$0.proved > 0 ? "proved" : "outside"] } ?? []
    }
    return coarse + result.observations.map { told($0.verdict) + ($0.locus.attribute.map { " \($0)" } ?? "") }
  }

  static func told(_ verdict: Verdict) -> String {
    verdict.name + (verdict.reason.map { "(\($0.rawValue))" } ?? "")
  }
}
