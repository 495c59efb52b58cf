import Foundation
import ProvisoTesting
import Testing

@testable import DataStores

/// Parquet files and catalog tables on a cluster of a master and two workers.
@Suite(.serialized, .enabled(if: SparkCluster.isPresent, SparkCluster.absence)) struct SparkStoreTests {
  private let folder: TemporaryFolder
  private let cluster: SparkCluster

  init() throws { (folder, cluster) = (try TemporaryFolder(), try SparkCluster.shared()) }

  /// Runs statements of somebody who may write.
  private func run(_ statements: String...) throws {
    let driver = try ADBCDriver.load(DriverSearch(paths: TestEngine.drivers).find("spark"))
    let source = ADBCSource(label: "spark", driver: driver, options: [("uri", cluster.uri)], secrets: [])
    let connection = try ADBCConnection(source)
    for statement in statements { try connection.run(statement) }
  }

  private func write(_ sql: String, to path: String) throws {
    let file = folder.path(path)
    try FileManager.default.createDirectory(
      atPath: URL(filePath: file).deletingLastPathComponent().path, withIntermediateDirectories: true)
    let written = try SparkCluster.write("CREATE TABLE t AS \(sql);", in: folder)
    try FileManager.default.moveItem(atPath: #require(written["t"]), toPath: file)
  }

  // MARK: - Files

  @Test func `files and folders below a folder are tables, partitions are columns, files beside each other are merged`()
    throws
  {
    try write("SELECT 1 AS a", to: "lake/one.parquet")
    try write("SELECT 1 AS a", to: "lake/sends/day=2026-01-31/x.parquet")
    try write("SELECT 2 AS a", to: "lake/sends/day=2026-02-01/y.parquet")
    try write("SELECT 1 AS a", to: "lake/deep/2026/01/x.parquet")
    try write("SELECT 2 AS a, 'x' AS b", to: "lake/deep/2026/02/y.parquet")
    try write("SELECT 1 AS a", to: "lake/a {b},[c]*?.parquet")
    try Data("no table".utf8).write(to: URL(filePath: folder.path("lake/readme.txt")))
    let store = try cluster.store(.folder(folder.path("lake"))).snapshot()
    #expect(
      try store.tables() == [
        TableSchema(name: "a {b},[c]*?", columns: ["a"]), TableSchema(name: "deep", columns: ["a", "b"]),
        TableSchema(name: "one", columns: ["a"]), TableSchema(name: "sends", columns: ["a", "day"]),
      ])
    #expect(Set(try store.values("deep", ["a", "b"])) == [[.integer(1), .null], [.integer(2), .text("x")]])
    #expect(
      Set(try store.values("sends", ["a", "day"])) == [
        [.integer(1), .text("2026-01-31")], [.integer(2), .text("2026-02-01")],
      ])
    #expect(try store.rowCount(of: "a {b},[c]*?") == 1)
  }

  @Test func `what is no table is left out or told, and the rest is read`() throws {
    try write("SELECT 1 AS a", to: "good.parquet")
    try write("SELECT 1 AS a, uuid() AS u", to: "typed.parquet")
    try Data("no Parquet".utf8).write(to: URL(filePath: folder.path("broken.parquet")))
    var files = ["none": folder.path("none.parquet")]
    for name in ["good", "typed", "broken"] { files[name] = folder.path("\(name).parquet") }
    let store = try cluster.store(.files(files)).snapshot()
    #expect(try store.tables().map(\.name) == ["broken", "good", "typed"])
    #expect(try store.tables().map(\.columns) == [[], ["a"], []])
    #expect(try store.values("good", ["a"]) == [[.integer(1)]])
    #expect(throws: StoreError.notFound(path: folder.path("nowhere"))) {
      try cluster.store(.folder(folder.path("nowhere"))).tables()
    }
  }

  @Test func `files that come later are not seen, and files that go are told`() throws {
    try write("SELECT 1 AS a", to: "t/1.parquet")
    let store = try cluster.store(.files(["t": folder.path("t")])).snapshot()
    try write("SELECT 2 AS a", to: "t/2.parquet")
    #expect(try store.values("t", ["a"]) == [[.integer(1)]])
    try FileManager.default.removeItem(atPath: folder.path("t/1.parquet"))
    #expect(throws: StoreError.changed(path: "t")) { try store.values("t", ["a"]) }
  }

  @Test func `Parquet's types`() throws {
    try write(
      """
      SELECT 7.25::DECIMAL(9, 2) AS d, TIMESTAMPTZ '2026-03-29 02:30:00+02' AS tz, TIMESTAMP '2026-03-29 02:30:00.5' AS ts,
        DATE '2024-02-29' AS day, ['p', NULL] AS l, {'a': 1} AS s, MAP {'k': 2} AS m, true AS b, 200::UTINYINT AS u,
        18446744073709551615::UBIGINT AS big, 0.5::FLOAT AS r, '\\x00\\xFF'::BLOB AS bin
      """, to: "t.parquet")
    let store = cluster.store(.files(["t": folder.path("t.parquet")]))
    let columns = try store.tables()[0].columns
    #expect(
      try store.values("t", columns) == [
        [
          .real(7.25), .text("2026-03-29T00:30:00Z"), .text("2026-03-29T02:30:00.500"), .text("2024-02-29"),
          .text(#"["p",null]"#), .text(#"{"a":1}"#), .text(#"{"k":2}"#), .integer(1), .integer(200),
          .text("18446744073709551615"), .real(0.5), .blob([0, 255]),
        ]
      ])
    let types = try store.columnTypes(of: "t")
    #expect(types["tz"] == .timestamp(hasZone: true) && types["ts"] == .timestamp(hasZone: false))
    #expect(types["day"] == .date && types["b"] == .boolean && types["u"] == .integer && types["d"] == .other)
  }

  // MARK: - Catalog

  @Test func `tables and views of schemas, the first without its name`() throws {
    let (shop, other) = (
      "shop_\(UUID().uuidString.prefix(8).lowercased())", "other_\(UUID().uuidString.prefix(8).lowercased())"
    )
    try run(
      "CREATE SCHEMA \(shop)", "CREATE SCHEMA \(other)",
      "CREATE TABLE \(shop).People (Id INT, `or``der` STRING, day DATE) USING parquet PARTITIONED BY (day)",
      "INSERT INTO \(shop).People VALUES (1, 'x', DATE '2026-01-31'), (2, NULL, DATE '2026-02-01')",
      "CREATE VIEW \(shop).Adults AS SELECT Id AS `select` FROM \(shop).People WHERE Id > 1",
      "CREATE TABLE \(other).People (x STRING COLLATE UNICODE_CI) USING parquet")
    defer { try? run("DROP SCHEMA \(shop) CASCADE", "DROP SCHEMA \(other) CASCADE") }
    let store = try cluster.store(.catalog(schemas: [shop, "spark_catalog.\(other)"])).snapshot()
    let tables = try store.tables()
    #expect(Set(tables.map { $0.name.lowercased() }) == ["adults", "people", "spark_catalog.\(other).people"])
    #expect(try store.values("adults", ["SELECT"]) == [[.integer(2)]])
    #expect(
      Set(try store.values("people", ["or`der", "day"])) == [
        [.text("x"), .text("2026-01-31")], [.null, .text("2026-02-01")],
      ])
    // Texts that are the same to the engine and not to the audit are read.
    let elsewhere = try #require(tables.first { $0.name.contains(other) }?.name)
    #expect(try store.columnTypes(of: elsewhere)["x"] == .other)
    #expect(throws: StoreError.self) { try cluster.store(.catalog(schemas: ["nosuch"])).tables() }
  }

  @Test func `no query writes`() throws {
    let schema = "kept_\(UUID().uuidString.prefix(8).lowercased())"
    try run("CREATE SCHEMA \(schema)", "CREATE TABLE \(schema).t USING parquet AS SELECT 1 AS x")
    defer { try? run("DROP SCHEMA \(schema) CASCADE") }
    let store = try cluster.store(.catalog(schemas: [schema])).snapshot()
    for statement in [
      "DELETE FROM t", "CREATE TABLE \(schema).u (x INT)", "INSERT INTO \(schema).t VALUES (2)",
      "DROP TABLE \(schema).t",
      "WITH a AS (SELECT 1 AS x) INSERT INTO \(schema).t SELECT * FROM a", "SET spark.sql.caseSensitive=false",
    ] {
      #expect(throws: StoreError.self, "\(statement)") { try store.query(statement) { _ in true } }
    }
    #expect(try store.values("t", ["x"]) == [[.integer(1)]])
  }

  // MARK: - Trouble

  @Test func `a wrong token, and nobody who listens`() throws {
    let address = try #require(cluster.uri.split(separator: ";").first).description
    func open(_ uri: String) throws(StoreError) {
      _ = try ADBCStore(
        name: "s", .spark(uri: uri, options: [:], .catalog(schemas: [])), paths: TestEngine.drivers, secrets: ["canary"]
      ).tables()
    }
    #expect(throws: StoreError.loginRefused(ConnectionAddress.masked(address))) { try open("\(address);token=canary") }
    do throws(StoreError) {
      try open("sc://127.0.0.1:1/;token=canary")
      Issue.record("somebody listens at port 1")
    } catch {
      #expect(error.description.contains("`sc://127.0.0.1:1` cannot be reached"), "\(error)")
      #expect(error.description.contains("refused") && !error.description.contains("canary"), "\(error)")
    }
  }
}
