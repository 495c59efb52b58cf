import DataStores
import GovernanceModel
import PolicyEngine

/// All operators of a pass: the readers that others depend on, the checks over uses, the checks over records.
enum CheckRegistry {
  /// - Parameter lostConsentLogs: consent logs that the maps promise and that cannot be read at all.
  static func checks(for plan: AuditPlan, lostConsentLogs: Int) -> [PlannedCheck] {
    let consents = ConsentRecord(plan.policies, isComplete: lostConsentLogs == 0)
    var checks: [PlannedCheck] = []
    for (index, source) in plan.sources.enumerated() {
      guard let log = source.collection.consents else { continue }
      let reader = ConsentLogReader(log, source, vocabulary: plan.policies.vocabulary, record: consents)
      checks.append(PlannedCheck(source: index, controls: [], check: reader))
    }
    return checks
  }
}
