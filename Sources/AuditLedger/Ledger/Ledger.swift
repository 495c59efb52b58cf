internal import Foundation
internal import GRDB

/// The record of audits: append-only, chained by digests, safe against a process that dies in the middle.
///
/// One SQLite file in WAL mode with full synchronisation. Several processes may use it at a time.
package struct Ledger: Sendable {
  let path: String
  private let queue: DatabaseQueue

  /// Marks the file as a ledger: "PRV1".
  static let applicationID = 0x5052_5631

  /// Opens the ledger, or makes a new one with the folders that it needs.
  ///
  /// - Parameter patience: seconds to wait for another process that writes.
  package init(path: String, patience: Double = 10) throws(LedgerError) {
    self.path = path
    do {
      let folder = URL(filePath: path).deletingLastPathComponent()
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw .unwritable(path: path)
    }
    guard !Self.isEmptyFile(path, patience: patience) else { throw .empty(path: path) }
    var configuration = Configuration()
    configuration.busyMode = .timeout(patience)
    configuration.foreignKeysEnabled = true
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
    do {
      queue = try DatabaseQueue(path: path, configuration: configuration)
      try Self.claim(queue, path)
      do {
        try Self.migrator.migrate(queue)
      } catch is DatabaseError {
        // Another process may have made the tables at the same moment: then they are there now.
        try Self.migrator.migrate(queue)
      }
    } catch {
      throw LedgerError(error, path: path)
    }
  }

  func read<Result>(_ body: (Database) throws -> Result) throws(LedgerError) -> Result {
    do { return try queue.read(body) } catch { throw LedgerError(error, path: path) }
  }

  /// One transaction: all of it or nothing.
  func write<Result>(_ body: (Database) throws -> Result) throws(LedgerError) -> Result {
    do { return try queue.write(body) } catch { throw LedgerError(error, path: path) }
  }

  /// A ledger in the making by another process is empty for a moment.
  private static func isEmptyFile(_ path: String, patience: Double) -> Bool {
    for _ in 0...Int(min(patience, 1) * 20) {
      let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
      guard size == 0 else { return false }
      Thread.sleep(forTimeInterval: 0.05)
    }
    return true
  }

  /// Refuses files of others before anything is written to them.
  private static func claim(_ queue: DatabaseQueue, _ path: String) throws {
    try queue.inDatabase { database in
      let owner = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
      if owner != applicationID {
        let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") ?? 0
        guard owner == 0, tables == 0 else { throw LedgerError.foreign(path: path) }
      } else if try migrator.hasBeenSuperseded(database) {
        throw LedgerError.newer(path: path)
      }
      try database.execute(sql: "PRAGMA journal_mode = WAL")
    }
  }
}
