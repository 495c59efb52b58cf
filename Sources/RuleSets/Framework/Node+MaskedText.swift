internal import Digests
internal import GovernanceModel
internal import Predicates
internal import SourceDocuments

extension Node {
  /// The node on one line, texts that look personal replaced by their kind.
  var maskedText: String {
    let text = masked.jsonText
    return text.utf8.count > 160 ? String(text.prefix(150)) + " …" : text
  }

  /// The node on one line without texts that look personal, and yet another text for another node.
  var distinctText: String { distinctText(masked) }

  /// The same for a condition on these attributes: without any text where one of them is a key to a person.
  func distinctText(reading paths: [String]) -> String {
    distinctText(paths.contains(where: RuleNotes.identifies) ? masked(isIdentifier: true) : masked)
  }

  private func distinctText(_ masked: Node) -> String {
    let (whole, shown) = (jsonText, masked.jsonText)
    return whole == shown ? whole : "\(shown) #\(whole.identity)"
  }

  /// A mapping without what does not belong to the condition itself, such as its negation.
  func without(_ keys: String...) -> Node {
    entries.map { entries in Node(.mapping(entries.filter { !keys.contains($0.key) }), at: position) } ?? self
  }

  /// What of a mapping decides, such as what a share of people depends on.
  func keeping(_ keys: String...) -> Node {
    entries.map { entries in Node(.mapping(entries.filter { keys.contains($0.key) }), at: position) } ?? self
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

extension String {
  /// Eight digits, others for another text.
  var identity: String { String(SHA256Digest.hexadecimal(of: Array(utf8)).prefix(8)) }
}

extension Predicate {
  /// Opaque parts told apart from those of other places: their texts alone say what they are, not of what.
  func identified(by place: @autoclosure () -> String) -> Predicate {
    var identity: String?
    func walk(_ predicate: Predicate) -> Predicate {
      switch predicate {
      case .all(let parts): return .all(parts.map(walk))
      case .any(let parts): return .any(parts.map(walk))
      case .not(let part): return .not(walk(part))
      case .isTrue(let part): return .isTrue(walk(part))
      case .opaque(let text, let reads) where text.withoutIdentity == text:
        let known = identity ?? place().identity
        identity = known
        return .opaque(text: "\(text) #\(known)", reads: reads)
      default: return predicate
      }
    }
    return walk(self)
  }
}

extension String {
  /// What `identified(by:)` put behind a text taken away.
  var withoutIdentity: String {
    let tail = utf8.suffix(10)
    guard tail.count == 10, tail.starts(with: " #".utf8) else { return self }
    return String(decoding: utf8.dropLast(10), as: UTF8.self)
  }
}

extension Node.Entry {
  fileprivate var isName: Bool {
    [
      "var", "val", "fact", "path", "operator", "field", "key", "type", "contextName", "propertyName",
      "comparisonOperator",
    ].contains(key)
  }
}
