/// What tells one state of a store from another, where something does.
enum StoreFingerprint {
  /// Of files: device, inode, size and last change of each that is there and not empty. Nil without the first.
  static func files(_ paths: [String]) -> String? {
    guard let first = paths.first, (try? OpenFile(path: first)) != nil else { return nil }
    let states = paths.compactMap { path -> String? in
      guard let identity = (try? OpenFile(path: path))?.identity, identity.size > 0 else { return nil }
      return "\(identity.device) \(identity.inode) \(identity.size) \(identity.modified)"
    }
    return states.joined(separator: "; ")
  }

  /// Rows that were written since the statistics began, as PostgreSQL counts them.
  static let postgresql = """
    SELECT concat_ws(' ', sum(n_tup_ins), sum(n_tup_upd), sum(n_tup_del), count(*)) FROM pg_catalog.pg_stat_user_tables
    """
}

extension SQLiteStore {
  package var fingerprint: String? { StoreFingerprint.files([path, path + "-wal"]) }
}

extension ADBCStore {
  package var fingerprint: String? {
    switch kind {
    case .duckdb(let path): return StoreFingerprint.files([path, path + ".wal"])
    case .files: return (try? open(isTyped: false))?.fileStates
    case .postgresql:
      var found: String?
      try? open(isTyped: false).query(StoreFingerprint.postgresql) { batch in
        found = batch.columns[0].text(0)
        return true
      }
      return found
    case .spark, .other: return nil
    }
  }
}

extension OpenFileTables {
  /// The states of all files, by path.
  var fingerprint: String {
    states.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { path, state in
      "\(path) \(state.inode) \(state.size) \(state.modified)"
    }.joined(separator: "; ")
  }
}
