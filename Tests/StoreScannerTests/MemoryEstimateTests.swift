import DataStores
import GovernanceModel
import PolicyEngine
import ProvisoTesting
import Testing

@testable import StoreScanner

/// What an audit may hold at the most, and that dividing it changes nothing.
@Suite struct MemoryEstimateTests {
  private static let map = """
    dataset:
      - fides_key: shop
        proviso: {subject: person}
        collections:
          - name: people
            proviso: {profile: {updatedAt: seen, quasiIdentifiers: [age, town]}, anchors: {lastActivity: seen}}
            fields: [{name: age}, {name: town}, {name: seen}]
          - name: log
            proviso:
              mayBeEmpty: true
              consents: {purpose: purpose, action: action, at: at, method: how, carries: [objected, optedOut]}
            fields: [{name: purpose}, {name: action}, {name: at}, {name: how}]
          - name: copy
            proviso: {mayBeEmpty: true, consents: {purpose: purpose, action: action, at: at}}
            fields: [{name: purpose}, {name: action}, {name: at}]
          - {name: erased, proviso: {mayBeEmpty: true, erasures: {at: at}}, fields: [{name: at}]}
          - name: sends
            proviso: {uses: {use: {column: use}, at: at, rule: rule, reads: [age]}}
            fields: [{name: use}, {name: at}]
    """

  private static let consent = "require: {consent: {}}"
  private static let others = [
    "require: {reask: {after: P20D}}", "appliesTo: {uses: [marketing, personalize]}\nrequire: {reconcile: {}}",
    "require: {evidence: {fields: [method, reference], forbiddenMethods: [silence]}}",
    "require: {erasure: {within: P5D}}",
    "require: {retention: {maxAge: P50D, since: lastActivity}}", "require: {crowd: {atLeast: 3, of: quasiIdentifiers}}",
    "require: {optOut: {minds: [objected]}}", "require: {freshness: {maxAge: P10D}}",
  ]

  /// People who agree, refuse, are asked again, are erased and are used all the same, in two logs that differ.
  private func tables(_ seed: UInt64, people: Int) -> [FixtureTable] {
    var random = SplitMix64(seed: seed)
    var tables = [
      FixtureTable("people", columns: ["person", "age", "town", "seen"], rows: []),
      FixtureTable("log", columns: ["person", "purpose", "action", "at", "how"], rows: []),
      FixtureTable("copy", columns: ["person", "purpose", "action", "at"], rows: []),
      FixtureTable("erased", columns: ["person", "at"], rows: []),
      FixtureTable("sends", columns: ["person", "use", "at", "rule"], rows: []),
    ]
    func day() -> FixtureValue {
      .text(Instant(CivilDate(daysSinceEpoch: 19_900 + Int.random(in: 0..<95, using: &random))).description)
    }
    let purposes = ["marketing", "marketing.communications", "personalize", "personalize.content"]
    for person in 0..<people {
      let key: FixtureValue = random.oneIn(3) ? .text("p\(person)") : .integer(Int64(person * 7))
      let age = Int64.random(in: 0..<9, using: &random)
      tables[0].rows.append([key, .integer(age), random.oneIn(4) ? .null : .text("t\(age % 2)"), day()])
      for _ in 0..<Int.random(in: 0..<5, using: &random) {
        let action = random.pick(["given", "refused", "withdrawn", "requested", "objected"]) ?? "given"
        let row: [FixtureValue] = [key, .text(random.pick(purposes) ?? "marketing"), .text(action), day()]
        tables[1].rows.append(row + [.optional(random.pick(["form", "silence", nil]) ?? nil)])
        if !random.oneIn(4) { tables[2].rows.append(row) }
      }
      if random.oneIn(5) { tables[3].rows.append([key, day()]) }
      for _ in 0..<Int.random(in: 0..<4, using: &random) {
        let use = random.pick(purposes) ?? "marketing"
        tables[4].rows.append([key, .text(use), day(), .text("r\(Int.random(in: 0..<3, using: &random))")])
      }
    }
    return tables
  }

