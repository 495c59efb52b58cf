import DataStores
import Foundation
import ProvisoTesting
import Testing

/// CSV, JSON Lines and Parquet files, read in place.
@Suite(.enabled(if: TestEngine.duckdb.isPresent, TestEngine.duckdb.absence))
struct FileStoreTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func store(_ tables: FileTables) -> ADBCStore {
    ADBCStore(name: "files", .files(tables), paths: TestEngine.drivers)
  }

  private func write(_ text: String, to name: String) throws { try folder.write(Array(text.utf8), to: name) }

  @Test func `the files of a folder are tables`() throws {
    try write("id,mail\n1,a@example.org\n2,\n", to: "people.csv")
    try write("id\n5\n", to: "log.tsv")
    try write("not data", to: "README.md")
    let store = store(FileTables(.csv, path: folder.url.path))
    #expect(store.engine == "csv")
    #expect(
      try store.tables() == [
        TableSchema(name: "log", columns: ["id"]), TableSchema(name: "people", columns: ["id", "mail"]),
      ])
    #expect(
      try store.values("people", ["mail", "id"]) == [[.text("a@example.org"), .integer(1)], [.null, .integer(2)]])
    #expect(try store.rowCount(of: "log") == 1)
  }

  @Test func `endings are known in whatever case`() throws {
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: "sends"), withIntermediateDirectories: true)
    try write("id\n1\n", to: "sends/part1.csv")
    try write("id\n2\n", to: "sends/part2.CSV")
    try write("id\n3\n", to: "LOG.Csv")
    let store = store(FileTables(.csv, path: folder.url.path))
    #expect(try store.tables().map(\.name) == ["LOG", "sends"])
    #expect(try store.rowCount(of: "sends") == 2)
    #expect(try store.values("LOG", ["id"]) == [[.integer(3)]])
  }

  @Test func `a column of texts is one of numbers only where all of them are`() throws {
    try write(
      """
      whole,decimal,truth,zip,mixed,time,nothing,big
      1,0.5,true,01067,1,2026-01-15T08:30:00+02:00,,1
      -20,3,FALSE,10115,x,2026-01-15,,99999999999999999999
      ,1e3,true,99999,,,,2

      """, to: "t.csv")
    let store = store(FileTables(.csv, path: folder.path("t.csv")))
    #expect(
      try store.values("t", ["whole", "decimal", "truth", "zip", "mixed", "time", "nothing"]) == [
        [.integer(1), .real(0.5), .integer(1), .text("01067"), .text("1"), .text("2026-01-15T08:30:00+02:00"), .null],
        [.integer(-20), .real(3), .integer(0), .text("10115"), .text("x"), .text("2026-01-15"), .null],
        [.null, .real(1000), .integer(1), .text("99999"), .null, .null, .null],
      ])
    #expect(try store.columnTypes(of: "t")["zip"] == .text && store.columnTypes(of: "t")["whole"] == .integer)
  }

  @Test func `a type that shows only far down is seen`() throws {
    let rows = (0..<60_000).map { $0 == 59_000 ? "A\($0)" : "\($0)" }
    try write("id\n" + rows.joined(separator: "\n") + "\n", to: "t.csv")
    try write(
      rows.map { $0.hasPrefix("A") ? "{\"id\": \"\($0)\"}" : "{\"id\": \($0)}" }.joined(separator: "\n"), to: "t.jsonl")
    for format in [FileTables.Format.csv, .jsonl] {
      let found = try store(FileTables(format, path: folder.url.path)).values("t", ["id"])
      #expect(found.count == 60_000)
      #expect(found[59_000] == [.text("A59000")])
      #expect(found[7] == [.text("7")])
    }
  }

  @Test func `JSON Lines keep their types, and texts that look like times stay texts`() throws {
    try write(
      """
      {"id": "007", "n": 5, "x": 1.5, "b": true, "at": "2018-01-01T10:00:00+02:00", "tags": ["a", "b"], "o": {"k": 1}}
      {"id": "8", "n": null, "at": "2018-01-01", "extra": 3}

      """, to: "t.jsonl")
    let store = store(FileTables(.jsonl, path: folder.path("t.jsonl")))
    #expect(
      try store.values("t", ["id", "n", "x", "b", "at", "tags", "extra"]) == [
        [
          .text("007"), .integer(5), .real(1.5), .integer(1), .text("2018-01-01T10:00:00+02:00"), .text(#"["a","b"]"#),
          .null,
        ],
        [.text("8"), .null, .null, .null, .text("2018-01-01"), .null, .integer(3)],
      ])
  }

  @Test func `Parquet files, alone and as the parts of a table`() throws {
    let writer = ADBCStore(
      name: "w", .other(dialect: .duckdb, options: ["path": ":memory:"]), driver: "duckdb", paths: TestEngine.drivers)
    let parts = folder.path("parts")
    try FileManager.default.createDirectory(atPath: parts + "/month=2", withIntermediateDirectories: true)
    for (name, range) in [
      ("one.parquet", "0, 10"), ("parts/a.parquet", "10, 20"), ("parts/month=2/b.parquet", "20, 25"),
    ] {
      try writer.query(
        """
        COPY (SELECT i AS id, TIMESTAMPTZ '2026-01-01 00:00:00+00' + INTERVAL (i) HOUR AS at FROM range(\(range)) r(i))
        TO '\(folder.path(name))' (FORMAT parquet)
        """
      ) { _ in true }
    }
    let store = store(FileTables(.parquet, path: folder.url.path))
    #expect(try store.tables().map(\.name) == ["one", "parts"])
    #expect(try store.rowCount(of: "parts") == 15)
    #expect(try store.values("one", ["at", "id"])[3] == [.text("2026-01-01T03:00:00Z"), .integer(3)])
    let named = self.store(
      FileTables(.parquet, files: ["all": folder.path("**/*.parquet"), "none": folder.path("x*.parquet")]))
    #expect(try named.tables().map(\.name) == ["all"])
    #expect(try named.rowCount(of: "all") == 25)
  }

  @Test func `a file that is no Parquet file has no columns, and the others are read`() throws {
    try write("PAR1 but not really", to: "bad.parquet")
    let store = store(FileTables(.parquet, path: folder.url.path))
    #expect(try store.tables() == [TableSchema(name: "bad", columns: [])])
    #expect(throws: StoreError.unreadableTable("bad")) { try store.values("bad", ["x"]) }
  }

  @Test func `a missing folder, and a file that changes under the audit`() throws {
    let missing = folder.path("nowhere")
    #expect(throws: StoreError.notFound(path: missing)) { try store(FileTables(.csv, path: missing)).tables() }
    try write("id\n1\n", to: "t.csv")
    let snapshot = try store(FileTables(.csv, path: folder.url.path)).snapshot()
    #expect(try snapshot.values("t", ["id"]).count == 1)
    try write("id\n1\n2\n", to: "t.csv")
    #expect(throws: StoreError.changed(path: folder.path("t.csv"))) { try snapshot.values("t", ["id"]) }
  }

  @Test func `names of files and columns may hold anything`() throws {
    try write("a\"b,select,ž\n1,2,3\n", to: "it's a \"table\".csv")
    let store = store(FileTables(.csv, path: folder.url.path))
    #expect(
      try store.values("it's a \"table\"", ["a\"b", "select", "ž"]) == [[.integer(1), .integer(2), .integer(3)]])
  }

  @Test func `a malformed row ends the scan with an error that does not show it`() throws {
    try write("id,mail\n1,a@example.org\n2,\"canary@example.org\n", to: "t.csv")
    do {
      let rows = try store(FileTables(.csv, path: folder.url.path)).values("t", ["id", "mail"])
      #expect(rows.count == 2)
    } catch { #expect(!error.description.contains("canary")) }
  }
}
