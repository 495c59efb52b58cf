internal import Digests
internal import GRDB

/// The digests that bind each completed run to the one before.
enum Chain {
  /// SHA-256 over the length-prefixed texts of "proviso-chain-1", the previous digest, the run's row, the digest of its
  /// report and the digest of its findings. The samples are in the findings' evidence digests only, with a salt.
  static func digest(
    of run: RunID, link: Int64, facts: String, reportDigest: String, previous: String, _ database: Database
  ) throws -> String {
    let columns = "id, kind, project, scope, asOf, started, processID, processBoot, processStart"
    let row = try Row.fetchOne(database, sql: "SELECT \(columns) FROM run WHERE id = ?", arguments: [run.number])
    guard let row else { throw LedgerError.unknownRun(run.number) }
    let parts =
      ["proviso-chain-1", previous, String(link)] + texts(row) + [facts, reportDigest, try findings(of: run, database)]
    return SHA256Digest.hexadecimal(of: lengthPrefixed(parts))
  }

  private static func findings(of run: RunID, _ database: Database) throws -> String {
    let rows = try Row.fetchCursor(
      database, sql: "SELECT * FROM finding WHERE run = ? ORDER BY position", arguments: [run.number])
    let digests = try Array(rows.map { SHA256Digest.hexadecimal(of: lengthPrefixed(texts($0))) })
    return SHA256Digest.hexadecimal(of: lengthPrefixed(digests))
  }

  /// Each value with its type, so that no value passes for another: `n`, `i7`, `tseven`.
  private static func texts(_ row: Row) -> [String] {
    row.databaseValues.map { value in
      switch value.storage {
      case .null: "n"
      case .int64(let number): "i\(number)"
      case .double(let number): "d\(number.bitPattern)"
      case .string(let text): "t\(text)"
      case .blob(let data): "b" + hexadecimal(data)
      }
    }
  }
}

/// What a check of the chain found.
package enum ChainState: Hashable, Sendable {
  /// Every completed run is as it was recorded. `head` is the last digest; compare it with one that was written down
  /// elsewhere (a report, a ticket) to know that no run was cut off at the end.
  case intact(runs: Int, head: String)
  /// The first run that is not as it was recorded, and what about it.
  case broken(RunID, String)
}
