import DataStores
import ProvisoTesting
import Testing

/// Columns of the engines' own types, scanned as stores scan them.
@Suite struct EngineTypesTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(.enabled(if: TestEngine.duckdb.isPresent, TestEngine.duckdb.absence))
  func `DuckDB's types`() throws {
    let store = try TestEngine.duckdb.makeStore(
      """
      CREATE TABLE t (id UUID, h HUGEINT, e ENUM('x', 'y'), l VARCHAR[], s STRUCT(a INTEGER), i INTERVAL, z TIMETZ,
        d DECIMAL(9, 2), j JSON, b BIT, v TIMESTAMPTZ);
      INSERT INTO t VALUES ('01234567-89ab-cdef-0123-456789abcdef', 170141183460469231731687303715884105727, 'y', ['p', 'q'],
        {'a': 1}, INTERVAL 3 DAY, '10:00:00+02', 7.25, '{"k": [1]}', '101', '2026-01-01 00:00:00+00');
      INSERT INTO t (id) VALUES (NULL);
      """, in: folder)
    let columns = try store.tables()[0].columns
    #expect(
      try store.values("t", columns) == [
        [
          .text("01234567-89ab-cdef-0123-456789abcdef"), .text("170141183460469231731687303715884105727"), .text("y"),
          .text(#"["p","q"]"#), .text(#"{"a":1}"#), .text("3 days"), .text("10:00:00+02"), .real(7.25),
          .text(#"{"k": [1]}"#), .text("101"), .text("2026-01-01T00:00:00Z"),
        ], Array(repeating: .null, count: columns.count),
      ])
    let types = try store.columnTypes(of: "t")
    #expect(types["v"] == .timestamp(hasZone: true) && types["d"] == .other && types["e"] == .other)
  }

  @Test(.enabled(if: TestEngine.postgresql.isPresent, TestEngine.postgresql.absence))
  func `PostgreSQL's types`() throws {
    let store = try TestEngine.postgresql.makeStore(
      """
      CREATE TYPE mood AS ENUM ('sad', 'glad');
      CREATE DOMAIN age AS integer CHECK (VALUE >= 0);
      CREATE TABLE t (id uuid, n numeric, w numeric(30), m mood, a text[], j jsonb, c char(5), g age, b boolean, d date,
        ts timestamp, tz timestamptz, tm time, i inet, r real, s smallint, by bytea, v varchar(9), iv interval);
      INSERT INTO t VALUES ('01234567-89ab-cdef-0123-456789abcdef', 12.50, 123456789012345678901234567890, 'glad',
        ARRAY['p', NULL, 'q"'], '{"k": 1}', 'ab', 30, true, '2024-02-29', '2026-03-29 02:30:00.5',
        '2026-03-29 02:30:00+02', '08:00', '10.0.0.1', 0.5, -3, '\\x00ff', 'x', '3 days');
      INSERT INTO t (n, d, tz) VALUES ('NaN', 'infinity', '-infinity'), (7, '-infinity', 'infinity'), (0.1, '0044-03-15 BC', NULL);
      """, in: folder)
    let columns = try store.tables()[0].columns
    let found = try store.values("t", columns)
    #expect(
      found[0] == [
        .text("01234567-89ab-cdef-0123-456789abcdef"), .real(12.5), .text("123456789012345678901234567890"),
        .text("glad"),
        .text(#"["p",null,"q\""]"#), .text(#"{"k": 1}"#), .text("ab"), .integer(30), .integer(1), .text("2024-02-29"),
        .text("2026-03-29T02:30:00.500"), .text("2026-03-29T00:30:00Z"), .text("08:00:00"), .text("10.0.0.1"),
        .real(0.5),
        .integer(-3), .blob([0, 255]), .text("x"), .text("3 days"),
      ])
    guard case .real(let number) = found[1][1] else {
      Issue.record("NaN is \(found[1][1])")
      return
    }
    #expect(number.isNaN)
    #expect(found[1][11] == .text("-infinity") && found[2][11] == .text("infinity"))
    // Days beyond every calendar.
    #expect(found[1][9] != found[2][9])
    #expect(found[2][1] == .integer(7) && found[3][1] == .real(0.1))
    #expect(try store.columnTypes(of: "t")["g"] == .integer)
  }

  @Test(arguments: TestEngine.databases)
  func `views, schemas and mixed case`(_ engine: TestEngine) throws {
    var sql = """
      CREATE TABLE "People" ("Id" INTEGER, "order" INTEGER);
      INSERT INTO "People" VALUES (1, 10), (2, 20);
      CREATE VIEW "Adults" AS SELECT "Id" AS "select" FROM "People" WHERE "order" > 10;
      """
    if engine != .sqlite { sql += "CREATE SCHEMA \"My Data\"; CREATE TABLE \"My Data\".\"People\" (x INTEGER);" }
    let store = try engine.makeStore(sql, in: folder)
    let names = ["Adults", "People"]
    #expect(try store.tables().map(\.name) == (engine == .sqlite ? names : ["Adults", "My Data.People", "People"]))
    #expect(try store.values("Adults", ["select"]) == [[.integer(2)]])
    #expect(try store.values("people", ["ID", "ORDER"]).count == 2, "names are found without regard to case")
    #expect(try store.rowCount(of: "Adults") == 1)
    if engine != .sqlite { #expect(try store.values("My Data.People", ["x"]).isEmpty) }
  }

  @Test(arguments: TestEngine.databases)
  func `a snapshot neither writes nor sees what is written after it`(_ engine: TestEngine) throws {
    let store = try engine.makeStore([FixtureTable("t", columns: ["x"], rows: [[.integer(1)]])], in: folder)
    let snapshot = try store.snapshot()
    #expect(try snapshot.rowCount(of: "t") == 1)
    for statement in ["DELETE FROM t", "CREATE TABLE u (x INTEGER)", "INSERT INTO t VALUES (2)"] {
      #expect(throws: StoreError.self) { try snapshot.query(statement) { _ in true } }
    }
    #expect(try snapshot.rowCount(of: "t") == 1)
    guard case .postgresql(let uri)? = (store as? ADBCStore)?.kind else { return }
    try TemporaryPostgres.shared().run("INSERT INTO t VALUES (2), (3)", database: TemporaryPostgres.database(of: uri))
    #expect(try snapshot.rowCount(of: "t") == 1)
    #expect(try store.rowCount(of: "t") == 3)
  }
}
