internal import FoundationEssentials

/// Where a folder lies in the repository around it.
struct RepositoryPlace {
  /// The repository's root, absolute.
  var root: String
  /// The folder as seen from the root: empty, or ending in `/`.
  var prefix: String

  /// Nil outside of a repository: the first folder upwards that holds `.git` is the root.
  static func ofWorkingDirectory() -> RepositoryPlace? { of(FileManager.default.currentDirectoryPath) }

  static func of(_ folder: String) -> RepositoryPlace? {
    var root = folder
    while !FileBytes.exists("\(root == "/" ? "" : root)/.git") {
      guard root != "/", !root.isEmpty, root != "." else { return nil }
      root = FileBytes.folder(of: root)
    }
    let rest = folder.dropFirst(root.count).drop { $0 == "/" }
    return RepositoryPlace(root: root, prefix: rest.isEmpty ? "" : "\(rest)/")
  }
}
