public import GovernanceModel

/// A condition (semantics section 7): the only definition of what a condition means.
public indirect enum Predicate: Hashable, Sendable {
  case constant(Bool)
  case all([Predicate])
  case any([Predicate])
  case not(Predicate)
  /// True only where the condition is true; never unknown.
  case isTrue(Predicate)
  case compare(AttributePath, Comparison, Value)
  case isIn(AttributePath, [Value])
  /// Both ends belong to it.
  case between(AttributePath, Value, Value)
  case text(AttributePath, TextTest, String)
  case exists(AttributePath)
  case set(AttributePath, SetTest, [Value])
  /// `within P of now`: now < anchor + P.
  case within(AttributePath, CalendarPeriod)
  /// The negation of `within` where the attribute is known.
  case olderThan(AttributePath, CalendarPeriod)
  case eventCount(EventCount)
  /// The guard answers compliant to every consent and opt-out control of (use, channel).
  case consent(DataUse, Channel?)
  case segment(String)
  case opaque(text: String, reads: [AttributePath])

  /// By the order of the type: numbers by value, instants by time, texts by UTF-8 bytes.
  public enum Comparison: String, Hashable, Sendable, CaseIterable {
    case equal, notEqual, less, atMost, greater, atLeast
  }
  /// Tests on UTF-8 bytes; `matches` has the syntax of RE2.
  public enum TextTest: String, Hashable, Sendable, CaseIterable { case contains, startsWith, endsWith, matches }
  /// Some, all or none of the literals are elements of the set.
  public enum SetTest: String, Hashable, Sendable, CaseIterable { case containsAny, containsAll, containsNone }

  /// How often an event happened in a window that ends at the evaluation instant.
  public struct EventCount: Hashable, Sendable {
    public var event: String
    public var comparison: Comparison
    public var count: Int64
    /// Nil: all history.
    public var within: CalendarPeriod?
    public init(event: String, comparison: Comparison, count: Int64, within: CalendarPeriod?) {
      (self.event, self.comparison, self.count, self.within) = (event, comparison, count, within)
    }
  }
}
