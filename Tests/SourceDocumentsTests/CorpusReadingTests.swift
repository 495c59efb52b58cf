import Foundation
import GovernanceModel
import ProvisoTesting
import SourceDocuments
import Testing

/// Real files, against the reader of Foundation.
@Suite(.enabled(if: Corpus.isPresent, "no corpus: set PROVISO_CORPUS"))
struct CorpusReadingTests {
  /// A value as text in which only content counts.
  private static func plain(_ value: Any) -> String {
    switch value {
    case let members as [String: Any]:
      let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      return "{" + sorted.map { "\($0.key):\(plain($0.value))" }.joined(separator: ",") + "}"
    case let elements as [Any]: return "[" + elements.map(plain).joined(separator: ",") + "]"
    case let text as String: return "t\(text)"
    case let number as NSNumber: return plain(number.doubleValue)
    default: return "null"
    }
  }

  /// Fourteen digits: Foundation's parser is not exact in the last ones.
  private static func plain(_ number: Double) -> String { String(format: "%.14g", number) }

  private static func plain(_ node: Node) -> String {
    switch node.content {
    case .null: return "null"
    case .boolean(let value): return plain(value ? 1 : 0)
    case .integer(let number): return plain(Double(number))
    case .decimal(let number): return plain(number)
    case .text(let text): return "t\(text)"
    case .sequence(let elements): return "[" + elements.map(plain).joined(separator: ",") + "]"
    case .mapping(let entries):
      let sorted = entries.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      return "{" + sorted.map { "\($0.key):\(plain($0.value))" }.joined(separator: ",") + "}"
    }
  }

  @Test(arguments: Corpus.files(in: "", suffixes: [".json"]))
  func `a JSON file is read as Foundation reads it, or refused as it refuses`(_ path: String) throws {
    let bytes = try Corpus.bytes(of: path)
    let theirs = try? JSONSerialization.jsonObject(with: Data(bytes), options: [.fragmentsAllowed])
    let own = try? Node.json(SourceFile(path: path, bytes: bytes))
    #expect((own == nil) == (theirs == nil))
    guard let own, let theirs else { return }
    #expect(Self.plain(own) == Self.plain(theirs))
  }

  @Test(arguments: Corpus.files(in: "fideslang/datasets", suffixes: [".yml", ".yaml"]))
  func `a fideslang manifest is read, each value at its place`(_ path: String) throws {
    let file = try SourceFile(path: path, bytes: Corpus.bytes(of: path))
    let datasets = try #require(try Node.read(file)["dataset"]?.elements)
    #expect(!datasets.isEmpty)
    for dataset in datasets {
      let key = try #require(dataset["fides_key"])
      let line = file.line(Int(key.position.line)).unicodeScalars.dropFirst(Int(key.position.column) - 1)
      #expect(String(String.UnicodeScalarView(line)).contains(try #require(key.scalarText)))
    }
  }
}
