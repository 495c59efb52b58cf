import ConsentHistory
import GovernanceModel
import PolicyEngine
import Predicates
import ProvisoTesting
import StoreScanner
import Testing

/// The audit of uses against the one judge, use by use: every kind of control over uses, with scopes, recorded bases, reads
/// and attributes (semantics sections 4 and 10.1).
@Suite struct UsesJudgeTests {
  /// A person as the profile knows them.
  struct Person {
    var key: String
    var country: String?
    var age: Int64?
    var isSuppressed: Bool?
    var updatedAt: Instant?
    var emailAt: Instant?
    var events: [ConsentEvent]
  }

  struct Use {
    var person: Int
    var use: String
    var channel: String?
    var basis: String?
    var reads: [String]
    var at: Instant
  }

  static let map = """
    dataset:
      - fides_key: shop
        proviso: {subject: person}
        collections:
          - name: people
            proviso: {profile: {updatedAt: updated_at}}
            fields:
              - {name: country, proviso: {attribute: subject.country}}
              - {name: age, data_categories: [user.demographic], proviso: {attribute: subject.ageYears}}
              - {name: suppressed, proviso: {attribute: subject.suppressed}}
              - {name: email, data_categories: [user.contact.email], proviso: {updatedAt: email_at}}
              - {name: taste, data_categories: [user.behavior], proviso: {inferred: true, updatedAt: email_at}}
          - name: consent_log
            proviso: {consents: {purpose: {column: purpose}, action: {column: action}, at: at, carries: [optedOut]}}
          - name: decisions
            proviso:
              subject: person
              uses: {use: {column: use}, at: at, channel: {column: channel}, basis: {column: basis}, attributes: reads, rule: rule}
    """

  static let controls = [
    "appliesTo: {uses: [marketing]}\nrequire: {consent: {bases: [consent]}}",
    "appliesTo: {uses: [marketing.communications], channels: [email]}\nrequire: {optOut: {minds: [optedOut]}}",
    "appliesTo: {uses: [personalize.content]}\nrequire: {eligibility: {attribute: subject.ageYears, atLeast: 18}}",
    "require: {eligibility: {not: {attribute: subject.suppressed, equals: true}}}",
    "appliesTo: {categories: [user.contact]}\nrequire: {basis: {allowed: [consent, contract]}}",
    "require: {basis: {}}",
    "appliesTo: {uses: [personalize], categories: [user.behavior]}\nrequire: {prohibit: {inferred: true}}",
    "appliesTo: {uses: [marketing], categories: [user.contact]}\nrequire: {prohibit: {inferred: false}}",
    "appliesTo: {categories: [user]}\nrequire: {freshness: {maxAge: P30D}}",
    "law: {name: L, article: \"2\", inForce: 2024-02-01, until: 2024-03-01}\nappliesTo: {uses: [personalize]}\nrequire: {consent: {}}",
  ]

  @Test(arguments: 0..<25, ["apply", "skip"])
  func `each use has the verdict of the judge`(seed: Int, onUnknown: String) throws {
    var random = SplitMix64(seed: UInt64(seed))
    let people = (0..<8).map { person($0, &random) }
    let uses = (0..<24).map { _ in use(people.count, &random) }
    let policies = try policies(onUnknown)
    let result = AuditFixture.scan(policies, try AuditFixture.map(Self.map), tables(people, uses))
    #expect(result.gaps.isEmpty)
    // Standing checks tell of the profiles; here only uses count.
    let told = result.observations.filter { $0.counts.uses != nil }.map(Self.told)
    let expected = expected(policies, people, uses)
    #expect(Set(told) == expected)
    #expect(expected.count > 4)
  }

  /// One line a use, control and gravest verdict: the audit tells each read apart, the judge combines them.
  private static func told(_ observation: Observation) -> String {
    let rule = observation.asset.description.split(separator: "/").last ?? ""
    return "\(rule) \(observation.control) \(observation.verdict.name) \(observation.verdict.reason?.rawValue ?? "")"
  }

  private func expected(_ policies: PolicySet, _ people: [Person], _ uses: [Use]) -> Set<String> {
    var found: Set<String> = []
    for (index, use) in uses.enumerated() {
      let person = people[use.person]
      for obligation in policies.obligations() where obligation.control.requirement.kind.isAskedOfUses {
        for verdict in verdicts(obligation, use, person, policies) where verdict != .compliant {
          found.insert("rule:r\(index) \(obligation.control.id) \(verdict.name) \(verdict.reason?.rawValue ?? "")")
        }
      }
    }
    return found
  }

  /// The judge's verdict on the whole use; for controls on what is read, that on each category or read by itself.
  private func verdicts(_ obligation: Obligation, _ use: Use, _ person: Person, _ policies: PolicySet) -> [Verdict] {
    let reads = use.reads.map { read($0, person) }
    var context = JudgeContext(policies, isOptOutSourceComplete: true)
    context.areReadsKnown = !use.reads.isEmpty
    context.isProfileChangedSince = person.updatedAt.map { $0 > use.at } ?? false
    func judge(_ reads: [AttributeRead]) -> Verdict? {
      let record = UseRecord(
        subject: person.key, use: DataUse(use.use), channel: use.channel.map { Channel($0) }, at: Moment(use.at),
        reads: reads, basis: use.basis.flatMap { LegalBasis(named: $0) })
      let history = ConsentTimeline(person.events, channelUses: JoinWorld.channelUses)
      return obligation.judge(record, history: history, facts: facts(person, use.at), context: context)
    }
    let parts: [[AttributeRead]]
    switch obligation.control.requirement {
    case .prohibit, .freshness: parts = reads.map { [$0] }
    case .basis:
      parts = reads.flatMap { read in
        read.categories.map { [AttributeRead(attribute: read.attribute, categories: [$0])] }
      }
    default: parts = []
    }
    let judged = parts.isEmpty ? [judge(reads)] : parts.map(judge)
    return judged.compactMap { $0 }
  }

