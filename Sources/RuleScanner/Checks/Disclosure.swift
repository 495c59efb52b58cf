internal import GovernanceModel
internal import PolicyEngine
internal import RuleSets

extension GateRun {
  /// `disclosure`: recipient, sale and transfer of each export are declared and allowed.
  func checkDisclosure(
    _ requirement: DisclosureRequirement, _ categories: [DataCategory], _ rule: RuleCase
  ) -> [RuleFinding]? {
    let exports = rule.rule.exports.filter { carries(categories, $0, rule) }
    if exports.isEmpty { return nil }
    return exports.compactMap { export in
      let record = DisclosureRecord(
        recipient: export.recipient, isSale: export.isSale, country: export.country, safeguard: export.safeguard)
      let verdict = requirement.verdict(of: record, declared: gate.policies.recipients)
      guard let reason = verdict.reason else { return nil }
      var finding = RuleFinding(verdict, at: export.place, label(reason, export), help: help(reason, export))
      finding.attribute = export.recipient
      return finding
    }
  }

  /// A control that names categories is for exports that carry one, or may.
  private func carries(_ categories: [DataCategory], _ export: RuleExport, _ rule: RuleCase) -> Bool {
    if categories.isEmpty || export.isWildcard { return true }
    return export.paths.contains { path in
      guard let read = rule.reads.first(where: { $0.path == path }) else { return true }
      if case .outside = read.match(categories) { return false }
      return true
    }
  }

  private func label(_ reason: Reason, _ export: RuleExport) -> String {
    switch reason {
    case .undeclaredRecipient: "`\(export.recipient)` is no declared recipient"
    case .recipientNotAllowed: "`\(export.recipient)` is no recipient that the control allows"
    case .saleNotAllowed: export.isSale == nil ? "nobody says whether this is a sale" : "the data is sold"
    default: "the data leaves for a country without a safeguard"
    }
  }

  private func help(_ reason: Reason, _ export: RuleExport) -> String {
    switch reason {
    case .undeclaredRecipient:
      nearestName(to: export.recipient, among: gate.policies.recipients.map(\.name)).map { "did you mean `\($0)`?" }
        ?? "declare it under `recipients:` in proviso.yaml"
    case .recipientNotAllowed: "send the data to an allowed recipient, or drop the export"
    case .saleNotAllowed: export.isSale == nil ? "add `sale: false` to the export" : "do not sell it"
    default: "declare `country:` and `safeguard:` of the recipient under `recipients:`"
    }
  }
}
