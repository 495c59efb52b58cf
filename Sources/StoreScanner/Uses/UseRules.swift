import ConsentHistory
import DataStores
import GovernanceModel
import PolicyEngine
import Predicates

/// The controls over uses, and what they share in one pass. A class, since all use logs of the pass share it.
final class UseRules {
  /// A control with its pack.
  struct Rule {
    let pack: Pack
    let control: Control
    /// Index among the conditions.
    let scope: Int?
    let eligibility: Int?
  }

  let policies: PolicySet
  let channelUses: ChannelUses
  let consents: ConsentRecord
  let truths: SubjectTruths
  let updates: UpdateInstants
  let births: SubjectBirths?
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

  init(_ plan: AuditPlan, consents: ConsentRecord) {
    (policies, self.consents) = (plan.policies, consents)
    channelUses = ChannelUses(plan.policies.vocabulary.channelUses)
    var predicates: [Predicate] = []
    func index(_ predicate: Predicate?) -> Int? {
      guard let predicate else { return nil }
      if let known = predicates.firstIndex(of: predicate) { return known }
      predicates.append(predicate)
      return predicates.count - 1
    }
    var rules: [Rule] = []
    for pack in plan.policies.packs {
      for control in pack.controls where Self.kinds.contains(control.requirement.kind) {
        var eligibility: Int?
        if case .eligibility(let predicate) = control.requirement { eligibility = index(predicate) }
        rules.append(Rule(pack: pack, control: control, scope: index(pack.scope), eligibility: eligibility))
      }
    }
    self.rules = rules
    truths = SubjectTruths(predicates, plan: plan)
    updates = UpdateInstants(plan)
    births = SubjectBirths(plan)
  }

  /// The probe of a question; all events must have been packed.
  func probe(_ terms: ConsentTerms, _ regime: ConsentRegime, for key: UseKey) -> Int {
    let probeKey = ProbeKey(
      terms: terms, regime: regime, use: key.use, channel: key.channel, controller: key.controller)
    if let known = probeKeys[probeKey] { return known }
    consents.seal()
    let compiled = CompiledConsentTerms(terms, regime: regime, in: consents.scopes)
    probes.append(
      ConsentProbe(
        use: key.use, channel: key.channel, controller: key.controller, terms: compiled, in: consents.scopes))
    probeKeys[probeKey] = probes.count - 1
    return probes.count - 1
  }
}

// MARK: - What applies

extension UseRules {
  /// How a control's uses, channels and categories relate to a key.
  private enum Fit {
    case applies, tooCoarse, outside
  }

  /// All duties of a key, consent questions of one probe side by side.
  func duties(of key: UseKey, subjectType: DataSubject?) -> [Duty] {
    rules.indices.flatMap { duties(of: key, under: $0, subjectType) }.sorted { $0.probeOrder < $1.probeOrder }
  }

  private func duties(of key: UseKey, under index: Int, _ subjectType: DataSubject?) -> [Duty] {
    let (rule, control) = (rules[index], rules[index].control)
    guard isFor(subjectType, control), !isOutside(key.basis, control) else { return [] }
    func duty(_ requirement: Duty.Requirement, _ attribute: String? = nil, _ category: DataCategory? = nil) -> Duty {
      Duty(
        control: index, requirement: requirement,
        locus: Locus(attribute: attribute, category: category, use: key.use, channel: key.channel), scope: rule.scope,
        appliesWhenUnknown: rule.pack.appliesWhenUnknown,
        from: control.law.inForce?.microseconds ?? .min, until: control.law.until?.microseconds ?? .max)
    }
    switch fit(key, control) {
    case .outside: return []
    case .tooCoarse: return [duty(.settled(.unverifiable(.useTooCoarse)))]
    case .applies: break
    }
    switch control.requirement {
    case .consent(let requirement): return [duty(.consent(probe: probe(requirement.terms, .consent, for: key)))]
    case .optOut(let requirement):
      let isSourced = requirement.terms.minds.isSubset(of: consents.carried)
      return [duty(.optOut(probe: probe(requirement.terms, .optOut, for: key), isSourced: isSourced))]
    case .eligibility: return rule.eligibility.map { [duty(.eligibility($0))] } ?? []
    case .basis(let requirement):
      return basisVerdicts(requirement, control, key).map { duty(.settled($0.verdict), nil, $0.category) }
    case .prohibit(let requirement):
      return prohibitVerdicts(requirement, control, key).map { duty(.settled($0.verdict), $0.path, $0.category) }
    case .freshness(let requirement):
      return key.reads.filter { covers($0.categories, control) }.map { read in
        guard let update = read.update else { return duty(.settled(.unverifiable(.noTimestamp)), read.path) }
        return duty(.freshness(update: update, BoundedPeriod(requirement.maxAge)), read.path)
      }
    default: return []
    }
  }

  private func isFor(_ type: DataSubject?, _ control: Control) -> Bool {
    guard !control.appliesTo.subjects.isEmpty, let type else { return true }
    return control.appliesTo.subjects.contains { type.isSameOrBelow($0) || $0.isSameOrBelow(type) }
  }

  /// A use with a recorded basis that the control does not list is outside it; no list takes in all.
  private func isOutside(_ basis: LegalBasis?, _ control: Control) -> Bool {
    let bases: [LegalBasis]
    switch control.requirement {
    case .consent(let requirement): bases = requirement.bases
    case .optOut(let requirement): bases = requirement.bases
    default: return false
    }
    guard let basis, !bases.isEmpty else { return false }
    return !bases.contains(basis)
  }

  func covers(_ categories: [DataCategory], _ control: Control) -> Bool {
    control.appliesTo.categories.isEmpty
      || categories.contains { category in control.appliesTo.categories.contains { category.isSameOrBelow($0) } }
  }

  private func fit(_ key: UseKey, _ control: Control) -> Fit {
    let scope = control.appliesTo
    var isCoarse = false
    if !scope.uses.isEmpty {
      let uses = scope.uses.map { channelUses.normalised($0, nil) }
      let covering = uses.contains { key.use.isCovered(by: $0.use) && ($0.channel == nil || $0.channel == key.channel) }
      if !covering {
        guard uses.contains(where: { $0.use.isCovered(by: key.use) }) else { return .outside }
        isCoarse = true
      }
    }
    if !scope.channels.isEmpty {
      if let channel = key.channel {
        guard scope.channels.contains(channel) else { return .outside }
      } else {
        isCoarse = true
      }
    }
    if !scope.categories.isEmpty, !key.reads.contains(where: { covers($0.categories, control) }) { return .outside }
    return isCoarse ? .tooCoarse : .applies
  }
}

extension Duty {
  fileprivate var probeOrder: Int {
    switch requirement {
    case .consent(let probe), .optOut(let probe, _): probe
    default: -1
    }
  }
}
