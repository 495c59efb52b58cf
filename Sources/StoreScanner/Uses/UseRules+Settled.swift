import GovernanceModel
import PolicyEngine

extension UseRules {
  /// `basis`: each (category, use) pair has a basis, recorded with the use or declared by the project. Without known reads the
  /// use as such must have one.
  func basisVerdicts(
    _ requirement: BasisRequirement, _ control: Control, _ key: UseKey
  ) -> [(verdict: Verdict, category: DataCategory?)] {
    let categories = Set(key.reads.flatMap(\.categories)).filter { covers([$0], control) }.sorted()
    guard !categories.isEmpty else { return [(basisVerdict(requirement, key, nil), nil)] }
    return categories.map { (basisVerdict(requirement, key, $0), $0) }
  }

  private func basisVerdict(_ requirement: BasisRequirement, _ key: UseKey, _ category: DataCategory?) -> Verdict {
    func isAllowed(_ basis: LegalBasis) -> Bool { requirement.allowed.isEmpty || requirement.allowed.contains(basis) }
    if let basis = key.basis { return isAllowed(basis) ? .compliant : .violation(.wrongBasis) }
    let declared = policies.legalBases.filter { declared in
      guard key.use.isCovered(by: declared.use) else { return false }
      guard let category, !declared.categories.isEmpty else { return true }
      return declared.categories.contains { category.isSameOrBelow($0) }
    }
    if declared.isEmpty { return .violation(.noBasis) }
    return declared.contains { isAllowed($0.basis) } ? .compliant : .violation(.wrongBasis)
  }

  /// `prohibit`: no attribute of the control's categories is fed to the use.
  func prohibitVerdicts(
    _ requirement: ProhibitRequirement, _ control: Control, _ key: UseKey
  ) -> [(verdict: Verdict, path: String, category: DataCategory?)] {
    key.reads.compactMap { read in
      guard !control.appliesTo.categories.isEmpty, covers(read.categories, control),
        !read.isInferred || requirement.includesInferred
      else { return nil }
      let category = read.categories.filter { covers([$0], control) }.min()
      return (.violation(read.isInferred ? .inferred : .prohibited), read.path, category)
    }
  }
}
