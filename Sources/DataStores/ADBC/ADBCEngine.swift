/// How an engine behind a driver is frozen, and asked for its tables and columns.
struct ADBCEngine: Sendable {
  /// As errors and reports name it.
  let name: String
  /// Nil where nothing is known of its SQL beyond the standard.
  let dialect: SQLDialect?
  /// What a session begins with: it may not write, and sees one state of the store.
  let opening: [String]
  /// What limits how exactly or safely it is read; nil where nobody can say whether a session may write, or sees one state.
  var limits: [String]? = []
  /// Keeps a session usable after a statement that failed; empty where nothing is needed.
  let guarding: Guarding?
  /// How its tables and their columns are told.
  let listing: Listing

  enum Listing: Sendable {
    /// A query of schema, table, column and type of every table and view, and whether it is found without its schema; by
    /// name and place.
    case query(String)
    case spark(SparkTables)
  }

  struct Guarding: Sendable {
    let before: String
    let afterFailure: String
  }

  /// A name in the engine's quotes.
  func quoted(_ name: String) -> String { (dialect ?? .postgresql).quoted(name) }

  /// DuckDB's files are opened read-only, which keeps all writers out while they are open.
  static func duckdb(_ name: String) -> ADBCEngine {
    ADBCEngine(
      name: name, dialect: .duckdb, opening: ["SET autoinstall_known_extensions = false", "SET TimeZone = 'UTC'"],
      guarding: nil,
      listing: .query(
        """
        SELECT schema_name, table_name, column_name, data_type, schema_name = current_schema() OR database_name = 'temp'
        FROM duckdb_columns() WHERE NOT internal AND database_name IN (current_database(), 'temp')
        ORDER BY schema_name, table_name, column_index
        """))
  }

  /// One transaction that reads one state of the database. A failed statement would end it, but for the savepoint.
  static let postgresql = ADBCEngine(
    name: "postgresql", dialect: .postgresql,
    opening: [
      "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY", "SET TimeZone = 'UTC'",
      // Named parts of a query have no statistics: taken for one row they would be joined row by row.
      "SET enable_nestloop = off", "SET jit = off",
      "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",
    ],
    guarding: Guarding(before: "SAVEPOINT proviso", afterFailure: "ROLLBACK TO SAVEPOINT proviso"),
    listing: .query(
      """
      SELECT n.nspname::text, c.relname::text, a.attname::text,
        CASE WHEN t.typtype = 'd' THEN base.typname::text ELSE t.typname::text END, pg_table_is_visible(c.oid)
      FROM pg_catalog.pg_class c
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      LEFT JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
      LEFT JOIN pg_catalog.pg_type base ON base.oid = t.typbasetype
      WHERE c.relkind IN ('r', 'v', 'm', 'p', 'f') AND NOT c.relispartition
        AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
      ORDER BY n.nspname, c.relname, a.attnum
      """))

  /// A session cannot be made read-only, and sees what the catalog's tables hold when each query is asked.
  static func spark(_ tables: SparkTables) -> ADBCEngine {
    ADBCEngine(
      name: "spark", dialect: .spark, opening: SparkTables.opening, limits: tables.limits, guarding: nil,
      listing: .spark(tables))
  }

  /// An engine of which nothing is known but that it has the standard's information schema.
  static func other(_ name: String, dialect: SQLDialect?) -> ADBCEngine {
    ADBCEngine(
      name: name, dialect: dialect, opening: [], limits: nil, guarding: nil,
      listing: .query(
        """
        SELECT table_schema, table_name, column_name, data_type, NULL FROM information_schema.columns
        WHERE lower(table_schema) NOT IN ('information_schema', 'pg_catalog', 'sys')
        ORDER BY table_schema, table_name, ordinal_position
        """))
  }
}

/// A column with the engine's own name of its type.
struct ADBCColumn: Hashable, Sendable {
  let name: String
  let type: String
}

/// A table or view as the engine names it.
struct ADBCTable: Hashable, Sendable {
  let schema: String
  let table: String
  /// What data maps call it: with its schema where the table alone would not be found.
  var name: String
  let columns: [ADBCColumn]

  var outline: TableSchema { TableSchema(name: name, columns: columns.map(\.name)) }
}
