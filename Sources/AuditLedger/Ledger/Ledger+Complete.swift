internal import Digests
internal import GRDB
package import GovernanceModel

extension Ledger {
  /// Records the report of a run and adds the run to the chain, in one transaction.
  ///
  /// - Parameter document: the report XML as it was written; kept beside the chain, which holds its SHA-256.
  /// - Parameter trail: what a later audit must know to go on from this one.
  /// - Parameter keepsParts: something was cut off, so that another run may continue this one.
  /// - Returns: the run's digest, the head of the chain.
  @discardableResult
  package func complete(
    _ run: RunID, report: Report, document: [UInt8], trail: AuditTrail? = nil, keepsParts: Bool = false
  ) throws(LedgerError) -> String {
    try write { database in
      try Self.requireRunning(run, database)
      for (position, finding) in report.findings.enumerated() {
        try Self.insert(finding, run, position, database)
      }
      try database.execute(
        sql: "INSERT INTO document (run, xml) VALUES (?, ?)", arguments: [run.number, Blob.data(document)])
      let head = try Row.fetchOne(
        database, sql: "SELECT link, digest FROM run WHERE status = 'complete' ORDER BY link DESC LIMIT 1")
      let link: Int64 = head.map { $0["link"] + 1 } ?? 1
      let previous: String = head?["digest"] ?? ""
      let (facts, reportDigest) = (try StoredReport(report, trail).storedText(), SHA256Digest.hexadecimal(of: document))
      let digest = try Chain.digest(
        of: run, link: link, facts: facts, reportDigest: reportDigest, previous: previous, database)
      try database.execute(
        sql: """
          UPDATE run SET status = 'complete', link = ?, facts = ?, reportDigest = ?, previousDigest = ?, digest = ?
          WHERE id = ?
          """, arguments: [link, facts, reportDigest, previous, digest, run.number])
      try Self.forgetParts(with: run, keepsOwn: keepsParts, database)
      return digest
    }
  }

  private static func insert(_ finding: Finding, _ run: RunID, _ position: Int, _ database: Database) throws {
    // Prepared once: an audit of a large store has thousands of findings.
    try database.cachedStatement(sql: "INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)").execute(
      arguments: [
        run.number, position, finding.fingerprint, finding.control, finding.severity.rawValue, finding.verdict.name,
        finding.verdict.reason?.rawValue ?? "", finding.status.rawValue, finding.counts.uses, finding.counts.records,
        finding.counts.subjects, finding.evidenceDigest, StoredFinding.text(finding),
      ])
    if finding.sample.isEmpty { return }
    let sample = try database.cachedStatement(sql: "INSERT INTO sample SELECT ?, ?, key, value FROM json_each(?)")
    try sample.execute(arguments: [run.number, position, JSONRecord.list(finding.sample)])
  }
}
