package import GovernanceModel

extension ErasureRequirement {
  /// Judges what is held of a subject at `presentAt`, after an erasure at `erasedAt`.
  ///
  /// The period runs from the start of the day when only the day of the erasure is known (a negative event, semantics
  /// section 2). A record that was created after the erasure does not remain from before: `createdAt`.
  package func verdict(
    erasedAt: Moment?, presentAt: Instant?, createdAt: Moment? = nil, zone: ZoneRules = .utc
  ) -> Verdict {
    guard let erasedAt, let presentAt else { return .compliant }
    if let createdAt, createdAt.start >= erasedAt.end, !createdAt.mayCoincide(with: erasedAt) { return .compliant }
    return presentAt < within.added(to: erasedAt.start, zone: zone) ? .compliant : .violation(.notErased)
  }
}
