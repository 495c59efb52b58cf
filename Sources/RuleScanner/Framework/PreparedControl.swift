internal import GovernanceModel
internal import PolicyEngine
internal import Predicates

/// A control that speaks of rules, with what is asked of every rule worked out once.
final class PreparedControl: Sendable {
  let control: Control
  let pack: Int
  /// In force over the whole window of every rule that starts at the gate's instant.
  let isAlwaysInForce: Bool
  /// `appliesTo.uses` with their channels normalised.
  let uses: [DataUse]
  let kind: RequirementKind
  /// What findings name as asked for.
  let parameters: [Parameter]
  let hasCategories: Bool
  /// `consent` and `optOut`: the control is for some legal bases only.
  let hasBases: Bool
  /// `basis`: those that are allowed; empty: all.
  private let allowed: [LegalBasis]
  /// Eligibility: the ways not to meet the requirement; nil when they are too many.
  let refutations: [Clause]?

  /// Nil for kinds that only data can answer.
  init?(_ control: Control, pack: Int, asOf: Instant) {
    guard Self.speaksOfRules(control.requirement) else { return nil }
    self.control = control
    self.pack = pack
    uses = control.appliesTo.uses
    kind = control.requirement.kind
    parameters = control.requirement.parameters
    hasCategories = !control.appliesTo.categories.isEmpty
    switch control.requirement {
    case .basis(let basis): (allowed, hasBases) = (basis.allowed, false)
    case .consent(let consent): (allowed, hasBases) = ([], !consent.bases.isEmpty)
    case .optOut(let optOut): (allowed, hasBases) = ([], !optOut.bases.isEmpty)
    default: (allowed, hasBases) = ([], false)
    }
    isAlwaysInForce = (control.law.inForce ?? .distantPast) <= asOf && control.law.until == nil
    if case .eligibility(let condition) = control.requirement {
      refutations = Clause.ways(condition, .notHolds)
    } else {
      refutations = nil
    }
  }

  private static func speaksOfRules(_ requirement: Requirement) -> Bool {
    switch requirement {
    case .basis, .consent, .optOut, .eligibility, .prohibit, .granularity, .freshness, .declared, .disclosure, .review,
      .hygiene:
      true
    case .crowd(let crowd): crowd.of == .audience
    case .retention, .evidence, .reask, .reconcile, .erasure, .deadline: false
    }
  }

  func allows(_ basis: LegalBasis) -> Bool { allowed.isEmpty || allowed.contains(basis) }

  /// In force at any instant of a rule's window.
  func isInForce(from start: Instant, through end: Instant) -> Bool {
    isAlwaysInForce
      || ((control.law.inForce ?? .distantPast) <= end && start < (control.law.until ?? .distantFuture))
  }
}

/// The scope of a pack, ready to be put beside an audience.
struct PreparedScope: Sendable {
  let condition: Predicate?
  /// The ways to be in scope; nil when they are too many to tell apart.
  let ways: [Clause]?

  init(_ pack: Pack) {
    condition = pack.scope
    ways = pack.scope.map { Clause.ways($0, pack.appliesWhenUnknown ? .notFails : .holds) } ?? nil
    appliesWhenUnknown = pack.appliesWhenUnknown
  }

  private let appliesWhenUnknown: Bool

  /// In scope: not false, or true where the pack skips the unknown.
  func holds(on facts: Witness) -> Bool {
    guard let condition else { return true }
    let truth = condition.evaluate(on: facts)
    return appliesWhenUnknown ? truth != .false : truth == .true
  }
}
