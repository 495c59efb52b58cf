internal import SourceDocuments

/// The rules that a document of JsonLogic holds: one, a list of them, or several by name.
struct LogicRules {
  struct Item {
    var id: String
    var logic: Node
    /// Where the id, or else the rule, stands.
    var place: Node
  }

  let items: [Item]

  init(_ document: RuleDocument) {
    let root = document.root
    if document.isBare || Self.isLogic(root) {
      items = [Item(id: "rule", logic: root, place: root)]
    } else if let elements = root.elements {
      items = elements.enumerated().map { index, element in
        guard let logic = element["rule"] ?? element["logic"] else {
          return Item(id: "\(index + 1)", logic: element, place: element)
        }
        let name = element["id"] ?? element["name"]
        return Item(id: name?.scalarText ?? "\(index + 1)", logic: logic, place: name ?? element)
      }
    } else if let entries = root.entries, entries.count > 1 || entries.allSatisfy({ $0.value.entries != nil }) {
      items = entries.map { entry in
        Item(id: entry.key, logic: entry.value, place: Node(.text(entry.key), at: entry.keyPosition))
      }
    } else {
      items = [Item(id: "rule", logic: root, place: root)]
    }
  }

  /// An operator and nothing beside it.
  static func isLogic(_ node: Node) -> Bool {
    guard let entries = node.entries, entries.count == 1, let name = LogicOperator(rawValue: entries[0].key) else {
      return false
    }
    return !name.isOfFlagd
  }

  /// True for logic that no other format could be meant by: it reads data, or its operator is no word.
  static func recognises(_ root: Node) -> Bool {
    guard isLogic(root), let key = root.entries?.first?.key else { return false }
    let isWord = key.utf8.allSatisfy { ($0 | 32) &- 97 < 26 || $0 == UInt8(ascii: "_") }
    return !isWord || readsData(root)
  }

  private static func readsData(_ node: Node) -> Bool {
    if let elements = node.elements { return elements.contains { readsData($0) } }
    return node.entries?.contains { ["var", "val", "missing"].contains($0.key) || readsData($0.value) } ?? false
  }
}
