import DataStores
import Foundation
import ProvisoTesting
import Testing

/// Stores that cannot be read, cannot be read wholly, or must not be written.
@Suite struct SQLiteTroubleTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path("s.sqlite")
  }

  private var store: SQLiteStore { SQLiteStore(name: "s", path: path, busyMilliseconds: 20) }

  /// A table of several hundred pages.
  private func makeStore() throws -> SQLiteWriter {
    let writer = try SQLiteWriter(path: path)
    try writer.run(
      """
      CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
      INSERT INTO t SELECT i, printf('value %d of a person', i) FROM n
      """)
    return writer
  }

  @Test func `a missing file`() {
    #expect(throws: StoreError.notFound(path: path)) { try store.tables() }
    #expect(throws: StoreError.notFound(path: path + "/below")) {
      try SQLiteStore(name: "s", path: path + "/below").tables()
    }
    #expect(!exists(path), "opening makes no file")
  }

  @Test func `a path without a name or with NUL`() {
    for path in ["", "a\0b"] {
      #expect(throws: StoreError.self) { try SQLiteStore(name: "s", path: path).tables() }
    }
  }

  @Test func `a folder and a device`() {
    #expect(throws: StoreError.notAFile(path: folder.url.path)) {
      try SQLiteStore(name: "s", path: folder.url.path).tables()
    }
    #expect(throws: StoreError.notAFile(path: "/dev/null")) { try SQLiteStore(name: "s", path: "/dev/null").tables() }
  }

  @Test func `a file of no bytes`() throws {
    try folder.write([], to: "s.sqlite")
    #expect(throws: StoreError.empty(path: path)) { try store.tables() }
  }

  @Test(arguments: ["id,mail\n1,a@b.example\n", "SQLite format 2\0 and more", String(repeating: "x", count: 8192)])
  func `a file of another kind`(_ text: String) throws {
    try folder.write(Array(text.utf8), to: "s.sqlite")
    #expect(throws: StoreError.notADatabase(path: path)) { try store.tables() }
  }

  @Test func `an encrypted file`() throws {
    var random = SplitMix64(seed: 3)
    try folder.write((0..<8192).map { _ in UInt8.random(in: 0...255, using: &random) }, to: "s.sqlite")
    #expect(throws: StoreError.encrypted(path: path)) { try store.tables() }
  }

  @Test(arguments: [16, 50, 99, 100, 1000, 4096, 100_000])
  func `a file that is cut off`(_ length: Int) throws {
    _ = try makeStore()
    try folder.write(Array(try bytes(path).prefix(length)), to: "s.sqlite")
    #expect(throws: StoreError.self) { try store.values("t", ["id", "x"]) }
    do { _ = try store.rowCount(of: "t") } catch StoreError.corrupt(let named, _) {
      #expect(named == path)
    } catch StoreError.notADatabase(let named) { #expect(named == path) }
  }

  @Test func `damage in the middle ends the scan with an error`() throws {
    _ = try makeStore()
    var damaged = try bytes(path)
    for index in (damaged.count / 2)..<(damaged.count / 2 + 8192) { damaged[index] = 0xA5 }
    try folder.write(damaged, to: "s.sqlite")
    var rows = 0
    do {
      try store.scan(table: "t", columns: ["x"]) { batch throws(StoreError) in
        rows += batch.rowCount
        return true
      }
      Issue.record("damage went unnoticed after \(rows) rows")
    } catch StoreError.corrupt(let named, _) {
      #expect(named == path)
    }
    #expect(rows < 20_000)
  }

  @Test func `bytes turned at random never crash and never add rows`() throws {
    _ = try makeStore()
    let whole = try bytes(path)
    for seed in 0..<30 {
      var random = SplitMix64(seed: UInt64(seed))
      var damaged = whole
      for _ in 0..<200 {
        damaged[Int.random(in: 100..<damaged.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      try folder.write(damaged, to: "s.sqlite")
      let rows = try? store.values("t", ["id", "x"])
      #expect((rows?.count ?? 0) <= 21_000)
    }
  }

  @Test func `a writer that holds the file`() throws {
    let writer = try makeStore()
    try writer.run("BEGIN EXCLUSIVE")
    #expect(throws: StoreError.locked(path: path)) { try store.tables() }
    try writer.run("COMMIT")
    #expect(try store.rowCount(of: "t") == 20_000)
  }

  @Test(.enabled(if: geteuid() != 0, "root may read every file"))
  func `a file that may not be read`() throws {
    _ = try makeStore()
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
    #expect(throws: StoreError.denied(path: path)) { try store.tables() }
  }

  @Test func `an interrupted write`() throws {
    let writer = try makeStore()
    try writer.run("PRAGMA cache_size = 5; PRAGMA synchronous = OFF; BEGIN IMMEDIATE; UPDATE t SET x = x || '!'")
    // The file and its journal as a crash would leave them: half written.
    let other = try TemporaryFolder()
    try other.write(try bytes(path), to: "s.sqlite")
    try other.write(try bytes(path + "-journal"), to: "s.sqlite-journal")
    let crashed = SQLiteStore(name: "s", path: other.path("s.sqlite"))
    #expect(throws: StoreError.needsRecovery(path: crashed.path, file: crashed.path + "-journal")) {
      try crashed.tables()
    }
  }

  @Test func `a write-ahead log is read, and nothing is left behind without one`() throws {
    let writer = try makeStore()
    try writer.run("PRAGMA journal_mode = WAL; INSERT INTO t VALUES (20001, 'in the log')")
    #expect(try store.rowCount(of: "t") == 20_001)
    try writer.run("PRAGMA wal_checkpoint(TRUNCATE)")
    let other = try TemporaryFolder()
    try other.write(try bytes(path), to: "s.sqlite")
    let settled = SQLiteStore(name: "s", path: other.path("s.sqlite"))
    #expect(try settled.rowCount(of: "t") == 20_001)
    #expect(try other.names() == ["s.sqlite"])
  }

  @Test func `a settled file that changes under a scan is an error`() throws {
    try makeStore().run("PRAGMA journal_mode = WAL; PRAGMA wal_checkpoint(TRUNCATE)")
    let other = try TemporaryFolder()
    try other.write(try bytes(path), to: "s.sqlite")
    let settled = SQLiteStore(name: "s", path: other.path("s.sqlite"))
    let snapshot = try settled.snapshot()
    _ = try snapshot.rowCount(of: "t")
    try other.write(try bytes(path) + [0], to: "s.sqlite")
    #expect(throws: StoreError.changed(path: settled.path)) { try snapshot.values("t", ["id"]) }
  }

  @Test func `reading changes no byte and leaves no file`() throws {
    _ = try makeStore()
    let before = try bytes(path)
    let snapshot = try store.snapshot()
    _ = try snapshot.tables()
    _ = try snapshot.values("t", ["id", "x"])
    _ = try snapshot.estimatedRows(of: "t")
    #expect(try folder.names() == ["s.sqlite"])
    #expect(try bytes(path) == before)
  }

  @Test(arguments: ["DELETE", "WAL"])
  func `a snapshot does not see what is written after it`(_ mode: String) throws {
    let writer = try makeStore()
    try writer.run("PRAGMA journal_mode = \(mode); PRAGMA busy_timeout = 0; INSERT INTO t VALUES (30000, 'before')")
    let snapshot = try store.snapshot()
    #expect(try snapshot.rowCount(of: "t") == 20_001)
    do { try writer.run("DELETE FROM t WHERE id > 10") } catch let failure as SQLiteWriter.Failure {
      #expect(mode == "DELETE" && failure.code == 5, "a writer waits for the snapshot: \(failure)")
    }
    #expect(try snapshot.values("t", ["id"]).count == 20_001)
  }

  @Test func `a view cannot write, and dangerous functions are refused`() throws {
    let writer = try makeStore()
    try writer.run("CREATE VIEW v AS SELECT load_extension('/tmp/x.so') AS y FROM t")
    #expect(throws: StoreError.self) { try store.values("v", ["y"]) }
  }

  @Test func `a cancelled task stops the scan`() async throws {
    _ = try makeStore()
    let store = store
    let task = Task { () throws -> Int in
      while !Task.isCancelled { await Task.yield() }
      return try store.values("t", ["id"]).count
    }
    task.cancel()
    await #expect(throws: StoreError.interrupted) { try await task.value }
  }

  @Test func `every error says what is wrong in one line`() throws {
    let errors: [StoreError] = [
      .notFound(path: "a.sqlite"), .notAFile(path: "a"), .empty(path: "a.sqlite"), .notADatabase(path: "a.csv"),
      .encrypted(path: "a.db"), .corrupt(path: "a.sqlite", detail: "database disk image is malformed"),
      .locked(path: "a.sqlite"), .denied(path: "a.sqlite"),
      .needsRecovery(path: "a.sqlite", file: "a.sqlite-journal"), .changed(path: "a.sqlite"),
      .missingTable("peple", near: "people"), .missingTable("orders", near: nil),
      .unreadableTable("words"), .missingColumn("mial", table: "people", near: "mail"),
      .failed(code: 10, detail: "disk I/O error"), .interrupted,
    ]
    let lines = errors.map { "error: \($0)\n" + ($0.help.map { "  help: \($0)\n" } ?? "") }
    try expectGolden(lines.joined(), "store-errors.txt")
  }
}
