internal import GovernanceModel

/// SARIF 2.1.0 (OASIS, errata 01) in the subset that GitHub code scanning reads, within its limits; what other viewers read
/// besides (baseline state, suppressions, notifications) is there too.
struct ReportSARIF {
  /// GitHub refuses a file beyond these.
  enum Limits {
    static let results = 25_000
    static let relatedLocations = 99
    static let text = 1024
    static let tags = 10
    static let name = 255
  }

  private let report: Report
  private let threshold: Threshold
  private let anchors: Anchors
  private let rules: SARIFRules
  private let results: ArraySlice<Finding>
  private let left: Int

  /// - Parameter limit: the most results, since a file beyond it is refused whole.
  init(_ report: Report, threshold: Threshold, anchors: Anchors, limit: Int = Limits.results) {
    (self.report, self.threshold, self.anchors) = (report, threshold, anchors)
    // What is no longer there is no alert. Report order is by severity, so what a limit cuts is the least grave.
    let present = report.findings.filter(\.isPresent)
    let ordered = present.filter(threshold.blocks) + present.filter { !threshold.blocks($0) }
    results = ordered.prefix(limit)
    left = ordered.count - results.count
    rules = SARIFRules(results)
  }

  func text() -> String {
    JSONValue.object([
      ("$schema", .text("https://json.schemastore.org/sarif-2.1.0.json")), ("version", .text("2.1.0")),
      ("runs", .array([run])),
    ]).document
  }

  private var run: JSONValue {
    .object([
      ("tool", .object([("driver", driver)])),
      (
        "automationDetails", .object([("id", .text("proviso/\(report.kind.rawValue)/"))])
      ),
      ("columnKind", .text("unicodeCodePoints")), ("invocations", .array([invocation])),
      ("results", .array(results.map(result))),
      (
        "properties",
        .object([
          ("asOf", .text(report.asOf.written)), ("project", .text(report.project)),
          ("baseline", JSONValue.text(report.baseline)), ("complete", .boolean(ReportSummary(report).isComplete)),
        ])
      ),
    ])
  }

  private var driver: JSONValue {
    .object([
      ("name", .text("Proviso")), ("semanticVersion", .text(report.generator)), ("rules", .array(rules.descriptors)),
    ])
  }

  /// What was not looked at is told as a notification: a result needs a rule, and nothing broke one.
  private var invocation: JSONValue {
    var notes = report.gaps.map { gap in
      notification("warning", "not looked at: \(gap.subject) (\(gap.reason.phrase)): \(gap.detail)")
    }
    if !report.hasLookedAtSomething { notes.append(notification("error", "nothing was looked at: this is no pass")) }
    if left > 0 { notes.append(notification("error", "\(left) further findings do not fit into this file")) }
    return .object([
      ("executionSuccessful", .boolean(report.hasLookedAtSomething)),
      ("toolExecutionNotifications", notes.isEmpty ? nil : .array(notes)),
    ])
  }

  private func notification(_ level: String, _ text: String) -> JSONValue {
    .object([("level", .text(level)), ("message", message(text))])
  }

  private func message(_ text: String) -> JSONValue {
    .object([("text", .text(Terminal.safe(text).clipped(Limits.text)))])
  }

  // MARK: - One result

  private func result(_ finding: Finding) -> JSONValue {
    let (id, index) = rules.reference(of: finding)
    let words = ([finding.headline] + finding.details).joined(separator: "\n").clipped(4 * Limits.text)
    return .object([
      ("ruleId", .text(id)), ("ruleIndex", .number(index)), ("level", .text(SARIFRules.level(of: finding))),
      ("message", .object([("text", .text(words))])), ("locations", .array([location(finding)])),
      ("relatedLocations", related(finding)),
      (
        "partialFingerprints", .object([("primaryLocationLineHash", .text(String(finding.fingerprint.dropFirst(4))))])
      ),
      ("fingerprints", .object([("proviso/fp1", .text(finding.fingerprint))])),
      ("baselineState", baselineState(finding)), ("suppressions", suppressions(finding)),
      ("properties", properties(finding)),
    ])
  }

  private func location(_ finding: Finding) -> JSONValue {
    .object([
      ("physicalLocation", physical(anchors.mainSpan(of: finding))),
      (
        "logicalLocations",
        .array([.object([("fullyQualifiedName", .text(finding.asset.description)), ("kind", .text("resource"))])])
      ),
    ])
  }

  private func physical(_ span: SourceSpan) -> JSONValue {
    let (line, column) = (max(1, span.line), max(1, span.column))
    return .object([
      ("artifactLocation", .object([("uri", .text(anchors.uri(span.file)))])),
      (
        "region",
        .object([
          ("startLine", .number(line)), ("startColumn", .number(column)), ("endLine", .number(line)),
          ("endColumn", .number(column + span.length)),
        ])
      ),
    ])
  }

  private func related(_ finding: Finding) -> JSONValue? {
    let places = finding.places.dropFirst().prefix(Limits.relatedLocations)
    guard !places.isEmpty else { return nil }
    return .array(
      places.enumerated().map { index, place in
        .object([
          ("id", .number(index + 1)), ("physicalLocation", physical(place.span)), ("message", message(place.label)),
        ])
      })
  }

  private func baselineState(_ finding: Finding) -> JSONValue? {
    guard report.baseline != nil else { return nil }
    switch finding.status {
    case .existing: return .text("unchanged")
    case .worse, .waived, .waiverExpired, .waiverStale, .waiverExceeded: return .text("updated")
    default: return .text("new")
    }
  }

  /// Only a waiver that holds suppresses: GitHub closes an alert that has any suppression.
  private func suppressions(_ finding: Finding) -> JSONValue? {
    guard finding.status == .waived, let words = finding.waiverWords else { return nil }
    return .array([
      .object([
        ("kind", .text("external")), ("status", .text("accepted")),
        ("justification", .text(Terminal.safe(words).clipped(Limits.text))),
      ])
    ])
  }

  private func properties(_ finding: Finding) -> JSONValue {
    .object([
      ("status", .text(finding.status.rawValue)), ("severity", .text(finding.severity.rawValue)),
      ("verdict", .text(finding.verdict.name)), ("reason", JSONValue.text(finding.verdict.reason?.rawValue)),
      ("blocking", .boolean(threshold.blocks(finding))), ("subjects", JSONValue.number(finding.counts.subjects)),
      ("uses", JSONValue.number(finding.counts.uses)), ("records", JSONValue.number(finding.counts.records)),
    ])
  }
}
