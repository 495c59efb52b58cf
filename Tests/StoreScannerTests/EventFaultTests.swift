import ConsentHistory
import ConsentSignals
import GovernanceModel
import PolicyEngine
import ProvisoTesting
import Testing

@testable import StoreScanner

/// Events of a log by their time and beside each other, and the rules of consent strings: columns against the functions that
/// judge examples.
@Suite struct EventFaultTests {
  private static let map = """
      - fides_key: shop
        proviso: {subject: id, zone: UTC}
        collections:
          - name: log
            proviso:
              consents: {purpose: purpose, action: action, at: at, channel: {column: via}, recordedAt: seen}
            fields: [{name: purpose}, {name: action}, {name: at}, {name: via}, {name: seen}]
    """

  private static let asOf = Instant(CivilDate(daysSinceEpoch: 20_454))

  private func day(_ random: inout SplitMix64) -> Instant {
    Instant(CivilDate(daysSinceEpoch: Int.random(in: 20_440...20_460, using: &random)))
  }

  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func `columns and events are judged alike`(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var (rows, people): ([[Cell]], [String: [ConsentEvent]]) = ([], [:])
    for person in 0..<80 {
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let event = ConsentEvent(
          subject: "", purpose: DataUse(Bool.random(using: &random) ? "marketing" : "personalize"),
          channel: Bool.random(using: &random) ? nil : Channel("email"),
          action: [.given, .given, .refused, .withdrawn].randomElement(using: &random) ?? .given,
          at: Moment(day(&random)), recordedAt: Bool.random(using: &random) ? nil : Moment(day(&random)))
        people["\(person)", default: []].append(event)
        rows.append([
          .integer(Int64(person)), .text(event.purpose.key), .text(event.action.rawValue), .text("\(event.at)"),
          event.channel.map { .text($0.name) } ?? .null, event.recordedAt.map { .text("\($0)") } ?? .null,
        ])
      }
    }
    let controls = ["future", "duplicate", "conflicting"].map { "require: {evidence: {forbid: [\($0)]}}" }
    let world = try ChecksWorld(
      controls + ["require: {evidence: {recordedWithin: P3D}}"], map: Self.map,
      [CheckTable("log", ["id", "purpose", "action", "at", "via", "seen"], rows)], asOf: "\(Self.asOf)",
      sampleSize: 100)
    var expected: [String: Set<String>] = [:]
    for control in world.policies.packs[0].controls {
      guard case .evidence(let requirement) = control.requirement else { continue }
      for (person, events) in people {
        // A yes after the audit is not judged for how it was recorded.
        let known = requirement.recordedWithin == nil ? events : events.filter { $0.at.start <= Self.asOf }
        guard let reason = requirement.verdict(ofLog: known, asOf: Self.asOf).reason else { continue }
        expected["\(control.id) \(reason)", default: []].insert(person)
      }
    }
    for passes in [1, 2] {
      var found: [String: Set<String>] = [:]
      for observation in world.run(passes: passes).observations {
        let key = "\(observation.control) \(observation.verdict.reason.map { "\($0)" } ?? "")"
        found[key, default: []].formUnion(observation.sample.map(\.disclosed))
      }
      #expect(expected.count > 1)
      #expect(found == expected)
    }
  }

  @Test func `doubles are counted from the second on, conflicts once`() throws {
    let rows: [[Cell]] = [
      [1, "marketing", "given", "2025-01-01", nil, nil], [1, "marketing", "given", "2025-01-01", nil, nil],
      [1, "marketing", "given", "2025-01-01", nil, nil], [1, "marketing", "refused", "2025-01-01", nil, nil],
      [2, "marketing", "maybe", "2025-01-01", nil, nil], [3, "marketing", "given", "soon", nil, nil],
    ]
    let world = try ChecksWorld(
      ["require: {evidence: {forbid: [duplicate, conflicting]}}"], map: Self.map,
      [CheckTable("log", ["id", "purpose", "action", "at", "via", "seen"], rows)])
    let told = world.run().observations.map { "\($0.verdict.reason.map { "\($0)" } ?? "") \($0.counts.records ?? 0)" }
    #expect(Set(told) == ["duplicate 2", "conflicting 1", "unreadableValue 2"] && told.count == 3)
  }

  @Test func `strings are judged when they came in, by the dates that the policy names`() throws {
    let map = """
        - fides_key: shop
          proviso: {subject: id, zone: UTC}
          collections:
            - name: cmp
              proviso: {consents: {encoding: tcf2, column: tc, at: at}}
      """
    var random = SplitMix64(seed: 3)
    var (rows, texts): ([[Cell]], [(String, Moment)]) = ([], [])
    for person in 0..<200 {
      let at = Moment(Instant(CivilDate(daysSinceEpoch: Int.random(in: 18_000...21_000, using: &random))))
      let text = person % 20 == 0 ? "CQ" : RandomSignals.tcf(&random).encoded
      texts.append((text, at))
      rows.append([.integer(Int64(person)), .text(text), .text("\(at)")])
    }
    let faults = "globalScope, obsoletePolicy, missingDisclosedVendors, stale, createdInFuture, legitimateInterest"
    let world = try ChecksWorld(
      [
        "require: {evidence: {signals: {forbid: [\(faults)]}}}",
        "require: {evidence: {signals: {forbid: [missingDisclosedVendors], disclosedVendorsSince: 2019-01-01}}}",
        "require: {evidence: {signals: {forbid: [stale], refresh: P1M}}}",
      ], map: map, [CheckTable("cmp", ["id", "tc", "at"], rows)], asOf: "2027-12-01T00:00:00Z", sampleSize: 200)
    var expected: [String: Set<String>] = [:]
    for control in world.policies.packs[0].controls {
      guard case .evidence(let requirement) = control.requirement, let signals = requirement.signals else { continue }
      for (person, (text, at)) in texts.enumerated() {
        guard let signal = try? ConsentSignal(decoding: text) else {
          #expect(signals.verdict(of: text, at: at) == .unverifiable(.unreadableValue))
          expected["\(control.id) ", default: []].insert("\(person)")
          continue
        }
        for fault in signals.faults(of: signal, at: at) {
          expected["\(control.id) \(fault)", default: []].insert("\(person)")
        }
      }
    }
    var found: [String: Set<String>] = [:]
    for observation in world.run().observations {
      let key = "\(observation.control) \(observation.locus.attribute ?? "")"
      found[key, default: []].formUnion(observation.sample.map(\.disclosed))
    }
    #expect(found == expected && expected.count == 11)
  }

  @Test func `a control on strings alone says that no map declares any`() throws {
    let policies = try AuditFixture.policies(["require: {evidence: {signals: {forbid: [globalScope]}}}"])
    let map = try AuditFixture.map(
      """
      dataset:
        - fides_key: shop
          collections:
            - name: log
              proviso: {subject: id, consents: {purpose: {constant: marketing}, action: {constant: given}, at: at}}
      """)
    let table = FixtureTable("log", columns: ["id", "at"], rows: [[.text("a"), .text("2024-01-01")]])
    let result = AuditFixture.scan(policies, map, [table])
    #expect(result.observations.isEmpty)
    #expect(result.unmet.map(\.reason) == ["no map declares a consent log of strings"])
  }
}
