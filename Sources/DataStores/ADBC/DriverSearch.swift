internal import Glibc

/// Finds the driver of a name, such as `postgresql`, or at a path.
struct DriverSearch {
  let paths: DriverPaths

  /// A path to a library or manifest is taken as it is. A name is looked for as manifest and as library in the folders, then
  /// by the dynamic loader. Throws `driverMissing`.
  func find(_ name: String) throws(StoreError) -> DriverLocation {
    if name.contains("/") || name.hasSuffix(".so") || name.hasSuffix(".toml") { return try at(path: name) }
    for folder in paths.folders {
      let manifest = "\(folder)/\(name).toml"
      if exists(manifest) { return try DriverManifest.read(manifest) }
      for file in ["libadbc_driver_\(name).so", "lib\(name).so"] where exists("\(folder)/\(file)") {
        return DriverLocation(library: absolute("\(folder)/\(file)"))
      }
      if let module = module(of: name, in: folder) { return DriverLocation(library: absolute(module)) }
    }
    for library in ["libadbc_driver_\(name).so", "lib\(name).so"] {
      guard let handle = unsafe dlopen(library, RTLD_LAZY | RTLD_LOCAL) else { continue }
      unsafe dlclose(handle)
      return DriverLocation(library: library)
    }
    throw .driverMissing(name)
  }

  private func at(path: String) throws(StoreError) -> DriverLocation {
    guard exists(path) else { throw .driverMissing(path) }
    return path.hasSuffix(".toml") ? try DriverManifest.read(path) : DriverLocation(library: absolute(path))
  }

  /// The extension module of a Python wheel, such as `_duckdb.cpython-311-x86_64-linux-gnu.so`.
  private func module(of name: String, in folder: String) -> String? {
    guard let directory = unsafe opendir(folder) else { return nil }
    defer { unsafe closedir(directory) }
    var found: [String] = []
    while let entry = unsafe readdir(directory) {
      let file = unsafe withUnsafePointer(to: &entry.pointee.d_name) { name in
        unsafe name.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if file.hasPrefix("_\(name)."), file.hasSuffix(".so") { found.append("\(folder)/\(file)") }
    }
    return found.max()
  }

  private func exists(_ path: String) -> Bool { unsafe access(path, R_OK) == 0 }

  /// The loader looks up a name without a slash elsewhere.
  private func absolute(_ path: String) -> String { path.contains("/") ? path : "./\(path)" }
}
