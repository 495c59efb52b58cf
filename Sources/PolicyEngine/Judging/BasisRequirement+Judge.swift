internal import GovernanceModel

extension BasisRequirement {
  /// The basis that was recorded with the use, else one declared for each (category, use) pair, is one of `allowed`.
  func verdict(
    on use: UseRecord, _ reads: [AttributeRead], _ wanted: [DataCategory], _ context: JudgeContext
  ) -> Verdict {
    if let basis = use.basis { return allows(basis) ? .compliant : .violation(.wrongBasis) }
    let read = reads.flatMap(\.categories).filter { category in
      wanted.isEmpty || wanted.contains { category.isSameOrBelow($0) }
    }
    let categories = read.isEmpty ? wanted : Set(read).sorted()
    guard !categories.isEmpty else { return verdict(for: nil, use.use, context) }
    return categories.reduce(.compliant) { $0.combined(with: verdict(for: $1, use.use, context)) }
  }

  /// The verdict on one pair; without a category the basis has to be declared for every category.
  private func verdict(for category: DataCategory?, _ use: DataUse, _ context: JudgeContext) -> Verdict {
    let declared = context.legalBases.filter { pair in
      guard use.isCovered(by: pair.use) else { return false }
      return pair.categories.isEmpty || pair.categories.contains { category?.isSameOrBelow($0) ?? false }
    }
    if declared.isEmpty { return .violation(.noBasis) }
    return declared.contains { allows($0.basis) } ? .compliant : .violation(.wrongBasis)
  }

  /// An empty list allows every basis.
  private func allows(_ basis: LegalBasis) -> Bool { allowed.isEmpty || allowed.contains(basis) }
}
