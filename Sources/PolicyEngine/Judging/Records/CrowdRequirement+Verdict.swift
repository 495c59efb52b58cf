package import GovernanceModel

extension CrowdRequirement {
  /// Judges the size of one group: the people who share a combination of quasi-identifiers, or an audience.
  ///
  /// An empty group exposes nobody; a size that nobody knows is `unverifiable(notMeasured)`.
  package func verdict(size: Int?) -> Verdict {
    guard let size else { return .unverifiable(.notMeasured) }
    return size == 0 || size >= atLeast ? .compliant : .violation(.groupTooSmall)
  }
}
