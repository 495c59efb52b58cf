internal import SourceDocuments

/// The rules of a json-rules-engine document and the conditions that they share.
struct EngineRules {
  struct Item {
    var id: String
    var place: Node
    var conditions: Node
    var event: Node?
  }

  let items: [Item]
  /// By name, as `engine.setCondition` would have them.
  let shared: [String: Node]

  /// A rule, a list of rules, `{rules: […], conditions: {…}}`, or the conditions of a rule alone.
  init(_ document: RuleDocument) {
    let root = document.root
    let nodes = root["rules"]?.elements ?? root.elements ?? [root]
    let named = (root["rules"] == nil ? nil : root["sharedConditions"] ?? root["conditions"])?.entries ?? []
    shared = Dictionary(named.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
    items = nodes.enumerated().map { index, node in
      let name = node["name"] ?? node["event"]?["type"]
      let fallback = nodes.count == 1 ? "rule" : "\(index + 1)"
      return Item(
        id: name?.scalarText ?? fallback, place: name ?? node, conditions: node["conditions"] ?? node,
        event: node["event"])
    }
  }

  /// Rules have `conditions` with one of the connectives, and an `event`.
  static func recognises(_ root: Node) -> Bool {
    let nodes = root["rules"]?.elements ?? root.elements ?? [root]
    return !nodes.isEmpty && nodes.allSatisfy { isRule($0) || isCondition($0) }
  }

  private static func isRule(_ node: Node) -> Bool {
    guard let conditions = node["conditions"] else { return false }
    return node["event"] != nil
      && ["all", "any", "not", "condition"].contains { conditions[$0] != nil }
  }

  private static func isCondition(_ node: Node) -> Bool {
    for key in ["all", "any"] {
      guard let parts = node[key]?.elements else { continue }
      return parts.contains { $0["fact"] != nil && $0["operator"] != nil || isCondition($0) }
    }
    return node["fact"] != nil && node["operator"] != nil
  }
}

/// `$.a.b[0]['c']`: the part of JSONPath that names one place.
enum FactPath {
  /// Nil for a path with wildcards, filters or scripts.
  static func keys(_ path: String) -> [String]? {
    var rest = Array(path.utf8)[...]
    guard rest.popFirst() == UInt8(ascii: "$") else { return nil }
    var keys: [String] = []
    while let next = rest.popFirst() {
      let stop: (UInt8) -> Bool
      switch next {
      case UInt8(ascii: "."):
        stop = { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "[") }
        let key = rest.prefix { !stop($0) }
        guard isPlain(key) else { return nil }
        keys.append(String(decoding: key, as: UTF8.self))
        rest = rest.dropFirst(key.count)
      case UInt8(ascii: "["):
        var key = rest.prefix { $0 != UInt8(ascii: "]") }
        guard rest.count > key.count else { return nil }
        rest = rest.dropFirst(key.count + 1)
        if let quote = key.first, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") {
          guard key.count >= 2, key.last == quote else { return nil }
          key = key.dropFirst().dropLast()
        } else if !key.allSatisfy({ $0 &- 48 < 10 }) {
          return nil
        }
        guard isPlain(key) else { return nil }
        keys.append(String(decoding: key, as: UTF8.self))
      default: return nil
      }
    }
    return keys
  }

  private static func isPlain(_ key: ArraySlice<UInt8>) -> Bool {
    !key.isEmpty
      && !key.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "@") || $0 == 40 }
  }
}
