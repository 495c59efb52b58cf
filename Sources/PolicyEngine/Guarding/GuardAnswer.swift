public import ConsentHistory
public import GovernanceModel

/// The guard's answer to one use.
public struct GuardAnswer: Hashable, Sendable {
  /// What may be done.
  public enum Outcome: String, Hashable, Sendable, CaseIterable {
    /// The use may take place as it was asked for.
    case allow
    /// It may take place on coarser values: see ``GuardAnswer/generalisations``.
    case generalise
    /// It may not take place: see ``GuardAnswer/refusals``.
    case deny
  }

  /// A control that the use would break, or of which nobody can tell.
  public struct Refusal: Hashable, Sendable {
    public var pack: String
    public var control: String
    /// Never `compliant`.
    public var verdict: Verdict
    public init(pack: String, control: String, verdict: Verdict) {
      (self.pack, self.control, self.verdict) = (pack, control, verdict)
    }
  }

  /// An attribute that may be read at a level only.
  public struct Generalisation: Hashable, Sendable {
    /// `none`: the attribute must be withheld.
    public var level: Granularity
    /// The control that asks for it.
    public var pack: String
    public var control: String
  }

  /// On what the use rests.
  public struct Ground: Hashable, Sendable {
    /// Nil where neither the use nor the project names one.
    public var basis: LegalBasis?
    /// The grant that makes the consent valid; its `evidence` refers to the proof.
    public var consent: ConsentEvent?
  }

  /// How many obligations applied; none is no proof of anything.
  public internal(set) var judged = 0
  /// In the order of the policy set.
  public internal(set) var refusals: [Refusal] = []
  /// By attribute.
  public internal(set) var generalisations: [String: Generalisation] = [:]
  /// Nil unless the use is allowed.
  public internal(set) var ground: Ground?

  /// True when nothing refuses; ``generalisations`` must be heeded.
  public var isAllowed: Bool { refusals.isEmpty }

  public var outcome: Outcome {
    if !isAllowed { return .deny }
    return generalisations.isEmpty ? .allow : .generalise
  }
}

extension GuardAnswer {
  /// Asks for coarser levels instead of refusing; false when some read has no level in a family that the control limits, so
  /// that nothing can be made coarser.
  mutating func generalise(
    _ reads: [AttributeRead], _ obligation: Obligation, _ vocabulary: Vocabulary
  ) -> Bool {
    guard case .granularity(let requirement) = obligation.control.requirement else { return false }
    var asked: [String: Granularity] = [:]
    for read in reads where requirement.verdict(on: [read], vocabulary) != .compliant {
      guard let held = read.granularity, let level = requirement.finestAllowed(in: held.family) else { return false }
      var coarser = read
      coarser.granularity = level
      guard requirement.verdict(on: [coarser], vocabulary) == .compliant else { return false }
      asked[read.attribute] = level
    }
    for (attribute, level) in asked {
      let known = generalisations[attribute]
      if let known, !known.level.isFiner(than: level) { continue }
      let isComparable = known.map { !level.isFiner(than: $0.level) } ?? true
      let agreed = isComparable ? level : Granularity(family: level.family, level: "none") ?? level
      generalisations[attribute] = Generalisation(
        level: agreed, pack: obligation.pack, control: obligation.control.id)
    }
    return true
  }
}

extension GranularityRequirement {
  /// The finest level that the control allows; nil where it does not limit the family.
  func finestAllowed(in family: Granularity.Family) -> Granularity? {
    guard limits(family) else { return nil }
    let allowed = family.levels.compactMap { Granularity(family: family, level: $0) }.filter {
      !isTooFine($0, in: family)
    }
    guard let maximum = maximum(for: family), !isTooFine(maximum, in: family) else { return allowed.first }
    return maximum
  }
}
