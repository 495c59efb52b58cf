internal import Foundation
internal import GRDB
package import GovernanceModel

/// A run that has not ended with all it was to look at, and what it kept for another that continues it.
package struct UnfinishedRun: Sendable {
  package let record: RunRecord
  /// What must be the same for a run that continues it.
  package let facts: String
  /// Sealed parts, in the order in which they were kept.
  package let parts: [[UInt8]]
}

extension Ledger {
  /// Begins to keep parts of a run.
  ///
  /// - Parameter earlier: a run that it continues, whose parts become its own.
  package func keepParts(of run: RunID, facts: String, continuing earlier: RunID? = nil) throws(LedgerError) {
    try write { database in
      try database.execute(sql: "INSERT INTO unfinished (run, facts) VALUES (?, ?)", arguments: [run.number, facts])
      guard let earlier else { return }
      try database.execute(sql: "UPDATE part SET run = ? WHERE run = ?", arguments: [run.number, earlier.number])
      try database.execute(sql: "DELETE FROM unfinished WHERE run = ?", arguments: [earlier.number])
    }
  }

  /// Keeps what was finished. The bytes are sealed: they may stand for what nobody may read in the ledger.
  package func keep(_ parts: [[UInt8]], of run: RunID) throws(LedgerError) {
    try write { database in
      for part in parts {
        try database.execute(
          sql: "INSERT INTO part (run, body) VALUES (?, ?)", arguments: [run.number, Blob.data(part)])
      }
    }
  }

  /// The last run of a kind within a scope, if parts of it may be kept; nil once a later one has ended.
  package func unfinished(_ kind: Report.Kind, scope: String) throws(LedgerError) -> UnfinishedRun? {
    try read { database in
      let row = try Row.fetchOne(
        database, sql: "SELECT * FROM run WHERE kind = ? AND scope = ? ORDER BY id DESC LIMIT 1",
        arguments: [kind.rawValue, scope])
      guard let record = try row.map({ try RunRecord($0, isAlive: { $0.isAlive }) }) else { return nil }
      let number = record.id.number
      let facts = try String.fetchOne(database, sql: "SELECT facts FROM unfinished WHERE run = ?", arguments: [number])
      guard let facts else { return nil }
      let parts = try Data.fetchAll(
        database, sql: "SELECT body FROM part WHERE run = ? ORDER BY id", arguments: [number])
      return UnfinishedRun(record: record, facts: facts, parts: parts.map { Array($0) })
    }
  }

  /// Forgets the parts of all runs of the scope of one that is complete; its own only where `keepsOwn` is false.
  static func forgetParts(with run: RunID, keepsOwn: Bool, _ database: Database) throws {
    let others = """
      (SELECT r.id FROM run AS r JOIN run AS own ON own.kind = r.kind AND own.scope = r.scope
        WHERE own.id = :run AND (r.id <> :run OR NOT :keepsOwn))
      """
    for table in ["part", "unfinished"] {
      try database.execute(
        sql: "DELETE FROM \(table) WHERE run IN \(others)", arguments: ["run": run.number, "keepsOwn": keepsOwn])
    }
  }
}
