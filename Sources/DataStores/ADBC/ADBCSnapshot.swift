internal import GovernanceModel
internal import Synchronization

/// A store behind an ADBC driver, as it was when it was opened: one connection, in one transaction where the engine has such.
final class ADBCSnapshot: DataStore {
  let name: String
  let engine: String
  let dialect: SQLDialect?
  let limits: [String]
  private let engineFacts: ADBCEngine
  private let schema: [ADBCTable]
  private let files: OpenFileTables?
  private let connection: Mutex<ADBCConnection>

  /// Connects, freezes the store and reads its schema.
  ///
  /// - Parameter isTyped: whether columns of text files are looked through for what they hold.
  init(
    name: String, engine: ADBCEngine, source: ADBCSource, files: FileTables?, isTyped: Bool
  ) throws(StoreError) {
    (self.name, self.engine, dialect, engineFacts) = (name, engine.name, engine.dialect, engine)
    let connection = try ADBCConnection(source)
    limits = engine.limits ?? Self.limits(isReadOnly: connection.forbidWriting())
    for statement in engine.opening { try connection.run(statement) }
    let opened = try files?.open(on: connection, isTyped: isTyped)
    let unreadable = (opened?.unreadable ?? []).map { ADBCTable(schema: "", table: $0, name: $0, columns: []) }
    schema = try (engine.tables(on: connection) + unreadable).sorted {
      $0.name.utf8.lexicographicallyPrecedes($1.name.utf8)
    }
    self.files = opened
    self.connection = Mutex(connection)
  }

  /// Of an engine of which nothing is known.
  private static func limits(isReadOnly: Bool) -> [String] {
    let state =
      "each query sees the store as it is at that moment: what others write during the audit may be seen by one check "
      + "and not by another"
    let rights =
      "the driver knows no read-only sessions (`adbc.connection.readonly`): the rights of its user alone keep the store "
      + "from being written"
    return isReadOnly ? [state] : [rights, state]
  }

  func tables() throws(StoreError) -> [TableSchema] { schema.map(\.outline) }

  func reference(to table: String) -> String {
    guard let found = first(named: table) else { return engineFacts.quoted(table) }
    return found.schema.isEmpty
      ? engineFacts.quoted(found.table)
      : (engineFacts.dialect ?? .postgresql).qualified(found.schema) + "." + engineFacts.quoted(found.table)
  }

  func columnTypes(of table: String) throws(StoreError) -> [String: SQLColumnType] {
    let columns = first(named: table)?.columns ?? []
    return Dictionary(columns.map { ($0.name, engineFacts.type(of: $0)) }) { first, _ in first }
  }

  func scan(
    table: String, columns: [String], _ body: (borrowing ColumnBatch) throws(StoreError) -> Bool
  ) throws(StoreError) {
    let query = try ScanQuery(table: table, columns: columns, in: schema.map(\.outline))
    guard let found = first(named: query.table) else { return }
    let chosen = query.columns.compactMap { name in found.columns.first { $0.name == name } }
    try connection.withLock { connection throws(StoreError) in
      let expressions = chosen.map(engineFacts.expression)
      let list = expressions.isEmpty ? "1" : expressions.joined(separator: ", ")
      let sql = "SELECT \(list) FROM \(reference(to: query.table))"
      try read(sql, on: connection, of: query.table, columns: chosen, body)
      try files?.checkUnchanged()
    }
  }

  func query(
    _ sql: String, _ body: (borrowing ColumnBatch) throws(StoreError) -> Bool
  ) throws(StoreError) {
    try connection.withLock { connection throws(StoreError) in
      try read(dialect == .spark ? SparkTables.readOnly(sql) : sql, on: connection, of: nil, columns: nil, body)
      try files?.checkUnchanged()
    }
  }

  func estimatedRows(of table: String) throws(StoreError) -> Int {
    let found = try ScanQuery(table: table, columns: [], in: schema.map(\.outline)).table
    if dialect == .postgresql,
      let estimate = try number(
        """
        SELECT CASE WHEN reltuples >= 0 AND relkind = 'r' THEN reltuples::bigint END FROM pg_catalog.pg_class
        WHERE oid = \(SQLDialect.postgresql.literal(reference(to: found)))::regclass
        """)
    {
      return estimate
    }
    return try rowCount(of: found)
  }

  func rowCount(of table: String) throws(StoreError) -> Int {
    let found = try ScanQuery(table: table, columns: [], in: schema.map(\.outline)).table
    return try number("SELECT count(*) FROM \(reference(to: found))", of: found) ?? 0
  }

