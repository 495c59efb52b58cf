package import GovernanceModel
package import Predicates

extension Predicate {
  /// An eligibility is met iff the condition is true: who is not known to be eligible is not. Only a part that nobody can
  /// evaluate leaves it open.
  package func eligibility(on facts: some Facts, profileChanged: Bool = false) -> Verdict {
    if profileChanged, !reads.isEmpty { return .unverifiable(.profileChangedSince) }
    switch evaluate(on: facts) {
    case .true: return .compliant
    case .false: return .violation(.notEligible)
    case .unknown: return isOpen(on: facts) ? .unverifiable(.opaque) : .violation(.notEligible)
    }
  }

  /// True when the condition rests on something that nobody can evaluate here.
  private func isOpen(on facts: some Facts) -> Bool {
    var isOpen = false
    forEachPart { part in
      switch part {
      case .opaque, .segment: isOpen = true
      case .consent, .eventCount: isOpen = isOpen || part.evaluate(on: facts) == .unknown
      default: break
      }
    }
    return isOpen
  }
}
