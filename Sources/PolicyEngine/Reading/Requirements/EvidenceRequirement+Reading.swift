internal import ConsentHistory
internal import GovernanceModel
internal import SourceDocuments

extension EvidenceRequirement {
  static func read(_ node: Node, _ problems: inout Problems) -> EvidenceRequirement? {
    guard var fields = MappingReader(node, "`evidence`", &problems) else { return nil }
    let before = problems.diagnostics.count
    var evidence = EvidenceRequirement()
    evidence.fields = fields.choices("fields", "field of evidence", &problems) ?? []
    evidence.forbiddenMethods = Set(fields.texts("forbiddenMethods", &problems))
    evidence.recordedWithin = fields.positivePeriod("recordedWithin", &problems)
    evidence.forbid = fields.choices("forbid", "fault of events", &problems) ?? []
    evidence.signals = fields.optional("signals").flatMap { SignalRequirement.read($0, &problems) }
    fields.finish(&problems)
    if evidence != EvidenceRequirement() { return evidence }
    if problems.diagnostics.count == before {
      problems.error(
        "`evidence` needs `fields`, `forbiddenMethods`, `recordedWithin`, `forbid` or `signals`", at: node)
    }
    return nil
  }
}

extension SignalRequirement {
  static func read(_ node: Node, _ problems: inout Problems) -> SignalRequirement? {
    guard var fields = MappingReader(node, "`signals`", &problems) else { return nil }
    var signals = SignalRequirement()
    _ = fields.required("forbid", &problems)
    signals.forbid = fields.choices("forbid", "fault of consent strings", &problems) ?? []
    signals.disclosedVendorsSince = fields.moment("disclosedVendorsSince", &problems)?.start
    signals.policyFourSince = fields.moment("policyFourSince", &problems)?.start
    signals.refresh = fields.positivePeriod("refresh", &problems)
    fields.finish(&problems)
    return signals
  }
}
