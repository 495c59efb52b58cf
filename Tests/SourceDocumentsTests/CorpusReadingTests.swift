import Foundation
import GovernanceModel
import ProvisoTesting
import SourceDocuments
import Testing

/// Real files, against the reader of Foundation.
@Suite(.enabled(if: Corpus.isPresent, "no corpus: set PROVISO_CORPUS"))
struct CorpusReadingTests {
  /// True when both say the same; numbers to thirteen digits, since Foundation's are not exact in the last ones.
  private static func agree(_ own: Node, _ theirs: Any) -> Bool {
    switch own.content {
    case .null: return theirs is NSNull
    case .boolean(let value): return (theirs as? NSNumber)?.boolValue == value
    case .integer(let number): return (theirs as? NSNumber)?.int64Value == number
    case .decimal(let number):
      guard let other = (theirs as? NSNumber)?.doubleValue else { return false }
      return abs(number - other) <= 1e-13 * abs(number)
    case .text(let text): return (theirs as? String).map { Array($0.utf8) == Array(text.utf8) } ?? false
    case .sequence(let elements):
      guard let others = theirs as? [Any], others.count == elements.count else { return false }
      return zip(elements, others).allSatisfy(agree)
    case .mapping(let entries):
      guard let others = theirs as? [String: Any], others.count == entries.count else { return false }
      return entries.allSatisfy { entry in others[entry.key].map { agree(entry.value, $0) } ?? false }
    }
  }

  @Test(arguments: Corpus.files(in: "", suffixes: [".json"]))
  func `a JSON file is read as Foundation reads it, or refused as it refuses`(_ path: String) throws {
    let bytes = try Corpus.bytes(of: path)
    let theirs = try? JSONSerialization.jsonObject(with: Data(bytes), options: [.fragmentsAllowed])
    let own = try? Node.json(SourceFile(path: path, bytes: bytes))
    #expect((own == nil) == (theirs == nil))
    guard let own, let theirs else { return }
    #expect(Self.agree(own, theirs))
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
