internal import GovernanceModel
internal import PolicyEngine
internal import RuleSets

/// What can be said of a control and a rule without looking into either.
enum QuickAnswer {
  case proved, outside, unsettled
}

extension GateRun {
  /// Settles what most rules give most controls; the checks themselves say the same, at length.
  func quickAnswer(
    _ prepared: PreparedControl, _ number: Int, _ rule: RuleCase, isOverlapped: Bool
  ) -> QuickAnswer {
    switch prepared.kind {
    case .prohibit, .granularity: return touch(number, rule) == .none && !rule.hasWildcard ? .proved : .unsettled
    case .freshness:
      let isUntouched = prepared.hasCategories && touch(number, rule) == .none
      return isUntouched && !rule.hasWildcard ? .proved : .unsettled
    case .declared: return rule.patterns.contains(0) ? .unsettled : .proved
    case .hygiene: return rule.isClean && !isOverlapped ? .proved : .unsettled
    case .basis: return quickBasis(prepared, touch(number, rule), rule)
    case .consent, .optOut:
      if prepared.hasCategories, touch(number, rule) == .none, !rule.hasWildcard { return .outside }
      guard !prepared.hasCategories || touch(number, rule) == .within, !prepared.hasBases, rule.isSelfConsenting
      else { return .unsettled }
      return .proved
    case .eligibility:
      return prepared.hasCategories && touch(number, rule) == .none && !rule.hasWildcard ? .outside : .unsettled
    case .crowd: return rule.rule.estimatedAudience == nil ? .outside : .unsettled
    case .disclosure: return rule.rule.exports.isEmpty ? .outside : .unsettled
    default: return .unsettled
    }
  }

  /// The rule's own basis, where it is allowed, speaks for all that is known of what it reads.
  private func quickBasis(_ prepared: PreparedControl, _ touch: Touch, _ rule: RuleCase) -> QuickAnswer {
    guard touch != .unclear, !rule.reads.isEmpty, let own = rule.rule.basis, prepared.allows(own) else {
      return .unsettled
    }
    return touch == .none && prepared.hasCategories ? .outside : .proved
  }
}
