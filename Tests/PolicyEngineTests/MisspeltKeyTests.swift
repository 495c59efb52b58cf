import Foundation
import GovernanceModel
import PolicyEngine
import SourceDocuments
import Testing

/// Every key of the pack with all kinds, misspelt once.
@Suite struct MisspeltKeyTests {
  /// Mappings whose keys are the user's own.
  static let free: Set<String> = ["attributes", "minimum", "grace", "rule"]

  /// Keys on the way to a misspelt one, list places included.
  struct Misspelling: Sendable, CustomTestStringConvertible {
    let path: [String]
    let document: Node
    var testDescription: String { path.joined(separator: "/") }
  }

  static let misspellings: [Misspelling] = {
    do {
      let file = try SourceFile(path: "a.yaml", bytes: PolicyFixtures.bytes(of: "all-kinds.yaml"))
      return variants(of: try Node.yaml(file), below: [])
    } catch {
      Issue.record(error)
      return []
    }
  }()

  /// One document for each key below the node, with an `x` behind that key.
  static func variants(of node: Node, below path: [String]) -> [Misspelling] {
    switch node.content {
    case .mapping(let entries):
      return entries.indices.flatMap { index -> [Misspelling] in
        let entry = entries[index]
        let place = path + [entry.key]
        func document(_ changed: Node.Entry) -> Node {
          var copy = entries
          copy[index] = changed
          return Node(.mapping(copy), at: node.position)
        }
        let inner = variants(of: entry.value, below: place).map { inner in
          Misspelling(
            path: inner.path,
            document: document(.init(key: entry.key, keyPosition: entry.keyPosition, value: inner.document)))
        }
        if path.last.map(free.contains) ?? false { return path.last == "rule" ? [] : inner }
        let misspelt = Node.Entry(key: entry.key + "x", keyPosition: entry.keyPosition, value: entry.value)
        return [Misspelling(path: place, document: document(misspelt))] + inner
      }
    case .sequence(let elements):
      return elements.indices.flatMap { index in
        variants(of: elements[index], below: path + ["\(index)"]).map { inner in
          var copy = elements
          copy[index] = inner.document
          return Misspelling(path: inner.path, document: Node(.sequence(copy), at: node.position))
        }
      }
    default: return []
    }
  }

  @Test func `there are misspellings of every kind`() {
    #expect(Self.misspellings.count > 150)
    for kind in RequirementKind.allCases {
      #expect(Self.misspellings.contains { $0.path.last == kind.rawValue }, "\(kind)")
    }
  }

  @Test(arguments: misspellings)
  func `a misspelt key is named, with its place and the right name`(_ misspelling: Misspelling) throws {
    let text = misspelling.document.jsonText
    let key = try #require(misspelling.path.last)
    let told = try PolicyFixtures.errors(text, path: "pack.json").filter { $0.message.contains("`\(key)x`") }
    let only = try #require(told.first)
    #expect(told.count == 1)
    #expect(only.level == .error)
    let span = try #require(only.span)
    let column = try #require(text.range(of: "\"\(key)x\"")).lowerBound.utf16Offset(in: text) + 1
    #expect(span.line == 1)
    #expect(span.column == column)
    #expect(only.help?.contains("`\(key)`") ?? false, "\(only)")
  }
}
