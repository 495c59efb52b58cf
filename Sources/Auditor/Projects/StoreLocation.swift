internal import DataStores
internal import GovernanceModel

/// What engine a store of the project is of, and where it is; paths as seen from the working directory, secrets filled in.
enum StoreLocation: Sendable {
  case sqlite(path: String)
  case duckdb(path: String)
  case files(FileTables)
  case postgresql(uri: String)
  /// Paths are the cluster's own.
  case spark(uri: String, options: [String: String], SparkTables)
  case adbc(dialect: SQLDialect?, options: [String: String])
}

extension Project.Store {
  /// The store, not yet opened.
  func opened(_ paths: DriverPaths) -> any DataStore {
    location.store(name, driver: driver, paths, secrets: secrets)
  }
}

extension StoreLocation {
  /// The store, not yet opened.
  func store(
    _ name: String, driver: String?, _ paths: DriverPaths, secrets: [Redacted<String>]
  ) -> any DataStore {
    func adbc(_ kind: ADBCStore.Kind) -> ADBCStore {
      ADBCStore(name: name, kind, driver: driver, paths: paths, secrets: secrets.map(\.disclosed))
    }
    switch self {
    case .sqlite(let path): return SQLiteStore(name: name, path: path)
    case .duckdb(let path): return adbc(.duckdb(path: path))
    case .files(let tables): return adbc(.files(tables))
    case .postgresql(let uri): return adbc(.postgresql(uri: uri))
    case .spark(let uri, let options, let tables): return adbc(.spark(uri: uri, options: options, tables))
    case .adbc(let dialect, let options): return adbc(.other(dialect: dialect, options: options))
    }
  }

  /// With its paths as seen from the working directory.
  func resolved(from folder: String) -> StoreLocation {
    switch self {
    case .sqlite(let path): .sqlite(path: FileBytes.resolve(path, from: folder))
    case .duckdb(let path): .duckdb(path: FileBytes.resolve(path, from: folder))
    case .files(let tables): .files(tables.mapPaths { FileBytes.resolve($0, from: folder) })
    case .postgresql, .spark, .adbc: self
    }
  }
}