  private func facts(_ person: Person, _ now: Instant) -> TestFacts {
    var values: [AttributePath: Value] = [:]
    values[AttributePath("subject.country")] = person.country.map { .text($0) }
    values[AttributePath("subject.ageYears")] = person.age.map { .integer($0) }
    values[AttributePath("subject.suppressed")] = person.isSuppressed.map { .boolean($0) }
    return TestFacts(values: values, now: now)
  }

  private func read(_ name: String, _ person: Person) -> AttributeRead {
    switch name {
    case "email":
      AttributeRead(attribute: name, categories: [DataCategory("user.contact.email")], updatedAt: person.emailAt)
    case "taste":
      AttributeRead(
        attribute: name, categories: [DataCategory("user.behavior")], isInferred: true, updatedAt: person.emailAt)
    default:
      AttributeRead(
        attribute: name, categories: [DataCategory("user.demographic")], updatedAt: person.updatedAt)
    }
  }

  // MARK: - Making

  private func policies(_ onUnknown: String) throws -> PolicySet {
    let bases = [
      DeclaredBasis(use: DataUse("marketing"), categories: [DataCategory("user.contact")], basis: .consent),
      DeclaredBasis(use: DataUse("personalize"), categories: [], basis: .legitimateInterests),
    ]
    return try AuditFixture.policies(
      Self.controls, head: "onUnknown: \(onUnknown)\napplies: {attribute: subject.country, in: [FR, DE]}",
      legalBases: bases)
  }

  private func person(_ number: Int, _ random: inout SplitMix64) -> Person {
    let key = "p\(number)"
    let events = (0..<Int.random(in: 0...3, using: &random)).map { _ in
      ConsentEvent(
        subject: key, purpose: DataUse(random.pick(JoinWorld.purposes) ?? "*"),
        action: random.pick([.given, .given, .withdrawn, .optedOut]) ?? .given, at: Moment(instant(&random)))
    }
    return Person(
      key: key, country: random.pick(["FR", "DE", "US", nil]) ?? nil, age: random.pick([12, 18, 40, nil]) ?? nil,
      isSuppressed: random.pick([true, false, nil]) ?? nil, updatedAt: random.oneIn(2) ? instant(&random) : nil,
      emailAt: random.oneIn(4) ? nil : instant(&random), events: events)
  }

  private func use(_ people: Int, _ random: inout SplitMix64) -> Use {
    let uses = [
      "marketing", "marketing.communications", "marketing.communications.email", "personalize", "personalize.content",
    ]
    return Use(
      person: Int.random(in: 0..<people, using: &random), use: random.pick(uses) ?? "marketing",
      channel: random.pick([nil, "email", "sms"]) ?? nil,
      basis: random.pick([nil, nil, "consent", "contract", "legitimateInterests"]) ?? nil,
      reads: random.pick([[], ["email"], ["taste"], ["email", "subject.ageYears"], ["email", "taste"]]) ?? [],
      at: instant(&random))
  }

  /// Of 90 days from 2024-01-01.
  private func instant(_ random: inout SplitMix64) -> Instant {
    let day = Int64.random(in: 0..<90, using: &random)
    return Instant(CivilDate(daysSinceEpoch: 19_723)).advanced(byMicroseconds: day * Instant.microsecondsPerDay)
  }

  private func tables(_ people: [Person], _ uses: [Use]) -> [FixtureTable] {
    func time(_ instant: Instant?) -> FixtureValue { .optional(instant?.description) }
    return [
      FixtureTable(
        "people",
        columns: ["person", "country", "age", "suppressed", "email", "taste", "updated_at", "email_at"],
        rows: people.map { person in
          [
            .text(person.key), .optional(person.country), person.age.map { .integer($0) } ?? .null,
            person.isSuppressed.map { .integer($0 ? 1 : 0) } ?? .null, .text("e"), .text("t"),
            time(person.updatedAt), time(person.emailAt),
          ]
        }),
      FixtureTable(
        "consent_log", columns: ["person", "purpose", "action", "at"],
        rows: people.flatMap(\.events).map { event in
          [.text(event.subject), .text(event.purpose.key), .text(event.action.rawValue), .text(event.at.description)]
        } + [[.text("nobody"), .text("marketing"), .text("given"), .text("2024-01-01")]]),
      FixtureTable(
        "decisions", columns: ["person", "use", "at", "channel", "basis", "reads", "rule"],
        rows: uses.enumerated().map { index, use in
          [
            .text(people[use.person].key), .text(use.use), time(use.at), .optional(use.channel), .optional(use.basis),
            .optional(use.reads.isEmpty ? nil : use.reads.joined(separator: ",")), .text("r\(index)"),
          ]
        }),
    ]
  }
}

private struct TestFacts: Facts {
  var values: [AttributePath: Value]
  var now: Instant
  func value(of path: AttributePath) -> Value? { values[path] }
  func consent(_ use: DataUse, channel: Channel?) -> Truth { .unknown }
  func events(of type: String) -> [Instant]? { nil }
}
