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
  /// Those that do not say what they read.
  package private(set) var unread: [Node] = []
  package private(set) var consents: [Node] = []

  package init() {}

  /// Ready for another condition, with the room that the lists have.
  package mutating func forget() {
    attributes.removeAll(keepingCapacity: true)
    literals.removeAll(keepingCapacity: true)
    segments.removeAll(keepingCapacity: true)
    opaque.removeAll(keepingCapacity: true)
    unread.removeAll(keepingCapacity: true)
    consents.removeAll(keepingCapacity: true)
  }

  package static let deepest = 256
  /// The key that says what a condition is.
  private enum Head: String, CaseIterable {
    case all, any, not, isTrue, attribute, consent, segment, event, opaque
  }

  /// Nil, with a message, when the node is no condition.
  package mutating func read(_ node: Node, _ problems: inout Problems) -> Predicate? {
    read(node, depth: 1, &problems)
  }

  private mutating func read(_ node: Node, depth: Int, _ problems: inout Problems) -> Predicate? {
    guard depth <= Self.deepest else {
      problems.error("conditions nest deeper than \(Self.deepest) levels", at: node)
      return nil
    }
    guard let members = node.members else {
      problems.error("expected a condition, a mapping; found \(node.kind)", at: node)
      return nil
    }
    for member in members {
      guard let head = Head(rawValue: member.key) else { continue }
      return read(head, member, members, depth, &problems)
    }
    reportNoHead(node, members, &problems)
    return nil
  }

  private mutating func read(
    _ head: Head, _ member: Node.Member, _ members: Node.Members, _ depth: Int, _ problems: inout Problems
  ) -> Predicate? {
    switch head {
    case .all: parts(member, members, depth, &problems).map(Predicate.all)
    case .any: parts(member, members, depth, &problems).map(Predicate.any)
    case .not: part(member, members, depth, &problems).map(Predicate.not)
    case .isTrue: part(member, members, depth, &problems).map(Predicate.isTrue)
    case .consent: consent(member.value, members, &problems)
    case .segment: segment(member.value, members, &problems)
    case .opaque: opaquePart(member.value, members, &problems)
    case .event: eventCount(member.value, members, &problems)
    case .attribute: attribute(member.value, members, &problems)
    }
  }

  private func reportNoHead(_ node: Node, _ members: Node.Members, _ problems: inout Problems) {
    guard let first = members.first(where: { _ in true }) else {
      problems.error("expected a condition; found an empty mapping", at: node)
      return
    }
    problems.error(
      "a condition has no key `\(first.key)`", at: first,
      help: Problems.suggestion(for: first.key, among: Head.allCases.map(\.rawValue)))
  }

  /// Reports what does not belong beside the head; the head is the first of what is allowed.
  private func only(_ allowed: [String], _ members: Node.Members, _ problems: inout Problems) {
    for member in members where !allowed.contains(where: member.isNamed) {
      problems.error(
        "`\(member.key)` cannot stand beside `\(allowed[0])`", at: member,
        help: Problems.suggestion(for: member.key, among: allowed))
    }
  }
}

// MARK: - Connectives

extension ConditionReader {
  private mutating func parts(
    _ head: Node.Member, _ members: Node.Members, _ depth: Int, _ problems: inout Problems
  ) -> [Predicate]? {
    if members.count > 1 { only([head.key], members, &problems) }
    guard let elements = head.value.items else {
      problems.error("`\(head.key)` is a list of conditions; found \(head.value.kind)", at: head.value)
      return nil
    }
    if elements.count == 0, head.isNamed("any") {
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
    _ head: Node.Member, _ members: Node.Members, _ depth: Int, _ problems: inout Problems
  ) -> Predicate? {
    if members.count > 1 { only([head.key], members, &problems) }
    return read(head.value, depth: depth + 1, &problems)
  }
}

// MARK: - Atoms without an operator

extension ConditionReader {
  private mutating func consent(
    _ node: Node, _ members: Node.Members, _ problems: inout Problems
  ) -> Predicate? {
    if members.count > 1 { only(["consent", "channel"], members, &problems) }
    consents.append(node)
    let channel = members.first(named: "channel")?.value.readText("channel", &problems)
    guard let use = node.readText("consent", &problems) else { return nil }
    return .consent(DataUse(use), channel.map { Channel($0) })
  }

