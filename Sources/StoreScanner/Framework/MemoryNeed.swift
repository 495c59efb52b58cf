/// Bytes that an operator may hold beside the subject keys, at the most, by what makes them grow.
package struct MemoryNeed: Hashable, Sendable {
  /// For each row of its collection.
  package var perRow: Int
  /// For each person of the audit.
  package var perSubject: Int

  package init(perRow: Int = 0, perSubject: Int = 0) { (self.perRow, self.perSubject) = (perRow, perSubject) }

  /// Of so many tallies that may all hold everybody: a ``SubjectSet`` takes a quarter of a byte a person at the most.
  package static func tallies(_ count: Int) -> MemoryNeed { MemoryNeed(perSubject: (count + 3) / 4) }

  static func + (left: MemoryNeed, right: MemoryNeed) -> MemoryNeed {
    MemoryNeed(perRow: left.perRow + right.perRow, perSubject: left.perSubject + right.perSubject)
  }

  func bytes(rows: Int, people: Int) -> Int { perRow * rows + perSubject * people }
}
