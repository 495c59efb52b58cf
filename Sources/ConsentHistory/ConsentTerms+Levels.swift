public import GovernanceModel

extension ConsentTerms {
  /// True when a grant at `purpose` (the use or an ancestor) is specific enough for `use`.
  ///
  /// A grant at the use itself always is. Else: `grantLevels` names levels that suffice, and all below them do; without
  /// it every ancestor but the root and the first segment does; with `exactLevelOnly` none does.
  public func acceptsGrant(at purpose: DataUse, for use: DataUse) -> Bool {
    if purpose == use { return true }
    if exactLevelOnly { return false }
    if let grantLevels { return grantLevels.contains { purpose.isCovered(by: $0) } }
    return purpose != .every && purpose.depth > 1
  }
}