  private mutating func segment(
    _ node: Node, _ members: Node.Members, _ problems: inout Problems
  ) -> Predicate? {
    only(["segment"], members, &problems)
    segments.append(node)
    return node.readText("segment", &problems).map(Predicate.segment)
  }

  private mutating func opaquePart(
    _ node: Node, _ members: Node.Members, _ problems: inout Problems
  ) -> Predicate? {
    only(["opaque", "reads"], members, &problems)
    opaque.append(node)
    if members.first(named: "reads") == nil { unread.append(node) }
    var reads: [AttributePath] = []
    for named in members.first(named: "reads").map({ $0.value.elements ?? [$0.value] }) ?? [] {
      guard let path = named.readText("reads", &problems).map({ AttributePath($0) }) else { continue }
      reads.append(path)
      attributes.append(Mention(path: path, node: named))
    }
    return node.readText("opaque", &problems).map { .opaque(text: $0, reads: reads) }
  }

  private static let counts: [(key: String, comparison: Predicate.Comparison)] = [
    ("atLeast", .atLeast), ("atMost", .atMost), ("equals", .equal), ("moreThan", .greater), ("lessThan", .less),
  ]

  private mutating func eventCount(
    _ node: Node, _ members: Node.Members, _ problems: inout Problems
  ) -> Predicate? {
    only(["event", "within"] + Self.counts.map(\.key), members, &problems)
    let window = members.first(named: "within")?.value
    let within = window?.readPeriod("within", &problems)
    guard let event = node.readText("event", &problems) else { return nil }
    attributes.append(Mention(path: AttributePath("events.\(event)"), node: node))
    let found = members.compactMap { member in
      Self.counts.first { member.isNamed($0.key) }.map { (member.value, $0.comparison) }
    }
    guard found.count == 1, let (bound, comparison) = found.first else {
      problems.error("`event` needs one of `atLeast`, `atMost`, `equals`, `moreThan`, `lessThan`", at: node)
      return nil
    }
    guard case .integer(let count) = bound.content, count >= 0 else {
      problems.error("a count of events is an integer from 0; found \(bound.kind)", at: bound)
      return nil
    }
    guard window == nil || within != nil else { return nil }
    return .eventCount(.init(event: event, comparison: comparison, count: count, within: within))
  }
}

// MARK: - Comparisons

extension ConditionReader {
  private mutating func attribute(
    _ node: Node, _ members: Node.Members, _ problems: inout Problems
  ) -> Predicate? {
    guard let text = node.readText("attribute", &problems) else { return nil }
    guard !text.isEmpty else {
      problems.error("`attribute` is a path such as `subject.country`; found an empty text", at: node)
      return nil
    }
    let path = AttributePath(text)
    attributes.append(Mention(path: path, node: node))
    guard members.count == 2, let operation = members.first(where: { !$0.isNamed("attribute") }) else {
      reportOperators(text, node, members, &problems)
      return nil
    }
    let name = operation.key
    guard let reader = OperatorReader.named(name) else {
      reportNoOperator(operation, &problems)
      return nil
    }
    literals.append(operation.value)
    return reader.read(path, name, operation.value, &problems)
  }

  /// There is none, or there are several.
  private func reportOperators(
    _ text: String, _ node: Node, _ members: Node.Members, _ problems: inout Problems
  ) {
    let message =
      members.count < 2
      ? "the condition on `\(text)` needs an operator" : "a condition has one operator; put two of them in `all`"
    let stray =
      members.count > 2 ? members.first { !$0.isNamed("attribute") && OperatorReader.named($0.key) == nil } : nil
    guard let stray else {
      problems.error(message, at: node, help: "such as `equals`, `in`, `atLeast`, `exists`, `within`")
      return
    }
    reportNoOperator(stray, &problems)
  }

  private func reportNoOperator(_ member: Node.Member, _ problems: inout Problems) {
    problems.error(
      "no operator `\(member.key)`", at: member,
      help: Problems.suggestion(for: member.key, among: OperatorReader.names)
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
