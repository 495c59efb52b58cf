import Foundation
import GovernanceModel
import PolicyEngine
import SourceDocuments
import Testing

/// Inputs of these tests: files under `Cases/`, and short texts.
enum PolicyFixtures {
  static func bytes(of name: String) throws -> [UInt8] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Cases")
    return Array(try Data(contentsOf: folder.appending(path: name)))
  }

  static func file(_ text: String, path: String = "pack.yaml") throws -> SourceFile {
    try SourceFile(path: path, bytes: Array(text.utf8))
  }

  static let vocabulary: Vocabulary = {
    do {
      return try Vocabulary.read([SourceFile(path: "vocabulary.yaml", bytes: bytes(of: "vocabulary.yaml"))])
    } catch {
      Issue.record(error)
      return Vocabulary()
    }
  }()

  static func allKinds() throws -> Pack {
    try Pack.read(SourceFile(path: "all-kinds.yaml", bytes: bytes(of: "all-kinds.yaml")), vocabulary: vocabulary)
  }

  static func pack(_ text: String, path: String = "pack.yaml") throws -> Pack {
    try Pack.read(file(text, path: path), vocabulary: vocabulary)
  }

  /// A pack of one control in the given requirement, in flow style so that a line and column are easy to say.
  static func packText(require: String, appliesTo: String = "{}", more: String = "") -> String {
    """
    pack: own
    title: Own
    version: "1"
    controls:
      - id: one
        title: One
        law: {name: GDPR, article: "5"}
        severity: low
        appliesTo: \(appliesTo)
        require: \(require)
    \(more)
    """
  }

  static func control(require: String, appliesTo: String = "{}", more: String = "") throws -> Control {
    try #require(try pack(packText(require: require, appliesTo: appliesTo, more: more)).controls.first)
  }

  /// The diagnostics of a pack that must not be read.
  static func errors(_ text: String, path: String = "pack.yaml") throws -> [Diagnostic] {
    do {
      _ = try pack(text, path: path)
      Issue.record("was read without an error")
      return []
    } catch let error as InputError {
      return error.diagnostics
    }
  }
}
