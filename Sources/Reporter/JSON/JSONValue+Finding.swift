internal import Digests
internal import GovernanceModel

extension JSONValue {
  init(_ finding: Finding) {
    self = .object([
      ("id", .text(NameUUID.finding(finding.fingerprint).description)), ("fingerprint", .text(finding.fingerprint)),
      ("pack", .text(finding.pack)), ("control", .text(finding.control)), ("title", .text(finding.title)),
      ("severity", .text(finding.severity.rawValue)), ("verdict", .text(finding.verdict.name)),
      ("reason", Self.text(finding.verdict.reason?.rawValue)), ("status", .text(finding.status.rawValue)),
      ("law", JSONValue(finding.law)), ("asset", JSONValue(finding.asset)), ("locus", Self.locus(finding.locus)),
      ("counts", finding.counts.isEmpty ? nil : JSONValue(finding.counts)),
      ("previous", finding.previous.map { JSONValue($0) }),
      (
        "parameters",
        .array(finding.parameters.map { .object([("name", .text($0.name)), ("value", .text($0.value))]) })
      ),
      ("obligation", .text(finding.obligation)), ("remedy", .text(finding.remedy)),
      ("evidenceDigest", .text(finding.evidenceDigest)), ("sample", Self.sample(finding)),
      ("places", .array(finding.places.map { JSONValue($0) })), ("help", Self.text(finding.help)),
      ("example", Self.text(finding.example)), ("waiver", finding.waiver.map { JSONValue($0) }),
    ])
  }

  private init(_ law: LawReference) {
    self = .object([
      ("name", .text(law.name)), ("article", .text(law.article)), ("checked", .boolean(law.isChecked)),
    ])
  }

  private init(_ waiver: AppliedWaiver) {
    self = .object([
      ("owner", .text(waiver.owner)), ("approver", .text(waiver.approver)), ("reason", .text(waiver.reason)),
      ("approved", .text(waiver.approved.description)), ("expires", .text(waiver.expires.description)),
      ("fault", Self.text(waiver.fault)),
    ])
  }

  private init(_ asset: Asset) {
    switch asset {
    case .rule(let set, let rule): self = .object([("ruleSet", .text(set)), ("rule", Self.text(rule))])
    case .store(let store, let collection, let field, let rule):
      self = .object([
        ("store", .text(store)), ("collection", Self.text(collection)), ("field", Self.text(field)),
        ("rule", Self.text(rule)),
      ])
    }
  }

  private init(_ counts: Counts) {
    self = .object([
      ("uses", Self.number(counts.uses)), ("records", Self.number(counts.records)),
      ("subjects", Self.number(counts.subjects)), ("first", Self.text(counts.first?.written)),
      ("last", Self.text(counts.last?.written)),
    ])
  }

  private init(_ place: Place) {
    self = .object([
      ("file", .text(place.span.file)), ("line", .number(place.span.line)), ("column", .number(place.span.column)),
      ("length", .number(place.span.length)), ("label", .text(place.label)), ("excerpt", .text(place.excerpt)),
    ])
  }

  private static func locus(_ locus: Locus) -> JSONValue? {
    guard !locus.isEmpty else { return nil }
    return .object([
      ("attribute", text(locus.attribute)), ("category", text(locus.category?.key)), ("use", text(locus.use?.key)),
      ("channel", text(locus.channel?.name)),
    ])
  }

  private static func sample(_ finding: Finding) -> JSONValue? {
    guard !finding.sample.isEmpty else { return nil }
    return .object([
      ("of", .number(finding.counts.subjects ?? finding.sample.count)),
      ("subjects", .array(finding.sample.map { .text($0) })),
    ])
  }
}