  @Test(arguments: [2, 3, 7])
  func `every kind of check finds the same over any number of passes`(passes: Int) throws {
    let policies = try AuditFixture.policies([Self.consent] + Self.others)
    let map = try AuditFixture.map(Self.map)
    var broken: Set<String> = []
    for seed in 1...6 as ClosedRange<UInt64> {
      let tables = tables(seed, people: 80)
      let whole = AuditFixture.scan(policies, map, tables, passes: 1)
      let split = AuditFixture.scan(policies, map, tables, passes: passes)
      #expect(whole.observations.map(Told.init) == split.observations.map(Told.init))
      #expect(whole.gaps == split.gaps)
      broken.formUnion(whole.observations.map(\.control))
    }
    // The worlds are such that each kind of control is broken.
    #expect(broken.count == Self.others.count + 1)
  }

  private struct Told: Equatable {
    let text: String
    let counts: Counts
    let sample: [String]
    let parameters: [Parameter]

    init(_ observation: Observation) {
      text = "\(observation.control) \(observation.asset) \(observation.locus) \(observation.verdict)"
      (counts, sample) = (observation.counts, observation.sample.map(\.disclosed))
      parameters = observation.parameters
    }
  }

  // MARK: - The estimate

  private func estimate(_ controls: [String]) throws -> MemoryEstimate {
    let store = SpaciousStore(MemoryStore(tables(1, people: 5)))
    let survey = StoreSurvey([AuditedStore(store: store, map: try AuditFixture.map(Self.map))])
    let plan = AuditPlan(
      policies: try AuditFixture.policies(controls), asOf: AuditFixture.asOf, sources: survey.entries.map(\.source))
    return MemoryEstimate(survey, CheckRegistry.checks(for: plan, lostConsentLogs: 0))
  }

  @Test func `what a check holds of each event is counted`() throws {
    // Two logs of 2,000,000 rows each.
    let rows = 2_000_000
    let base = try estimate([Self.consent]).divisible
    #expect(base >= 2 * rows * 84)
    #expect(try estimate([Self.consent, "require: {reask: {after: P20D}}"]).divisible >= base + 2 * rows * 48)
    let reconciled = try estimate([Self.consent, "require: {reconcile: {}}"]).divisible
    #expect(reconciled >= base + 2 * rows * 84)
    #expect(try estimate([Self.consent, "require: {erasure: {within: P5D}}"]).divisible >= base + rows * 48)
    let grouped = try estimate([Self.consent, "require: {crowd: {atLeast: 3, of: quasiIdentifiers}}"])
    #expect(grouped.divisible == base)
    #expect(grouped.whole >= rows * (8 + 48))
  }

  @Test func `each pass keeps its share within the budget`() throws {
    let estimate = try estimate([Self.consent] + Self.others)
    let fixed = 40 << 20
    for memory in [128 << 20, 256 << 20, 1 << 30, 1 << 40] {
      let passes = estimate.passes(within: memory)
      #expect(estimate.divisible / passes <= memory - fixed)
      if passes == 1 { #expect(estimate.divisible + estimate.whole <= memory - fixed) }
      // No more passes than needed.
      if passes > 2 { #expect(estimate.divisible / (passes - 1) > memory - 64 << 20) }
    }
    #expect(estimate.passes(within: 1 << 40) == 1)
    #expect(estimate.passes(within: 128 << 20) > estimate.passes(within: 1 << 30))
  }

  @Test func `a subject table of numbers holds no more than its estimate`() {
    for people in [1_000, 3_071, 3_073, 100_000] {
      var table = SubjectTable()
      for person in 0..<people { _ = table.intern(Int64(person) &* 1_000_003) }
      #expect(table.byteCount <= 48 * people)
    }
  }
}
