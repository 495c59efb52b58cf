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
  private let entries: [Node.Entry]
  private let what: String
  private var asked: [String] = []
  /// Whether each entry was asked for, or told as a slip.
  private var settled: [Bool]

  /// Nil, with a message, when the node is no mapping.
  package init?(_ node: Node, _ what: String, _ problems: inout Problems) {
    guard let entries = node.entries else {
      problems.error("expected \(what), a mapping; found \(node.kind)", at: node)
      return nil
    }
    (self.node, self.entries, self.what) = (node, entries, what)
    settled = Array(repeating: false, count: entries.count)
    asked.reserveCapacity(24)
  }

  /// The value of an optional key; an explicit null counts as absent.
  package mutating func optional(_ key: String) -> Node? {
    asked.append(key)
    guard let index = entries.firstIndex(where: { $0.key == key }) else { return nil }
    settled[index] = true
    let value = entries[index].value
    if case .null = value.content { return nil }
    return value
  }

  /// The value of a required key, with a message when it is absent: at the likely slip, else at the mapping.
  package mutating func required(_ key: String, _ problems: inout Problems) -> Node? {
    if let value = optional(key) { return value }
    let near = nearestName(to: key, among: entries.indices.filter { !settled[$0] }.map { entries[$0].key })
    if let near, let index = entries.firstIndex(where: { $0.key == near }) {
      settled[index] = true
      tell(entries[index], help: "did you mean `\(key)`?", &problems)
    } else {
      problems.error("\(what) needs `\(key)`", at: node)
    }
    return nil
  }

  /// Reports every key that was not asked for.
  package func finish(_ problems: inout Problems) {
    for (entry, isSettled) in zip(entries, settled) where !isSettled {
      tell(entry, help: Problems.suggestion(for: entry.key, among: asked), &problems)
    }
  }

  private func tell(_ entry: Node.Entry, help: String?, _ problems: inout Problems) {
    problems.add(
      .error, "\(what) has no key `\(entry.key)`", at: entry.keyPosition, length: entry.key.unicodeScalars.count,
      help: help)
  }
}

// MARK: - Typed values

extension MappingReader {
  /// The text of a key that must be there; an error else. Numbers and truth values are texts as they are spelled.
  package mutating func text(_ key: String, _ problems: inout Problems) -> String? {
    required(key, &problems)?.readText(key, &problems)
  }

  /// The text of a key; nil without one, an error for a list or mapping.
  package mutating func optionalText(_ key: String, _ problems: inout Problems) -> String? {
    optional(key)?.readText(key, &problems)
  }

  /// `true` or `false`; the default without the key.
  package mutating func boolean(_ key: String, default value: Bool, _ problems: inout Problems) -> Bool {
    guard let node = optional(key) else { return value }
    if case .boolean(let found) = node.content { return found }
    problems.error("`\(key)` is true or false; found \(node.kind)", at: node)
    return value
  }

  /// A whole number within a range; nil without the key.
  package mutating func integer(_ key: String, in range: ClosedRange<Int>, _ problems: inout Problems) -> Int? {
    guard let node = optional(key) else { return nil }
    if case .integer(let found) = node.content, let number = Int(exactly: found), range.contains(number) {
      return number
    }
    problems.error("`\(key)` is an integer from \(range.lowerBound) to \(range.upperBound)", at: node)
    return nil
  }

  /// An ISO 8601 period or business days, such as `P30D` or `5 business days`; nil without the key.
  package mutating func period(_ key: String, _ problems: inout Problems) -> CalendarPeriod? {
    optional(key)?.readPeriod(key, &problems)
  }

  /// A date or an instant of ISO 8601, read as UTC; nil without the key.
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

  /// The texts of a list; a single text stands for a list of one.
  package mutating func texts(_ key: String, _ problems: inout Problems) -> [String] {
    list(key).compactMap { $0.readText(key, &problems) }
  }
}

extension Node {
  /// The text of a scalar; an error that names `what` for anything else.
  package func readText(_ what: String, _ problems: inout Problems) -> String? {
    if let text = scalarText { return text }
    problems.error("`\(what)` is a text; found \(kind)", at: self)
    return nil
  }

  /// An ISO 8601 period or business days; an error that names `what` for anything else.
  package func readPeriod(_ what: String, _ problems: inout Problems) -> CalendarPeriod? {
    guard let text = readText(what, &problems) else { return nil }
    if let period = CalendarPeriod(text: text) { return period }
    problems.error(
      "`\(what)` is a period such as `P90D`, `P13M`, `PT72H` or `15 business days`; found `\(text)`", at: self)
    return nil
  }

  /// One of the cases by its raw value; else an error with the nearest one.
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
