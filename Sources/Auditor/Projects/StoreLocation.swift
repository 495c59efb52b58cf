internal import DataStores
internal import GovernanceModel

/// What engine a store of the project is of, and where it is; paths as seen from the working directory, secrets filled in.
enum StoreLocation: Sendable {
  case sqlite(path: String)
  case duckdb(path: String)
  case files(FileTables)
  case postgresql(uri: String)
  case adbc(dialect: SQLDialect?, options: [String: String])
}

extension Project.Store {
  /// The store, not yet opened.
  func opened(_ paths: DriverPaths) -> any DataStore {
    func adbc(_ kind: ADBCStore.Kind) -> ADBCStore {
      ADBCStore(name: name, kind, driver: driver, paths: paths, secrets: secrets.map(\.disclosed))
    }
    switch location {
    case .sqlite(let path): return SQLiteStore(name: name, path: path)
    case .duckdb(let path): return adbc(.duckdb(path: path))
    case .files(let tables): return adbc(.files(tables))
    case .postgresql(let uri): return adbc(.postgresql(uri: uri))
    case .adbc(let dialect, let options): return adbc(.other(dialect: dialect, options: options))
    }
  }
}

extension StoreLocation {
  /// With its paths as seen from the working directory.
  func resolved(from folder: String) -> StoreLocation {
    switch self {
    case .sqlite(let path): .sqlite(path: FileBytes.resolve(path, from: folder))
    case .duckdb(let path): .duckdb(path: FileBytes.resolve(path, from: folder))
    case .files(let tables): .files(tables.mapPaths { FileBytes.resolve($0, from: folder) })
    case .postgresql, .adbc: self
    }
  }
}
