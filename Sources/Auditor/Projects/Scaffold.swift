internal import DataStores
internal import FoundationEssentials
public import GovernanceModel
internal import PolicyEngine

/// The files of a new project.
public struct Scaffold: Sendable {
  public struct Written: Sendable {
    public var created: [String] = []
    public var kept: [String] = []
  }

  let folder: String
  let store: String?

  private let drivers: DriverPaths
  private let installation: Installation?

  /// - Parameters:
  ///   - store: a store whose tables the data map shall list, as ``ScaffoldStore`` tells it; nil writes an example map.
  ///   - installation: the shipped vocabulary, by which columns are guessed from their names; nil guesses nothing.
  ///   - environment: of the process, for where drivers lie.
  public init(
    folder: String, store: String?, installation: Installation? = nil,
    environment: (String) -> String? = { _ in nil }
  ) {
    (self.folder, self.store, self.installation) = (folder, store, installation)
    drivers = DriverPaths(project: folder, installation: installation?.root, environment: environment)
  }

  /// Writes what is missing and overwrites nothing; `key` are the random bytes of the pseudonym key.
  public func write(key: [UInt8]) throws(InputError) -> Written {
    let map = try dataMap()
    var written = Written()
    try write("proviso.yaml", ScaffoldTexts.project(store: store), &written)
    try write("maps/store.yaml", map, &written)
    try write("rules/example.yaml", ScaffoldTexts.rules, &written)
    try write(".github/workflows/proviso.yml", ScaffoldTexts.workflow, &written)
    try write(".proviso/.gitignore", "*\n", &written)
    try writeKey(key, &written)
    return written
  }

  private func write(_ name: String, _ text: String, _ written: inout Written) throws(InputError) {
    let path = FileBytes.resolve(name, from: folder)
    guard !FileBytes.exists(path) else { return written.kept.append(path) }
    try FileBytes.write(Array(text.utf8), to: path)
    written.created.append(path)
  }

  /// The key is readable by its owner only.
  private func writeKey(_ key: [UInt8], _ written: inout Written) throws(InputError) {
    let path = FileBytes.resolve(".proviso/pseudonym.key", from: folder)
    guard !FileBytes.exists(path) else { return written.kept.append(path) }
    let made = FileManager.default.createFile(
      atPath: path, contents: Data(key), attributes: [.posixPermissions: 0o600])
    guard made else { throw InputError([Diagnostic(.error, "cannot write `\(path)`")]) }
    written.created.append(path)
  }

  private func dataMap() throws(InputError) -> String {
    guard let store else { return ScaffoldTexts.exampleMap }
    let found = ScaffoldStore(store).location.store(
      "store", driver: nil, drivers, secrets: SecretReader.secrets(of: store))
    let tables: [TableSchema]
    do {
      tables = try found.tables()
    } catch {
      throw InputError([Diagnostic(.error, error.description, help: error.help)])
    }
    let vocabulary = try Vocabulary.read(installation?.vocabularies() ?? [])
    return ScaffoldMap(tables: tables, names: ColumnNames(vocabulary)).text
  }
}
