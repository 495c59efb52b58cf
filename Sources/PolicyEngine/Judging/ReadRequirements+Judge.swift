internal import GovernanceModel

extension ProhibitRequirement {
  /// Reads that the control names must not be there at all; what was read as such is graver than what was inferred.
  func verdict(on reads: [AttributeRead]) -> Verdict {
    if reads.contains(where: { !$0.isInferred }) { return .violation(.prohibited) }
    return includesInferred && !reads.isEmpty ? .violation(.inferred) : .compliant
  }
}

extension GranularityRequirement {
  /// The declared level of each read, in the family of its category.
  func verdict(on reads: [AttributeRead], _ vocabulary: Vocabulary) -> Verdict {
    var verdict = Verdict.compliant
    for read in reads {
      let families = Set(read.categories.compactMap { vocabulary.family(of: $0) }).filter(limits)
      if families.isEmpty, let own = read.granularity, limits(own.family) {
        verdict = verdict.combined(with: self.verdict(declared: own, measured: nil))
      }
      for family in families.sorted(by: { $0.rawValue < $1.rawValue }) {
        verdict = verdict.combined(with: self.verdict(declared: read.granularity, measured: nil, family: family))
      }
    }
    return verdict
  }
}

extension FreshnessRequirement {
  /// The gravest of the verdicts on the age of each value that was read.
  func verdict(on reads: [AttributeRead], usedAt: Moment) -> Verdict {
    reads.reduce(.compliant) { $0.combined(with: verdict(updatedAt: $1.updatedAt.map(Moment.init), usedAt: usedAt)) }
  }
}
