package import ConsentHistory
internal import GRDB

/// How far the import of a source has come.
package struct ImportMark: Hashable, Sendable {
  /// What names the source: a digest of its beginning.
  package let source: String
  /// What names the reading of it: a digest of the mapping and of what else decides how a record is understood.
  package let mapping: String
  /// Whether the source was read with another mapping too: events that the log holds already are not added again.
  package var isRepeated = false
  /// Bytes of the source that are done with.
  package var offset = 0
  package var records = 0
  package var events = 0
  package var rejected = 0
  /// Bytes of the file of rejected records.
  package var rejectedBytes = 0

  package init(source: String, mapping: String) { (self.source, self.mapping) = (source, mapping) }

  var name: String { "\(source):\(mapping)" }
}

extension DecisionLog {
  static let importSchema = """
    CREATE TABLE consent_imports (
      source TEXT PRIMARY KEY,
      offset INTEGER NOT NULL,
      records INTEGER NOT NULL,
      events INTEGER NOT NULL,
      rejected INTEGER NOT NULL,
      rejected_bytes INTEGER NOT NULL
    ) STRICT;
    """

  /// How far the source is done as `mapping` understands it: at its beginning when it was last read otherwise.
  package func mark(of source: String, mapping: String) throws -> ImportMark {
    try queue.read { database in
      var mark = ImportMark(source: source, mapping: mapping)
      // The mark that was moved last has the highest row id; earlier versions named the source alone.
      let rows = try Row.fetchAll(
        database, sql: "SELECT * FROM consent_imports WHERE source = ?1 OR source LIKE ?1 || ':%' ORDER BY rowid DESC",
        arguments: [source])
      mark.isRepeated = rows.contains { ($0["source"] as String) != mark.name }
      guard let row = rows.first, (row["source"] as String) == mark.name else { return mark }
      (mark.offset, mark.records, mark.events) = (row["offset"], row["records"], row["events"])
      (mark.rejected, mark.rejectedBytes) = (row["rejected"], row["rejected_bytes"])
      return mark
    }
  }

  /// Adds events and moves the mark in one transaction, so that an import that was stopped goes on where it was. An event that
  /// does not say when it became known stays so: the instant of an import says nothing of it.
  package func append(_ events: [ConsentEvent], mark: ImportMark) throws {
    try queue.write { database in
      try insert(mark.isRepeated ? unknown(events, database) : events, recordedAt: nil, into: database)
      try database.execute(
        sql: "INSERT OR REPLACE INTO consent_imports VALUES (?, ?, ?, ?, ?, ?)",
        arguments: [mark.name, mark.offset, mark.records, mark.events, mark.rejected, mark.rejectedBytes])
    }
  }

  /// Those that the log does not hold in every field. Where an event does not say when it became known, one that does is the
  /// same: earlier versions wrote the instant of the import.
  private func unknown(_ events: [ConsentEvent], _ database: Database) throws -> [ConsentEvent] {
    let same = Self.consentColumns.split(separator: ",").map { column in
      let name = column.trimmingPrefix { $0.isWhitespace }
      return name == "recorded_at" ? "(?7 IS NULL OR recorded_at IS ?7)" : "\(name) IS ?"
    }
    let statement = try database.makeStatement(
      sql: "SELECT EXISTS (SELECT 1 FROM consent_events WHERE \(same.joined(separator: " AND ")))")
    return try events.filter { event in
      try Bool.fetchOne(statement, arguments: StatementArguments(row(event, recordedAt: nil))) != true
    }
  }
}
