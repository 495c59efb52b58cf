internal import GovernanceModel
internal import SourceDocuments

extension MappingReader {
  /// A required period longer than nothing.
  mutating func requiredPeriod(_ key: String, _ problems: inout Problems) -> CalendarPeriod? {
    required(key, &problems)?.readPositivePeriod(key, &problems)
  }

  /// An optional period longer than nothing.
  mutating func positivePeriod(_ key: String, _ problems: inout Problems) -> CalendarPeriod? {
    optional(key)?.readPositivePeriod(key, &problems)
  }

  /// Choices, each once; an empty list is an error, since it says nothing.
  mutating func choices<Choice: RawRepresentable & CaseIterable & Hashable>(
    _ key: String, _ what: String, _ problems: inout Problems
  ) -> Set<Choice>? where Choice.RawValue == String {
    guard let node = optional(key) else { return nil }
    let elements = node.elements ?? [node]
    if elements.isEmpty { problems.error("`\(key)` is an empty list", at: node, help: "leave it out, or name some") }
    var found: Set<Choice> = []
    for element in elements {
      guard let choice: Choice = element.readChoice(what, &problems) else { continue }
      if !found.insert(choice).inserted { problems.error("`\(choice.rawValue)` stands twice", at: element) }
    }
    return found
  }
}

extension Node {
  fileprivate func readPositivePeriod(_ key: String, _ problems: inout Problems) -> CalendarPeriod? {
    guard let period = readPeriod(key, &problems) else { return nil }
    if period != .zero { return period }
    problems.error("`\(key)` is longer than nothing", at: self)
    return nil
  }
}
