package import DataStores
import Foundation
package import Testing

/// An engine that tests make stores in.
package enum TestEngine: String, CaseIterable, Sendable {
  case sqlite, duckdb, postgresql
  /// Parquet files that a cluster on this machine reads.
  case spark

  /// Nil where the engine can be used on this machine, else why not.
  package var absence: Comment? {
    switch self {
    case .sqlite: nil
    case .duckdb: Self.hasDriver("duckdb") ? nil : "no DuckDB driver: make setup installs it"
    case .postgresql:
      Self.hasDriver("postgresql")
        ? Self.hasServer ? nil : "no PostgreSQL server: make setup installs it"
        : "no PostgreSQL driver: make setup installs it"
    case .spark: SparkCluster.absence
    }
  }

  package var isPresent: Bool { absence == nil }

  package static var present: [TestEngine] { allCases.filter(\.isPresent) }

  /// Engines in which tests make views, schemas and types in SQL of their own.
  package static var databases: [TestEngine] { allCases.filter { $0.isPresent && $0 != .spark } }

  /// Drivers that `scripts/install-drivers` put into the repository.
  package static let drivers = DriverPaths(folders: [Repository.path(".drivers")])

  static func hasDriver(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: Repository.path(".drivers/\(name).toml"))
  }

  private static let hasServer: Bool = {
    let process = Process()
    process.executableURL = URL(filePath: Repository.path("scripts/temporary-postgres"))
    process.arguments = ["--check"]
    process.standardError = FileHandle.nullDevice
    try? process.run()
    process.waitUntilExit()
    return process.terminationStatus == 0
  }()

  // MARK: - Making stores

  /// A new store of this engine that holds the tables. SQLite's columns have no type, the others' the type of their values.
  ///
  /// - Parameter folder: where files of the store are made.
  package func makeStore(_ tables: [FixtureTable], in folder: TemporaryFolder) throws -> any DataStore {
    try makeStore(tables.map(statements).joined(), in: folder)
  }

  /// A new store, made by statements in the engine's own SQL.
  package func makeStore(_ sql: String, in folder: TemporaryFolder) throws -> any DataStore {
    let path = folder.path("\(UUID().uuidString).db")
    switch self {
    case .sqlite:
      try SQLiteWriter(path: path).run(sql)
      return SQLiteStore(name: "s", path: path)
    case .duckdb:
      // Without the options of a store that is read, the driver may write.
      let kind = ADBCStore.Kind.other(dialect: .duckdb, options: ["path": path])
      try ADBCStore(name: "w", kind, driver: "duckdb", paths: Self.drivers).query(sql + ";SELECT 1") { _ in true }
      return ADBCStore(name: "s", .duckdb(path: path), paths: Self.drivers)
    case .spark: return try SparkCluster.makeStore(sql, in: folder)
    case .postgresql:
      let server = try TemporaryPostgres.shared()
      let database = try server.makeDatabase()
      try server.run(sql, database: database)
      return ADBCStore(name: "s", .postgresql(uri: server.uri(database)), paths: Self.drivers)
    }
  }

  /// The statements that make a table and fill it.
  package func statements(for table: FixtureTable) -> String {
    let name = dialect.quoted(table.name)
    let columns = table.columns.enumerated().map { index, column in
      self == .sqlite ? dialect.quoted(column) : "\(dialect.quoted(column)) \(type(of: table.rows.map { $0[index] }))"
    }
    var sql = "CREATE TABLE \(name) (\(columns.joined(separator: ", ")));\n"
    for start in stride(from: 0, to: table.rows.count, by: 500) {
      let rows = table.rows[start..<min(start + 500, table.rows.count)].map {
        "(\($0.map(literal).joined(separator: ", ")))"
      }
      sql += "INSERT INTO \(name) VALUES \(rows.joined(separator: ",\n"));\n"
    }
    return sql
  }

  /// Of the statements that make a store. Spark's files are written by DuckDB.
  package var dialect: SQLDialect { self == .spark ? .duckdb : SQLDialect(rawValue: rawValue) ?? .sqlite }

  /// The type that holds all of the values: one text makes texts of all.
  private func type(of values: [FixtureValue]) -> String {
    var ranks = [0]
    for value in values {
      switch value {
      case .null: continue
      case .integer: ranks.append(1)
      case .real: ranks.append(2)
      case .text: ranks.append(3)
      case .blob: ranks.append(4)
      }
    }
    return ["VARCHAR", "BIGINT", "DOUBLE PRECISION", "VARCHAR", self == .postgresql ? "BYTEA" : "BLOB"][
      ranks.max() ?? 0]
  }

  private func literal(_ value: FixtureValue) -> String {
    func hexadecimal(_ bytes: [UInt8]) -> String {
      bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
    switch (self, value) {
    case (.sqlite, _), (_, .null), (_, .integer): return value.sql
    case (_, .real(let real)): return "CAST('\(real)' AS DOUBLE PRECISION)"
    case (_, .text(let text)): return dialect.literal(text)
    case (.postgresql, .blob(let bytes)): return "'\\x\(hexadecimal(bytes))'::bytea"
    case (_, .blob(let bytes)): return "from_hex('\(hexadecimal(bytes))')"
    }
  }
}
