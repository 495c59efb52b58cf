package import GovernanceModel

extension RetentionRequirement {
  /// Is a record still within its period at `asOf`?
  ///
  /// An anchor known only to a day counts from the day's end, so that a record is never called old before it surely is.
  /// Without an anchor nobody can say: `unverifiable(noTimestamp)`.
  package func verdict(anchor: Moment?, asOf: Instant, zone: ZoneRules = .utc) -> Verdict {
    guard let anchor else { return .unverifiable(.noTimestamp) }
    return asOf < maxAge.added(to: anchor.end, zone: zone) ? .compliant : .violation(.keptTooLong)
  }
}
