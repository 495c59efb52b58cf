internal import SourceDocuments

/// What is needed of JSON-LD: names without their prefixes, and values that may be one, many, or an object with an id.
enum LinkedData {
  /// `ConsentGiven` of `dpv:ConsentGiven` and of `https://w3id.org/dpv#ConsentGiven`.
  static func term(_ text: String) -> String {
    let cut =
      text.utf8.lastIndex(of: UInt8(ascii: "#"))
      ?? (text.contains("://") ? nil : text.utf8.lastIndex(of: UInt8(ascii: ":")))
    guard let cut else { return text }
    return String(text[text.utf8.index(after: cut)...])
  }

  /// A member by the last part of its name.
  static func member(_ name: String, of node: Node) -> Node? {
    node.entries?.first { $0.key == name || term($0.key) == name }?.value
  }

  /// One value or a list of them, as a list.
  static func values(_ name: String, of node: Node) -> [Node] {
    guard let value = member(name, of: node) else { return [] }
    return value.elements ?? [value]
  }

  /// A text, or the `@id` or `rdf:value` of an object.
  static func text(_ node: Node?) -> String? {
    guard let node else { return nil }
    if let text = node.scalarText { return text }
    return (node["@id"] ?? node["@value"] ?? member("value", of: node))?.scalarText
  }

  /// The types of an object, or the text that stands for one.
  static func types(_ node: Node) -> Set<String> {
    if let text = node.scalarText { return [term(text)] }
    guard let type = node["@type"] else { return [] }
    return Set((type.elements ?? [type]).compactMap(\.scalarText).map(term))
  }

  static func isConsentRecord(_ node: Node) -> Bool {
    !types(node).isDisjoint(with: ["ConsentRecord", "ConsentReceipt"]) || member("hasConsentStatus", of: node) != nil
  }
}
