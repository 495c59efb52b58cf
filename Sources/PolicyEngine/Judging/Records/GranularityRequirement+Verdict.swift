package import GovernanceModel

extension GranularityRequirement {
  /// The finest level that is allowed in a family; nil where the control does not name the family, or names a radius.
  package func maximum(for family: Granularity.Family) -> Granularity? { maximum.first { $0.family == family } }

  /// True when the control says something about the family.
  package func limits(_ family: Granularity.Family) -> Bool {
    maximum(for: family) != nil || (family == .place && placeRadius != nil)
  }

  /// Judges an attribute by its declared and its measured level: the finer of the two counts (semantics section 6).
  ///
  /// - Parameter family: the family of the attribute's category; nil takes that of the levels. A level of another family
  ///   cannot be compared and counts as finer.
  package func verdict(declared: Granularity?, measured: Granularity?, family: Granularity.Family? = nil) -> Verdict {
    guard let family = family ?? measured?.family ?? declared?.family else { return .unverifiable(.notMeasured) }
    guard limits(family) else { return .compliant }
    let known = [declared, measured].compactMap { $0 }
    if known.isEmpty { return .unverifiable(.notMeasured) }
    return known.contains { isTooFine($0, in: family) } ? .violation(.tooFine) : .compliant
  }

  /// True when one level is finer than the control allows in `family`.
  package func isTooFine(_ level: Granularity, in family: Granularity.Family) -> Bool {
    if let maximum = maximum(for: family), level.isFiner(than: maximum) { return true }
    guard family == .place, let placeRadius else { return false }
    return !level.covers(radius: placeRadius)
  }
}
