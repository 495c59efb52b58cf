package import ConsentHistory
internal import GovernanceModel
internal import Predicates

extension Obligation {
  /// The consent terms for a use that reads these attributes: for special categories only a grant at the use itself counts,
  /// unless the control names its levels. Nil for controls that are not about consent.
  package func consentTerms(for reads: [AttributeRead], in vocabulary: Vocabulary) -> ConsentTerms? {
    guard case .consent(let requirement) = control.requirement else { return nil }
    var terms = requirement.terms
    let special = (reads.flatMap(\.categories) + control.appliesTo.categories).contains { vocabulary.isSpecial($0) }
    if special, terms.grantLevels == nil { terms.exactLevelOnly = true }
    return terms
  }
}

extension ConsentTerms {
  /// Semantics section 3 for one use.
  func verdict(on use: UseRecord, _ history: ConsentTimeline, _ facts: some Facts) -> Verdict {
    history.state(of: question(on: use, facts), under: self).verdict
  }

  /// What is asked of the history; with a birth date where the terms turn on the age.
  func question(on use: UseRecord, _ facts: some Facts) -> ConsentQuestion {
    ConsentQuestion(
      use: use.use, channel: use.channel, controller: use.controller, at: use.at,
      birth: guardianBelowAge == nil ? nil : facts.birthDate)
  }
}
