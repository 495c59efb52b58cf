package import GovernanceModel

extension FreshnessRequirement {
  /// Was a value, last known to be true at `updatedAt`, fresh enough when it was used?
  ///
  /// A value that was updated after the use says nothing of the value that was used:
  /// `unverifiable(profileChangedSince)`. Without `updatedAt`: `unverifiable(noTimestamp)`.
  package func verdict(updatedAt: Moment?, usedAt: Moment, zone: ZoneRules = .utc) -> Verdict {
    guard let updatedAt else { return .unverifiable(.noTimestamp) }
    if updatedAt.start > usedAt.end { return .unverifiable(.profileChangedSince) }
    return usedAt.start < maxAge.added(to: updatedAt.end, zone: zone) ? .compliant : .violation(.stale)
  }
}
