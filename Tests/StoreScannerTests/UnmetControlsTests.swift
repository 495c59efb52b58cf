import GovernanceModel
import PolicyEngine
import ProvisoTesting
import StoreScanner
import Testing

/// Controls that meet nothing are told by name; they are no gap and no pass.
@Suite struct UnmetControlsTests {
  private static let map = """
    dataset:
      - fides_key: shop
        proviso: {subject: person}
        collections:
          - name: people
            proviso: {profile: {}, subjectType: customer}
            fields: [{name: person}, {name: age}]
    """
  private static let people = FixtureTable("people", columns: ["person", "age"], rows: [[.integer(1), .integer(40)]])

  private func unmet(
    _ controls: [String], map: String = map, _ tables: [FixtureTable] = [people]
  ) throws -> (controls: [String], gaps: [Gap]) {
    let result = AuditFixture.scan(try AuditFixture.policies(controls), try AuditFixture.map(map), tables)
    return (result.unmet.map { "\($0.pack) \($0.control): \($0.reason)" }, result.gaps)
  }

  @Test(
    arguments: [
      ("consent: {}", "a use log or an audience"), ("optOut: {minds: [objected]}", "a use log or an audience"),
      ("crowd: {atLeast: 5, of: quasiIdentifiers}", "quasi-identifiers"),
      ("crowd: {atLeast: 5, of: audience}", "an audience"), ("evidence: {fields: [method]}", "a consent log"),
      ("reask: {after: P6M}", "a consent log"), ("reconcile: {}", "a second consent log"),
      ("erasure: {within: P1M}", "a register of erasures"), ("deadline: {within: P1M}", "a register of requests"),
      ("disclosure: {sale: false}", "a log of disclosures"),
    ])
  func `a control says what no map declares`(_ requirement: String, _ missing: String) throws {
    let found = try unmet(["require: {declared: {}}", "require: {\(requirement)}"])
    #expect(found.controls == ["own control1: no map declares \(missing)"])
    // What is declared without data reads no row: nothing looked at is no pass.
    #expect(found.gaps.map(\.reason) == [.notExamined])
  }

  @Test func `a control about others, or out of force, met nothing either`() throws {
    let found = try unmet([
      "require: {declared: {}}",
      "appliesTo: {subjects: [prospect]}\nrequire: {retention: {maxAge: P1Y, since: created}}",
    ])
    #expect(
      found.controls == [
        "own control1: nothing that the maps declare is of the uses, categories or people that it is about"
      ])
  }

  @Test func `what a map promises and the store lacks is a gap`() throws {
    let promising =
      Self.map + "\n      - {name: requests, proviso: {requests: {type: kind, received: got, closed: done}}}"
    let found = try unmet(
      ["require: {declared: {}}", "require: {deadline: {within: P1M}}"], map: promising)
    #expect(found.controls == [])
    #expect(found.gaps.map(\.reason) == [.missingCollection])
  }

  @Test func `columns that are all declared were looked at, and no row is read for that`() throws {
    let policies = try AuditFixture.policies(["require: {declared: {}}"])
    let result = AuditFixture.scan(policies, try AuditFixture.map(Self.map), [Self.people])
    #expect(result.unmet.isEmpty && result.gaps.isEmpty && result.observations.isEmpty)
    #expect(result.examined.flatMap(\.collections).map { "\($0.rows) \($0.controls)" } == ["0 [\"control0\"]"])
  }

  @Test func `controls about rules alone are none of the stores' business`() throws {
    #expect(try unmet(["require: {declared: {}}", "require: {hygiene: {}}"]).controls == [])
  }
}
