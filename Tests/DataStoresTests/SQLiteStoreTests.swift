import DataStores
import ProvisoTesting
import Testing

@Suite struct SQLiteStoreTests {
  @Test(arguments: DataStoreContract.Clause.allCases)
  func `keeps the contract of all stores`(_ clause: DataStoreContract.Clause) throws {
    let folder = try TemporaryFolder()
    var made = 0
    try DataStoreContract { tables in
      made += 1
      return try store(folder, tables, name: "store\(made).sqlite")
    }.verify(clause)
  }

  private func store(_ folder: TemporaryFolder, _ tables: [FixtureTable], name: String = "s.sqlite") throws
    -> SQLiteStore
  {
    let writer = try SQLiteWriter(path: folder.path(name))
    for table in tables { try writer.make(table) }
    return SQLiteStore(name: "s", path: folder.path(name))
  }

  @Test func `random tables read back as SQLite itself quotes them`() throws {
    let folder = try TemporaryFolder()
    for seed in 0..<40 {
      var random = SplitMix64(seed: UInt64(seed))
      let columns = (0..<Int.random(in: 1...6, using: &random)).map { "c\($0)" }
      let rows = (0..<Int.random(in: 0...60, using: &random)).map { _ in
        columns.map { _ in FixtureValue.random(&random) }
      }
      let path = folder.path("r\(seed).sqlite")
      let writer = try SQLiteWriter(path: path)
      try writer.make(FixtureTable("t", columns: columns, rows: rows))
      let list = columns.map { "quote(\($0))" }.joined(separator: ", ")
      let expected = try writer.quotedRows("SELECT \(list) FROM t")
      let found = try SQLiteStore(name: "s", path: path).values("t", columns)
      #expect(found.count == rows.count)
      // Each value goes back through SQLite as a literal of its own.
      let literals = try found.map { row in
        try writer.quotedRows("SELECT " + row.map { "quote(\($0.sql))" }.joined(separator: ", "))[0]
      }
      #expect(literals == expected, "seed \(seed)")
    }
  }

  @Test func `tables of every shape can be read`() throws {
    let folder = try TemporaryFolder()
    let writer = try SQLiteWriter(path: folder.path("s.sqlite"))
    try writer.run(
      """
      CREATE TABLE plain (a INTEGER, b TEXT, double INT GENERATED ALWAYS AS (a * 2) VIRTUAL, s AS (b || '!') STORED);
      INSERT INTO plain (a, b) VALUES (1, 'x'), (2, 'y');
      CREATE TABLE keyed (k TEXT PRIMARY KEY, v) WITHOUT ROWID;
      INSERT INTO keyed VALUES ('a', 1), ('b', 2.5);
      CREATE VIEW joined AS SELECT plain.a AS a, keyed.v AS v FROM plain, keyed;
      CREATE TABLE gone (x); CREATE VIEW broken AS SELECT x FROM gone; DROP TABLE gone;
      CREATE VIRTUAL TABLE words USING fts5(body); INSERT INTO words VALUES ('hello');
      """)
    let store = SQLiteStore(name: "s", path: folder.path("s.sqlite"))
    let schema = try store.tables()
    #expect(schema.first(named: "plain")?.columns == ["a", "b", "double", "s"])
    #expect(schema.first(named: "broken")?.columns == [])
    #expect(
      try store.values("PLAIN", ["A", "double", "s"]) == [
        [.integer(1), .integer(2), .text("x!")], [.integer(2), .integer(4), .text("y!")],
      ])
    #expect(try store.values("keyed", ["k", "v"]) == [[.text("a"), .integer(1)], [.text("b"), .real(2.5)]])
    #expect(try store.values("joined", ["a"]).count == 4)
    #expect(try store.estimatedRows(of: "joined") == 4)
    #expect(try store.estimatedRows(of: "keyed") == 2)
    for table in ["words", "broken"] {
      #expect(throws: StoreError.unreadableTable(table)) { try store.values(table, ["body"]) }
    }
  }

  @Test func `row ids that are no serial numbers do not inflate the estimate`() throws {
    let folder = try TemporaryFolder()
    let writer = try SQLiteWriter(path: folder.path("s.sqlite"))
    try writer.run("CREATE TABLE t (id INTEGER PRIMARY KEY); INSERT INTO t VALUES (1), (9223372036854775807), (-5)")
    #expect(try SQLiteStore(name: "s", path: folder.path("s.sqlite")).estimatedRows(of: "t") == 3)
  }

  @Test func `texts of a UTF-16 database arrive as UTF-8`() throws {
    let folder = try TemporaryFolder()
    let writer = try SQLiteWriter(path: folder.path("s.sqlite"))
    try writer.run("PRAGMA encoding = 'UTF-16le'; CREATE TABLE t (x); INSERT INTO t VALUES ('Žofie 🐎')")
    #expect(try SQLiteStore(name: "s", path: folder.path("s.sqlite")).values("t", ["x"]) == [[.text("Žofie 🐎")]])
  }

  @Test func `rows with long texts end a batch early`() throws {
    let folder = try TemporaryFolder()
    let writer = try SQLiteWriter(path: folder.path("s.sqlite"))
    try writer.run(
      """
      CREATE TABLE t (x);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)
      INSERT INTO t SELECT printf('%.*c', 1000000, 'x') FROM n
      """)
    var sizes: [Int] = []
    try SQLiteStore(name: "s", path: folder.path("s.sqlite")).scan(table: "t", columns: ["x"]) {
      batch throws(StoreError) in
      sizes.append(batch.rowCount)
      for row in 0..<batch.rowCount { #expect(batch.columns[0].range(row).count == 1_000_000) }
      return true
    }
    #expect(sizes.reduce(0, +) == 40)
    #expect(sizes.allSatisfy { $0 <= 8 })
  }

  @Test func `a path may hold anything that a file name may`() throws {
    let folder = try TemporaryFolder()
    for name in ["a b.sqlite", "a?mode=rwc&x#y.sqlite", "100%.sqlite", "č'\".sqlite", ":memory:"] {
      let store = try store(folder, [FixtureTable("t", columns: ["x"], rows: [[.integer(1)]])], name: "plain")
      try folder.write(Array(try bytes(store.path)), to: name)
      #expect(try SQLiteStore(name: "s", path: folder.path(name)).rowCount(of: "t") == 1)
      try? remove(folder.path("plain"))
    }
  }
}

extension FixtureValue {
  static func random(_ random: inout SplitMix64) -> FixtureValue {
    switch Int.random(in: 0..<8, using: &random) {
    case 0: .null
    case 1: .integer(Int64.random(in: .min ... .max, using: &random))
    case 2: .integer(Int64.random(in: -3...300, using: &random))
    case 3: .real(Double.random(in: -1e6...1e6, using: &random))
    case 4: .real(Double(Int.random(in: -9...9, using: &random)))
    case 5: .text(String(repeating: "é'\"\n", count: Int.random(in: 0...9, using: &random)))
    case 6: .text(random.pick(["", "0", "7", "NULL", "a@b.example"]) ?? "")
    default: .blob((0..<Int.random(in: 0...12, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) })
    }
  }
}
