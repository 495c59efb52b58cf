internal import SourceDocuments

/// Every attribute that JsonLogic reads, with its place. Inside an iteration paths are relative to the element.
struct LogicReads {
  private(set) var reads: [(path: String, node: Node)] = []
  /// A path is computed, or is everything.
  private(set) var isOpen = false
  /// The path of each list around that is gone through; nil for one that is computed.
  private var lists: [String?] = []
  private var references: [String] = []

  mutating func visit(_ node: Node, evaluators: [String: Node]?) {
    if let elements = node.elements {
      for element in elements { visit(element, evaluators: evaluators) }
      return
    }
    guard let entries = node.entries else { return }
    for entry in entries {
      let arguments = entry.value.elements ?? [entry.value]
      switch entry.key {
      case "var":
        if let first = arguments.first, let path = first.scalarText { note(path, first) } else { isOpen = true }
        for argument in arguments { visit(argument, evaluators: evaluators) }
      case "val", "exists": visitPath(arguments, node, evaluators)
      case "missing", "missing_some":
        let keys = arguments.flatMap { $0.elements ?? [$0] }
        for key in keys {
          if case .text(let path) = key.content {
            note(path, key)
          } else if key.entries != nil {
            isOpen = true
            visit(key, evaluators: evaluators)
          }
        }
      case "$ref": reference(entry.value, evaluators)
      case let name where LogicOperator(rawValue: name)?.isIteration == true:
        visitIteration(arguments, evaluators)
      default: for argument in arguments { visit(argument, evaluators: evaluators) }
      }
    }
  }

  private mutating func visitIteration(_ arguments: [Node], _ evaluators: [String: Node]?) {
    guard arguments.count > 1 else { return }
    visit(arguments[0], evaluators: evaluators)
    let source = arguments[0].entries?.first
    lists.append(
      source?.key == "var" ? resolved(source?.value.scalarText ?? source?.value.elements?.first?.scalarText ?? "") : nil
    )
    visit(arguments[1], evaluators: evaluators)
    lists.removeLast()
    for argument in arguments.dropFirst(2) { visit(argument, evaluators: evaluators) }
  }

  private mutating func visitPath(_ arguments: [Node], _ node: Node, _ evaluators: [String: Node]?) {
    var keys = arguments[...]
    var level = lists.count
    if let climb = keys.first?.elements, climb.count == 1 {
      keys = keys.dropFirst()
      guard case .integer(let levels) = climb[0].content, levels.magnitude.isMultiple(of: 2) else { return }
      level = max(0, lists.count - Int(clamping: levels.magnitude / 2))
    }
    let texts = keys.compactMap(\.scalarText)
    guard texts.count == keys.count else {
      isOpen = true
      for key in keys { visit(key, evaluators: evaluators) }
      return
    }
    let outer = lists
    lists = Array(lists.prefix(level))
    note(texts.joined(separator: "."), keys.first ?? node)
    lists = outer
  }

  private mutating func reference(_ node: Node, _ evaluators: [String: Node]?) {
    guard let name = node.scalarText, let evaluator = evaluators?[name] else {
      isOpen = true
      return
    }
    if references.contains(name) { return }
    references.append(name)
    visit(evaluator, evaluators: evaluators)
    references.removeLast()
  }

  private mutating func note(_ path: String, _ node: Node) {
    // `$flagd.flagKey` and `$flagd.timestamp` are the platform's, not the person's.
    if let path = resolved(path), !path.hasPrefix("$flagd.") { reads.append((path, node)) }
    if path.isEmpty, lists.isEmpty { isOpen = true }
  }

  /// The path from the person on; nil for an element itself, an accumulator, or what lies in a computed list.
  private func resolved(_ path: String) -> String? {
    guard let list = lists.last else { return path.isEmpty ? nil : path }
    guard let list else { return nil }
    if path.isEmpty || path == "current" || path.hasPrefix("accumulator") { return nil }
    return list + "." + (path.hasPrefix("current.") ? String(path.dropFirst("current.".count)) : path)
  }
}
