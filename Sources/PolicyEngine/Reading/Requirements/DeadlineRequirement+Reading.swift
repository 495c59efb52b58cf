internal import GovernanceModel
internal import SourceDocuments

extension DeadlineRequirement {
  static func read(_ node: Node, _ problems: inout Problems) -> DeadlineRequirement? {
    guard var fields = MappingReader(node, "`deadline`", &problems) else { return nil }
    let within = fields.requiredPeriod("within", &problems)
    let extendedNode = fields.optional("extended")
    let extended = fields.positivePeriod("extended", &problems)
    let requests = Set(fields.texts("requests", &problems))
    fields.finish(&problems)
    guard let within else { return nil }
    if let extended, let extendedNode, extended.added(to: .epoch) < within.added(to: .epoch) {
      problems.error(
        "`extended` is the whole period from the receipt, and no shorter than `within`", at: extendedNode)
    }
    return DeadlineRequirement(within: within, extended: extended, requests: requests)
  }
}

extension Instant {
  fileprivate static let epoch = Instant(microseconds: 0)
}
