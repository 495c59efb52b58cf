internal import GovernanceModel
package import SourceDocuments

/// Reads conditions in the shapes of policy packs and native rule sets, and remembers where they name things.
///
/// For example `{all: [{attribute: affinity.bakery, atLeast: 0.4}, {consent: marketing}]}`. An unknown operator is an
/// error with the nearest one; nesting beyond 256 levels is an error.
package struct ConditionReader {
  /// A place that names an attribute.
  package struct Mention: Sendable {
    package let path: AttributePath
    package let node: Node
  }

  /// Every place that names an attribute, in the order of the file; a count of events names `events.<type>`.
  package private(set) var attributes: [Mention] = []
  /// Literals beside an operator, for those who look for personal data.
  package private(set) var literals: [Node] = []
  package private(set) var segments: [Node] = []
  package private(set) var opaque: [Node] = []
  package private(set) var consents: [Node] = []

  package init() {}

  package static let deepest = 256
  private static let heads = [
    "all", "any", "not", "isTrue", "attribute", "consent", "segment", "event", "opaque",
  ]

  /// Nil, with a message, when the node is no condition.
  package mutating func read(_ node: Node, _ problems: inout Problems) -> Predicate? {
    read(node, depth: 1, &problems)
  }

  private mutating func read(_ node: Node, depth: Int, _ problems: inout Problems) -> Predicate? {
    guard depth <= Self.deepest else {
      problems.error("conditions nest deeper than \(Self.deepest) levels", at: node)
      return nil
    }
    guard let entries = node.entries else {
      problems.error("expected a condition, a mapping; found \(node.kind)", at: node)
      return nil
    }
    guard let head = entries.first(where: { Self.heads.contains($0.key) }) else {
      reportNoHead(node, entries, &problems)
      return nil
    }
    switch head.key {
    case "all": return parts(head, entries, depth, &problems).map(Predicate.all)
    case "any": return parts(head, entries, depth, &problems).map(Predicate.any)
    case "not": return part(head, entries, depth, &problems).map(Predicate.not)
    case "isTrue": return part(head, entries, depth, &problems).map(Predicate.isTrue)
    case "consent": return consent(head, entries, &problems)
    case "segment": return segment(head, entries, &problems)
    case "opaque": return opaquePart(head, entries, &problems)
    case "event": return eventCount(head, entries, &problems)
    default: return attribute(head, entries, node, &problems)
    }
  }

  private func reportNoHead(_ node: Node, _ entries: [Node.Entry], _ problems: inout Problems) {
    guard let first = entries.first else {
      problems.error("expected a condition; found an empty mapping", at: node)
      return
    }
    problems.add(
      .error, "a condition has no key `\(first.key)`", at: first.keyPosition, length: first.key.unicodeScalars.count,
      help: Problems.suggestion(for: first.key, among: Self.heads))
  }

  /// Reports what does not belong beside the head.
  private func only(_ allowed: [String], _ entries: [Node.Entry], _ problems: inout Problems) {
    for entry in entries where !allowed.contains(entry.key) {
      problems.add(
        .error, "`\(entry.key)` cannot stand beside `\(allowed[0])`", at: entry.keyPosition,
        length: entry.key.unicodeScalars.count, help: Problems.suggestion(for: entry.key, among: allowed))
    }
  }
}

// MARK: - Connectives

extension ConditionReader {
  private mutating func parts(
    _ head: Node.Entry, _ entries: [Node.Entry], _ depth: Int, _ problems: inout Problems
  ) -> [Predicate]? {
    only([head.key], entries, &problems)
    guard let elements = head.value.elements else {
      problems.error("`\(head.key)` is a list of conditions; found \(head.value.kind)", at: head.value)
      return nil
    }
    if elements.isEmpty, head.key == "any" {
      problems.error("`any` needs at least one condition", at: head.value, help: "an empty `any` reaches nobody")
      return nil
    }
    var parts: [Predicate] = []
    parts.reserveCapacity(elements.count)
    for element in elements {
      if let part = read(element, depth: depth + 1, &problems) { parts.append(part) }
    }
    return parts.count == elements.count ? parts : nil
  }

  private mutating func part(
    _ head: Node.Entry, _ entries: [Node.Entry], _ depth: Int, _ problems: inout Problems
  ) -> Predicate? {
    only([head.key], entries, &problems)
    return read(head.value, depth: depth + 1, &problems)
  }
}

// MARK: - Atoms without an operator

