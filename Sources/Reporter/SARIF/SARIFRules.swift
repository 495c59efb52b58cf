internal import GovernanceModel

/// The controls behind the results, as `reportingDescriptor`s: each once, in the order of the results.
struct SARIFRules {
  private struct Key: Hashable {
    let pack: String
    let control: String
  }

  private var order: [Finding] = []
  private var indices: [Key: Int] = [:]
  private var packs: [String: Set<String>] = [:]

  init(_ findings: some Sequence<Finding>) {
    for finding in findings {
      let key = Key(pack: finding.pack, control: finding.control)
      guard indices[key] == nil else { continue }
      indices[key] = order.count
      order.append(finding)
      packs[finding.control, default: []].insert(finding.pack)
    }
  }

  /// The rule's id, and its place in `rules`.
  func reference(of finding: Finding) -> (id: String, index: Int) {
    (id(of: finding), indices[Key(pack: finding.pack, control: finding.control)] ?? 0)
  }

  /// The control's id; with its pack where two packs have a control of this name.
  private func id(of finding: Finding) -> String {
    packs[finding.control].map { $0.count > 1 } ?? false ? "\(finding.pack)/\(finding.control)" : finding.control
  }

  var descriptors: [JSONValue] { order.map(descriptor) }

  private func descriptor(_ finding: Finding) -> JSONValue {
    let limit = ReportSARIF.Limits.text
    func text(_ text: String) -> JSONValue { .object([("text", .text(nonempty(text).clipped(limit)))]) }
    return .object([
      ("id", .text(id(of: finding))), ("name", .text(finding.control.clipped(ReportSARIF.Limits.name))),
      ("shortDescription", text(finding.title)), ("fullDescription", text(finding.obligation)),
      ("help", .object([("text", .text(helpText(finding))), ("markdown", .text(helpMarkdown(finding)))])),
      ("defaultConfiguration", .object([("level", .text(Self.level(finding.severity)))])),
      ("properties", properties(finding)),
    ])
  }

  private func nonempty(_ text: String) -> String { text.isEmpty ? "-" : text }

  private func helpText(_ finding: Finding) -> String {
    """
    \(finding.title)
    Asked: \(finding.obligation)
    Law: \(finding.law.words)
    To mend: \(finding.remedy)
    More: proviso explain \(finding.control)
    """
  }

  private func helpMarkdown(_ finding: Finding) -> String {
    """
    **\(MarkdownText.escaped(finding.title))**

    Asked: \(MarkdownText.escaped(finding.obligation))

    Law: \(MarkdownText.escaped(finding.law.words))

    To mend: \(MarkdownText.escaped(finding.remedy))

    More: `proviso explain \(finding.control)`
    """
  }

  private func properties(_ finding: Finding) -> JSONValue {
    let names = ["security", "privacy", finding.pack, finding.law.name].map { Terminal.safe($0).clipped(100) }
    var seen: Set<String> = []
    let tags = names.filter { !$0.isEmpty && seen.insert($0.lowercased()).inserted }.prefix(ReportSARIF.Limits.tags)
    return .object([
      ("tags", .array(tags.map { .text($0) })), ("precision", .text("very-high")),
      ("problem.severity", .text(Self.problem(finding.severity))),
      ("security-severity", .text(Self.score(finding.severity))),
    ])
  }

  // MARK: - Grades

  /// `error`, `warning` or `note`; what could not be verified is never an `error`.
  static func level(of finding: Finding) -> String {
    let level = level(finding.severity)
    if case .unverifiable = finding.verdict, level == "error" { return "warning" }
    return level
  }

  static func level(_ severity: Severity) -> String {
    switch severity {
    case .critical, .high: "error"
    case .medium: "warning"
    case .low, .info: "note"
    }
  }

  private static func problem(_ severity: Severity) -> String {
    switch severity {
    case .critical, .high: "error"
    case .medium: "warning"
    case .low, .info: "recommendation"
    }
  }

  /// GitHub shows above 9.0 as critical, from 7.0 as high, from 4.0 as medium, the rest as low.
  private static func score(_ severity: Severity) -> String {
    switch severity {
    case .critical: "9.5"
    case .high: "8.0"
    case .medium: "5.5"
    case .low: "2.0"
    case .info: "0.1"
    }
  }
}

extension LawReference {
  /// `GDPR 7(3)`; says so where nobody compared it with the text of the law.
  var words: String { "\(name) \(article)" + (isChecked ? "" : " (citation unchecked)") }
}
