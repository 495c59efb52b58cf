/// What is wrong with a table or its inputs, whoever it reaches.
package struct RuleFlaw: Sendable, Hashable {
  package enum Kind: String, Sendable, CaseIterable {
    /// Values for which no row of a table that has to answer fires.
    case gap
    /// Values for which two rows fire where one may, or two rows disagree.
    case overlap
    /// An input that is declared and never read.
    case unusedInput
  }

  package var kind: Kind
  package var place: RulePart
  /// A clause, with an example of values from the table itself.
  package var explanation: String
  package init(kind: Kind, place: RulePart, explanation: String) {
    (self.kind, self.place, self.explanation) = (kind, place, explanation)
  }
}
