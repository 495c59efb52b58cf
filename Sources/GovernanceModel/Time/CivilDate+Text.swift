extension CivilDate: CustomStringConvertible {
  /// ISO 8601: `2026-03-01`.
  public var description: String { String(Instant(self).description.prefix { $0 != "T" }) }

  /// Reads `2026-03-01` and nothing else; nil for what is no day of the calendar.
  public init?(iso8601 text: String) {
    guard text.utf8.count == 10, let moment = Moment(iso8601: text) else { return nil }
    self = moment.start.date
  }
}
