internal import GRDB
package import GovernanceModel

extension Ledger {
  /// Records that a run starts; call it before the run looks at anything.
  package func begin(_ start: RunStart) throws(LedgerError) -> RunID {
    try write { database in
      try database.execute(
        sql: """
          INSERT INTO run (kind, project, scope, asOf, started, processID, processBoot, processStart, status)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'running')
          """,
        arguments: [
          start.kind.rawValue, start.project, start.scope, start.asOf.microseconds, start.started.microseconds,
          start.process.id, start.process.boot, start.process.start,
        ])
      return RunID(database.lastInsertedRowID)
    }
  }

  /// Records that a run ended without a report. `reason` holds no personal value.
  package func fail(_ run: RunID, reason: String) throws(LedgerError) {
    try write { database in
      try Self.requireRunning(run, database)
      try database.execute(
        sql: "UPDATE run SET status = 'failed', failure = ? WHERE id = ?", arguments: [reason, run.number])
    }
  }

  /// Every run, the first first.
  ///
  /// - Parameter isAlive: a run whose process is gone is told as interrupted.
  package func runs(isAlive: (ProcessIdentity) -> Bool = { $0.isAlive }) throws(LedgerError) -> [RunRecord] {
    try read { database in
      try Row.fetchAll(database, sql: "SELECT * FROM run ORDER BY id").map { try RunRecord($0, isAlive: isAlive) }
    }
  }

  /// The completed run of a kind that was recorded last; within a scope if one is given.
  package func lastComplete(_ kind: Report.Kind, scope: String? = nil) throws(LedgerError) -> RunID? {
    try read { database in
      try Int64.fetchOne(
        database,
        sql: """
          SELECT id FROM run WHERE kind = :kind AND status = 'complete' AND (:scope IS NULL OR scope = :scope)
          ORDER BY link DESC LIMIT 1
          """, arguments: ["kind": kind.rawValue, "scope": scope]
      ).map { RunID($0) }
    }
  }

  /// Fingerprints that some completed run of the kind told as fixed.
  package func fixedFingerprints(_ kind: Report.Kind) throws(LedgerError) -> Set<String> {
    try read { database in
      try Set(
        String.fetchAll(
          database,
          sql: """
            SELECT DISTINCT fingerprint FROM finding JOIN run ON run.id = finding.run
            WHERE finding.status = 'fixed' AND run.kind = ?
            """, arguments: [kind.rawValue]))
    }
  }

  static func requireRunning(_ run: RunID, _ database: Database) throws {
    let status = try String.fetchOne(database, sql: "SELECT status FROM run WHERE id = ?", arguments: [run.number])
    guard let status else { throw LedgerError.unknownRun(run.number) }
    guard status == "running" else { throw LedgerError.notRunning(run.number) }
  }
}

extension RunRecord {
  init(_ row: Row, isAlive: (ProcessIdentity) -> Bool) throws {
    let (kind, recorded): (String, String) = (row["kind"], row["status"])
    guard let kind = Report.Kind(rawValue: kind), let recorded = Status(rawValue: recorded) else {
      throw StoredFormError.unreadable
    }
    let process = ProcessIdentity(id: row["processID"], boot: row["processBoot"], start: row["processStart"])
    id = RunID(row["id"])
    start = RunStart(
      kind: kind, project: row["project"], scope: row["scope"], asOf: Instant(microseconds: row["asOf"]),
      started: Instant(microseconds: row["started"]), process: process)
    status = recorded == .running && !isAlive(process) ? .interrupted : recorded
    (failure, digest, reportDigest) = (row["failure"], row["digest"], row["reportDigest"])
  }
}
