package import ConsentHistory
internal import GRDB
package import GovernanceModel

/// How far the import of a source has come.
package struct ImportMark: Hashable, Sendable {
  /// What names the source: a digest of its beginning.
  package var source: String
  /// Bytes of the source that are done with.
  package var offset = 0
  package var records = 0
  package var events = 0
  package var rejected = 0
  /// Bytes of the file of rejected records.
  package var rejectedBytes = 0

  package init(source: String) { self.source = source }
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

  /// Nil when nothing of the source was imported.
  package func mark(of source: String) throws -> ImportMark? {
    try queue.read { database in
      let row = try Row.fetchOne(database, sql: "SELECT * FROM consent_imports WHERE source = ?", arguments: [source])
      return row.map { row in
        var mark = ImportMark(source: source)
        (mark.offset, mark.records, mark.events) = (row["offset"], row["records"], row["events"])
        (mark.rejected, mark.rejectedBytes) = (row["rejected"], row["rejected_bytes"])
        return mark
      }
    }
  }

  /// Adds events and moves the mark in one transaction, so that an import that was stopped goes on where it was.
  package func append(_ events: [ConsentEvent], recordedAt: Instant, mark: ImportMark) throws {
    try queue.write { database in
      try insert(events, recordedAt: recordedAt, into: database)
      try database.execute(
        sql: "INSERT OR REPLACE INTO consent_imports VALUES (?, ?, ?, ?, ?, ?)",
        arguments: [mark.source, mark.offset, mark.records, mark.events, mark.rejected, mark.rejectedBytes])
    }
  }
}
