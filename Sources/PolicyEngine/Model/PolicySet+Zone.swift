internal import ConsentHistory
public import GovernanceModel

extension PolicySet {
  /// The set with the zone of the data map in place of `zone: local` (semantics section 2): without it such controls add
  /// their periods in UTC.
  public func localised(in zone: ZoneRules) -> PolicySet {
    var set = self
    for pack in set.packs.indices {
      for control in set.packs[pack].controls.indices {
        set.packs[pack].controls[control].requirement.withTerms { terms in
          if terms.zone == .local { terms.zone = zone }
        }
      }
    }
    return set
  }

  /// Ids of the controls whose periods follow a local calendar; before ``localised(in:)``.
  package var localControls: [String] {
    packs.flatMap(\.controls).filter { control in
      var (requirement, isLocal) = (control.requirement, false)
      requirement.withTerms { isLocal = $0.zone == .local }
      return isLocal
    }.map(\.id)
  }
}

extension Requirement {
  /// Changes the consent terms of the kinds that have some.
  fileprivate mutating func withTerms(_ body: (inout ConsentTerms) -> Void) {
    switch self {
    case .consent(var requirement):
      body(&requirement.terms)
      self = .consent(requirement)
    case .optOut(var requirement):
      body(&requirement.terms)
      self = .optOut(requirement)
    case .reconcile(var requirement):
      body(&requirement.terms)
      self = .reconcile(requirement)
    default: break
    }
  }
}
