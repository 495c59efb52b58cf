import DataStores
import Foundation
import ProvisoTesting
import Testing

/// `proviso audit` of stores behind drivers: the same findings as of SQLite, and one clear message for each trouble.
@Suite struct EngineAuditTests {
  private static let types = "(id VARCHAR, status VARCHAR, \"at\" TIMESTAMPTZ, carrier VARCHAR)"

  /// The tables of ``Small`` with times as the engines hold them.
  private static let sql = """
    CREATE TABLE log \(types);
    INSERT INTO log VALUES ('a', 'given', '2026-01-01T00:00:00Z', 'p'), ('b', 'given', '2026-01-01T01:00:00+01:00', 'p'),
      ('b', 'withdrawn', '2026-02-01T00:00:00Z', 'p');
    CREATE TABLE sends (id VARCHAR, "at" TIMESTAMPTZ, campaign VARCHAR);
    INSERT INTO sends VALUES ('a', '2026-03-01T00:00:00Z', 'x'), ('b', '2026-03-01T00:00:00Z', 'x'),
      ('c', '2026-03-01T00:00:00Z', 'y');

    """

  private func project(_ store: String) throws -> TestProject {
    let project = try Small.project()
    try project.place.write(
      TestProject.project.replacing("engine: sqlite, path: store.sqlite", with: store), to: "proviso.yaml")
    return project
  }

  private func postgres(_ sql: String = EngineAuditTests.sql) throws -> (TestProject, database: String) {
    let database = try TemporaryPostgres.shared().makeDatabase()
    try TemporaryPostgres.shared().run(sql, database: database)
    return (try project("engine: postgresql, uri: \"${SHOP_URI}\""), database)
  }

  private func run(
    _ project: TestProject, _ uri: String, _ arguments: String...
  ) throws -> Binary.Outcome {
    var proviso = project.proviso
    proviso.environment["SHOP_URI"] = uri
    return try proviso.run(["audit", "--as-of", TestProject.asOf, "-o", "xml:found.xml"] + arguments)
  }

  private func gaps(_ project: TestProject) throws -> [String] {
    try ReportFile(project.place.bytes("found.xml")).gaps()
  }

  // MARK: - Findings

  @Test(.enabled(if: TestEngine.duckdb.isPresent, TestEngine.duckdb.absence))
  func `DuckDB and files of every format give the findings of SQLite`() throws {
    let place = try TemporaryFolder()
    let sql =
      Self.sql
      + ["csv", "parquet", "json"].map { format in
        ["log", "sends"].map { "COPY \($0) TO '\(place.path("\($0).\(format)"))' (FORMAT \(format));" }.joined()
      }.joined(separator: "\n")
    let store = try TestEngine.duckdb.makeStore(sql, in: place)
    #expect(try store.rowCount(of: "sends") == 3)
    let database = try #require(try place.names().first { $0.hasSuffix(".db") })
    for engine in [
      "duckdb, path: \(place.path(database))", "csv, path: \(place.url.path)",
      "jsonl, path: \(place.url.path)",
      "parquet, files: {log: \(place.path("log.p*")), sends: \(place.path("sends.parquet"))}",
    ] {
      #expect(try Set(project("engine: " + engine).findings()) == Set(Small.expected), "\(engine)")
    }
  }

  @Test(.enabled(if: TestEngine.postgresql.isPresent, TestEngine.postgresql.absence))
  func `PostgreSQL gives the findings of SQLite, and no secret is told`() throws {
    let (project, database) = try postgres()
    let server = try TemporaryPostgres.shared()
    let outcome = try run(project, server.uri(database, password: "canary-secret"), "-o", "json:found.json")
    #expect(outcome.status == 1, "\(outcome.everything)")
    #expect(try Set(ReportFile(project.place.bytes("found.xml")).findings()) == Set(Small.expected))
    #expect(!outcome.everything.contains("canary-secret"))
    for file in try project.place.files() {
      #expect(!(String(decoding: try project.place.bytes(file), as: UTF8.self).contains("canary-secret")), "\(file)")
    }
  }

