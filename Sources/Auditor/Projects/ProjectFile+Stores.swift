internal import DataStores
internal import GovernanceModel
internal import SourceDocuments

extension ProjectFile {
  /// A store as the project file has it, secrets filled in from the environment.
  struct Store {
    var name: String
    var location: StoreLocation
    /// A driver's name or path; nil for the engine's usual one.
    var driver: String?
    var secrets: [String]
    /// Variables that are not set: nothing to mind until somebody audits the store.
    var unset: [Diagnostic]
    var map: String
    var node: Node
  }

  /// The engines that a project file can name.
  private enum Engine: String, CaseIterable {
    case sqlite, duckdb, csv, jsonl, parquet, postgresql, spark, adbc
  }

  static func store(
    _ node: Node, _ environment: @escaping (String) -> String?, _ problems: inout Problems
  ) -> Store? {
    guard var fields = MappingReader(node, "a store", &problems) else { return nil }
    let name = fields.text("name", &problems)
    let map = fields.text("map", &problems)
    let engineNode = fields.optional("engine")
    let engine: Engine? = engineNode == nil ? .sqlite : engineNode?.readChoice("engine", &problems)
    var secrets = SecretReader(environment: environment)
    let driver = engine == .sqlite ? nil : fields.optionalText("driver", &problems)
    let location = engine.flatMap { Self.location($0, driver: driver, &fields, &secrets, &problems) }
    // Keys that only an engine has that nobody knows are not told as unknown.
    if engine != nil { fields.finish(&problems) }
    guard let name, let map, let location else { return nil }
    return Store(
      name: name, location: location, driver: driver, secrets: secrets.found, unset: secrets.unset, map: map, node: node
    )
  }

  private static func location(
    _ engine: Engine, driver: String?, _ fields: inout MappingReader, _ secrets: inout SecretReader,
    _ problems: inout Problems
  ) -> StoreLocation? {
    switch engine {
    case .sqlite: return fields.text("path", &problems).map { .sqlite(path: $0) }
    case .csv: return files(.csv, &fields, &problems)
    case .jsonl: return files(.jsonl, &fields, &problems)
    case .parquet: return files(.parquet, &fields, &problems)
    case .duckdb: return fields.text("path", &problems).map { .duckdb(path: $0) }
    case .postgresql:
      return fields.required("uri", &problems).flatMap { secrets.text($0, "uri", &problems) }.map {
        .postgresql(uri: $0)
      }
    case .spark: return spark(&fields, &secrets, &problems)
    case .adbc:
      if driver == nil { problems.error("a store of the engine `adbc` needs `driver`", at: fields.node) }
      let dialect: SQLDialect? = fields.choice("dialect", &problems)
      let uri = fields.optional("uri").flatMap { secrets.text($0, "uri", &problems) }
      var options = options(&fields, &secrets, &problems)
      options["uri"] = uri ?? options["uri"]
      return .adbc(dialect: dialect, options: options)
    }
  }

  /// `path: folder` or `files: {table: pattern}`.
  private static func files(
    _ format: FileTables.Format, _ fields: inout MappingReader, _ problems: inout Problems
  ) -> StoreLocation? {
    guard let node = fields.optional("files") else {
      return fields.text("path", &problems).map { .files(FileTables(format, path: $0)) }
    }
    if let path = fields.optional("path") {
      problems.error("a store of files has `path` or `files`, not both", at: path)
    }
    return named(node, &problems).map { .files(FileTables(format, files: $0.mapValues(\.path))) }
  }

  /// Files or patterns by the table that they make up.
  static func named(_ node: Node, _ problems: inout Problems) -> [String: (path: String, node: Node)]? {
    guard let entries = node.entries, !entries.isEmpty else {
      problems.error("`files` is a mapping from a table's name to its file or pattern; found \(node.kind)", at: node)
      return nil
    }
    return entries.reduce(into: [:]) { files, entry in
      files[entry.key] = entry.value.readText("file", &problems).map { ($0, entry.value) }
    }
  }

  /// What the driver takes beside an address.
  static func options(
    _ fields: inout MappingReader, _ secrets: inout SecretReader, _ problems: inout Problems
  ) -> [String: String] {
    var options: [String: String] = [:]
    guard let node = fields.optional("options") else { return options }
    guard let entries = node.entries else {
      problems.error("`options` is a mapping from the driver's options to their values; found \(node.kind)", at: node)
      return options
    }
    for entry in entries { options[entry.key] = secrets.text(entry.value, "option", &problems) }
    return options
  }
}

/// Fills in `${NAME}` from the environment, and keeps what it filled in, so that nobody tells it.
struct SecretReader {
  let environment: (String) -> String?
  private(set) var found: [String] = []
  private(set) var unset: [Diagnostic] = []

  init(environment: @escaping (String) -> String?) { self.environment = environment }

  /// The text of a node with its variables; one that is not set is noted.
  mutating func text(_ node: Node, _ what: String, _ problems: inout Problems) -> String? {
    guard let text = node.readText(what, &problems) else { return nil }
    var (filled, rest) = ("", Substring(text))
    while let start = rest.firstRange(of: "${") {
      filled += rest[..<start.lowerBound]
      guard let end = rest[start.upperBound...].firstIndex(of: "}") else {
        problems.error("`\(what)` has a `${` without its `}`", at: node)
        return nil
      }
      let name = String(rest[start.upperBound..<end])
      let value = environment(name) ?? ""
      if value.isEmpty {
        var own = problems
        own.error(
          "the environment variable `\(name)` is not set", at: node,
          help: "set it where the audit runs; a secret does not belong into the project file")
        unset += own.diagnostics.dropFirst(problems.diagnostics.count)
      } else {
        found.append(value)
      }
      filled += value
      rest = rest[rest.index(after: end)...]
    }
    let whole = filled + rest
    if let password = Self.password(whole) { found.append(password) }
    return whole
  }

  /// What of an address nobody tells.
  static func secrets(of uri: String) -> [Redacted<String>] { password(uri).map { [Redacted($0)] } ?? [] }

  /// The password of `scheme://user:password@host`, or the token of Spark's `sc://host/;token=...`, if any.
  private static func password(_ uri: String) -> String? {
    guard let scheme = uri.firstRange(of: "://") else { return nil }
    if uri.hasPrefix("sc://") {
      let token = uri.split(separator: ";").dropFirst().first { $0.hasPrefix("token=") }?.dropFirst("token=".count)
      return token.flatMap { $0.isEmpty ? nil : String($0) }
    }
    let authority = uri[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" }
    guard let at = authority.lastIndex(of: "@"), let colon = authority[..<at].firstIndex(of: ":") else { return nil }
    let password = authority[authority.index(after: colon)..<at]
    return password.isEmpty ? nil : String(password)
  }
}