  func snapshot() throws(StoreError) -> any DataStore { self }

  private func first(named name: String) -> ADBCTable? {
    schema.first { $0.name == name } ?? schema.first { equalIgnoringCase($0.name, name) }
  }

  /// The number that a query of one row answers; nil for null.
  private func number(_ sql: String, of table: String? = nil) throws(StoreError) -> Int? {
    var answer: Int?
    try connection.withLock { connection throws(StoreError) in
      try read(sql, on: connection, of: table, columns: nil) { batch throws(StoreError) in
        if batch.rowCount > 0, batch.columns[0].tag(0) == .integer { answer = Int(batch.columns[0].payloads[0]) }
        return true
      }
    }
    return answer
  }

  /// Hands over the rows of a query. `columns` is nil where the query's own are taken, whatever they are.
  private func read(
    _ sql: String, on connection: borrowing ADBCConnection, of table: String?, columns: [ADBCColumn]?,
    _ body: (borrowing ColumnBatch) throws(StoreError) -> Bool
  ) throws(StoreError) {
    if let guarding = engineFacts.guarding { try connection.run(guarding.before) }
    do throws(StoreError) {
      let result = try connection.query(sql, table: table)
      for (index, column) in (columns ?? []).enumerated() {
        guard result.types.indices.contains(index), case .unsupported(let type) = result.types[index] else { continue }
        throw .unsupportedType(column: column.name, table: table ?? "", type: type)
      }
      try result.deliver(columns?.count, body)
    } catch {
      // Spark's driver (0.3) gives up waiting without telling the server, which stops only with the session.
      if error == .interrupted, dialect == .spark { connection.end() }
      // Whatever this says, the first error is the one to tell.
      if let guarding = engineFacts.guarding { try? connection.run(guarding.afterFailure) }
      throw error
    }
  }
}

extension ADBCResult {
  /// Rows at most whose texts take about this many bytes, so that memory does not follow their length.
  private static let byteLimit = 4 << 20

  /// Hands over all rows in batches of the scan. The rest of a result that nobody wants is read to its end, since a
  /// connection in the middle of a result takes no other query.
  borrowing func deliver(
    _ columnCount: Int?, _ body: (borrowing ColumnBatch) throws(StoreError) -> Bool
  ) throws(StoreError) {
    var batch = ColumnBatch(columnCount: columnCount ?? types.count)
    let types = Array(types.prefix(columnCount ?? types.count))
    while let rows = try next() {
      var first = 0
      while first < rows.rowCount {
        if Interruption.isRequested { throw .interrupted }
        var count = min(ColumnBatch.capacity, rows.rowCount - first)
        while count > 1, rows.textBytes(first..<(first + count), types) > Self.byteLimit { count /= 2 }
        rows.read(first..<(first + count), types, into: &batch)
        guard try body(batch) else { return }
        first += count
      }
    }
  }
}

extension ADBCEngine {
  /// Tables and views with their columns.
  fileprivate func tables(on connection: borrowing ADBCConnection) throws(StoreError) -> [ADBCTable] {
    switch listing {
    case .query(let sql): try connection.tables(sql)
    case .spark(let tables): try tables.tables(on: connection)
    }
  }
}

extension ADBCConnection {
  /// Tables and views with their columns.
  fileprivate borrowing func tables(_ columnsQuery: String) throws(StoreError) -> [ADBCTable] {
    var rows: [(schema: String, table: String, column: ADBCColumn?, isVisible: Bool?)] = []
    let result = try query(columnsQuery)
    try result.deliver(5) { batch throws(StoreError) in
      for row in 0..<batch.rowCount {
        let texts = (0..<4).map { batch.columns[$0].text(row) }
        let column = texts[2].map { ADBCColumn(name: $0, type: texts[3] ?? "") }
        let isVisible = batch.columns[4].isNull(row) ? nil : batch.columns[4].payloads[row] != 0
        rows.append((texts[0] ?? "", texts[1] ?? "", column, isVisible))
      }
      return true
    }
    var tables: [ADBCTable] = []
    var start = 0
    while start < rows.count {
      let (schema, table, _, isVisible) = rows[start]
      let end = rows[start...].firstIndex { $0.schema != schema || $0.table != table } ?? rows.count
      let isAlone = isVisible ?? !rows.contains { $0.table == table && $0.schema != schema }
      tables.append(
        ADBCTable(
          schema: schema, table: table, name: isAlone ? table : "\(schema).\(table)",
          columns: rows[start..<end].compactMap(\.column)))
      start = end
    }
    return tables
  }
}
