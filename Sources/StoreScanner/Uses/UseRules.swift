import ConsentHistory
import DataStores
import GovernanceModel
import PolicyEngine
import Predicates

/// The obligations over uses, and what they share in one pass. A class, since all use logs of the pass share it.
final class UseRules {
  /// An obligation, with its conditions as indices.
  struct Rule {
    let obligation: Obligation
    let scope: Int?
    let eligibility: Int?
    /// What the consent atoms of both conditions are about.
    let atoms: Set<UseScope>
  }

  /// A use and a channel that a condition asks the guard about.
  struct UseScope: Hashable {
    let use: DataUse
    let channel: Channel?
  }

  let policies: PolicySet
  let channelUses: ChannelUses
  /// For what follows from a use key alone.
  let context: JudgeContext
  let consents: ConsentRecord
  let truths: SubjectTruths
  let updates: UpdateInstants
  let births: SubjectBirths?
  /// Attributes that judge a use where they are logged with it.
  let loggedPaths: Set<String>
  let asksForAge: Bool
  let rules: [Rule]
  private(set) var probes: [ConsentProbe] = []
  private var probeKeys: [ProbeKey: Int] = [:]

  private struct ProbeKey: Hashable {
    let terms: ConsentTerms
    let regime: ConsentRegime
    let use: DataUse
    let channel: Channel?
    let controller: String?
  }

  /// Kinds of controls that judge uses.
  static let kinds: Set<RequirementKind> = [.basis, .consent, .optOut, .eligibility, .prohibit, .freshness]

  init(_ plan: AuditPlan, obligations: [Obligation], consents: ConsentRecord) {
    (policies, self.consents) = (plan.policies, consents)
    context = JudgeContext(plan.policies, isOptOutSourceComplete: true)
    channelUses = ChannelUses(plan.policies.vocabulary.channelUses)
    var predicates: [Predicate] = []
    func index(_ predicate: Predicate?) -> Int? {
      guard let predicate else { return nil }
      if let known = predicates.firstIndex(of: predicate) { return known }
      predicates.append(predicate)
      return predicates.count - 1
    }
    var rules: [Rule] = []
    for obligation in obligations {
      // Conditions of all obligations are kept: those over records ask for scopes too.
      let scope = index(obligation.scope)
      guard Self.kinds.contains(obligation.control.requirement.kind) else { continue }
      var eligibility: Int?
      if case .eligibility(let predicate) = obligation.control.requirement { eligibility = index(predicate) }
      let conditions = [scope, eligibility].compactMap { $0 }
      let atoms = Set(conditions.flatMap { predicates[$0].consentAtoms })
      rules.append(Rule(obligation: obligation, scope: scope, eligibility: eligibility, atoms: atoms))
    }
    self.rules = rules
    truths = SubjectTruths(predicates, plan: plan)
    updates = UpdateInstants(plan)
    births = SubjectBirths(plan)
    asksForAge = SubjectBirths.areAsked(plan.policies)
    loggedPaths = truths.paths.union(asksForAge ? SubjectBirths.paths : [])
  }

  /// The probe of a question; all events must have been packed.
  func probe(_ terms: ConsentTerms, _ regime: ConsentRegime, for key: UseKey) -> Int {
    let probeKey = ProbeKey(
      terms: terms, regime: regime, use: key.use, channel: key.channel, controller: key.controller)
    if let known = probeKeys[probeKey] { return known }
    consents.seal()
    let compiled = CompiledConsentTerms(terms, regime: regime, in: consents.scopes)
    let made = ConsentProbe(
      use: key.use, channel: key.channel, controller: key.controller, terms: compiled, in: consents.scopes)
    probes.append(made)
    probeKeys[probeKey] = probes.count - 1
    return probes.count - 1
  }
}

extension Predicate {
  fileprivate var consentAtoms: Set<UseRules.UseScope> {
    var found: Set<UseRules.UseScope> = []
    forEachPart { part in
      if case .consent(let use, let channel) = part { found.insert(UseRules.UseScope(use: use, channel: channel)) }
    }
    return found
  }
}
