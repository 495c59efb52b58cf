import ConsentHistory
import ConsentSignals
import DataStores
import GovernanceModel
import PolicyEngine
import ProvisoTesting
import Testing

@testable import StoreScanner

/// Columns of consent strings, read by the audit as the events that they stand for.
@Suite struct SignalColumnTests {
  private static let map = """
    dataset:
      - fides_key: shop
        proviso: {subject: id, zone: UTC}
        collections:
          - name: strings
            proviso: {consents: {encoding: tcf2, column: tc, at: at, vendor: 7, carries: [refused]}}
          - name: log
            proviso: {consents: {purpose: {constant: personalize.content.profiling}, action: {column: action}, at: at}}
          - name: uses
            proviso: {uses: {use: personalize.content.profiling, at: at}}
    """

  private func table(_ name: String, _ columns: [String], _ rows: [[String?]]) -> FixtureTable {
    FixtureTable(name, columns: columns, rows: rows.map { row in row.map { FixtureValue.optional($0) } })
  }

  /// A string that is valid at 2024, or is not in one of a few ways.
  private func string(_ random: inout SplitMix64, day: Int) -> TCString {
    let created = Instant(CivilDate(daysSinceEpoch: day))
    var string = TCString(created: created, lastUpdated: created)
    (string.cmpID, string.vendorListVersion) = (28, 150)
    string.policyVersion = Int.random(in: 0..<6, using: &random) == 0 ? 2 : 4
    string.isServiceSpecific = Int.random(in: 0..<6, using: &random) > 0
    string.purposesConsent = IdentifierSet(Bool.random(using: &random) ? [5, 6] : [1, 2])
    string.vendorConsents = IdentifierSet(Int.random(in: 0..<4, using: &random) > 0 ? [7, 9] : [9])
    return string
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func `strings and ordinary events together are judged as the timeline judges them`(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var (strings, log, uses): ([[String?]], [[String?]], [[String?]]) = ([], [], [])
    var expected: [String: Set<String>] = [:]
    let policies = try AuditFixture.policies(["require: {consent: {}}"])
    guard case .consent(let requirement) = policies.packs[0].controls[0].requirement else { return }
    for person in 0..<150 {
      var (events, isBroken): ([ConsentEvent], Bool) = ([], false)
      let id = "p\(person)"
      for _ in 0..<Int.random(in: 0..<4, using: &random) {
        let day = Int.random(in: 19_700...19_990, using: &random)
        let at = Instant(CivilDate(daysSinceEpoch: day)).advanced(byMicroseconds: 3_600_000_000)
        let string = string(&random, day: day)
        let text = Int.random(in: 0..<12, using: &random) == 0 ? "CQ" : string.encoded
        isBroken = isBroken || text == "CQ"
        strings.append([id, text, at.description])
        for statement in SignalEvents(vendor: 7).events(of: .tcf(string)) {
          events.append(
            ConsentEvent(
              subject: "", purpose: statement.purpose, action: statement.action, at: Moment(at),
              expiresAt: statement.expiresAt, kind: statement.kind, method: statement.method, evidence: "tcf"))
        }
      }
      for _ in 0..<Int.random(in: 0..<2, using: &random) {
        let at = Instant(CivilDate(daysSinceEpoch: Int.random(in: 19_700...19_990, using: &random)))
        let action: ConsentAction = Bool.random(using: &random) ? .given : .withdrawn
        log.append([id, action.rawValue, at.description])
        events.append(
          ConsentEvent(
            subject: "", purpose: DataUse("personalize.content.profiling"), action: action, at: Moment(at)))
      }
      let at = Instant(CivilDate(daysSinceEpoch: Int.random(in: 19_700...19_999, using: &random)))
      uses.append([id, at.description])
      let question = ConsentQuestion(use: DataUse("personalize.content.profiling"), at: Moment(at))
      let state = ConsentTimeline(events).state(of: question, under: requirement.terms)
      let verdict = isBroken ? Verdict.unverifiable(.unreadableValue) : state.verdict
      if let reason = verdict.reason { expected["\(verdict.name) \(reason)", default: []].insert("p\(person)") }
    }
    let tables = [
      table("strings", ["id", "tc", "at"], strings), table("log", ["id", "action", "at"], log),
      table("uses", ["id", "at"], uses),
    ]
    for passes in [1, 3] {
      let result = AuditFixture.scan(policies, try AuditFixture.map(Self.map), tables, passes: passes, sampleSize: 150)
      var found: [String: Set<String>] = [:]
      for observation in result.observations {
        let key = "\(observation.verdict.name) \(observation.verdict.reason.map { "\($0)" } ?? "")"
        found[key, default: []].formUnion(observation.sample.map(\.disclosed))
      }
      #expect(found == expected)
      #expect(result.gaps.contains { $0.detail.contains("consent strings that cannot be decoded (truncated)") })
      #expect(!result.gaps.contains { $0.detail.contains("CQ") })
    }
  }

  @Test func `US Privacy strings and the header of Global Privacy Control opt out at once`() throws {
    let map = """
      dataset:
        - fides_key: shop
          proviso: {subject: id, zone: UTC}
          collections:
            - name: usp
              proviso: {consents: {encoding: usp, column: string, at: at, carries: [optedOut]}}
            - name: gpc
              proviso: {consents: {encoding: gpc, column: header, at: at, carries: [optedOut]}}
            - name: uses
              proviso: {uses: {use: third_party_sharing, at: at}}
      """
    let policies = try AuditFixture.policies([
      "require: {optOut: {minds: [optedOut], grace: {signal: P0D, default: P15D}}}"
    ])
    let day = "2024-05-01T00:00:00Z"
    let tables = [
      table(
        "usp", ["id", "string", "at"],
        [["a", "1YYN", day], ["b", "1YNN", day], ["e", "1XX", day], ["f", nil, day]]
      ),
      // Any other value than exactly 1 is no signal, and no fault.
      table(
        "gpc", ["id", "header", "at"],
        [["c", "1", day], ["d", "0", day], ["d", "true", day]]),
      table("uses", ["id", "at"], ["a", "b", "c", "d", "e", "f"].map { [$0, "2024-05-01T00:00:01Z"] }),
    ]
    let result = AuditFixture.scan(policies, try AuditFixture.map(map), tables)
    let found = result.observations.map { "\($0.verdict) \($0.sample.map(\.disclosed))" }
    #expect(
      Set(found) == [
        #"violation(GovernanceModel.Reason.optedOut) ["a", "c"]"#,
        #"unverifiable(GovernanceModel.Reason.unreadableValue) ["e", "f"]"#,
      ])
  }

