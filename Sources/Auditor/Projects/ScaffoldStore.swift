internal import DataStores

/// The store that a new project begins with, as the user names it: a file, a folder of files, or an address.
struct ScaffoldStore {
  let location: StoreLocation

  /// Told by the form of the name: `postgresql://...`, `sc://...`, `*.duckdb`, files and folders of CSV, JSON Lines or Parquet; else a
  /// SQLite file.
  init(_ name: String) {
    let format = Self.format(of: name)
    if name.hasPrefix("postgresql://") || name.hasPrefix("postgres://") {
      location = .postgresql(uri: name)
    } else if name.hasPrefix("sc://") {
      location = .spark(uri: name, options: [:], .catalog(schemas: []))
    } else if name.hasSuffix(".duckdb") || name.hasSuffix(".ddb") {
      location = .duckdb(path: name)
    } else if let format {
      location = .files(FileTables(format, path: name))
    } else {
      location = .sqlite(path: name)
    }
  }

  /// What the file, or the files of a folder, are by their endings.
  private static func format(of name: String) -> FileTables.Format? {
    let names = FileBytes.isDirectory(name) ? FilePattern.files(matching: "\(name)/**") : [name]
    return FileTables.Format.allCases.first { format in
      names.contains { file in format.endings.contains { file.lowercased().hasSuffix($0) } }
    }
  }

  /// The keys of `proviso.yaml` that say where it is. An address may hold a secret, and is taken from the environment.
  func keys(_ scalar: (String) -> String) -> String {
    switch location {
    case .sqlite(let path): "engine: sqlite, path: \(scalar(path))"
    case .duckdb(let path): "engine: duckdb, path: \(scalar(path))"
    case .files(let tables): "engine: \(tables.format.rawValue), path: \(scalar(tables.path ?? ""))"
    case .spark: "engine: spark, uri: \"${STORE_URI}\""
    case .postgresql, .adbc: "engine: postgresql, uri: \"${STORE_URI}\""
    }
  }
}
