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
    do {
      try Self.prepare(path, patience: patience)
      queue = try DatabaseQueue(path: path, configuration: Self.configuration(patience))
    } catch {
      throw LedgerError(error, path: path)
    }
  }

  /// Makes the tables, or finds them made. Audits that start together all come here at once, and SQLite answers some of
  /// what they do to a new file with "busy" without waiting; so each tries again, in an eighth of its patience at a time.
  private static func prepare(_ path: String, patience: Double) throws {
    let attempts = 8
    for attempt in 1...attempts {
      do {
        let queue = try DatabaseQueue(path: path, configuration: configuration(patience / Double(attempts)))
        try claim(queue, path)
        return try migrator.migrate(queue)
      } catch let error as DatabaseError {
        let isCollision = [.SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_ERROR].contains(error.resultCode)
        guard isCollision, attempt < attempts else { throw error }
        Thread.sleep(forTimeInterval: 0.05 * Double(attempt))
      }
    }
  }

  private static func configuration(_ patience: Double) -> Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(patience)
    configuration.foreignKeysEnabled = true
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
    return configuration
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
      // One transaction, so that tables which another process makes meanwhile are not seen without their mark.
      try database.inTransaction(.deferred) {
        let owner = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        if owner != applicationID {
          // The migrator makes a table of its own before those of the ledger.
          let sql = "SELECT count(*) FROM sqlite_master WHERE tbl_name <> 'grdb_migrations'"
          let tables = try Int.fetchOne(database, sql: sql) ?? 0
          guard owner == 0, tables == 0 else { throw LedgerError.foreign(path: path) }
        } else if try migrator.hasBeenSuperseded(database) {
          throw LedgerError.newer(path: path)
        }
        return .commit
      }
      try database.execute(sql: "PRAGMA journal_mode = WAL")
    }
  }
}
