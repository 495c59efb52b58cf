internal import ConsentHistory
internal import GovernanceModel
internal import PolicyEngine
internal import Predicates
internal import RuleSets

extension GateRun {
  /// `consent` and `optOut`: everyone in the audience is one whom the guard would let pass (semantics section 8).
  ///
  /// The native atom `consent(U, C)` in the audience proves it for exactly this use and channel: neither a parent nor a
  /// child nor another channel does. An audience without it reaches someone who never agreed, and that person is shown:
  /// found by ``Conjunction`` where it is one, else by the solver.
  mutating func checkConsent(
    _ terms: ConsentTerms, _ bases: [LegalBasis], _ prepared: PreparedControl, _ rule: inout RuleCase
  ) -> [RuleFinding]? {
    switch reach(prepared.control.appliesTo.categories, rule) {
    case .outside: return nil
    case .unclear(let findings): return findings
    case .within: break
    }
    if !bases.isEmpty, let basis = declaredBasis(of: rule, nil), !bases.contains(basis) { return nil }
    guard let use = rule.use else {
      return [RuleFinding(.unverifiable(.useTooCoarse), at: rule.part("use"), "the rule names no data use")]
    }
    if rule.contradiction != nil { return [] }
    if rule.consents.contains(where: { $0.use == use && $0.channel == rule.channel }) {
      noteLatency(terms, prepared, rule)
      return []
    }
    return notCovered(use, terms, prepared, &rule)
  }

  private mutating func notCovered(
    _ use: DataUse, _ terms: ConsentTerms, _ prepared: PreparedControl, _ rule: inout RuleCase
  ) -> [RuleFinding] {
    let atom = consentText(use, rule)
    let help = "add `- \(atom)` to the audience" + (rule.conjunction.isPure ? "" : ", beside the other conditions")
    let known = prepared.isAlwaysInForce ? rule.people[prepared.pack] : nil
    let person = rule.conjunction.isPure ? known ?? someone(rule, under: prepared, alsoOneOf: nil) { _ in true } : nil
    if prepared.isAlwaysInForce { rule.people[prepared.pack] = .some(person) }
    switch person.flatMap({ replay($0, prepared, rule, nil) }) ?? prove(prepared, rule, nil) {
    case .proved:
      noteLatency(terms, prepared, rule)
      return []
    case .undecided(let reason): return [undecided(reason, rule, help: help)]
    case .wronged(let person, let history, let verdict):
      note(person, history, verdict, prepared, rule)
      var finding = RuleFinding(
        .violation(.notCovered), at: rule.part("audience", "use"),
        "audience is not limited to people who agreed to `\(use)`" + (rule.channel.map { " by \($0)" } ?? ""),
        help: help + nearMiss(use, rule))
      finding.example = "reached without consent: \(person.text(asking: atom, history))"
      return [finding]
    }
  }

  /// The condition in the words of the file: a use that names its channel needs no `channel:`.
  private func consentText(_ use: DataUse, _ rule: RuleCase) -> String {
    let channel = index.normalised(use, nil).channel == rule.channel ? nil : rule.channel
    return Predicate.consent(use, channel).conditionText
  }

  /// Says why a consent condition that is there does not do.
  private func nearMiss(_ use: DataUse, _ rule: RuleCase) -> String {
    for consent in rule.consents {
      if consent.use == use { return "; consent for another channel does not cover this one" }
      if use.isSameOrBelow(consent.use) || consent.use.isSameOrBelow(use) {
        return "; consent to `\(consent.use)` implies nothing about `\(use)`"
      }
    }
    return ""
  }

  /// What a proof could not tell, and why.
  func undecided(_ reason: Reason, _ rule: RuleCase, help: String) -> RuleFinding {
    switch reason {
    case .opaque:
      RuleFinding(
        .unverifiable(.opaque), at: rule.rule.opaque.first ?? rule.part("audience"),
        "nobody can tell whom this part reaches", help: help)
    case .calendar:
      RuleFinding(
        .unverifiable(.calendar), at: rule.part("audience"), "the length of months decides whom this reaches",
        help: "write the periods in days")
    default:
      RuleFinding(
        .unverifiable(reason), at: rule.part("audience"), "neither proved nor refuted within bounds", help: help)
    }
  }

  private mutating func noteLatency(_ terms: ConsentTerms, _ prepared: PreparedControl, _ rule: RuleCase) {
    let (latency, grace) = (rule.rule.latency, terms.grace.standard)
    guard latency != .zero, !latency.neverExceeds(grace) else { return }
    result.notes.append(
      Diagnostic(
        .note,
        "rule `\(rule.rule.id)` is proved for \(prepared.control.id) at evaluation; up to \(latency) later, when it is "
          + "used, someone may have said no", at: rule.part("id")?.span,
        help: "the control allows \(grace) of grace; evaluate the audience when it is used"))
  }
}

/// Whether a rule reads what a control is limited to.
enum CategoryReach {
  case within, outside
  case unclear([RuleFinding])
}

extension GateRun {
  func reach(_ categories: [DataCategory], _ rule: RuleCase) -> CategoryReach {
    if categories.isEmpty { return .within }
    var unclear: [RuleFinding] = []
    for read in rule.reads {
      switch read.match(categories) {
      case .within: return .within
      case .unclear: unclear.append(read.unknown(categories))
      case .outside: break
      }
    }
    if rule.hasWildcard { unclear.append(wildcard(rule)) }
    return unclear.isEmpty ? .outside : .unclear(unclear)
  }

  /// An export of the whole profile hands on whatever there is.
  func wildcard(_ rule: RuleCase) -> RuleFinding {
    RuleFinding(
      .unverifiable(.wildcard), at: rule.rule.exports.first(where: \.isWildcard)?.place,
      "the whole profile leaves here", help: "name the attributes that the recipient needs")
  }
}
