/// A store behind an ADBC driver: DuckDB databases, files that DuckDB reads, PostgreSQL, Spark clusters, and every other engine that has a
/// driver. Each call opens a connection of its own; ``snapshot()`` keeps one, in one transaction.
package struct ADBCStore: DataStore {
  /// What the store is, and how it is reached.
  package enum Kind: Sendable {
    /// A DuckDB database, opened read-only.
    case duckdb(path: String)
    /// Files, read in place.
    case files(FileTables)
    /// `postgresql://user@host/database`, or `host=... user=...`.
    case postgresql(uri: String)
    /// `sc://host:15002`, further options of its driver, and what of the cluster makes up the store.
    case spark(uri: String, options: [String: String], SparkTables)
    /// Any other driver, with the options that it takes.
    case other(dialect: SQLDialect?, options: [String: String])
  }

  package let name: String
  package let kind: Kind
  /// The driver's name or path; nil takes the usual one of the engine.
  private let driver: String?
  private let paths: DriverPaths
  private let secrets: [String]

  /// - Parameter secrets: texts that no error may hold, such as passwords taken from the environment.
  package init(name: String, _ kind: Kind, driver: String? = nil, paths: DriverPaths, secrets: [String] = []) {
    (self.name, self.kind, self.driver, self.paths, self.secrets) = (name, kind, driver, paths, secrets)
  }

  package var engine: String { facts.name }
  package var dialect: SQLDialect? { facts.dialect }

  private var facts: ADBCEngine {
    switch kind {
    case .duckdb: .duckdb("duckdb")
    case .files(let tables): .duckdb(tables.format.rawValue)
    case .postgresql: .postgresql
    case .spark(_, _, let tables): .spark(tables)
    case .other(let dialect, _): .other(driver ?? "adbc", dialect: dialect)
    }
  }

  package func tables() throws(StoreError) -> [TableSchema] { try open(isTyped: false).tables() }

  package func scan(
    table: String, columns: [String], _ body: (borrowing ColumnBatch) throws(StoreError) -> Bool
  ) throws(StoreError) {
    try snapshot().scan(table: table, columns: columns, body)
  }

  package func query(
    _ sql: String, _ body: (borrowing ColumnBatch) throws(StoreError) -> Bool
  ) throws(StoreError) {
    try snapshot().query(sql, body)
  }

  package func estimatedRows(of table: String) throws(StoreError) -> Int {
    try open(isTyped: false).estimatedRows(of: table)
  }

  package func rowCount(of table: String) throws(StoreError) -> Int { try open(isTyped: false).rowCount(of: table) }

  package func reference(to table: String) -> String {
    (try? open(isTyped: false).reference(to: table)) ?? facts.quoted(table)
  }

  package func columnTypes(of table: String) throws(StoreError) -> [String: SQLColumnType] {
    try snapshot().columnTypes(of: table)
  }

  package func snapshot() throws(StoreError) -> any DataStore { try open(isTyped: true) }

  private func open(isTyped: Bool) throws(StoreError) -> ADBCSnapshot {
    var files: FileTables?
    if case .files(let tables) = kind { files = tables }
    return try ADBCSnapshot(name: name, engine: facts, source: source(), files: files, isTyped: isTyped)
  }

  private func source() throws(StoreError) -> ADBCSource {
    let search = DriverSearch(paths: paths)
    func source(_ usual: String, label: String, _ options: [(String, String)]) throws(StoreError) -> ADBCSource {
      let driver = try ADBCDriver.load(search.find(self.driver ?? usual))
      return ADBCSource(label: label, driver: driver, options: options.map { ($0.0, $0.1) }, secrets: secrets)
    }
    switch kind {
    case .duckdb(let path):
      // Without this, opening makes a missing file.
      guard try OpenFile(path: path).identity.size > 0 else { throw .empty(path: path) }
      return try source("duckdb", label: path, [("path", path), ("access_mode", "READ_ONLY")])
    case .files: return try source("duckdb", label: name, [("path", ":memory:")])
    case .postgresql(let uri): return try source("postgresql", label: ConnectionAddress.masked(uri), [("uri", uri)])
    case .spark(let uri, let options, _):
      let all = [("uri", uri)] + options.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
      return try source("spark", label: ConnectionAddress.masked(uri), all)
    case .other(_, let options):
      return try source("", label: name, options.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    }
  }
}

/// An address of a store as it may be told.
enum ConnectionAddress {
  /// Without user, password and parameters: `postgresql://host:5432/database`, `sc://host:15002`; nothing of other forms.
  static func masked(_ uri: String) -> String {
    guard let mark = uri.firstRange(of: "://") else { return "the database" }
    let isSpark = uri.hasPrefix("sc://")
    var rest = uri[mark.upperBound...].prefix { $0 != "?" && $0 != "#" && !(isSpark && $0 == ";") }
    if isSpark, rest.last == "/" { rest.removeLast() }
    let address = rest.lastIndex(of: "@").map { rest[rest.index(after: $0)...] } ?? rest
    return String(uri[..<mark.upperBound] + address)
  }
}
