import GovernanceModel
import ProvisoTesting
import StoreScanner
import Testing

/// Point-in-time consent asked of SQLite, against the timeline join (semantics section 10, property 4).
@Suite struct PushdownUsesTests {
  static let controls = JoinTests.controls.map { $0.replacing("3 business days", with: "P3D") }

  /// Without rules and audiences of their own, so that findings hold many people.
  private static func united(_ tables: [FixtureTable]) -> [FixtureTable] {
    var tables = tables
    tables[1].rows = tables[1].rows.map { Array($0.dropLast()) + [.null] }
    return tables
  }

  /// Dates become instants.
  static func exact(_ tables: [FixtureTable]) -> [FixtureTable] {
    tables.map { table in
      var table = table
      table.rows = table.rows.map { row in
        row.map { value in
          guard case .text(let text) = value, text.count == 10, text.first == "2" else { return value }
          return .text(text + "T00:00:00Z")
        }
      }
      return table
    }
  }

  @Test(arguments: 0..<30)
  func `uses and stays of exact instants are judged alike`(seed: Int) throws {
    let world = JoinWorld(seed: UInt64(seed), people: 12, usesEach: 5)
    let agreement = try PushdownAgreement(
      AuditFixture.policies(Self.controls), AuditFixture.map(JoinWorld.map), Self.exact(world.tables),
      asOf: AuditFixture.asOf)
    agreement.expectSame("seed \(seed)")
    #expect(agreement.asked == ["useLog", "membership"], "\(agreement.reasons)")
    #expect(agreement.local.observations.count > 50)
  }

  @Test func `uses and consents of which only the day is known are judged alike`() throws {
    var undecided = 0
    for seed in UInt64(100)..<130 {
      let world = JoinWorld(seed: seed, people: 12, usesEach: 5)
      let agreement = try PushdownAgreement(
        AuditFixture.policies(Self.controls), AuditFixture.map(JoinWorld.map), world.tables, asOf: AuditFixture.asOf)
      agreement.expectSame("seed \(seed)")
      #expect(agreement.asked == ["useLog"], "\(agreement.reasons)")
      undecided += agreement.local.observations.count { $0.verdict == .unverifiable(.sameDay) }
    }
    #expect(undecided > 10)
  }

  @Test(arguments: 200..<206)
  func `counts of many people and their samples are the same`(seed: Int) throws {
    let world = JoinWorld(seed: UInt64(seed), people: 60, usesEach: 5)
    let agreement = try PushdownAgreement(
      AuditFixture.policies(Self.controls), AuditFixture.map(JoinWorld.map), Self.united(Self.exact(world.tables)),
      asOf: AuditFixture.asOf)
    agreement.expectSame("seed \(seed)")
    #expect(agreement.asked == ["useLog", "membership"], "\(agreement.reasons)")
    #expect(agreement.local.observations.contains { ($0.counts.subjects ?? 0) > 5 })
  }
}
