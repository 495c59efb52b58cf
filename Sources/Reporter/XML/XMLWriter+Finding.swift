internal import Digests
internal import GovernanceModel
internal import XMLDocuments

extension XMLWriter {
  mutating func finding(_ finding: Finding, pseudonymKey: String) {
    start("finding")
    attribute("id", NameUUID.finding(finding.fingerprint).description)
    attribute("pack", finding.pack)
    attribute("control", finding.control)
    attribute("severity", finding.severity.rawValue)
    attribute("verdict", finding.verdict.name)
    attribute("reason", finding.verdict.reason?.rawValue)
    attribute("status", finding.status.rawValue)
    attribute("fingerprint", finding.fingerprint)
    element("title", finding.title)
    law(finding.law)
    asset(finding.asset)
    locus(finding.locus)
    counts("counts", finding.counts)
    if let previous = finding.previous { counts("previous", previous, evenIfEmpty: true) }
    for parameter in finding.parameters {
      start("parameter")
      attribute("name", parameter.name)
      attribute("value", parameter.value)
      end()
    }
    element("obligation", finding.obligation)
    element("remedy", finding.remedy)
    start("evidence")
    attribute("digest", finding.evidenceDigest)
    end()
    sample(finding, pseudonymKey: pseudonymKey)
    for place in finding.places { self.place(place) }
    element("help", finding.help)
    element("example", finding.example)
    if let waiver = finding.waiver { self.waiver(waiver) }
    end()
  }

  private mutating func law(_ law: LawReference) {
    start("law")
    attribute("name", law.name)
    attribute("article", law.article)
    attribute("checked", law.isChecked ? "true" : "false")
    end()
  }

  private mutating func asset(_ asset: Asset) {
    start("asset")
    switch asset {
    case .rule(let set, let rule):
      attribute("ruleSet", set)
      attribute("rule", rule)
    case .store(let store, let collection, let field, let rule):
      attribute("store", store)
      attribute("collection", collection)
      attribute("field", field)
      attribute("rule", rule)
    }
    end()
  }

  private mutating func locus(_ locus: Locus) {
    guard !locus.isEmpty else { return }
    start("locus")
    attribute("attribute", locus.attribute)
    attribute("category", locus.category?.key)
    attribute("use", locus.use?.key)
    attribute("channel", locus.channel?.name)
    end()
  }

  private mutating func counts(_ name: String, _ counts: Counts, evenIfEmpty: Bool = false) {
    guard evenIfEmpty || !counts.isEmpty else { return }
    start(name)
    attribute("uses", counts.uses)
    attribute("records", counts.records)
    attribute("subjects", counts.subjects)
    attribute("first", counts.first?.written)
    attribute("last", counts.last?.written)
    end()
  }

  private mutating func sample(_ finding: Finding, pseudonymKey: String) {
    guard !finding.sample.isEmpty else { return }
    start("sample")
    attribute("of", finding.counts.subjects ?? finding.sample.count)
    attribute("pseudonymKey", pseudonymKey)
    for pseudonym in finding.sample { element("subject", pseudonym) }
    end()
  }

  private mutating func waiver(_ waiver: AppliedWaiver) {
    start("waiver")
    attribute("owner", waiver.owner)
    attribute("approver", waiver.approver)
    attribute("approved", waiver.approved.description)
    attribute("expires", waiver.expires.description)
    attribute("fault", waiver.fault)
    text(waiver.reason)
    end()
  }

  private mutating func place(_ place: Place) {
    start("place")
    attribute("file", place.span.file)
    attribute("line", place.span.line)
    attribute("column", place.span.column)
    attribute("length", place.span.length)
    element("label", place.label)
    element("excerpt", place.excerpt)
    end()
  }
}
