import DataStores
import GovernanceModel
import PolicyEngine

/// All operators of a pass: the readers that others depend on, the checks over uses, the checks over records.
enum CheckRegistry {
  /// - Parameter lostConsentLogs: consent logs that the maps promise and that cannot be read at all.
  static func checks(
    for plan: AuditPlan, lostConsentLogs: Int, observer: UseObserver? = nil
  ) -> [PlannedCheck] {
    let consents = ConsentRecord(plan.policies, isComplete: lostConsentLogs == 0)
    let rules = UseRules(plan, consents: consents)
    guard !rules.rules.isEmpty else { return [] }
    return readers(plan, rules) + useChecks(plan, rules, observer)
  }

  /// What the checks over uses need to know of people.
  private static func readers(_ plan: AuditPlan, _ rules: UseRules) -> [PlannedCheck] {
    let isAsked = plan.sources.contains { $0.collection.uses != nil || $0.collection.audience != nil }
    guard isAsked else { return [] }
    let needsConsent = rules.rules.contains { [.consent, .optOut].contains($0.control.requirement.kind) }
    var checks: [PlannedCheck] = []
    for (index, source) in plan.sources.enumerated() {
      func add(_ check: any CheckOperator) { checks.append(PlannedCheck(source: index, controls: [], check: check)) }
      if let log = source.collection.consents, needsConsent {
        add(ConsentLogReader(log, source, vocabulary: plan.policies.vocabulary, record: rules.consents))
      }
      guard source.collection.profile != nil, source.collection.subject != nil else { continue }
      if !rules.truths.predicates(reading: index).isEmpty { add(ProfileReader(index, truths: rules.truths)) }
      if let updates = UpdateReader(index, updates: rules.updates) { add(updates) }
      if let births = rules.births, births.source == index { add(BirthReader(births)) }
    }
    return checks
  }

  private static func useChecks(_ plan: AuditPlan, _ rules: UseRules, _ observer: UseObserver?) -> [PlannedCheck] {
    var checks: [PlannedCheck] = []
    for (index, source) in plan.sources.enumerated() {
      let kinds = UseRules.kinds
      let controls = rules.rules.map(\.control).filter { kinds.contains($0.requirement.kind) }.map(\.id)
      if let log = source.collection.uses {
        let check = UseLogCheck(log, index, plan, rules: rules, observer: observer)
        checks.append(PlannedCheck(source: index, controls: controls, check: check))
      }
      if let table = source.collection.audience {
        let check = MembershipCheck(table, index, plan, rules: rules)
        checks.append(PlannedCheck(source: index, controls: controls, check: check))
      }
    }
    return checks
  }
}
