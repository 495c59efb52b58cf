package import ConsentHistory
package import GovernanceModel

extension ReconcileRequirement {
  /// Do the logs that know a person agree on one state? Reasons may differ; a yes here and a no there disagree, whatever
  /// a third log cannot tell.
  package func verdict(states: some Sequence<ConsentState>) -> Verdict {
    var (saysYes, saysNo) = (false, false)
    var unknown: Reason?
    for state in states {
      switch state {
      case .valid: saysYes = true
      case .invalid: saysNo = true
      case .unverifiable(let reason): unknown = unknown ?? reason
      }
    }
    if saysYes, saysNo { return .violation(.disagrees) }
    return unknown.map(Verdict.unverifiable) ?? .compliant
  }
}
