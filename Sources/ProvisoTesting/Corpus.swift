package import Foundation

/// Real inputs for tests, which are no part of this repository: `PROVISO_CORPUS`, else `../shared/corpus` from its root.
///
/// For example: `@Test(.enabled(if: Corpus.isPresent, "no corpus: set PROVISO_CORPUS"))`.
package enum Corpus {
  /// The corpus' folder; nil where it is absent.
  package static let directory: URL? = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let named = ProcessInfo.processInfo.environment["PROVISO_CORPUS"].map {
      URL(filePath: $0, directoryHint: .isDirectory)
    }
    let folder = named ?? root.appending(path: "../shared/corpus", directoryHint: .isDirectory).standardizedFileURL
    let isFolder = (try? folder.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory ?? false
    return isFolder ? folder : nil
  }()

  package static var isPresent: Bool { directory != nil }

  /// The files below a folder of the corpus whose name ends in one of the suffixes, in byte order; none when it is absent.
  package static func files(in folder: String, suffixes: [String]) -> [String] {
    guard let base = directory?.appending(path: folder),
      let walk = FileManager.default.enumerator(at: base, includingPropertiesForKeys: nil)
    else { return [] }
    return walk.compactMap { ($0 as? URL)?.path }.filter { path in suffixes.contains { path.hasSuffix($0) } }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The bytes of a file named relative to the corpus or absolutely.
  package static func bytes(of path: String) throws -> [UInt8] {
    guard !path.hasPrefix("/"), let directory else { return Array(try Data(contentsOf: URL(filePath: path))) }
    return Array(try Data(contentsOf: directory.appending(path: path)))
  }
}
