internal import GovernanceModel
internal import PolicyEngine

/// What a control makes of a pattern whatever the rule; worked out once for each pair, so that a rule that nothing touches
/// costs a look into a table.
enum Touch: UInt8 {
  /// The attribute is nothing to the control, or keeps it.
  case none
  case within
  case unclear
}

extension GateRun {
  /// Adds the rows of patterns that were met since.
  mutating func workTouches() {
    let worked = index.controls.isEmpty ? attributes.patterns.count : touches.count / index.controls.count
    if worked == attributes.patterns.count { return }
    for pattern in attributes.patterns[worked...] {
      for prepared in index.controls { touches.append(touch(prepared.control, pattern?.pattern)) }
    }
  }

  private func touch(_ control: Control, _ pattern: Vocabulary.AttributePattern?) -> Touch {
    let categories = control.appliesTo.categories
    let isUnclear = if case .unclear = CategoryMatch(pattern, categories) { true } else { false }
    if case .granularity(let requirement) = control.requirement, let pattern, !pattern.categories.isEmpty, !isUnclear {
      let isKept = pattern.categories.allSatisfy { category in
        guard categories.isEmpty || categories.contains(where: { category.isSameOrBelow($0) }),
          let family = vocabulary.family(of: category)
        else { return true }
        return requirement.verdict(declared: pattern.granularity, measured: nil, family: family) == .compliant
      }
      return isKept ? .none : .within
    }
    if case .basis = control.requirement, let pattern { return basisTouch(categories, pattern) }
    switch CategoryMatch(pattern, categories) {
    case .within: return .within
    case .unclear: return .unclear
    case .outside: return .none
    }
  }

  /// Of several categories each one counts.
  private func basisTouch(_ categories: [DataCategory], _ pattern: Vocabulary.AttributePattern) -> Touch {
    var touch = Touch.none
    for category in pattern.categories {
      if categories.isEmpty || categories.contains(where: { category.isSameOrBelow($0) }) {
        if touch == .none { touch = .within }
      } else if categories.contains(where: { $0.isSameOrBelow(category) }) {
        touch = .unclear
      }
    }
    return touch
  }

  func touch(_ number: Int, _ patternID: Int) -> Touch { touches[patternID * index.controls.count + number] }

  /// The gravest touch of a rule's reads: unclear, within, none.
  func touch(_ number: Int, _ rule: RuleCase) -> Touch {
    var touch = Touch.none
    let width = index.controls.count
    for pattern in rule.patterns {
      switch touches[pattern * width + number] {
      case .none: break
      case .within: if touch == .none { touch = .within }
      case .unclear: touch = .unclear
      }
    }
    return touch
  }
}
