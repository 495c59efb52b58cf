package import PolicyEngine

/// The checks over records of a pass: one operator an obligation and collection, as the obligation's kind asks.
///
/// Call it once a pass with all obligations: operators that ask about the same columns share what they measure, and
/// erasures and consent logs are compared across collections. The checks over uses are made elsewhere.
package enum RecordChecks {
  /// - Parameters:
  ///   - scope: whom an obligation is for; nil for everybody. The same object for the same condition.
  ///   - overdue: where retention checks leave whom they found.
  package static func checks(
    for obligations: [Obligation], in plan: AuditPlan, overdue: OverdueSubjects? = nil,
    scope: (Obligation) -> (any SubjectScope)? = { _ in nil }
  ) -> [PlannedCheck] {
    var shelves: [ObjectIdentifier?: Shelf] = [:]
    return asked(obligations).flatMap { obligation in
      let people = scope(obligation)
      let key = people.map { ObjectIdentifier($0) }
      var shelf = shelves.removeValue(forKey: key) ?? Shelf(overdue: overdue)
      defer { shelves[key] = shelf }
      let planned = checks(for: obligation, in: plan, &shelf)
      guard let people else { return planned }
      return planned.map { check in
        var check = check
        guard !check.isForEverybody else { return check }
        check.check = ScopedCheck(check.check, people)
        if let last = people.lastSource, last > check.source { check.isLate = true }
        return check
      }
    }
  }

  /// Records are kept, erased or answered for whatever use: a control of such a kind is asked once, not once a use.
  private static func asked(_ obligations: [Obligation]) -> [Obligation] {
    struct Key: Hashable {
      let pack: String
      let control: String
    }
    var seen: Set<Key> = []
    return obligations.compactMap { obligation in
      guard obligation.control.requirement.kind.isWhateverTheUse else { return obligation }
      guard seen.insert(Key(pack: obligation.pack, control: obligation.control.id)).inserted else { return nil }
      var whole = obligation
      whole.use = nil
      return whole
    }
  }

  /// What the operators of one scope share.
  private struct Shelf {
    var meters = MeterShelf()
    var classes = ClassShelf()
    let overdue: OverdueSubjects?
  }

  private static func checks(for obligation: Obligation, in plan: AuditPlan, _ shelf: inout Shelf) -> [PlannedCheck] {
    switch obligation.control.requirement {
    case .reconcile(let requirement): return ReconcileCheck.checks(requirement, for: obligation, in: plan)
    case .erasure(let requirement): return ErasureCheck.checks(requirement, for: obligation, in: plan)
    default: break
    }
    let sources = plan.sources.indices.filter { obligation.applies(to: plan.sources[$0].collection, asOf: plan.asOf) }
    return sources.flatMap { checks(for: obligation, at: $0, in: plan, &shelf) }
  }

  private static func checks(
    for obligation: Obligation, at index: Int, in plan: AuditPlan, _ shelf: inout Shelf
  ) -> [PlannedCheck] {
    switch obligation.control.requirement {
    case .retention(let requirement):
      RetentionCheck.checks(requirement, for: obligation, at: index, in: plan, overdue: shelf.overdue)
    case .freshness(let requirement): FreshnessCheck.checks(requirement, for: obligation, at: index, in: plan)
    case .granularity(let requirement):
      GranularityCheck.checks(requirement, for: obligation, at: index, in: plan, meters: &shelf.meters)
    case .declared: DeclaredCheck.checks(for: obligation, at: index, in: plan, meters: &shelf.meters)
    case .crowd(let requirement):
      CrowdCheck.checks(requirement, for: obligation, at: index, in: plan, classes: &shelf.classes)
    case .evidence(let requirement): EvidenceCheck.checks(requirement, for: obligation, at: index, in: plan)
    case .reask(let requirement): ReaskCheck.checks(requirement, for: obligation, at: index, in: plan)
    case .deadline(let requirement): DeadlineCheck.checks(requirement, for: obligation, at: index, in: plan)
    case .disclosure(let requirement): DisclosureCheck.checks(requirement, for: obligation, at: index, in: plan)
    case .basis, .consent, .optOut, .eligibility, .prohibit, .reconcile, .erasure, .review, .hygiene: []
    }
  }
}

extension RequirementKind {
  /// True for controls on records that no use is needed to judge.
  fileprivate var isWhateverTheUse: Bool {
    switch self {
    case .retention, .declared, .erasure, .deadline: true
    default: false
    }
  }
}
