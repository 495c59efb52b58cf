import DataStores
import GovernanceModel
import PolicyEngine

/// Controls that meet nothing in what the maps declare, by name: a control that looked at nothing is not one that was kept.
///
/// A store without a register of requests is no less complete for it; but whoever reads the report must see that nobody
/// asked whether requests were answered. What a map promises and a store lacks is a gap, and told there.
struct UnmetControls {
  private let plan: AuditPlan
  /// All that the maps promise, what the stores lack among them.
  private let promised: [Collection]
  /// Ids of the controls that some operator applies.
  private let applied: Set<String>

  init(_ plan: AuditPlan, promised: [Collection], checks: [PlannedCheck]) {
    (self.plan, self.promised) = (plan, promised)
    applied = Set(checks.flatMap(\.controls))
  }

  /// Ordered by pack and control.
  var all: [UnmetControl] {
    plan.policies.packs.flatMap { pack in
      pack.controls.compactMap { control in
        reason(control).map { UnmetControl(pack: pack.id, control: control.id, reason: $0) }
      }
    }.sorted { left, right in
      let (first, second) = ([left.pack, left.control], [right.pack, right.control])
      return first.lexicographicallyPrecedes(second) { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
  }

  /// Nil for a control that was applied, that a gap tells of, or that is about rules alone.
  private func reason(_ control: Control) -> String? {
    guard !applied.contains(control.id), let needed = Needed(control.requirement) else { return nil }
    guard control.law.isInForce(at: plan.asOf) else { return "not in force as of \(plan.asOf)" }
    let found = promised.count { needed.isPart($0) }
    if found < needed.least { return "no map declares \(needed.name)" }
    let present = plan.sources.count { needed.isPart($0.collection) }
    if present < needed.least { return nil }
    return "nothing that the maps declare is of the uses, categories or people that it is about"
  }
}

extension EvidenceRequirement {
  fileprivate var isAboutSignalsAlone: Bool {
    signals != nil && fields.isEmpty && forbiddenMethods.isEmpty && forbid.isEmpty && recordedWithin == nil
  }
}

/// What a control must meet in a map to be applied at all.
private struct Needed {
  let name: String
  let isPart: (Collection) -> Bool
  /// How many collections.
  var least = 1

  private init(_ name: String, least: Int = 1, _ isPart: @escaping (Collection) -> Bool) {
    (self.name, self.least, self.isPart) = (name, least, isPart)
  }

  /// Nil for controls about rules alone.
  init?(_ requirement: Requirement) {
    switch requirement {
    case .basis, .consent, .optOut, .eligibility, .prohibit:
      self.init("a use log or an audience") { $0.uses != nil || $0.audience != nil }
    case .granularity: self.init("a field of a family that it limits") { !$0.fields.isEmpty }
    case .freshness: self.init("profiles or a use log") { $0.profile != nil || $0.uses != nil || $0.audience != nil }
    case .retention: self.init("profiles or an anchor of its period") { !$0.anchors.isEmpty || $0.profile != nil }
    case .crowd(let crowd) where crowd.of == .audience: self.init("an audience") { $0.audience != nil }
    case .crowd: self.init("quasi-identifiers") { !($0.profile?.quasiIdentifiers.isEmpty ?? true) }
    case .declared: self.init("a collection") { _ in true }
    case .evidence(let evidence) where evidence.isAboutSignalsAlone:
      self.init("a consent log of strings") { $0.consents?.signal != nil }
    case .evidence, .reask: self.init("a consent log") { $0.consents != nil }
    case .reconcile: self.init("a second consent log", least: 2) { $0.consents != nil }
    case .erasure: self.init("a register of erasures") { $0.erasures != nil }
    case .deadline: self.init("a register of requests") { $0.requests != nil }
    case .disclosure: self.init("a log of disclosures") { $0.disclosures != nil }
    case .review, .hygiene: return nil
    }
  }
}
