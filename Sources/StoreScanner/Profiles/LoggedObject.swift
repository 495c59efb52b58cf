import GovernanceModel
import SourceDocuments

/// The attributes of one use with their values, as a log holds them: a JSON object from paths to values. An object within it
/// stands for paths below its own, a list for a set.
struct LoggedObject {
  /// Paths in the order of the text, those without a value among them.
  private(set) var paths: [String] = []
  /// A path that is null, or holds what is no value, has none.
  private(set) var values: [String: Value] = [:]

  /// True for a text that is an object, or tries to be one; a list of paths is none.
  static func isMeant(by text: Span<UInt8>) -> Bool {
    for index in text.indices where text[index] > 32 { return text[index] == UInt8(ascii: "{") }
    return false
  }

  /// Nil for what is no JSON object.
  init?(_ text: Span<UInt8>) {
    var bytes: [UInt8] = []
    for index in text.indices { bytes.append(text[index]) }
    guard let file = try? SourceFile(path: "attributes.json", bytes: bytes), let root = try? Node.json(file),
      case .mapping(let entries) = root.content
    else { return nil }
    for entry in entries { add(entry.value, at: entry.key) }
  }

  private mutating func add(_ node: Node, at path: String) {
    if case .mapping(let entries) = node.content {
      for entry in entries { add(entry.value, at: "\(path).\(entry.key)") }
      return
    }
    paths.append(path)
    values[path] = Self.value(node)
  }

  private static func value(_ node: Node) -> Value? {
    switch node.content {
    case .null, .mapping: return nil
    case .boolean(let value): return .boolean(value)
    case .integer(let value): return .integer(value)
    case .decimal(let value): return .decimal(value)
    case .text(let text): return .text(text)
    case .sequence(let elements):
      let values = elements.compactMap { value($0) }
      return values.count == elements.count ? .set(values) : nil
    }
  }
}
