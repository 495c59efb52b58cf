internal import GRDB

/// Why the ledger cannot be used; one clear sentence each, with the path and no personal value.
package enum LedgerError: Error, Hashable, Sendable {
  case locked(path: String)
  case corrupt(path: String)
  /// Not SQLite, or a SQLite file of somebody else.
  case foreign(path: String)
  /// A file without a byte: a ledger that was cut off, or never one.
  case empty(path: String)
  /// Written by a later version.
  case newer(path: String)
  case unwritable(path: String)
  case full(path: String)
  case failed(path: String, code: Int)
  case unknownRun(Int64)
  /// The run was completed, or has failed, already.
  case notRunning(Int64)
  /// What was recorded of a run is not what is there now, and what about it.
  case changed(Int64, String)
}

extension LedgerError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .locked(let path): "the ledger `\(path)` is locked by another process"
    case .corrupt(let path): "the ledger `\(path)` is damaged; restore it from a backup or move it away"
    case .foreign(let path): "`\(path)` is not a ledger of Proviso; name another file as `ledger:`"
    case .empty(let path): "the ledger `\(path)` is empty (0 bytes); restore it from a backup or move it away"
    case .newer(let path): "the ledger `\(path)` was written by a later version of Proviso"
    case .unwritable(let path): "the ledger `\(path)` cannot be opened for writing"
    case .full(let path): "the ledger `\(path)` cannot grow: no space left"
    case .failed(let path, let code): "the ledger `\(path)` failed (SQLite code \(code))"
    case .unknownRun(let run): "the ledger has no run \(run)"
    case .notRunning(let run): "run \(run) has ended already"
    case .changed(let run, let trouble): "run \(run) of the ledger cannot be trusted: \(trouble)"
    }
  }
}

extension LedgerError {
  init(_ error: any Error, path: String) {
    if let known = error as? LedgerError {
      self = known
      return
    }
    guard let failure = error as? DatabaseError else {
      self = .corrupt(path: path)
      return
    }
    switch failure.resultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED: self = .locked(path: path)
    case .SQLITE_CORRUPT: self = .corrupt(path: path)
    case .SQLITE_NOTADB: self = .foreign(path: path)
    case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_IOERR: self = .unwritable(path: path)
    case .SQLITE_FULL: self = .full(path: path)
    default: self = .failed(path: path, code: Int(failure.extendedResultCode.rawValue))
    }
  }
}
