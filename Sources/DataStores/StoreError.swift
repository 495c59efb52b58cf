/// Why a store could not be read; never holds a value of the store.
package enum StoreError: Error, Hashable, Sendable {
  case notFound(path: String)
  /// A directory, device or pipe.
  case notAFile(path: String)
  /// A file of no bytes.
  case empty(path: String)
  case notADatabase(path: String)
  /// No plain database: its bytes look like ciphertext.
  case encrypted(path: String)
  case corrupt(path: String, detail: String)
  case locked(path: String)
  case denied(path: String)
  /// An interrupted write must be rolled back, or a write-ahead log replayed, by somebody who may write.
  case needsRecovery(path: String, file: String)
  /// Somebody wrote to the store in the middle of the audit.
  case changed(path: String)
  case missingTable(String, near: String?)
  /// A view over something that is gone, or a virtual table.
  case unreadableTable(String)
  case missingColumn(String, table: String, near: String?)
  /// No driver of this name or at this path.
  case driverMissing(String)
  case driverUnusable(String, detail: String)
  /// No connection; `detail` is the engine's text about it.
  case unreachable(String, detail: String)
  case connectionLost(String)
  /// A wrong user, password or token.
  case loginRefused(String)
  /// The user may not read the table, or one of the columns that were asked for.
  case tableDenied(String)
  /// A type that no value can be read of.
  case unsupportedType(column: String, table: String, type: String)
  /// `state` is the SQLSTATE, or empty; `detail` is the engine's text, where it cannot hold a value.
  case engine(state: String, detail: String)
  /// `code` is the engine's own; `detail` its text for it.
  case failed(code: Int, detail: String)
  case interrupted
}

extension StoreError: CustomStringConvertible {
  /// One line in the style of ``Diagnostic``: lower case, no full stop, the user's words in backticks.
  package var description: String {
    switch self {
    case .notFound(let path): "`\(path)` does not exist"
    case .notAFile(let path): "`\(path)` is not a file"
    case .empty(let path): "`\(path)` is empty: a file of 0 bytes is no database"
    case .notADatabase(let path): "`\(path)` is not an SQLite database"
    case .encrypted(let path): "`\(path)` is not a readable SQLite database: it looks encrypted"
    case .corrupt(let path, let detail): "`\(path)` is damaged: \(detail)"
    case .locked(let path): "`\(path)` is locked by a program that writes to it"
    case .denied(let path): "`\(path)` may not be read by this user"
    case .needsRecovery(let path, let file): "`\(path)` cannot be read before `\(file)` is settled"
    case .changed(let path): "`\(path)` was changed while it was read"
    case .missingTable(let table, _): "the store has no table `\(table)`"
    case .unreadableTable(let table): "`\(table)` is a view or virtual table that cannot be opened"
    case .missingColumn(let column, let table, _): "the table `\(table)` has no column `\(column)`"
    case .driverMissing(let name): "there is no driver `\(name)`: `scripts/install-drivers` installs the usual ones"
    case .driverUnusable(let path, let detail): "the driver `\(path)` cannot be used: \(detail)"
    case .unreachable(let store, let detail): "`\(store)` cannot be reached: \(detail)"
    case .connectionLost(let store): "the connection to `\(store)` was lost"
    case .loginRefused(let store): "`\(store)` refuses the user or password"
    case .tableDenied(let table): "the user may not read `\(table)`, or not all columns that the audit needs"
    case .unsupportedType(let column, let table, let type):
      "the column `\(column)` of `\(table)` has a type that cannot be read (`\(type)`)"
    case .engine(let state, let detail):
      "the engine could not answer: \(detail)" + (state.isEmpty ? "" : " (SQLSTATE \(state))")
    case .failed(let code, let detail): "the store could not be read: \(detail) (code \(code))"
    case .interrupted: "reading was interrupted"
    }
  }

  /// What to do about it; nil when there is nothing to say beyond the description.
  package var help: String? {
    switch self {
    case .notFound: "check `path` of the store in the project file; it is relative to that file"
    case .notAFile: "name the database file itself"
    case .empty: "an interrupted copy or export leaves such a file: make it again"
    case .encrypted: "export a plain copy, such as with `sqlcipher_export`, and audit that"
    case .corrupt: "restore it from a backup, or salvage it with `sqlite3 FILE .recover`"
    case .locked: "run the audit when the writer is done, or on a copy made with `sqlite3 FILE '.backup COPY'`"
    case .denied: "grant read access to the file and its folder"
    case .needsRecovery:
      "open it once with a program that may write to its folder, or copy the file together with it to a writable place"
    case .changed: "run the audit again, or on a copy (of SQLite's files with `sqlite3 FILE '.backup COPY'`)"
    case .missingTable(_, let near?), .missingColumn(_, _, let near?): "did you mean `\(near)`?"
    case .unreadableTable: "mend the view, or copy what it shows to a table"
    case .driverMissing:
      "or put a library or an ADBC driver manifest into `.drivers` beside the project file, or name its path as `driver`"
    case .driverUnusable: "install it again with `scripts/install-drivers`"
    case .unreachable: "check `uri` of the store in the project file, and whether the engine runs"
    case .connectionLost: "run the audit again; what was read before is not used"
    case .loginRefused: "check the secret that `uri` takes from the environment"
    case .tableDenied: "grant it: `GRANT SELECT ON ... TO ...`; Documentation/Engines.md lists what an audit needs"
    case .unsupportedType: "read it through a view that casts it to text"
    case .engine, .notADatabase, .missingTable, .missingColumn, .failed, .interrupted: nil
    }
  }
}
