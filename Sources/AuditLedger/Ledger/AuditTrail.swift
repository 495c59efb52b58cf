internal import GRDB

/// What a later audit must know of this one to go on from it. It lies in the ledger beside the report, under the chain.
package struct AuditTrail: Codable, Hashable, Sendable {
  /// The rows of a log by when they are dated, seen from the instant of the audit.
  package struct Log: Codable, Hashable, Sendable {
    /// `uses` or `consents`.
    package let kind: String
    package let upTo, within, after, longAfter: Int
    package init(kind: String, upTo: Int, within: Int, after: Int, longAfter: Int) {
      (self.kind, self.upTo, self.within, self.after, self.longAfter) = (kind, upTo, within, after, longAfter)
    }
  }

  /// SHA-256 of everything that uses are judged by, beside packs and data maps, which the report names.
  package var configuration: String
  /// By `store.collection`.
  package var logs: [String: Log]
  package init(configuration: String, logs: [String: Log]) { (self.configuration, self.logs) = (configuration, logs) }
}

extension Ledger {
  /// What a completed run left for later ones; nil for runs of versions that left nothing.
  package func trail(of run: RunID) throws(LedgerError) -> AuditTrail? {
    try read { database in
      let facts = try String.fetchOne(database, sql: "SELECT facts FROM run WHERE id = ?", arguments: [run.number])
      return try facts.flatMap { try StoredReport(stored: $0).trail }
    }
  }
}
