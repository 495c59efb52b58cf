package import GovernanceModel
package import SourceDocuments

extension ReportJSON {
  /// The kind and findings of a report that ``text(of:)`` wrote: what a later run is compared with.
  ///
  /// Throws ``InputError`` with the place of everything that is no report.
  package static func baseline(in file: SourceFile) throws(InputError) -> (kind: Report.Kind, findings: [Finding]) {
    var problems = Problems(in: file)
    let root = try Node.read(file)
    guard root["schemaVersion"]?.scalarText == "1.0", let kind: Report.Kind = root["kind"]?.readKind(&problems),
      let list = root["findings"], let elements = list.elements
    else {
      problems.error(
        "expected a report of Proviso in JSON, with `schemaVersion`, `kind` and `findings`; found \(root.kind)",
        at: root,
        help: "`proviso gate -o json:baseline.json` writes one")
      throw InputError(problems.diagnostics)
    }
    let findings = elements.compactMap { FindingJSONReader($0).finding(&problems) }
    try problems.throwIfAny()
    return (kind, findings)
  }
}

extension Node {
  fileprivate func readKind(_ problems: inout Problems) -> Report.Kind? { scalarText.flatMap(Report.Kind.init) }
}

/// Makes a `Finding` from its JSON object; members that nobody knows are passed over, since a later version may add some.
struct FindingJSONReader {
  private let node: Node

  init(_ node: Node) { self.node = node }

  func finding(_ problems: inout Problems) -> Finding? {
    guard let severity = text("severity").flatMap(Severity.init),
      let status = text("status").flatMap(Finding.Status.init),
      let reason = text("reason").flatMap(Reason.init), let verdict = verdict(reason), let asset = asset(),
      let fingerprint = text("fingerprint"), let control = text("control"), let pack = text("pack")
    else {
      problems.error(
        "expected a finding with pack, control, severity, status, verdict, reason, asset and fingerprint", at: node)
      return nil
    }
    let law = node["law"]
    return Finding(
      pack: pack, control: control, title: text("title") ?? "",
      law: LawReference(
        name: law?["name"]?.scalarText ?? "", article: law?["article"]?.scalarText ?? "",
        isChecked: law?["checked"]?.scalarText == "true"),
      severity: severity, asset: asset, locus: locus(), verdict: verdict, counts: counts("counts") ?? Counts(),
      previous: counts("previous"), sample: node["sample"]?["subjects"]?.elements?.compactMap(\.scalarText) ?? [],
      parameters: parameters(), obligation: text("obligation") ?? "", remedy: text("remedy") ?? "", status: status,
      fingerprint: fingerprint, evidenceDigest: text("evidenceDigest") ?? "", places: places(), help: text("help"),
      example: text("example"), waiver: waiver())
  }

  private func text(_ key: String) -> String? { node[key]?.scalarText }

  private func verdict(_ reason: Reason) -> Verdict? {
    switch text("verdict") {
    case "violation": .violation(reason)
    case "unverifiable": .unverifiable(reason)
    default: nil
    }
  }

  private func asset() -> Asset? {
    guard let asset = node["asset"] else { return nil }
    let rule = asset["rule"]?.scalarText
    if let store = asset["store"]?.scalarText {
      return .store(
        store, collection: asset["collection"]?.scalarText, field: asset["field"]?.scalarText, rule: rule)
    }
    return asset["ruleSet"]?.scalarText.map { .rule(set: $0, rule: rule) }
  }

  private func locus() -> Locus {
    let locus = node["locus"]
    return Locus(
      attribute: locus?["attribute"]?.scalarText, category: locus?["category"]?.scalarText.map(DataCategory.init),
      use: locus?["use"]?.scalarText.map(DataUse.init), channel: locus?["channel"]?.scalarText.map(Channel.init))
  }

  private func counts(_ key: String) -> Counts? {
    guard let counts = node[key] else { return nil }
    func number(_ key: String) -> Int? { counts[key]?.integer }
    func instant(_ key: String) -> Instant? { counts[key]?.scalarText.flatMap { Instant(iso8601: $0) } }
    return Counts(
      uses: number("uses"), records: number("records"), subjects: number("subjects"), first: instant("first"),
      last: instant("last"))
  }

  private func parameters() -> [Parameter] {
    (node["parameters"]?.elements ?? []).compactMap { entry in
      guard let name = entry["name"]?.scalarText, let value = entry["value"]?.scalarText else { return nil }
      return Parameter(name, value)
    }
  }

  private func places() -> [Place] {
    (node["places"]?.elements ?? []).compactMap { place in
      guard let file = place["file"]?.scalarText, let line = place["line"]?.integer,
        let column = place["column"]?.integer, let length = place["length"]?.integer
      else { return nil }
      return Place(
        span: SourceSpan(file: file, line: line, column: column, length: length),
        label: place["label"]?.scalarText ?? "", excerpt: place["excerpt"]?.scalarText ?? "")
    }
  }

  private func waiver() -> AppliedWaiver? {
    guard let waiver = node["waiver"], let owner = waiver["owner"]?.scalarText,
      let approver = waiver["approver"]?.scalarText, let reason = waiver["reason"]?.scalarText,
      let approved = waiver["approved"]?.scalarText.flatMap(CivilDate.init(iso8601:)),
      let expires = waiver["expires"]?.scalarText.flatMap(CivilDate.init(iso8601:))
    else { return nil }
    return AppliedWaiver(
      owner: owner, approver: approver, reason: reason, approved: approved, expires: expires,
      fault: waiver["fault"]?.scalarText)
  }
}

extension Node {
  fileprivate var integer: Int? { if case .integer(let value) = content { Int(exactly: value) } else { nil } }
}
