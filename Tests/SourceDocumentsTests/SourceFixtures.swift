import GovernanceModel
import SourceDocuments
import Testing

/// Short texts as files, and what is wrong with them.
enum SourceFixtures {
  static func file(_ text: String, path: String = "input") throws -> SourceFile {
    try SourceFile(path: path, bytes: Array(text.utf8))
  }

  static func yaml(_ text: String) throws -> Node { try Node.yaml(file(text, path: "input.yaml")) }

  static func json(_ text: String) throws -> Node { try Node.json(file(text, path: "input.json")) }

  /// The only diagnostic of a reading that must fail.
  static func fault(_ read: () throws -> Node) throws -> Diagnostic {
    do {
      _ = try read()
    } catch let error as InputError {
      #expect(error.diagnostics.count == 1)
      return try #require(error.diagnostics.first)
    }
    Issue.record("was read without an error")
    return Diagnostic(.error, "")
  }
}

extension Node {
  /// The content without places and spellings, to compare two trees.
  var plain: String {
    switch content {
    case .null: "null"
    case .boolean(let value): "\(value)"
    case .integer(let value): "i\(value)"
    case .decimal(let value): "d\(value)"
    case .text(let text): "t\(Array(text.utf8))"
    case .sequence(let elements): "[" + elements.map(\.plain).joined(separator: ",") + "]"
    case .mapping(let entries):
      "{" + entries.map { "\(Array($0.key.utf8)):\($0.value.plain)" }.joined(separator: ",") + "}"
    }
  }
}