extension ConditionReader {
  private mutating func consent(
    _ head: Node.Entry, _ entries: [Node.Entry], _ problems: inout Problems
  ) -> Predicate? {
    only(["consent", "channel"], entries, &problems)
    consents.append(head.value)
    let channel = entries.first { $0.key == "channel" }?.value.readText("channel", &problems)
    guard let use = head.value.readText("consent", &problems) else { return nil }
    return .consent(DataUse(use), channel.map { Channel($0) })
  }

  private mutating func segment(
    _ head: Node.Entry, _ entries: [Node.Entry], _ problems: inout Problems
  ) -> Predicate? {
    only(["segment"], entries, &problems)
    segments.append(head.value)
    return head.value.readText("segment", &problems).map(Predicate.segment)
  }

  private mutating func opaquePart(
    _ head: Node.Entry, _ entries: [Node.Entry], _ problems: inout Problems
  ) -> Predicate? {
    only(["opaque", "reads"], entries, &problems)
    opaque.append(head.value)
    var reads: [AttributePath] = []
    for node in entries.first(where: { $0.key == "reads" }).map({ $0.value.elements ?? [$0.value] }) ?? [] {
      guard let path = node.readText("reads", &problems).map({ AttributePath($0) }) else { continue }
      reads.append(path)
      attributes.append(Mention(path: path, node: node))
    }
    return head.value.readText("opaque", &problems).map { .opaque(text: $0, reads: reads) }
  }

  private static let counts: [(key: String, comparison: Predicate.Comparison)] = [
    ("atLeast", .atLeast), ("atMost", .atMost), ("equals", .equal), ("moreThan", .greater), ("lessThan", .less),
  ]

  private mutating func eventCount(
    _ head: Node.Entry, _ entries: [Node.Entry], _ problems: inout Problems
  ) -> Predicate? {
    only(["event", "within"] + Self.counts.map(\.key), entries, &problems)
    let window = entries.first { $0.key == "within" }?.value
    let within = window?.readPeriod("within", &problems)
    guard let event = head.value.readText("event", &problems) else { return nil }
    attributes.append(Mention(path: AttributePath("events.\(event)"), node: head.value))
    let found = entries.compactMap { entry in
      Self.counts.first { $0.key == entry.key }.map { (entry.value, $0.comparison) }
    }
    guard found.count == 1, let (node, comparison) = found.first else {
      problems.error(
        "`event` needs one of `atLeast`, `atMost`, `equals`, `moreThan`, `lessThan`", at: head.value)
      return nil
    }
    guard case .integer(let count) = node.content, count >= 0 else {
      problems.error("a count of events is an integer from 0; found \(node.kind)", at: node)
      return nil
    }
    guard window == nil || within != nil else { return nil }
    return .eventCount(.init(event: event, comparison: comparison, count: count, within: within))
  }
}

// MARK: - Comparisons

extension ConditionReader {
  private mutating func attribute(
    _ head: Node.Entry, _ entries: [Node.Entry], _ node: Node, _ problems: inout Problems
  ) -> Predicate? {
    guard let text = head.value.readText("attribute", &problems) else { return nil }
    guard !text.isEmpty else {
      problems.error("`attribute` is a path such as `subject.country`; found an empty text", at: head.value)
      return nil
    }
    let path = AttributePath(text)
    attributes.append(Mention(path: path, node: head.value))
    guard entries.count == 2, let operation = entries.first(where: { $0.key != "attribute" }) else {
      let message =
        entries.count < 2
        ? "the condition on `\(text)` needs an operator" : "a condition has one operator; put two of them in `all`"
      let stray =
        entries.count > 2 ? entries.first { $0.key != "attribute" && OperatorReader.named($0.key) == nil } : nil
      guard let stray else {
        problems.error(message, at: head.value, help: "such as `equals`, `in`, `atLeast`, `exists`, `within`")
        return nil
      }
      reportNoOperator(stray, &problems)
      return nil
    }
    guard let reader = OperatorReader.named(operation.key) else {
      reportNoOperator(operation, &problems)
      return nil
    }
    literals.append(operation.value)
    return reader.read(path, operation.key, operation.value, &problems)
  }

  private func reportNoOperator(_ entry: Node.Entry, _ problems: inout Problems) {
    problems.add(
      .error, "no operator `\(entry.key)`", at: entry.keyPosition, length: entry.key.unicodeScalars.count,
      help: Problems.suggestion(for: entry.key, among: OperatorReader.names)
        ?? "the operators are " + OperatorReader.names.map { "`\($0)`" }.joined(separator: ", "))
  }
}

extension Predicate {
  /// Reads a condition; nil, with a message, when it is none.
  package static func read(_ node: Node, _ problems: inout Problems) -> Predicate? {
    var reader = ConditionReader()
    return reader.read(node, &problems)
  }
}
