internal import GovernanceModel

/// A finding without its sample, which lies apart; `StoredFinding+Writing.swift` writes what is read here.
struct StoredFinding: Decodable {
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

private struct StoredLaw: Decodable {
  let name, article: String
  let isChecked: Bool

  var law: LawReference { LawReference(name: name, article: article, isChecked: isChecked) }
}

private struct StoredWaiver: Decodable {
  let owner, approver, reason, approved, expires: String
  let fault: String?

  func waiver() throws -> AppliedWaiver {
    guard let approved = CivilDate(iso8601: approved), let expires = CivilDate(iso8601: expires) else {
      throw StoredFormError.unreadable
    }
    return AppliedWaiver(
      owner: owner, approver: approver, reason: reason, approved: approved, expires: expires, fault: fault)
  }
}

private struct StoredAsset: Decodable {
  let store, collection, field, ruleSet, rule: String?

  func asset() throws -> Asset {
    if let store { return .store(store, collection: collection, field: field, rule: rule) }
    guard let ruleSet else { throw StoredFormError.unreadable }
    return .rule(set: ruleSet, rule: rule)
  }
}

private struct StoredCounts: Decodable {
  let uses, records, subjects: Int?
  let first, last: Int64?

  var counts: Counts {
    Counts(
      uses: uses, records: records, subjects: subjects, first: first.map(Instant.init(microseconds:)),
      last: last.map(Instant.init(microseconds:)))
  }
}

private struct StoredPlace: Decodable {
  let file, label, excerpt: String
  let line, column, length: Int

  var place: Place {
    Place(span: SourceSpan(file: file, line: line, column: column, length: length), label: label, excerpt: excerpt)
  }
}
