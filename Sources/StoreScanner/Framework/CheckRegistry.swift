import DataStores
import GovernanceModel
import PolicyEngine

/// All operators of a pass: the readers that others depend on, the checks over uses, the checks over records.
enum CheckRegistry {
  /// - Parameter lostConsentLogs: consent logs that the maps promise and that cannot be read at all.
  static func checks(for plan: AuditPlan, lostConsentLogs: Int) -> [PlannedCheck] {
    let obligations = plan.policies.obligations()
    let consents = ConsentRecord(plan.policies, isComplete: lostConsentLogs == 0)
    let rules = UseRules(plan, obligations: obligations, consents: consents)
    let overdue = OverdueSubjects()
    let asked = useChecks(plan, rules) + recordChecks(plan, obligations, rules, overdue)
    guard !asked.isEmpty else { return [] }
    let readers = readers(plan, rules, forGroups: asked.contains { $0.reach == .collection })
    return readers + asked + OverdueUseCheck.checks(overdue, in: plan, beside: asked)
      + DatedRowsCheck.checks(in: plan, beside: readers + asked)
  }

  /// What the checks need to know of people.
  ///
  /// - Parameter forGroups: some check sees all rows of its collection at once, and must know who is in its scope too.
  private static func readers(_ plan: AuditPlan, _ rules: UseRules, forGroups: Bool) -> [PlannedCheck] {
    let hasUses = plan.sources.contains { $0.collection.uses != nil || $0.collection.audience != nil }
    let needsConsent =
      hasUses && rules.rules.contains { [.consent, .optOut].contains($0.obligation.control.requirement.kind) }
    var checks: [PlannedCheck] = []
    for (index, source) in plan.sources.enumerated() {
      func add(_ check: any CheckOperator) { checks.append(PlannedCheck(source: index, controls: [], check: check)) }
      if let log = source.collection.consents, needsConsent {
        add(ConsentLogReader(log, source, vocabulary: plan.policies.vocabulary, record: rules.consents))
      }
      guard source.collection.profile != nil, source.collection.subject != nil else { continue }
      if !rules.truths.predicates(reading: index).isEmpty {
        let reader = ProfileReader(index, truths: rules.truths)
        checks.append(
          PlannedCheck(source: index, controls: [], reach: forGroups ? .both : .subject, check: reader))
      }
      if let updates = UpdateReader(index, updates: rules.updates) { add(updates) }
      if let births = rules.births, births.source == index { add(BirthReader(births)) }
    }
    return checks
  }

  private static func useChecks(_ plan: AuditPlan, _ rules: UseRules) -> [PlannedCheck] {
    guard !rules.rules.isEmpty else { return [] }
    var checks: [PlannedCheck] = []
    for (index, source) in plan.sources.enumerated() where source.collection.subject != nil {
      if let log = source.collection.uses {
        checks.append(
          PlannedCheck(
            source: index, controls: rules.controls(for: log.use), isLate: true,
            check: UseLogCheck(log, index, plan, rules: rules)))
      }
      if let table = source.collection.audience {
        checks.append(
          PlannedCheck(
            source: index, controls: rules.controls(for: table.use), isLate: true,
            check: MembershipCheck(table, index, plan, rules: rules)))
      }
    }
    return checks.filter { !$0.controls.isEmpty }
  }

  private static func recordChecks(
    _ plan: AuditPlan, _ obligations: [Obligation], _ rules: UseRules, _ overdue: OverdueSubjects
  ) -> [PlannedCheck] {
    struct Key: Hashable {
      let predicate: Int
      let appliesWhenUnknown: Bool
    }
    var scopes: [Key: PeopleInScope] = [:]
    return RecordChecks.checks(for: obligations, in: plan, overdue: overdue) { obligation in
      guard let predicate = obligation.scope.flatMap({ rules.truths.index(of: $0) }) else { return nil }
      let key = Key(predicate: predicate, appliesWhenUnknown: obligation.appliesWhenUnknown)
      if let known = scopes[key] { return known }
      let scope = PeopleInScope(
        predicate, rules.truths, appliesWhenUnknown: obligation.appliesWhenUnknown, asOf: plan.asOf.microseconds)
      scopes[key] = scope
      return scope
    }
  }
}

extension UseRules {
  /// Controls that may concern the uses of a log: all but those for other uses where the map names one use for all rows.
  func controls(for use: ColumnOrConstant) -> [String] {
    let constant = use.column == nil ? use.constant.map { DataUse($0) } : nil
    let found = rules.filter { rule in
      guard let constant, let own = rule.obligation.use else { return true }
      return constant.isCovered(by: own) || own.isCovered(by: constant)
    }
    return Set(found.map(\.obligation.control.id)).sorted()
  }
}
