/// Files that are read in place as the tables of a store, by DuckDB in memory.
package struct FileTables: Sendable {
  package enum Format: String, Sendable, CaseIterable {
    case csv, jsonl, parquet

    /// How names of files of this format may end.
    package var endings: [String] {
      switch self {
      case .csv: [".csv", ".csv.gz", ".csv.zst", ".tsv", ".tsv.gz"]
      case .jsonl: [".jsonl", ".ndjson", ".json", ".jsonl.gz", ".ndjson.gz", ".json.gz", ".jsonl.zst"]
      case .parquet: [".parquet"]
      }
    }
  }

  package let format: Format
  /// A file, or a folder whose files are tables and whose folders are tables of all files within.
  package private(set) var path: String?
  /// Files or patterns by the table that they make up.
  private var named: [String: String]

  package init(_ format: Format, path: String) { (self.format, self.path, named) = (format, path, [:]) }

  package init(_ format: Format, files: [String: String]) { (self.format, path, named) = (format, nil, files) }

  /// With another path, or other patterns.
  package func mapPaths(_ change: (String) -> String) -> FileTables {
    var changed = self
    changed.path = path.map(change)
    changed.named = named.mapValues(change)
    return changed
  }

  /// Makes a view for every table. A table without a file is left out; one whose files cannot be read has no columns.
  ///
  /// - Parameter isTyped: also looks through texts for what all of them are, which reads them once.
  borrowing func open(on connection: borrowing ADBCConnection, isTyped: Bool) throws(StoreError) -> OpenFileTables {
    var opened = OpenFileTables()
    for (table, pattern) in try patterns(connection).sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) })
    {
      let files = try connection.texts("SELECT file FROM glob(\(SQLDialect.duckdb.literal(pattern))) ORDER BY file")
      guard !files.isEmpty else { continue }
      for file in files { opened.states[file] = try OpenFile(path: file).identity }
      do throws(StoreError) {
        try FileView(table: table, pattern: pattern, format: format).make(on: connection, isTyped: isTyped)
      } catch {
        if error == .interrupted { throw error }
        opened.unreadable.append(table)
      }
    }
    return opened
  }

  /// Patterns by table.
  private func patterns(_ connection: borrowing ADBCConnection) throws(StoreError) -> [String: String] {
    guard let path else { return named }
    if let file = try? OpenFile(path: path) {
      _ = file.identity
      return [table(of: path): path]
    }
    let files = try connection.texts(
      "SELECT file FROM glob(\(SQLDialect.duckdb.literal(path + "/**/*"))) ORDER BY file")
    guard !files.isEmpty else { throw .notFound(path: path) }
    var patterns: [String: String] = [:]
    for file in files {
      guard let ending = ending(of: file) else { continue }
      let parts = file.dropFirst(path.utf8.count).split(separator: "/")
      guard let first = parts.first.map(String.init) else { continue }
      // Folders of files of one table end alike.
      if parts.count == 1 {
        patterns[table(of: first)] = file
      } else {
        patterns[first] = "\(path)/\(first)/**/*\(Self.anyCase(ending))"
      }
    }
    return patterns
  }

  /// The name of a file without folder and ending.
  private func table(of file: String) -> String {
    let name = file.split(separator: "/").last.map(String.init) ?? file
    return ending(of: name).map { String(name.dropLast($0.count)) } ?? name
  }

  /// A pattern for an ending in whatever case: `part1.csv` beside `part2.CSV`.
  private static func anyCase(_ ending: String) -> String {
    ending.map { letter in letter.isLetter ? "[\(letter)\(letter.uppercased())]" : String(letter) }.joined()
  }

  private func ending(of file: String) -> String? {
    format.endings.filter { file.lowercased().hasSuffix($0) }.max { $0.count < $1.count }
  }
}

/// What became of ``FileTables``.
struct OpenFileTables: Sendable {
  /// Each file as it was when it was opened.
  var states: [String: OpenFile.Identity] = [:]
  var unreadable: [String] = []

  /// Throws `changed` once somebody has written to one of the files.
  func checkUnchanged() throws(StoreError) {
    for (file, state) in states where try OpenFile(path: file).identity != state { throw .changed(path: file) }
  }
}

extension ADBCConnection {
  /// The first column of a query, as far as it is text.
  borrowing func texts(_ sql: String) throws(StoreError) -> [String] {
    try rows(sql, columns: 1).compactMap { $0[0] }
  }

  /// The texts of a small result, row by row.
  borrowing func rows(_ sql: String, columns: Int) throws(StoreError) -> [[String?]] {
    var found: [[String?]] = []
    try query(sql).deliver(columns) { batch throws(StoreError) in
      for row in 0..<batch.rowCount { found.append((0..<columns).map { batch.columns[$0].text(row) }) }
      return true
    }
    return found
  }
}
