/// Parquet files that a Spark cluster reads in place as one table.
struct SparkFiles {
  let table: String
  /// As the cluster sees it: absolute, or with a scheme (`s3a://lake/sends`); may be a pattern.
  let path: String

  /// Makes a view of the session; it writes nothing. Nil where there is no file; a table whose files cannot be read has no
  /// columns.
  func open(on connection: borrowing ADBCConnection) throws(StoreError) -> ADBCTable? {
    do throws(StoreError) {
      guard let isPartitioned = try isPartitioned(connection) else { return nil }
      try connection.run(Self.view(table, of: "parquet", path, isPartitioned: isPartitioned))
      let columns = try connection.sparkColumns(of: SQLDialect.spark.quoted(table))
      return ADBCTable(schema: "", table: table, name: table, columns: columns)
    } catch {
      if error.isMissingPath { return nil }
      guard error.isAboutOneTable else { throw error }
      return ADBCTable(schema: "", table: table, name: table, columns: [])
    }
  }

  private static func view(_ name: String, of format: String, _ path: String, isPartitioned: Bool) -> String {
    // A folder that is no partition would be passed over, and files of which only some have a column, cut to the others.
    let options = isPartitioned ? "mergeSchema 'true'" : "mergeSchema 'true', recursiveFileLookup 'true'"
    return "CREATE OR REPLACE TEMPORARY VIEW \(SQLDialect.spark.quoted(name)) USING \(format) "
      + "OPTIONS (path \(SQLDialect.spark.literal(path)), \(options))"
  }

  /// Whether the files lie in folders such as `day=2026-01-31`, which are columns; nil where there are none.
  private func isPartitioned(_ connection: borrowing ADBCConnection) throws(StoreError) -> Bool? {
    let isPartition = "path RLIKE '/[^/=]+=[^/]*/'"
    let answer = try Self.list(
      path, "SELECT CAST(count(*) AS STRING), CAST(coalesce(bool_or(\(isPartition)), false) AS STRING)", connection,
      columns: 2)
    guard let row = answer.first, row[0] != "0" else { return nil }
    return row[1] == "true"
  }

  /// The tables of a folder.
  static func listed(in folder: String, on connection: borrowing ADBCConnection) throws(StoreError) -> [SparkFiles] {
    var folder = Substring(folder)
    while folder.count > 1, folder.last == "/" { folder.removeLast() }
    let root = SQLDialect.spark.literal(Self.root(folder) + "/")
    let rest = "substring(path, locate(\(root), path) + length(\(root)))"
    var rows: [[String?]] = []
    do throws(StoreError) {
      rows = try list(
        String(folder), "SELECT DISTINCT substring_index(\(rest), '/', 1), CAST(locate('/', \(rest)) > 0 AS STRING)",
        connection, columns: 2, " WHERE path LIKE '%.parquet'")
    } catch {
      throw error.isMissingPath ? .notFound(path: String(folder)) : error
    }
    guard !rows.isEmpty else { throw .notFound(path: String(folder)) }
    var found: [SparkFiles] = []
    for row in rows {
      guard let name = row[0] else { continue }
      let isFolder = row[1] == "true"
      if !isFolder, !name.hasSuffix(".parquet") { continue }
      let table = isFolder ? name : String(name.dropLast(".parquet".count))
      found.append(SparkFiles(table: table, path: "\(folder)/\(escaped(name))"))
    }
    return found
  }

  /// The path of an address without scheme and host.
  private static func root(_ folder: Substring) -> String {
    guard let mark = folder.firstRange(of: "://") else {
      let scheme = folder.firstRange(of: ":/")
      return String(scheme.map { folder[folder.index(after: $0.lowerBound)...] } ?? folder)
    }
    let rest = folder[mark.upperBound...]
    return rest.firstIndex(of: "/").map { String(rest[$0...]) } ?? ""
  }

  /// A name that is no pattern.
  private static func escaped(_ name: String) -> String {
    var escaped = ""
    for character in name {
      if "*?[]{}\\,".contains(character) { escaped.append("\\") }
      escaped.append(character)
    }
    return escaped
  }

  /// Asks about the files below a path: only their names are looked at.
  private static func list(
    _ path: String, _ selection: String, _ connection: borrowing ADBCConnection, columns: Int, _ condition: String = ""
  ) throws(StoreError) -> [[String?]] {
    let name = "proviso files"
    try connection.run(view(name, of: "binaryFile", path, isPartitioned: false))
    return try connection.rows("\(selection) FROM \(SQLDialect.spark.quoted(name))\(condition)", columns: columns)
  }
}

extension StoreError {
  /// Spark's `PATH_NOT_FOUND`.
  fileprivate var isMissingPath: Bool {
    if case .engine("42K03", _) = self { true } else { false }
  }
}
