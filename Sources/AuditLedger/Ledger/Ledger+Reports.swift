internal import Foundation
internal import GRDB
package import GovernanceModel

extension Ledger {
  /// How long samples, and the documents that hold them, are kept (semantics section 9).
  package static let sampleRetention = CalendarPeriod(months: 13)

  /// The report of a completed run, with the samples that are still there.
  package func report(of run: RunID) throws(LedgerError) -> Report {
    try read { database in
      let row = try Row.fetchOne(database, sql: "SELECT status, facts FROM run WHERE id = ?", arguments: [run.number])
      guard let row, let facts: String = row["facts"] else { throw LedgerError.unknownRun(run.number) }
      var report = try StoredReport(stored: facts).report()
      let stored = try String.fetchAll(
        database, sql: "SELECT facts FROM finding WHERE run = ? ORDER BY position", arguments: [run.number])
      let samples = try Self.samples(of: run, database)
      report.findings = try stored.enumerated().map { position, text in
        try StoredFinding(stored: text).finding(sample: samples[position] ?? [])
      }
      return report
    }
  }

  /// The report XML as it was written; nil when it was deleted with its samples.
  package func document(of run: RunID) throws(LedgerError) -> [UInt8]? {
    try read { database in
      try Data.fetchOne(database, sql: "SELECT xml FROM document WHERE run = ?", arguments: [run.number])
        .map { Array($0) }
    }
  }

  /// Deletes the samples and documents of runs that started `keeping` or longer before `now`. The chain holds digests only
  /// and stays whole.
  ///
  /// - Returns: the number of runs that lost something.
  @discardableResult
  package func deleteSamples(now: Instant, keeping: CalendarPeriod = Ledger.sampleRetention) throws(LedgerError) -> Int
  {
    try write { database in
      // The period is added to its anchor (semantics section 2), so each run is asked on its own.
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT id, started FROM run
          WHERE id IN (SELECT run FROM sample UNION SELECT run FROM document)
          """)
      let due = rows.filter { keeping.added(to: Instant(microseconds: $0["started"])) <= now }
      for row in due {
        let run: Int64 = row["id"]
        try database.execute(sql: "DELETE FROM sample WHERE run = ?", arguments: [run])
        try database.execute(sql: "DELETE FROM document WHERE run = ?", arguments: [run])
      }
      return due.count
    }
  }

  static func samples(of run: RunID, _ database: Database) throws -> [Int: [String]] {
    let rows = try Row.fetchAll(
      database, sql: "SELECT finding, pseudonym FROM sample WHERE run = ? ORDER BY finding, position",
      arguments: [run.number])
    return rows.reduce(into: [:]) { samples, row in samples[row["finding"], default: []].append(row["pseudonym"]) }
  }
}

/// Bytes as the database takes them.
enum Blob {
  static func data(_ bytes: [UInt8]) -> Data { Data(bytes) }
}
