internal import GovernanceModel
internal import PolicyEngine
internal import Predicates
internal import RuleSets

extension GateRun {
  /// A rule whose own condition or campaign lies wholly in the past. What a native rule says of its end is for `review`.
  func isOver(_ rule: RuleCase, _ set: RuleSet) -> RuleFinding? {
    guard set.format != RuleSetFormat.native.name, let end = rule.rule.expires, end <= gate.asOf else { return nil }
    return RuleFinding(
      .violation(.dead), at: rule.part("expires"), "over since \(end.description.prefix(10))",
      help: "nobody is reached any more; take the rule out")
  }

  /// A write of whatever there is to the profile.
  func unboundedWrite(_ rule: RuleCase) -> RuleFinding? {
    let writes = rule.rule.writes.filter { write in
      let path = write.path.text
      return path == "*" || path.hasPrefix("properties.") && (path.contains("*") || path.contains("["))
    }
    guard let first = writes.first else { return nil }
    var finding = RuleFinding(
      .violation(.unboundedWrite), at: first.place, "writes whatever the event holds to the profile",
      help: "name the properties that are written")
    finding.attribute = first.path.text
    finding.records = writes.count
    return finding
  }

  /// Profiles that are made one share what each of them agreed to; the identity that joins them is read.
  func identityMerge(_ rule: RuleCase) -> RuleFinding? {
    guard let merge = rule.rule.writes.first(where: { $0.path.text == "mergedWith" }) else { return nil }
    let key = rule.rule.reads.last {
      $0.path.text.hasPrefix("systemProperties.") || $0.path.text.hasPrefix("properties.")
    }
    var finding = RuleFinding(
      .violation(.identityMerge), at: merge.place,
      "makes one profile of all that share " + (key.map { "`\($0.path)`" } ?? "an identity"),
      help:
        "keep every refusal of either profile when they are merged; a duplicate must not bring back what was withdrawn")
    finding.attribute = key?.path.text ?? merge.path.text
    return finding
  }

  /// Consent that is stored, where no rule of the whole run asks for it.
  func unreadConsent(_ rule: RuleCase) -> RuleFinding? {
    guard let write = rule.rule.writes.first(where: { $0.path.text.hasPrefix("consents") }), !readsConsent else {
      return nil
    }
    var finding = RuleFinding(
      .violation(.unreadConsent), at: write.place, "stores consent that no rule asks for",
      help: "let the rules that need it ask: `consents.<purpose>.status`, or a consent condition")
    finding.attribute = write.path.text
    return finding
  }

  /// Some rule of the run reads consent.
  private var readsConsent: Bool {
    gate.ruleSets.contains { set in
      set.rules.contains { rule in
        if rule.reads.contains(where: { $0.path.text.hasPrefix("consents") }) { return true }
        var found = false
        rule.audience.forEachPart { if case .consent = $0 { found = true } }
        return found
      }
    }
  }
}
