import DataStores
import Foundation
import ProvisoTesting
import SourceDocuments
import Testing

/// The data maps of `Examples/`.
@Suite struct ShippedMapTests {
  private static let examples = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Examples")

  private static let maps = (FileManager.default.enumerator(at: examples, includingPropertiesForKeys: nil) ?? .init())
    .compactMap { ($0 as? URL)?.path }.filter { $0.contains("/maps/") && $0.hasSuffix(".yaml") }.sorted()

  @Test(arguments: maps)
  func `is read without a warning`(_ path: String) throws {
    let map = try DataMap.read(SourceFile(path: path, bytes: bytes(path))) { ZoneDatabase.rules(named: $0) }
    #expect(map.diagnostics.isEmpty)
    #expect(map.datasets.flatMap(\.collections).contains { $0.subject != nil })
  }

  @Test func `there are maps`() { #expect(Self.maps.contains { $0.hasSuffix("journey/maps/journey.yaml") }) }

  private static let demo = examples.deletingLastPathComponent().appending(path: ".demo/journey.sqlite").path

  @Test(.enabled(if: exists(demo), "no demo data: run `scripts/demo-data`"))
  func `the demo's store keeps what its map promises`() throws {
    let path = Self.examples.appending(path: "journey/maps/journey.yaml").path
    let map = try DataMap.read(SourceFile(path: path, bytes: bytes(path))) { ZoneDatabase.rules(named: $0) }
    let store = try SQLiteStore(name: "journey", path: Self.demo).snapshot()
    let tables = try store.tables()
    for collection in map.datasets.flatMap(\.collections) {
      let table = try #require(tables.first(named: collection.name))
      #expect(collection.lackingColumns(in: Set(table.columns)).isEmpty)
    }
    #expect(map.undeclaredTables(in: tables, store: "journey").isEmpty)
    var rows: [String: Int] = [:]
    for table in tables { rows[table.name] = try store.rowCount(of: table.name) }
    #expect(rows["purchases"] == 1_469_307 && rows["campaign_sends"] == 6589 && rows["redemptions"] == 2102)
  }
}
