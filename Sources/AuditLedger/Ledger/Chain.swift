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
    var bytes = lengthPrefixed(["proviso-chain-1", previous, String(link)])
    append(row, to: &bytes)
    bytes += lengthPrefixed([facts, reportDigest, try findings(of: run, database)])
    return SHA256Digest.hexadecimal(of: bytes)
  }

  private static func findings(of run: RunID, _ database: Database) throws -> String {
    let rows = try Row.fetchCursor(
      database, sql: "SELECT * FROM finding WHERE run = ? ORDER BY position", arguments: [run.number])
    var (digests, bytes): ([String], [UInt8]) = ([], [])
    while let row = try rows.next() {
      bytes.removeAll(keepingCapacity: true)
      append(row, to: &bytes)
      digests.append(SHA256Digest.hexadecimal(of: bytes))
    }
    return SHA256Digest.hexadecimal(of: lengthPrefixed(digests))
  }

  /// Each value as a length-prefixed text with its type, so that no value passes for another: `n`, `i7`, `tseven`.
  private static func append(_ row: Row, to bytes: inout [UInt8]) {
    for (_, value) in row {
      switch value.storage {
      case .null: bytes.appendLengthPrefixed("n", "")
      case .int64(let number): bytes.appendLengthPrefixed("i", String(number))
      case .double(let number): bytes.appendLengthPrefixed("d", String(number.bitPattern))
      case .string(let text): bytes.appendLengthPrefixed("t", text)
      case .blob(let data): bytes.appendLengthPrefixed("b", hexadecimal(data))
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
