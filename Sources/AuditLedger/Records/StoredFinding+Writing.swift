internal import GovernanceModel

/// What ``StoredFinding`` reads: members in the order of their names.
extension StoredFinding {
  static func text(_ finding: Finding) -> String {
    JSONRecord.text { record in
      record.add("asset") { $0.add(finding.asset) }
      record.add("attribute", finding.locus.attribute)
      record.add("category", finding.locus.category?.key)
      record.add("channel", finding.locus.channel?.name)
      record.add("control", finding.control)
      record.add("counts") { $0.add(finding.counts) }
      record.add("evidenceDigest", finding.evidenceDigest)
      record.add("example", finding.example)
      record.add("fingerprint", finding.fingerprint)
      record.add("help", finding.help)
      record.add("law") { law in
        law.add("article", finding.law.article)
        law.add("isChecked", finding.law.isChecked)
        law.add("name", finding.law.name)
      }
      record.add("obligation", finding.obligation)
      record.add("pack", finding.pack)
      record.add("parameters", finding.parameters.map { [$0.name, $0.value] })
      record.add("places", finding.places) { $0.add($1) }
      if let previous = finding.previous { record.add("previous") { $0.add(previous) } }
      record.add("reason", finding.verdict.reason?.rawValue ?? "")
      record.add("remedy", finding.remedy)
      record.add("severity", finding.severity.rawValue)
      record.add("status", finding.status.rawValue)
      record.add("title", finding.title)
      record.add("use", finding.locus.use?.key)
      record.add("verdict", finding.verdict.name)
      if let waiver = finding.waiver { record.add("waiver") { $0.add(waiver) } }
    }
  }
}

extension JSONRecord {
  fileprivate mutating func add(_ asset: Asset) {
    switch asset {
    case .rule(let set, let rule):
      add("rule", rule)
      add("ruleSet", set)
    case .store(let store, let collection, let field, let rule):
      add("collection", collection)
      add("field", field)
      add("rule", rule)
      add("store", store)
    }
  }

  /// Instants in microseconds since 1970.
  fileprivate mutating func add(_ counts: Counts) {
    add("first", counts.first?.microseconds)
    add("last", counts.last?.microseconds)
    add("records", counts.records.map(Int64.init))
    add("subjects", counts.subjects.map(Int64.init))
    add("uses", counts.uses.map(Int64.init))
  }

  fileprivate mutating func add(_ place: Place) {
    add("column", Int64(place.span.column))
    add("excerpt", place.excerpt)
    add("file", place.span.file)
    add("label", place.label)
    add("length", Int64(place.span.length))
    add("line", Int64(place.span.line))
  }

  fileprivate mutating func add(_ waiver: AppliedWaiver) {
    add("approved", waiver.approved.description)
    add("approver", waiver.approver)
    add("expires", waiver.expires.description)
    add("fault", waiver.fault)
    add("owner", waiver.owner)
    add("reason", waiver.reason)
  }
}
