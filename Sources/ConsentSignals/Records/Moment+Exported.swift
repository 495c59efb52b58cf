package import GovernanceModel

extension Moment {
  /// What exports write: ISO 8601, a date for its whole day, or seconds or milliseconds since 1970; nil for anything else.
  package init?(exported text: String, zone: ZoneRules) {
    if let moment = Moment(iso8601: text, zone: zone) {
      self = moment
      return
    }
    guard let number = Int64(text), text.utf8.count > 4 else { return nil }
    // Seconds of this magnitude lie in the year 5138: it is milliseconds that tools write.
    let factor: Int64 = abs(number) >= 100_000_000_000 ? 1000 : 1_000_000
    let (microseconds, overflow) = number.multipliedReportingOverflow(by: factor)
    if overflow { return nil }
    self = Moment(Instant(microseconds: microseconds))
  }
}
