package import Digests
internal import Foundation
internal import GRDB
internal import GovernanceModel

extension Ledger {
  /// Computes every digest again.
  ///
  /// - Parameter key: with the project's key, samples that are still there are checked against their salted digests too.
  package func verifyChain(key: PseudonymKey? = nil) throws(LedgerError) -> ChainState {
    try read { database in
      let rows = try Row.fetchAll(database, sql: "SELECT * FROM run WHERE status = 'complete' ORDER BY link")
      var previous = ""
      for (index, row) in rows.enumerated() {
        let run = RunID(row["id"])
        if let trouble = try Self.trouble(row, run, link: Int64(index + 1), previous: previous, database)
          ?? Self.trouble(withDocumentOf: run, digest: row["reportDigest"], database)
          ?? key.flatMap({ try Self.trouble(withSamplesOf: run, $0, database) })
        {
          return .broken(run, trouble)
        }
        previous = row["digest"]
      }
      return .intact(runs: rows.count, head: previous)
    }
  }

  /// Computes the digests of one completed run again, so that nobody is handed a record or report that was changed.
  ///
  /// The runs before it are not looked at; ``verifyChain(key:)`` does.
  package func verify(_ run: RunID) throws(LedgerError) {
    try read { database in
      let row = try Row.fetchOne(
        database, sql: "SELECT * FROM run WHERE id = ? AND status = 'complete'", arguments: [run.number])
      guard let row else { throw LedgerError.unknownRun(run.number) }
      if let trouble = try Self.trouble(row, run, link: row["link"], previous: row["previousDigest"], database)
        ?? Self.trouble(withDocumentOf: run, digest: row["reportDigest"], database)
      {
        throw LedgerError.changed(run.number, trouble)
      }
    }
  }

  private static func trouble(
    _ row: Row, _ run: RunID, link: Int64, previous: String, _ database: Database
  ) throws -> String? {
    guard row["link"] == link else { return "a run before it is missing" }
    guard row["previousDigest"] == previous else { return "it does not follow the run before it" }
    let digest = try Chain.digest(
      of: run, link: link, facts: row["facts"], reportDigest: row["reportDigest"], previous: previous, database)
    return row["digest"] == digest ? nil : "its record was changed"
  }

  private static func trouble(withDocumentOf run: RunID, digest: String, _ database: Database) throws -> String? {
    let document = try Data.fetchOne(database, sql: "SELECT xml FROM document WHERE run = ?", arguments: [run.number])
    guard let document, SHA256Digest.hexadecimal(of: Array(document)) != digest else { return nil }
    return "its report was changed"
  }

  private static func trouble(withSamplesOf run: RunID, _ key: PseudonymKey, _ database: Database) throws -> String? {
    let stored = try String.fetchAll(
      database, sql: "SELECT facts FROM finding WHERE run = ? ORDER BY position", arguments: [run.number])
    for (position, sample) in try samples(of: run, database).sorted(by: { $0.key < $1.key }) {
      let finding = try StoredFinding(stored: stored[position]).finding(sample: sample)
      let digest = evidenceDigest(
        verdict: finding.verdict, counts: finding.counts, sample: sample, salt: key.salt(for: finding.fingerprint))
      if digest != finding.evidenceDigest { return "the sample of finding \(position + 1) was changed" }
    }
    return nil
  }
}
