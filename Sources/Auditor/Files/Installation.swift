internal import GovernanceModel

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
      path.split(separator: "/").last.map { String($0.dropLast(".yaml".count)) }
    }
  }

  var vocabularies: [String] { FilePattern.files(matching: "\(root)/policies/vocabulary/*.yaml") }

  func path(ofPack name: String) -> String { "\(root)/policies/packs/\(name).yaml" }
}