  @Test func `what is remembered of strings has a bound, and does not change what they say`() {
    var columns: [String] = []
    var reader = SignalReader(SignalColumn(encoding: .usp, column: "s"), columns: &columns)
    func count(_ text: String) -> Int? {
      guard case .events(let events) = reader.answer(Array(text.utf8)) else { return nil }
      return events.count
    }
    #expect(count("1YYN") == 1 && count("1YNN") == 0)
    for number in 0..<(3 * SignalReader.capacity) { #expect(count("x\(number)") == nil) }
    #expect(count("1YYN") == 1 && count("1YNN") == 0)
    #expect(reader.remembered <= 2 * SignalReader.capacity)
  }

  @Test func `a log of strings proves itself, and what it lacks is told`() throws {
    let policies = try AuditFixture.policies([
      "require: {evidence: {fields: [method, reference]}}", "require: {evidence: {fields: [notice]}}",
      "require: {reask: {after: P6M}}",
    ])
    var string = TCString(
      created: Instant(CivilDate(daysSinceEpoch: 19_800)), lastUpdated: Instant(CivilDate(daysSinceEpoch: 19_800)))
    string.purposesConsent = IdentifierSet([5])
    string.vendorConsents = IdentifierSet([7])
    let day = Instant(CivilDate(daysSinceEpoch: 19_800)).description
    let tables = [
      table("strings", ["id", "tc", "at"], [["a", string.encoded, day], ["b", "x", day]]),
      table("log", ["id", "action", "at"], []), table("uses", ["id", "at"], []),
    ]
    let result = AuditFixture.scan(policies, try AuditFixture.map(Self.map), tables)
    let found = result.observations.map { "\($0.control) \($0.verdict.reason.map { "\($0)" } ?? "")" }
    #expect(Set(found) == ["control0 unreadableValue", "control1 missingField", "control1 unreadableValue"])
    #expect(found.count == 3)
  }
}
