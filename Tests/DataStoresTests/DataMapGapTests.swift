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

  private func lacking(_ tables: [TableSchema]) -> [[String]?] {
    map.datasets[0].collections.map { collection in
      tables.first(named: collection.name).map {
        collection.lackingColumns(in: Set($0.columns(spelledAs: collection.promisedColumns)))
      }
    }
  }

  @Test func `a store that keeps all promises lacks nothing, whatever the case of its letters`() {
    let tables = [
      TableSchema(name: "People", columns: ["ID", "age", "home"]),
      TableSchema(name: "sends", columns: ["id", "sent_at", "campaign"]),
    ]
    #expect(lacking(tables) == [[], []])
    #expect(map.undeclaredTables(in: tables, store: "s").isEmpty)
  }

  @Test func `a column that differs in more than case is lacking`() {
    let tables = [
      TableSchema(name: "people", columns: ["id", "agee"]), TableSchema(name: "send", columns: ["id"]),
    ]
    #expect(lacking(tables) == [["age", "home.city"], nil])
    #expect(
      map.undeclaredTables(in: tables, store: "s").map(\.message) == [
        "the data map of `s` does not declare the table `send`: it is not audited"
      ])
  }

  @Test func `a word that may be a constant promises no column`() {
    #expect(lacking([TableSchema(name: "sends", columns: ["id"])]) == [nil, ["campaign", "sent_at"]])
  }

  @Test func `of two columns that differ in case the one that the map names keeps its name`() {
    let table = TableSchema(name: "t", columns: ["Id", "id", "NAME"])
    #expect(table.columns(spelledAs: ["id", "name"]) == ["id", "id", "name"])
  }
}
