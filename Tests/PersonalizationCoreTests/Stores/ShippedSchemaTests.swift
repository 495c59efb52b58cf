import Foundation
import GRDB
import PersonalizationCore
import ProvisoTesting
import Testing

/// What is shipped under `schemas/sql` makes the files that the core itself makes.
@Suite struct ShippedSchemaTests {
  private static func schema(_ path: String) throws -> [String] {
    try DatabaseQueue(path: path).read { database in
      try String.fetchAll(database, sql: "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name").map
      {
        $0.replacing("IF NOT EXISTS ", with: "").split { $0.isWhitespace }.joined(separator: " ")
      }
    }
  }

  private static func run(_ name: String, into path: String) throws {
    let script = try String(contentsOfFile: Repository.path("schemas/sql/\(name)"), encoding: .utf8)
    try DatabaseQueue(path: path).write { try $0.execute(sql: script) }
  }

  @Test func `the log's tables are those of its script`() throws {
    let folder = try TemporaryFolder()
    try Self.run("decisions.sqlite.sql", into: folder.path("shipped.sqlite"))
    _ = try DecisionLog(path: folder.path("own.sqlite"))
    #expect(try Self.schema(folder.path("shipped.sqlite")) == Self.schema(folder.path("own.sqlite")))
    // The core takes it for its own.
    _ = try DecisionLog(path: folder.path("shipped.sqlite"))
  }

  @Test func `the store's tables are those of its script`() throws {
    let folder = try TemporaryFolder()
    try Self.run("core.sqlite.sql", into: folder.path("shipped.sqlite"))
    _ = try EventStore(path: folder.path("own.sqlite"))
    #expect(try Self.schema(folder.path("shipped.sqlite")) == Self.schema(folder.path("own.sqlite")))
    try EventStore(path: folder.path("shipped.sqlite")).append([.made("view", "2026-01-01")], of: "anna")
  }

  @Test(.enabled(if: TestEngine.postgresql.isPresent, TestEngine.postgresql.absence))
  func `PostgreSQL takes the log's script, keeps rows, and has the same columns`() throws {
    let server = try TemporaryPostgres.shared()
    let database = try server.makeDatabase()
    let script = try String(contentsOfFile: Repository.path("schemas/sql/decisions.postgresql.sql"), encoding: .utf8)
    try server.run(script, database: database)
    let folder = try TemporaryFolder()
    _ = try DecisionLog(path: folder.path("own.sqlite"))
    let queue = try DatabaseQueue(path: folder.path("own.sqlite"))
    for table in ["decisions", "consent_events", "uses"] {
      let columns = try queue.read { try $0.columns(in: table).map { "\"\($0.name)\"" } }
      try server.run("SELECT \(columns.joined(separator: ", ")) FROM \(table)", database: database)
    }
    try server.run(
      """
      INSERT INTO decisions (subject, at, outcome, rule_set, rule, use)
        VALUES ('p', '2026-01-01T00:00:00Z', 'allowed', 'r', 'x', 'marketing')
      """, database: database)
    for change in ["UPDATE decisions SET rule = 'y'", "DELETE FROM decisions", "TRUNCATE decisions"] {
      #expect(throws: TemporaryPostgres.Failure.self) { try server.run(change, database: database) }
    }
  }

  @Test(.enabled(if: TestEngine.postgresql.isPresent, TestEngine.postgresql.absence))
  func `PostgreSQL takes the store's script, has the same tables and columns, and takes an event once`() throws {
    let server = try TemporaryPostgres.shared()
    let database = try server.makeDatabase()
    for name in ["decisions", "core"] {
      let script = try String(contentsOfFile: Repository.path("schemas/sql/\(name).postgresql.sql"), encoding: .utf8)
      try server.run(script, database: database)
    }
    let folder = try TemporaryFolder()
    _ = try EventStore(path: folder.path("own.sqlite"))
    let tables = try DatabaseQueue(path: folder.path("own.sqlite")).read { database in
      try String.fetchAll(
        database, sql: "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite%'"
      ).map { name in (name, try database.columns(in: name).map { "\"\($0.name)\"" }) }
    }
    #expect(tables.count == 10)
    for (name, columns) in tables {
      try server.run("SELECT \(columns.joined(separator: ", ")) FROM \(name)", database: database)
    }
    let row = "INSERT INTO person_events (subject, type, at, event_id) VALUES ('a', 'view', '2026-01-01', 'e')"
    try server.run(row, database: database)
    #expect(throws: TemporaryPostgres.Failure.self) { try server.run(row, database: database) }
    let value = "INSERT INTO person_attributes VALUES ('a', 'x', '\"FR\"', 's', '2026-01-01')"
    try server.run(value, database: database)
    #expect(throws: TemporaryPostgres.Failure.self) { try server.run(value, database: database) }
  }
}
