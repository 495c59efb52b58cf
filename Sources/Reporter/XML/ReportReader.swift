internal import GovernanceModel
internal import XMLDocuments

/// Makes a `Report` from the tree of a valid document. What the schema cannot ask is asked here.
struct ReportReader {
  private let root: XMLElement

  init(_ root: XMLElement) { self.root = root }

  func report() throws(ReportXMLError) -> Report {
    guard let generator = root.first("generator"), let scope = root.first("scope"),
      let policies = root.first("policies"), let findings = root.first("findings")
    else { throw .notValid(["the report lacks a part"]) }
    guard let kind = Report.Kind(rawValue: root["kind"]) else { throw root.problem("kind") }
    var report = Report(
      kind: kind, asOf: try root.instant("asOf"), project: root["project"], baseline: root.attributes["baseline"],
      generator: generator["version"],
      pseudonymKey: root.first("pseudonyms")?["key"] ?? "")
    for pack in policies.children {
      report.policies.append(
        PolicyDigest(
          id: pack["id"], version: pack["version"], digest: pack["digest"], controls: try pack.count("controls")))
    }
    for store in scope.all("store") { report.stores.append(try self.store(store)) }
    for set in scope.all("ruleSet") { report.ruleSets.append(try ruleSet(set)) }
    for gap in scope.all("notExamined") {
      report.gaps.append(Gap(subject: gap["subject"], reason: try gap.reason(), detail: gap.text))
    }
    for control in scope.all("notApplicable") {
      report.unmet.append(UnmetControl(pack: control["pack"], control: control["control"], reason: control.text))
    }
    report.since = try scope.first("since").map(since)
    report.limits = scope.all("limit").map { Limit(subject: $0["subject"], detail: $0.text) }
    for finding in findings.children { report.findings.append(try FindingReader(finding).finding()) }
    try compareSummary(ReportSummary(report))
    return report
  }

  private func since(_ since: XMLElement) throws(ReportXMLError) -> EarlierAudit {
    var logs: [EarlierAudit.Log] = []
    for log in since.children {
      logs.append(
        EarlierAudit.Log(
          collection: log["collection"], judged: try log.count("judged"), carried: try log.count("carried")))
    }
    return EarlierAudit(run: try since.count("run"), asOf: try since.instant("asOf"), logs: logs)
  }

  private func store(_ store: XMLElement) throws(ReportXMLError) -> ExaminedStore {
    var collections: [ExaminedStore.Collection] = []
    for collection in store.children {
      collections.append(
        ExaminedStore.Collection(
          name: collection["name"], rows: try collection.count("rows"), examined: try collection.count("examined"),
          controls: collection.children.map { $0["id"] }))
    }
    return ExaminedStore(
      id: store["id"], engine: store["engine"], mapDigest: store["mapDigest"], collections: collections)
  }

  private func ruleSet(_ set: XMLElement) throws(ReportXMLError) -> ExaminedRuleSet {
    var rules: [ExaminedRuleSet.Rule] = []
    for rule in set.children {
      rules.append(
        ExaminedRuleSet.Rule(
          id: rule["id"], proved: try rule.count("proved"), violated: try rule.count("violated"),
          unverifiable: try rule.count("unverifiable")))
    }
    return ExaminedRuleSet(
      id: set["id"], format: set["format"], path: set["path"], digest: set["digest"], rules: rules)
  }

  /// The summary says nothing of its own: when it differs from the findings, the document was changed.
  private func compareSummary(_ summary: ReportSummary) throws(ReportXMLError) {
    guard let written = root.first("summary") else { throw .notValid(["the report lacks its summary"]) }
    let agrees =
      written["verdict"] == summary.verdict && written["complete"] == (summary.isComplete ? "true" : "false")
      && written["findings"] == String(summary.findings) && written["open"] == String(summary.open)
      && written["news"] == String(summary.news)
      && written.children.allSatisfy { row in
        guard let severity = Severity(rawValue: row["severity"]) else { return false }
        return Finding.Status.allCases.allSatisfy { row[$0.rawValue] == String(summary.count(severity, $0)) }
      }
    guard agrees else { throw .notValid(["line \(written.line): the summary does not agree with the findings"]) }
  }
}

extension XMLElement {
  /// An attribute that the schema requires.
  subscript(name: String) -> String { attributes[name] ?? "" }

  func count(_ name: String) throws(ReportXMLError) -> Int {
    guard let number = Int(self[name]) else { throw problem(name) }
    return number
  }

  func instant(_ name: String) throws(ReportXMLError) -> Instant {
    guard let instant = Instant(iso8601: self[name]) else { throw problem(name) }
    return instant
  }

  func date(_ name: String) throws(ReportXMLError) -> CivilDate {
    guard let date = CivilDate(iso8601: self[name]) else { throw problem(name) }
    return date
  }

  func reason() throws(ReportXMLError) -> Reason {
    guard let reason = Reason(rawValue: self["reason"]) else { throw problem("reason") }
    return reason
  }

  func problem(_ attribute: String) -> ReportXMLError {
    .notValid(["line \(line): attribute `\(attribute)` of `\(name)` has a value that is not known here"])
  }
}
