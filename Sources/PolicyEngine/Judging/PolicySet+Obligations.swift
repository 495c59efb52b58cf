internal import GovernanceModel

extension PolicySet {
  /// One obligation for each control and each of its data uses: packs in the order of the set, controls as they stand, uses
  /// in byte order. A use that lies below another of the same control adds nothing.
  public func obligations() -> [Obligation] {
    packs.flatMap { pack in
      pack.controls.flatMap { control in
        control.obligationUses.map { use in
          Obligation(
            pack: pack.id, control: control, use: use, scope: pack.scope, appliesWhenUnknown: pack.appliesWhenUnknown)
        }
      }
    }
  }
}

extension Control {
  fileprivate var obligationUses: [DataUse?] {
    let uses = Set(appliesTo.uses)
    if uses.isEmpty || uses.contains(.every) { return [nil] }
    return uses.filter { use in !uses.contains { $0 != use && use.isSameOrBelow($0) } }.sorted()
  }
}
