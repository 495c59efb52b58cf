/// What of a Spark cluster makes up a store: tables of its catalog, or Parquet files that the cluster reads in place.
package enum SparkTables: Hashable, Sendable {
  /// Schemas, with their catalog where it is another than the session's (`lake.shop`). The tables of the first are named
  /// alone, those of the others with their schema. None: the session's own schema.
  case catalog(schemas: [String])
  /// A folder as the cluster sees it, whose Parquet files are tables and whose folders are tables of all files within.
  case folder(String)
  /// Files, folders or patterns, as the cluster sees them, by the table that they make up.
  case files([String: String])

  /// Tables and views with their columns, those that cannot be opened without any. Files become views of the session, which
  /// see the files that are there now: what is added later is not seen.
  borrowing func tables(on connection: borrowing ADBCConnection) throws(StoreError) -> [ADBCTable] {
    switch self {
    case .catalog(let schemas): return try SparkCatalog(schemas: schemas).tables(on: connection)
    case .folder(let path): return try Self.opened(SparkFiles.listed(in: path, on: connection), on: connection)
    case .files(let named):
      return try Self.opened(named.map { SparkFiles(table: $0.key, path: $0.value) }, on: connection)
    }
  }

  /// Files are listed once; tables may change between two queries.
  var limits: [String] {
    guard case .catalog = self else { return [] }
    return ["tables of a Spark catalog have no common state: each query sees its tables as they are at that moment"]
  }

  private static func opened(
    _ files: [SparkFiles], on connection: borrowing ADBCConnection
  ) throws(StoreError) -> [ADBCTable] {
    var tables: [ADBCTable] = []
    for file in files {
      if let table = try file.open(on: connection) { tables.append(table) }
    }
    return tables
  }

  /// What a session begins with. The SQL of a store must mean the same on every cluster: names are told apart by case, as
  /// Parquet files tell them; a `${...}` in a name is no variable; texts have escapes; an overflow is an error.
  static let opening = [
    "SET spark.sql.session.timeZone=UTC", "SET spark.sql.caseSensitive=true", "SET spark.sql.variable.substitute=false",
    "SET spark.sql.parser.escapedStringLiterals=false", "SET spark.sql.ansi.enabled=true",
    "SET spark.sql.ansi.enforceReservedKeywords=false", "SET spark.sql.ansi.doubleQuotedIdentifiers=false",
  ]

  /// A query that can only read: a cluster has no read-only sessions, but no statement that writes can stand in a `FROM`.
  static func readOnly(_ sql: String) -> String { "SELECT * FROM (\n\(sql)\n)" }
}

/// The catalog of a Spark session. It has no information schema, so each table is asked for its columns.
struct SparkCatalog {
  let schemas: [String]

  func tables(on connection: borrowing ADBCConnection) throws(StoreError) -> [ADBCTable] {
    let own = try schemas.isEmpty ? connection.texts("SELECT current_schema()") : schemas
    var found: [ADBCTable] = []
    for (index, schema) in own.enumerated() {
      let place = SQLDialect.spark.qualified(schema)
      // Views of the session are listed in every schema, without one.
      let rows = try connection.rows("SHOW TABLES IN \(place)", columns: 2)
      for row in rows where !(row[0] ?? "").isEmpty {
        let table = row[1] ?? ""
        let columns = try connection.sparkColumns(of: "\(place).\(SQLDialect.spark.quoted(table))")
        found.append(
          ADBCTable(schema: schema, table: table, name: index == 0 ? table : "\(schema).\(table)", columns: columns))
      }
    }
    return found
  }
}

extension ADBCConnection {
  /// The columns of a table or view; none where it cannot be opened.
  borrowing func sparkColumns(of reference: String) throws(StoreError) -> [ADBCColumn] {
    do throws(StoreError) {
      // What follows the columns, such as those that partition the table, begins with a row without a type.
      return try rows("DESCRIBE TABLE \(reference)", columns: 2).prefix { !($0[1] ?? "").isEmpty }
        .map { ADBCColumn(name: $0[0] ?? "", type: $0[1] ?? "") }
    } catch {
      guard error.isAboutOneTable else { throw error }
      return []
    }
  }
}

extension StoreError {
  /// Says nothing of the connection, so that other tables can be read.
  var isAboutOneTable: Bool {
    switch self {
    case .engine, .denied, .tableDenied, .changed: true
    default: false
    }
  }
}

extension SQLDialect {
  /// A schema, with its catalog where it names one.
  func qualified(_ schema: String) -> String {
    self == .spark ? schema.split(separator: ".").map { quoted(String($0)) }.joined(separator: ".") : quoted(schema)
  }
}
