import DataStores
import GovernanceModel
import PolicyEngine
import ProvisoTesting
import StoreScanner
import Synchronization
import Testing

/// An audit that begins with what an interrupted one kept, against one that was not interrupted.
@Suite struct KeptPartsTests {
  /// Counts the rows that are read of a store.
  private final class Counting: DataStore {
    private let store: any DataStore
    private let read = Mutex(0)
    var name: String { store.name }
    var engine: String { store.engine }
    var rows: Int { read.withLock { $0 } }

    init(_ store: any DataStore) { self.store = store }

    func tables() throws(StoreError) -> [TableSchema] { try store.tables() }
    func estimatedRows(of table: String) throws(StoreError) -> Int { try store.estimatedRows(of: table) }
    func scan(
      table: String, columns: [String], _ body: (borrowing ColumnBatch) throws(StoreError) -> Bool
    ) throws(StoreError) {
      try store.scan(table: table, columns: columns) { batch throws(StoreError) in
        let count = batch.rowCount
        read.withLock { $0 += count }
        return try body(batch)
      }
    }
  }

  private final class Parts: Sendable {
    private let held = Mutex<[ScanPart]>([])
    var all: [ScanPart] { held.withLock { $0 } }
    func add(_ parts: [ScanPart]) { held.withLock { $0 += parts } }
  }

  private struct World {
    let policies: PolicySet
    let map: DataMap
    let store: any DataStore

    /// - Returns: what was found, what was kept, and how many rows were read.
    func scan(_ passes: Int, kept: [ScanPart] = []) -> (result: StoreScanResult, parts: [ScanPart], rows: Int) {
      let (parts, counting) = (Parts(), Counting(store))
      var options = StoreScan.Options()
      (options.passes, options.kept, options.rowsApart) = (passes, kept, 0)
      options.keep = { parts.add($0) }
      let found = StoreScan(
        policies: policies, stores: [AuditedStore(store: counting, map: map)], asOf: AuditFixture.asOf,
        options: options
      ).run()
      return (found, parts.all, counting.rows)
    }
  }

  private func expectSame(_ world: World, _ passes: Int) {
    let (whole, parts, rows) = world.scan(passes)
    #expect(parts.count >= passes && !whole.observations.isEmpty)
    for count in Set([0, 1, parts.count / 2, parts.count - 1, parts.count]) {
      let (found, more, read) = world.scan(passes, kept: Array(parts.prefix(count)))
      #expect(found.observations.map(\.whole) == whole.observations.map(\.whole), "\(count) of \(parts.count)")
      #expect(found.examined == whole.examined && found.gaps == whole.gaps && found.unmet == whole.unmet)
      #expect(found.logs == whole.logs)
      #expect(more.count == parts.count - count)
      #expect(count == parts.count ? read == 0 : read <= rows)
      // Of several parts the finished ones are not read again.
      if passes > 1, count >= parts.count / 2 { #expect(read < rows) }
    }
  }

  @Test(arguments: [1, 2, 5], [3, 4] as [UInt64])
  func `uses and stays`(_ passes: Int, _ seed: UInt64) throws {
    let tables = JoinWorld(seed: seed, people: 40, usesEach: 4).tables
    expectSame(
      World(
        policies: try AuditFixture.policies(JoinTests.controls), map: try AuditFixture.map(JoinWorld.map),
        store: MemoryStore(tables)), passes)
  }

  @Test(arguments: [1, 3]) func `records, group sizes and registers`(_ passes: Int) throws {
    let folder = try TemporaryFolder()
    let store = try TestEngine.sqlite.makeStore(RecordWorld(seed: 9, people: 60).statements(.sqlite), in: folder)
    expectSame(
      World(
        policies: try AuditFixture.policies(RecordWorld.controls), map: try AuditFixture.map(RecordWorld.map),
        store: store), passes)
  }

  @Test func `a reading that was cut off is not kept`() throws {
    let tables = JoinWorld(seed: 1, people: 300, usesEach: 4).tables
    let world = World(
      policies: try AuditFixture.policies(JoinTests.controls), map: try AuditFixture.map(JoinWorld.map),
      store: MemoryStore(tables, failing: tables[1].name))
    let (result, parts, _) = world.scan(1)
    #expect(result.isCutOff && parts.count == tables.count - 1)
    let mended = World(policies: world.policies, map: world.map, store: MemoryStore(tables))
    let (found, _, _) = mended.scan(1, kept: [])
    #expect(!found.isCutOff)
  }

  @Test func `a small audit keeps nothing`() throws {
    let world = World(
      policies: try AuditFixture.policies(JoinTests.controls), map: try AuditFixture.map(JoinWorld.map),
      store: MemoryStore(JoinWorld(seed: 1, people: 10, usesEach: 4).tables))
    var options = StoreScan.Options()
    options.keep = { _ in Issue.record("kept") }
    _ = StoreScan(
      policies: world.policies, stores: [AuditedStore(store: world.store, map: world.map)], asOf: AuditFixture.asOf,
      options: options
    ).run()
  }
}
