package import GovernanceModel

/// Reads a mapping key by key; a key that nobody asked for is an error with the nearest asked name.
///
/// For example:
/// ```swift
/// guard var fields = MappingReader(node, "a control", &problems) else { return nil }
/// let id = fields.text("id", &problems)            // required
/// let maxAge = fields.period("maxAge", &problems)  // optional: `optional:` readers give nil without a message
/// fields.finish(&problems)
/// ```
package struct MappingReader {
  package let node: Node
  private let members: Node.Members
  private let keyBits: UInt64
  private let what: String
  private var asked: [String] = []
  /// A bit for each of the first 64 members, whether it was asked for, or told as a slip; then one of each of the rest.
  private var settled: UInt64 = 0
  private var settledBeyond: Set<Int> = []

  /// Nil, with a message, when the node is no mapping.
  package init?(_ node: Node, _ what: String, _ problems: inout Problems) {
    guard let members = node.members else {
      problems.error("expected \(what), a mapping; found \(node.kind)", at: node)
      return nil
    }
    (self.node, self.members, self.what) = (node, members, what)
    keyBits = members.keyBits
    asked.reserveCapacity(24)
  }

  /// The value of an optional key; an explicit null counts as absent.
  package mutating func optional(_ key: String) -> Node? {
    asked.append(key)
    let word = KeyWord(key)
    guard keyBits & word.bit != 0, let place = members.place(of: word, key) else { return nil }
    settle(place.number)
    let value = Node(tree: members.tree, index: place.cell + 1)
    return value.isNull ? nil : value
  }

  /// The value of a required key, with a message when it is absent: at the likely slip, else at the mapping.
  package mutating func required(_ key: String, _ problems: inout Problems) -> Node? {
    if let value = optional(key) { return value }
    let unsettled = members.enumerated().filter { !isSettled($0.offset) }
    let near = nearestName(to: key, among: unsettled.map(\.element.key))
    if let near, let slip = unsettled.first(where: { $0.element.key == near }) {
      settle(slip.offset)
      tell(slip.element, help: "did you mean `\(key)`?", &problems)
    } else {
      problems.error("\(what) needs `\(key)`", at: node)
    }
    return nil
  }

  /// Reports every key that was not asked for.
  package func finish(_ problems: inout Problems) {
    if members.count < 64, settled == 1 << UInt64(members.count) - 1 { return }
    for (number, member) in members.enumerated() where !isSettled(number) {
      tell(member, help: Problems.suggestion(for: member.key, among: asked), &problems)
    }
  }

  private mutating func settle(_ number: Int) {
    if number < 64 { settled |= 1 << UInt64(number) } else { settledBeyond.insert(number) }
  }

  private func isSettled(_ number: Int) -> Bool {
    number < 64 ? settled & 1 << UInt64(number) != 0 : settledBeyond.contains(number)
  }

  private func tell(_ member: Node.Member, help: String?, _ problems: inout Problems) {
    problems.error("\(what) has no key `\(member.key)`", at: member, help: help)
  }
}

// MARK: - Typed values

extension MappingReader {
  package mutating func text(_ key: String, _ problems: inout Problems) -> String? {
    required(key, &problems)?.readText(key, &problems)
  }

  package mutating func optionalText(_ key: String, _ problems: inout Problems) -> String? {
    optional(key)?.readText(key, &problems)
  }

  package mutating func boolean(_ key: String, default value: Bool, _ problems: inout Problems) -> Bool {
    guard let node = optional(key) else { return value }
    if case .boolean(let found) = node.content { return found }
    problems.error("`\(key)` is true or false; found \(node.kind)", at: node)
    return value
  }

  package mutating func integer(_ key: String, in range: ClosedRange<Int>, _ problems: inout Problems) -> Int? {
    guard let node = optional(key) else { return nil }
    if case .integer(let found) = node.content, let number = Int(exactly: found), range.contains(number) {
      return number
    }
    problems.error("`\(key)` is an integer from \(range.lowerBound) to \(range.upperBound)", at: node)
    return nil
  }

  package mutating func period(_ key: String, _ problems: inout Problems) -> CalendarPeriod? {
    optional(key)?.readPeriod(key, &problems)
  }

  package mutating func moment(_ key: String, _ problems: inout Problems) -> Moment? {
    guard let node = optional(key), let text = node.readText(key, &problems) else { return nil }
    if let moment = Moment(iso8601: text) { return moment }
    problems.error("`\(key)` is a date or instant such as `2026-03-01` or `2026-03-01T10:00:00Z`", at: node)
    return nil
  }

  /// One of an enumeration's raw values.
  package mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ key: String, _ problems: inout Problems
  ) -> Choice? where Choice.RawValue == String {
    optional(key)?.readChoice(key, &problems)
  }

  /// A list; a single value stands for a list of one.
  package mutating func list(_ key: String) -> [Node] {
    guard let node = optional(key) else { return [] }
    return node.elements ?? [node]
  }

  package mutating func texts(_ key: String, _ problems: inout Problems) -> [String] {
    list(key).compactMap { $0.readText(key, &problems) }
  }
}

extension Node {
  package func readText(_ what: String, _ problems: inout Problems) -> String? {
    if let text = scalarText { return text }
    problems.error("`\(what)` is a text; found \(kind)", at: self)
    return nil
  }

  package func readPeriod(_ what: String, _ problems: inout Problems) -> CalendarPeriod? {
    guard let text = readText(what, &problems) else { return nil }
    if let period = CalendarPeriod(text: text) { return period }
    problems.error(
      "`\(what)` is a period such as `P90D`, `P13M`, `PT72H` or `15 business days`; found `\(text)`", at: self)
    return nil
  }

  package func readChoice<Choice: RawRepresentable & CaseIterable>(
    _ what: String, _ problems: inout Problems
  ) -> Choice? where Choice.RawValue == String {
    guard let text = readText(what, &problems) else { return nil }
    if let choice = Choice(rawValue: text) { return choice }
    problems.error(
      "`\(text)` is no \(what)", at: self,
      help: Problems.suggestion(for: text, among: Choice.allCases.map(\.rawValue)))
    return nil
  }
}
