internal import GovernanceModel

/// A finding without its sample, which lies apart.
struct StoredFinding: StoredForm {
  private let pack, control, title, severity, verdict, reason: String
  private let law: StoredLaw
  private let asset: StoredAsset
  private let attribute, category, use, channel: String?
  private let counts: StoredCounts
  private let previous: StoredCounts?
  private let parameters: [[String]]
  private let obligation, remedy, status, fingerprint, evidenceDigest: String
  private let places: [StoredPlace]
  private let help, example: String?
  private let waiver: StoredWaiver?

  init(_ finding: Finding) {
    (pack, control, title, severity) = (finding.pack, finding.control, finding.title, finding.severity.rawValue)
    (verdict, reason) = (finding.verdict.name, finding.verdict.reason?.rawValue ?? "")
    (law, asset) = (StoredLaw(finding.law), StoredAsset(finding.asset))
    (attribute, category) = (finding.locus.attribute, finding.locus.category?.key)
    (use, channel) = (finding.locus.use?.key, finding.locus.channel?.name)
    (counts, previous) = (StoredCounts(finding.counts), finding.previous.map(StoredCounts.init))
    parameters = finding.parameters.map { [$0.name, $0.value] }
    (obligation, remedy, status) = (finding.obligation, finding.remedy, finding.status.rawValue)
    (fingerprint, evidenceDigest) = (finding.fingerprint, finding.evidenceDigest)
    (places, help, example) = (finding.places.map(StoredPlace.init), finding.help, finding.example)
    waiver = finding.waiver.map(StoredWaiver.init)
  }

  func finding(sample: [String]) throws -> Finding {
    guard let severity = Severity(rawValue: severity), let reason = Reason(rawValue: reason),
      let status = Finding.Status(rawValue: status), parameters.allSatisfy({ $0.count == 2 })
    else { throw StoredFormError.unreadable }
    return Finding(
      pack: pack, control: control, title: title, law: law.law, severity: severity, asset: try asset.asset(),
      locus: Locus(
        attribute: attribute, category: category.map(DataCategory.init), use: use.map(DataUse.init),
        channel: channel.map(Channel.init)),
      verdict: verdict == "violation" ? .violation(reason) : .unverifiable(reason), counts: counts.counts,
      previous: previous?.counts, sample: sample, parameters: parameters.map { Parameter($0[0], $0[1]) },
      obligation: obligation, remedy: remedy, status: status, fingerprint: fingerprint, evidenceDigest: evidenceDigest,
      places: places.map(\.place), help: help, example: example, waiver: try waiver?.waiver())
  }
}

private struct StoredLaw: Codable {
  let name, article: String
  let isChecked: Bool

  init(_ law: LawReference) { (name, article, isChecked) = (law.name, law.article, law.isChecked) }

  var law: LawReference { LawReference(name: name, article: article, isChecked: isChecked) }
}

private struct StoredWaiver: Codable {
  let owner, approver, reason, approved, expires: String
  let fault: String?

  init(_ waiver: AppliedWaiver) {
    (owner, approver, reason, fault) = (waiver.owner, waiver.approver, waiver.reason, waiver.fault)
    (approved, expires) = (waiver.approved.description, waiver.expires.description)
  }

  func waiver() throws -> AppliedWaiver {
    guard let approved = CivilDate(iso8601: approved), let expires = CivilDate(iso8601: expires) else {
      throw StoredFormError.unreadable
    }
    return AppliedWaiver(
      owner: owner, approver: approver, reason: reason, approved: approved, expires: expires, fault: fault)
  }
}

private struct StoredAsset: Codable {
  let store, collection, field, ruleSet, rule: String?

  init(_ asset: Asset) {
    switch asset {
    case .rule(let set, let rule):
      (store, collection, field, ruleSet, self.rule) = (nil, nil, nil, set, rule)
    case .store(let store, let collection, let field, let rule):
      (self.store, self.collection, self.field, ruleSet, self.rule) = (store, collection, field, nil, rule)
    }
  }

  func asset() throws -> Asset {
    if let store { return .store(store, collection: collection, field: field, rule: rule) }
    guard let ruleSet else { throw StoredFormError.unreadable }
    return .rule(set: ruleSet, rule: rule)
  }
}

private struct StoredCounts: Codable {
  let uses, records, subjects: Int?
  let first, last: Int64?

  init(_ counts: Counts) {
    (uses, records, subjects) = (counts.uses, counts.records, counts.subjects)
    (first, last) = (counts.first?.microseconds, counts.last?.microseconds)
  }

  var counts: Counts {
    Counts(
      uses: uses, records: records, subjects: subjects, first: first.map(Instant.init(microseconds:)),
      last: last.map(Instant.init(microseconds:)))
  }
}

private struct StoredPlace: Codable {
  let file, label, excerpt: String
  let line, column, length: Int

  init(_ place: Place) {
    (file, label, excerpt) = (place.span.file, place.label, place.excerpt)
    (line, column, length) = (place.span.line, place.span.column, place.span.length)
  }

  var place: Place {
    Place(span: SourceSpan(file: file, line: line, column: column, length: length), label: label, excerpt: excerpt)
  }
}
