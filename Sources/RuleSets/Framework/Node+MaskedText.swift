internal import Digests
internal import SourceDocuments

extension Node {
  /// The node on one line, texts that look personal replaced by their kind.
  var maskedText: String {
    let text = masked.jsonText
    return text.utf8.count > 160 ? String(text.prefix(150)) + " …" : text
  }

  /// The node on one line without texts that look personal, and yet another text for another node.
  var distinctText: String {
    let (whole, shown) = (jsonText, masked.jsonText)
    return whole == shown ? whole : "\(shown) #\(SHA256Digest.hexadecimal(of: Array(whole.utf8)).prefix(8))"
  }

  private var masked: Node {
    switch content {
    case .text(let text):
      PersonalLiteral.kind(of: text).map { Node(.text("<\($0.rawValue)>"), at: position) } ?? self
    case .sequence(let elements): Node(.sequence(elements.map(\.masked)), at: position)
    case .mapping(let entries):
      Node(
        .mapping(
          entries.map { Node.Entry(key: $0.key, keyPosition: $0.keyPosition, value: $0.value.masked) }), at: position)
    case .null, .boolean, .integer, .decimal: self
    }
  }
}
