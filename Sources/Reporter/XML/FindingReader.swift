internal import Digests
internal import GovernanceModel
internal import XMLDocuments

/// Makes a `Finding` from its element.
struct FindingReader {
  private let element: XMLElement

  init(_ element: XMLElement) { self.element = element }

  func finding() throws(ReportXMLError) -> Finding {
    guard let law = element.first("law"), let severity = Severity(rawValue: element["severity"]),
      let status = Finding.Status(rawValue: element["status"])
    else { throw element.problem("status") }
    let fingerprint = element["fingerprint"]
    guard element["id"] == NameUUID.finding(fingerprint).description else {
      throw .notValid(["line \(element.line): the finding's id does not belong to its fingerprint"])
    }
    let reason = try element.reason()
    return Finding(
      pack: element["pack"], control: element["control"], title: text("title") ?? "",
      law: LawReference(name: law["name"], article: law["article"], isChecked: ["true", "1"].contains(law["checked"])),
      severity: severity, asset: try asset(), locus: locus(),
      verdict: element["verdict"] == "violation" ? .violation(reason) : .unverifiable(reason),
      counts: try element.first("counts").map(counts) ?? Counts(),
      previous: try element.first("previous").map(counts),
      sample: element.first("sample")?.children.map(\.text) ?? [],
      parameters: element.all("parameter").map { Parameter($0["name"], $0["value"]) },
      obligation: text("obligation") ?? "", remedy: text("remedy") ?? "", status: status, fingerprint: fingerprint,
      evidenceDigest: element.first("evidence")?["digest"] ?? "", places: try places(), help: text("help"),
      example: text("example"), waiver: try element.first("waiver").map(waiver))
  }

  private func text(_ name: String) -> String? { element.first(name)?.text }

  private func asset() throws(ReportXMLError) -> Asset {
    guard let asset = element.first("asset") else { throw element.problem("asset") }
    let named = asset.attributes
    switch (named["store"], named["ruleSet"]) {
    case (let store?, nil):
      return .store(store, collection: named["collection"], field: named["field"], rule: named["rule"])
    case (nil, let set?) where named["collection"] == nil && named["field"] == nil:
      return .rule(set: set, rule: named["rule"])
    default: throw .notValid(["line \(asset.line): an asset is either of a store or of a rule set"])
    }
  }

  private func locus() -> Locus {
    let named = element.first("locus")?.attributes ?? [:]
    return Locus(
      attribute: named["attribute"], category: named["category"].map(DataCategory.init),
      use: named["use"].map(DataUse.init), channel: named["channel"].map(Channel.init))
  }

  private func counts(_ element: XMLElement) throws(ReportXMLError) -> Counts {
    var counts = Counts()
    if element.attributes["uses"] != nil { counts.uses = try element.count("uses") }
    if element.attributes["records"] != nil { counts.records = try element.count("records") }
    if element.attributes["subjects"] != nil { counts.subjects = try element.count("subjects") }
    if element.attributes["first"] != nil { counts.first = try element.instant("first") }
    if element.attributes["last"] != nil { counts.last = try element.instant("last") }
    return counts
  }

  private func waiver(_ element: XMLElement) throws(ReportXMLError) -> AppliedWaiver {
    AppliedWaiver(
      owner: element["owner"], approver: element["approver"], reason: element.text,
      approved: try element.date("approved"), expires: try element.date("expires"),
      fault: element.attributes["fault"])
  }

  private func places() throws(ReportXMLError) -> [Place] {
    var places: [Place] = []
    for place in element.all("place") {
      let span = SourceSpan(
        file: place["file"], line: try place.count("line"), column: try place.count("column"),
        length: try place.count("length"))
      places.append(
        Place(span: span, label: place.first("label")?.text ?? "", excerpt: place.first("excerpt")?.text ?? ""))
    }
    return places
  }
}