  @Test(.enabled(if: SparkCluster.isPresent, SparkCluster.absence))
  func `Spark gives the findings of SQLite from Parquet files, and its token is not told`() throws {
    let place = try TemporaryFolder()
    let files = try SparkCluster.write(Self.sql, in: place)
    let tables = files.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
    let uri = try SparkCluster.shared().uri
    let token = try #require(uri.components(separatedBy: "token=").dropFirst().first)
    for strategy in ["auto", "local"] {
      let project = try project("engine: spark, uri: \"${SHOP_URI}\", files: {\(tables)}")
      let outcome = try run(project, uri, "--strategy", strategy, "-o", "json:found.json")
      #expect(outcome.status == 1, "\(outcome.everything)")
      #expect(try Set(ReportFile(project.place.bytes("found.xml")).findings()) == Set(Small.expected), "\(strategy)")
      let written = try project.place.files().map { String(decoding: try project.place.bytes($0), as: UTF8.self) }
      #expect(([outcome.everything] + written).allSatisfy { !$0.contains(token) })
    }
  }

  @Test(.enabled(if: SparkCluster.isPresent, SparkCluster.absence))
  func `a cluster that is not there, a wrong token, a table that is not there`() throws {
    let place = try TemporaryFolder()
    let files = try SparkCluster.write(Self.sql, in: place)
    let log = try #require(files["log"])
    let address = try #require(SparkCluster.shared().uri.split(separator: ";").first)
    for (uri, message, gap) in [
      ("sc://127.0.0.1:1/;token=wrong-canary", "`sc://127.0.0.1:1` cannot be reached", "shop: unreadable"),
      ("\(address);token=wrong-canary", "refuses the user or password", "shop: unreadable"),
      (try SparkCluster.shared().uri, "the store has no such table", "shop.sends: missing"),
    ] {
      let project = try project(
        "engine: spark, uri: \"${SHOP_URI}\", files: {log: \(log), sends: \(place.path("no.parquet"))}")
      let outcome = try run(project, uri)
      #expect(outcome.status == 4 || gap.hasSuffix("missing"), "\(outcome.everything)")
      #expect(outcome.everything.contains(message), "\(outcome.everything)")
      #expect(!outcome.everything.contains("wrong-canary"))
      let found = try gaps(project)
      #expect(found.contains { $0.hasPrefix(gap.prefix { $0 != ":" }) }, "\(found)")
    }
  }

