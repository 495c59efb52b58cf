import DataStores
import GovernanceModel
import ProvisoTesting
import Testing

@Suite struct DataMapGapTests {
  private let map: DataMap

  init() throws {
    map = try DataMapTests.read(
      """
      dataset:
        - fides_key: d
          collections:
            - name: people
              proviso: {subject: id, profile: {quasiIdentifiers: [age]}}
              fields: [{name: id}, {name: age}, {name: home, fields: [{name: city}]}]
            - name: sends
              proviso: {subject: id, mayBeEmpty: true, uses: {use: goal, at: sent_at, channel: way, rule: campaign}}
      """)
  }

  @Test func `a store that keeps all promises has no gap`() {
    let tables = [
      TableSchema(name: "People", columns: ["ID", "age", "home"]),
      TableSchema(name: "sends", columns: ["id", "sent_at", "campaign"]),
    ]
    #expect(map.gaps(in: tables, store: "s").isEmpty)
    #expect(map.undeclaredTables(in: tables, store: "s").isEmpty)
  }

  @Test func `missing tables and columns are gaps with near names`() {
    let tables = [
      TableSchema(name: "people", columns: ["id", "agee"]), TableSchema(name: "send", columns: ["id"]),
    ]
    #expect(
      map.gaps(in: tables, store: "s") == [
        Gap(
          subject: "s.people.age", reason: .missingColumn,
          detail: "the data map promises it and the table has no such column; did it mean `agee`?"),
        Gap(
          subject: "s.people.home.city", reason: .missingColumn,
          detail: "the data map promises it and the table has no such column"),
        Gap(
          subject: "s.sends", reason: .missingCollection,
          detail: "the data map promises it and the store has no such table; did it mean `send`?"),
      ])
    #expect(
      map.undeclaredTables(in: tables, store: "s").map(\.message) == [
        "the data map of `s` does not declare the table `send`: it is not audited"
      ])
  }

  @Test func `a view that cannot be opened is a gap`() {
    let tables = [TableSchema(name: "people", columns: []), TableSchema(name: "sends", columns: ["id"])]
    #expect(map.gaps(in: tables, store: "s").first?.reason == .unreadable)
    #expect(map.gaps(in: tables, store: "s").dropFirst().map(\.subject) == ["s.sends.campaign", "s.sends.sent_at"])
  }

  @Test func `gaps of a real file`() throws {
    let folder = try TemporaryFolder()
    try SQLiteWriter(path: folder.path("s.sqlite")).run("CREATE TABLE people (id, age, home)")
    let tables = try SQLiteStore(name: "s", path: folder.path("s.sqlite")).tables()
    #expect(map.gaps(in: tables, store: "s").map(\.subject) == ["s.sends"])
  }
}
