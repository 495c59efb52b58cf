import ConsentSignals
import Foundation
import ProvisoTesting
import SourceDocuments

/// Reading of the corpus' vectors, and of bit strings as they write them.
enum Vectors {
  static func load(_ name: String) throws -> [JSONValue] {
    let path = "consent-signals/\(name).json"
    let root = JSONValue(try Node.json(SourceFile(path: path, bytes: Corpus.bytes(of: path))))
    guard case .array(let vectors)? = root["vectors"] else { return [] }
    return vectors
  }
}

extension JSONValue {
  var text: String? { if case .text(let text) = self { text } else { nil } }
  var isTrue: Bool { self == .boolean(true) }
  var elements: [JSONValue] { if case .array(let elements) = self { elements } else { [] } }
  var number: Int? { if case .number(let number) = self { Int(number) } else { nil } }

  /// The members that another value lacks or has otherwise; members that only the other has do not count.
  func differences(from other: JSONValue, at path: String = "") -> [String] {
    guard case .object(let members) = self else { return self == other ? [] : ["\(path): \(other.jsonText)"] }
    return members.sorted { $0.key < $1.key }.flatMap { key, value in
      other[key].map { value.differences(from: $0, at: "\(path).\(key)") } ?? ["\(path).\(key) is missing"]
    }
  }
}
