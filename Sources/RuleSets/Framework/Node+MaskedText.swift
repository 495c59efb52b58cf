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

  private var masked: Node { masked(isIdentifier: false) }

  /// - Parameter isIdentifier: true for what is compared with an attribute whose name is a key to one person.
  private func masked(isIdentifier: Bool) -> Node {
    switch content {
    case .text(let text):
      if let kind = PersonalLiteral.kind(of: text) { return Node(.text("<\(kind.rawValue)>"), at: position) }
      return isIdentifier && !text.isEmpty ? Node(.text("<an identifier>"), at: position) : self
    case .sequence(let elements):
      let identifies = isIdentifier || elements.contains { $0.identifyingAttribute }
      return Node(.sequence(elements.map { $0.masked(isIdentifier: identifies) }), at: position)
    case .mapping(let entries):
      let identifies = self["fact"]?.scalarText.map { RuleNotes.identifies($0) } ?? false
      return Node(
        .mapping(
          entries.map { entry in
            // What names an attribute or an operator is no literal.
            let value = entry.value.masked(
              isIdentifier: identifies && entry.key == "value" || isIdentifier && !entry.isName)
            return Node.Entry(key: entry.key, keyPosition: entry.keyPosition, value: value)
          }), at: position)
    case .null, .boolean, .integer, .decimal: return self
    }
  }

  /// `{"var": "userId"}`.
  private var identifyingAttribute: Bool {
    guard let entry = entries?.first, entry.isName else { return false }
    let keys = entry.value.elements
    // The second of `var` is a default, the last of `val` the name.
    return (keys.map { entry.key == "var" ? $0.first : $0.last } ?? entry.value)?.scalarText.map {
      RuleNotes.identifies($0)
    } ?? false
  }
}

extension Node.Entry {
  fileprivate var isName: Bool { ["var", "val", "fact", "path", "operator"].contains(key) }
}
