/// Where a driver lies, and what its first function may be called.
struct DriverLocation: Hashable, Sendable {
  /// A path, or a name for the dynamic loader.
  let library: String
  let entryPoints: [String]

  /// The usual names: `AdbcDriverInit`, and for `libadbc_driver_postgresql.so` also `AdbcDriverPostgresqlInit`, which is
  /// the rule of ADBC's own driver managers.
  init(library: String, entryPoint: String? = nil) {
    self.library = library
    var words = library.split(separator: "/").last.map(String.init) ?? library
    words = words.split(separator: ".").first.map(String.init) ?? words
    for prefix in ["lib", "adbc_driver_", "_"] where words.hasPrefix(prefix) { words.removeFirst(prefix.count) }
    let name = words.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    entryPoints = entryPoint.map { [$0] } ?? ["AdbcDriver\(name)Init", "AdbcDriverInit", "\(words)_adbc_init"]
  }
}

/// Where drivers are looked for.
package struct DriverPaths: Hashable, Sendable {
  /// Folders of manifests and libraries, the first first.
  package let folders: [String]

  /// - Parameters:
  ///   - project: the project's folder, whose `.drivers` is looked at.
  ///   - installation: the same of an installation; nil for none.
  ///   - environment: of the process: `ADBC_DRIVER_PATH`, and where the user's own manifests lie
  ///     (https://arrow.apache.org/adbc/current/format/driver_manifests.html).
  package init(project: String?, installation: String? = nil, environment: (String) -> String?) {
    var folders = (environment("ADBC_DRIVER_PATH") ?? "").split(separator: ":").map(String.init)
    folders += [project, installation].compactMap { $0.map { $0.isEmpty ? ".drivers" : "\($0)/.drivers" } }
    for variable in ["VIRTUAL_ENV", "CONDA_PREFIX"] {
      if let prefix = environment(variable), !prefix.isEmpty { folders.append("\(prefix)/etc/adbc/drivers") }
    }
    let home = environment("HOME").map { "\($0)/.config" }
    if let user = environment("XDG_CONFIG_HOME") ?? home { folders.append("\(user)/adbc/drivers") }
    self.folders = folders + ["/etc/adbc/drivers"]
  }

  package init(folders: [String]) { self.folders = folders }
}