  @Test(.enabled(if: TestEngine.postgresql.isPresent, TestEngine.postgresql.absence))
  func `the grants that the guide lists are enough, and no table can be written with them`() throws {
    let (project, database) = try postgres()
    let server = try TemporaryPostgres.shared()
    let guide = try String(contentsOfFile: Repository.path("Documentation/Engines.md"), encoding: .utf8)
    let block = try #require(
      guide.components(separatedBy: "```sql\n").dropFirst().first?.components(separatedBy: "```").first)
    let user = "auditor_\(database)"
    let grants = block.replacing("proviso_audit", with: user).replacing("DATABASE shop", with: "DATABASE \(database)")
      .replacing("PASSWORD '...'", with: "PASSWORD 'x'")
    try server.run(grants, database: database)
    let outcome = try run(project, server.uri(database, user: user))
    #expect(outcome.status == 1, "\(outcome.everything)")
    #expect(try Set(ReportFile(project.place.bytes("found.xml")).findings()) == Set(Small.expected))
    for statement in ["DELETE FROM sends", "CREATE TABLE t (x int)", "CREATE TEMP TABLE t (x int)"] {
      #expect(throws: TemporaryPostgres.Failure.self) { try server.run(statement, database: database, user: user) }
    }
  }

  // MARK: - Trouble

  @Test(.enabled(if: TestEngine.postgresql.isPresent, TestEngine.postgresql.absence))
  func `a table that may not be read leaves the others`() throws {
    let (project, database) = try postgres()
    let server = try TemporaryPostgres.shared()
    let user = "partial_\(database)"
    try server.run("CREATE ROLE \(user) LOGIN; GRANT SELECT ON sends TO \(user)", database: database)
    let outcome = try run(project, server.uri(database, user: user))
    #expect(outcome.status == 1 || outcome.status == 4)
    #expect(try gaps(project).contains("shop.log: unreadable"))
    #expect(outcome.output.contains("may not read `log`"), "\(outcome.output)")
    #expect(outcome.output.contains("incomplete") || outcome.output.contains("not looked at"))
  }

  @Test(.enabled(if: TestEngine.postgresql.isPresent, TestEngine.postgresql.absence))
  func `a wrong password, a server that is not there, a database that is not there`() throws {
    let (project, database) = try postgres()
    let server = try TemporaryPostgres.shared()
    try? server.run("CREATE ROLE locked LOGIN PASSWORD 'right'", database: database)
    for (uri, message) in [
      (server.uri(database, user: "locked", password: "wrong-canary"), "refuses the user or password"),
      ("postgresql://me:wrong-canary@127.0.0.1:1/shop", "cannot be reached"),
      (server.uri("nosuch"), "cannot be reached"),
    ] {
      let outcome = try run(project, uri)
      #expect(outcome.status == 4, "\(outcome.everything)")
      #expect(outcome.output.contains(message), "\(outcome.output)")
      #expect(!outcome.everything.contains("wrong-canary"))
      #expect(try gaps(project).contains("shop: unreadable"))
    }
  }

  @Test func `a driver that is missing names the command that installs it`() throws {
    let project = try project("engine: adbc, driver: nosuch")
    let outcome = try run(project, "")
    #expect(outcome.status == 4)
    #expect(outcome.output.contains("there is no driver `nosuch`: `scripts/install-drivers`"), "\(outcome.output)")
  }

  @Test func `a variable that is not set is a fault of the configuration, and the gate needs none`() throws {
    let project = try project("engine: postgresql, uri: \"${NO_SUCH_VARIABLE}\"")
    let outcome = try project.audit()
    #expect(outcome.status == 3)
    #expect(outcome.complaints.contains("`NO_SUCH_VARIABLE` is not set"))
    #expect(outcome.complaints.contains("proviso.yaml:4"))
    try project.place.write(
      "ruleset: s\nrules: [{id: r, use: marketing, audience: {all: []}}]\n", to: "rules.yaml")
    #expect(try project.proviso.run("gate", "rules.yaml").status != 3)
  }

  @Test(.enabled(if: TestEngine.postgresql.isPresent, TestEngine.postgresql.absence))
  func `a column that changed its type is told by its rows`() throws {
    let (project, database) = try postgres(
      Self.sql + "ALTER TABLE sends ALTER at TYPE varchar USING 'no instant of canary@example.org';")
    let outcome = try run(project, try TemporaryPostgres.shared().uri(database))
    #expect(outcome.status == 4)
    #expect(!outcome.everything.contains("canary@example.org"))
    #expect(try !gaps(project).isEmpty || outcome.output.contains("unverifiable"))
  }

  @Test(.enabled(if: TestEngine.postgresql.isPresent, TestEngine.postgresql.absence))
  func `a connection that is lost, and Ctrl-C, end a query that the engine still works at`() throws {
    let slow = Self.sql.replacing("CREATE TABLE sends", with: "CREATE TABLE kept")
      .replacing("INTO sends", with: "INTO kept")
    for isCut in [true, false] {
      let (project, database) = try postgres(
        slow + "CREATE VIEW sends AS SELECT kept.* FROM kept, pg_sleep(60);")
      let server = try TemporaryPostgres.shared()
      var proviso = project.proviso
      proviso.environment["SHOP_URI"] = server.uri(database)
      let running = try proviso.start(["audit", "--as-of", TestProject.asOf, "-o", "xml:found.xml"])
      // Until the engine is at work.
      let active =
        "DO $$ BEGIN ASSERT EXISTS (SELECT FROM pg_stat_activity WHERE datname = '\(database)' "
        + "AND wait_event = 'PgSleep'); END $$"
      while running.isRunning, (try? server.run(active, database: "postgres")) == nil { usleep(20_000) }
      try #require(running.isRunning)
      if isCut {
        try server.run(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '\(database)'", database: "postgres")
      } else {
        kill(running.processIdentifier, SIGINT)
      }
      running.waitUntilExit()
      #expect(running.terminationStatus == 4)
      let runs = try project.proviso.run("report", "--list").output
      #expect(runs.contains(isCut ? "complete" : "interrupted"), "\(runs)")
      if isCut { #expect(try gaps(project).contains("shop.sends: unreadable")) }
      let idle = "DO $$ BEGIN ASSERT NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = '\(database)'); END $$"
      while (try? server.run(idle, database: "postgres")) == nil { usleep(20_000) }
    }
  }

  @Test(.enabled(if: TestEngine.postgresql.isPresent, TestEngine.postgresql.absence))
  func `the time limit ends what PostgreSQL works at`() throws {
    let (project, database) = try postgres(
      Self.sql.replacing("CREATE TABLE sends", with: "CREATE TABLE kept").replacing("INTO sends", with: "INTO kept")
        + "CREATE VIEW sends AS SELECT kept.* FROM kept, pg_sleep(600);")
    let server = try TemporaryPostgres.shared()
    let outcome = try run(project, server.uri(database), "--time-limit", "1s")
    #expect(outcome.status == 4 && outcome.complaints.contains("reached its time limit"), "\(outcome.everything)")
    #expect(try project.proviso.run("report", "--list").output.contains("interrupted"))
    let idle = "DO $$ BEGIN ASSERT NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = '\(database)'); END $$"
    while (try? server.run(idle, database: "postgres")) == nil { usleep(20_000) }
  }

  @Test(.enabled(if: TestEngine.duckdb.isPresent, TestEngine.duckdb.absence))
  func `the time limit ends what DuckDB works at`() throws {
    let place = try TemporaryFolder()
    let sql =
      Self.sql.replacing("CREATE TABLE sends", with: "CREATE TABLE kept").replacing("INTO sends", with: "INTO kept")
      + "CREATE VIEW sends AS SELECT kept.* FROM kept, range(1000000000000) AS r(i) WHERE hash(i) = 1;"
    _ = try TestEngine.duckdb.makeStore(sql, in: place)
    let database = try #require(try place.names().first { $0.hasSuffix(".db") })
    let project = try project("engine: duckdb, path: \(place.path(database))")
    let outcome = try run(project, "", "--time-limit", "1s")
    #expect(outcome.status == 4 && outcome.complaints.contains("reached its time limit"), "\(outcome.everything)")
    #expect(try project.proviso.run("report", "--list").output.contains("interrupted"))
  }

  @Test(.enabled(if: TestEngine.postgresql.isPresent, TestEngine.postgresql.absence))
  func `of an engine that nobody knows the report says what guards the store`() throws {
    let (_, database) = try postgres()
    let project = try project("engine: adbc, driver: postgresql, uri: \"${SHOP_URI}\"")
    let outcome = try run(project, try TemporaryPostgres.shared().uri(database), "-o", "json:found.json")
    #expect(outcome.status == 1, "\(outcome.everything)")
    #expect(try Set(ReportFile(project.place.bytes("found.xml")).findings()) == Set(Small.expected))
    for text in [outcome.output, try project.place.read("found.xml"), try project.place.read("found.json")] {
      #expect(text.contains("the driver knows no read-only sessions"))
      #expect(text.contains("each query sees the store as it is at that moment"))
    }
    #expect(try project.proviso.run("report").output.contains("the driver knows no read-only sessions"))
  }
}
