internal import GovernanceModel
internal import SourceDocuments

/// Where the shipped packs and vocabularies lie.
public struct Installation: Sendable {
  /// The folder that holds `policies/`.
  public let root: String

  public init(root: String) { self.root = root }

  /// Looks at `PROVISO_HOME`, then beside and above the binary, then at the usual folders.
  public static func find(home: String?, executable: String) -> Installation? {
    var candidates = [home].compactMap { $0 }
    var folder = executable
    for _ in 0..<6 {
      folder = FileBytes.folder(of: folder)
      candidates += [folder, "\(folder)/share/proviso"]
      if folder == "/" || folder == "." { break }
    }
    candidates += ["/usr/local/share/proviso", "/usr/share/proviso"]
    return candidates.first { FileBytes.exists("\($0)/policies/packs/gdpr.yaml") }.map(Installation.init)
  }

  /// The shipped packs by name, in byte order.
  public var packs: [String] {
    FilePattern.files(matching: "\(root)/policies/packs/*.yaml").compactMap { path in
      path.hasSuffix(Self.casesEnding)
        ? nil : path.split(separator: "/").last.map { String($0.dropLast(".yaml".count)) }
    }
  }

  func vocabularies() throws(InputError) -> [SourceFile] {
    var files: [SourceFile] = []
    for path in FilePattern.files(matching: "\(root)/policies/vocabulary/*.yaml") { files.append(try shipped(path)) }
    return files
  }

  func pack(_ name: String) throws(InputError) -> SourceFile { try shipped("\(root)/policies/packs/\(name).yaml") }

  private static let casesEnding = ".cases.yaml"

  /// The cases beside a pack: `gdpr.cases.yaml` beside `gdpr.yaml`; nil where there are none.
  func cases(besides pack: SourceFile) throws(InputError) -> SourceFile? {
    guard let dot = pack.path.lastIndex(of: ".") else { return nil }
    let name = pack.path[..<dot] + Self.casesEnding
    if FileBytes.exists(String(name)) { return try SourceFile.reading(String(name)) }
    let isShipped = !pack.path.hasPrefix("/") && FileBytes.exists("\(root)/\(name)")
    return isShipped ? try shipped("\(root)/\(name)") : nil
  }

  /// A shipped file under its path below the root, so that no report tells where Proviso is installed.
  private func shipped(_ path: String) throws(InputError) -> SourceFile {
    try SourceFile(path: String(path.dropFirst(root.count + 1)), bytes: FileBytes.read(path))
  }
}
