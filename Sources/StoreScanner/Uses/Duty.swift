import ConsentHistory
import GovernanceModel

/// An obligation as it applies to one use key: all that does not depend on the row.
struct Duty {
  enum Requirement {
    /// Index among the probes.
    case consent(probe: Int)
    /// Unsourced: no log that was read carries the actions that are minded.
    case optOut(probe: Int, isSourced: Bool)
    /// Index among the conditions.
    case eligibility(Int)
    /// Index among the update instants, and the attribute whose update a log may hold with the use; at least one of both.
    case freshness(update: Int?, logged: String?, BoundedPeriod)
    /// Follows from the key alone.
    case settled(Verdict)
  }

  /// Index into the rules.
  let rule: Int
  let requirement: Requirement
  let locus: Locus
  /// The condition of the pack's scope.
  let scope: Int?
  let appliesWhenUnknown: Bool
  /// What the atoms `consent(use, channel)` of its conditions ask; empty for most.
  var atoms: [ConsentAtom] = []
  /// The control is about categories and nobody recorded what was read: a violation is not sure.
  let lacksReads: Bool
  /// In force over [from, until), in microseconds.
  let from: Int64
  let until: Int64
}

extension Duty {
  /// The attribute of which the log may say when its value was last updated.
  var loggedUpdate: String? {
    if case .freshness(_, let attribute, _) = requirement { attribute } else { nil }
  }
}

/// What the hot loop needs of a duty that is a plain question to a probe: no scope, and all reads known.
struct PlainDuty {
  /// Index among the probes; negative for every other duty.
  let probe: Int
  /// In force over [from, until), in microseconds.
  let from: Int64
  let until: Int64

  init(_ duty: Duty) {
    (from, until) = (duty.from, duty.until)
    if case .consent(let probe) = duty.requirement, duty.scope == nil, !duty.lacksReads {
      self.probe = probe
    } else {
      probe = -1
    }
  }
}

/// The consent and opt-out controls that an atom `consent(use, channel)` of a condition asks (semantics section 7).
struct ConsentAtom {
  let use: DataUse
  let channel: Channel?
  let duties: [Duty]
}
