internal import GovernanceModel

/// The engineer's view: each finding with its spans, what would mend it, and whether it blocks; then the counts.
struct GateText {
  private let report: Report
  private let options: TextOptions
  private let terminal: Terminal

  init(_ report: Report, _ options: TextOptions) {
    (self.report, self.options) = (report, options)
    terminal = Terminal(colour: options.colour)
  }

  func text() -> String {
    var lines: [String] = []
    for finding in report.findings { lines += block(finding) + [""] }
    if report.findings.isEmpty { lines += nothingFound() }
    for gap in report.gaps {
      let words = Terminal.safe("\(gap.subject) (\(gap.reason.phrase)): \(gap.detail)")
      lines.append(terminal.paint("not looked at:", .warning) + " " + words)
    }
    lines.append(closing())
    return lines.joined(separator: "\n") + "\n"
  }

  // MARK: - One finding

  private func block(_ finding: Finding) -> [String] {
    let title = Terminal.safe("\(finding.title): \(finding.verdict.reason?.phrase ?? "")")
    let head = terminal.paint("\(kind(of: finding))[\(Terminal.safe(finding.control))]", tone(of: finding))
    let words = Terminal.wrapped("\(title)   \(blocking(finding))", room(after: finding.control.utf8.count + 13))
    var lines = ["\(head) \(words[0])"] + words.dropFirst().map { "    " + $0 }
    let gutter = finding.places.map { String($0.span.line).count }.max() ?? 1
    for (index, place) in finding.places.enumerated() {
      let note = index == 0 ? "   " + subject(finding.asset) : ""
      lines += Excerpt(place, isMain: index == 0, gutter: gutter, width: options.width).lines(terminal, note: note)
    }
    for note in notes(finding) {
      let words = Terminal.wrapped(Terminal.safe(note), room(after: gutter + 3))
      lines.append(String(repeating: " ", count: gutter + 1) + "= " + words[0])
      lines += words.dropFirst().map { String(repeating: " ", count: gutter + 3) + $0 }
    }
    return lines
  }

  private func notes(_ finding: Finding) -> [String] {
    var notes = finding.places.isEmpty ? [subject(finding.asset)] : []
    if !finding.locus.isEmpty { notes.append("at: \(finding.locus)") }
    notes += finding.parameters.map { "\($0.name): \($0.value)" }
    if let example = finding.example { notes.append("for example: \(example)") }
    notes.append("help: \(finding.help ?? finding.remedy)")
    if let words = finding.waiverWords { notes.append(words) }
    notes.append("proviso explain \(finding.control) · fingerprint \(finding.shortFingerprint)")
    return notes
  }

  /// Columns left beside what stands before; nil does not wrap.
  private func room(after columns: Int) -> Int? { options.width.map { max(20, $0 - columns) } }

  private func kind(of finding: Finding) -> String {
    guard finding.isOpen else { return finding.status == .waived ? "waived" : "note" }
    return if case .violation = finding.verdict { "error" } else { "unverified" }
  }

  private func tone(of finding: Finding) -> Terminal.Tone {
    guard finding.isOpen else { return .dim }
    return if case .violation = finding.verdict { .grave } else { .warning }
  }

  private func blocking(_ finding: Finding) -> String {
    let threshold = options.threshold
    let effect =
      threshold.blocks(finding) ? "blocking" : threshold.leavesDoubt(finding) ? "incomplete" : "not blocking"
    return "\(effect), \(finding.severity.rawValue), \(report.statusWords(of: finding))"
  }

  private func subject(_ asset: Asset) -> String {
    guard case .rule(let set, let rule) = asset else { return Terminal.safe(asset.description) }
    return Terminal.safe(rule.map { "rule \($0)" } ?? "rule set \(set)")
  }

  // MARK: - All findings

  private func nothingFound() -> [String] {
    guard report.hasLookedAtSomething else { return ["no rule was looked at: this is no pass"] }
    return ["no findings in what was looked at:"] + report.ruleSets.map { "  " + $0.words } + [""]
  }

  /// `7 rules, 41 obligations: 33 proved, 5 violated, 3 unverifiable; 5 findings: 3 high, 2 low; 5 new → violation`.
  private func closing() -> String {
    let rules = report.ruleSets.flatMap(\.rules)
    let (proved, violated) = (rules.reduce(0) { $0 + $1.proved }, rules.reduce(0) { $0 + $1.violated })
    let unverifiable = rules.reduce(0) { $0 + $1.unverifiable }
    let obligations = Terminal.counted(proved + violated + unverifiable, "obligation")
    let verdicts = [(proved, "proved"), (violated, "violated"), (unverifiable, "unverifiable")]
      .map { "\(Terminal.grouped($0)) \($1)" }.joined(separator: ", ")
    let figures = "\(Terminal.counted(rules.count, "rule")), \(obligations): \(verdicts)"
    let lines =
      Terminal.wrapped(figures, options.width) + Terminal.wrapped(lookedAt(rules.count), options.width)
      + ReportSummary(report).lines(terminal, width: options.width)
    return lines.joined(separator: "\n")
  }

  /// `checked 12 rules · skipped 1 · waived 2 (first until 2027-01-31) · waivers that do not hold 0 · unknown 3`.
  private func lookedAt(_ rules: Int) -> String {
    let findings = report.findings
    let waived = findings.filter { $0.status == .waived }
    let first = waived.compactMap(\.waiver?.expires).min().map { " (first until \($0))" } ?? ""
    let failing = findings.count { [.waiverExpired, .waiverStale, .waiverExceeded].contains($0.status) }
    let unknown = findings.count { if case .unverifiable = $0.verdict { $0.isOpen } else { false } }
    return [
      "checked \(Terminal.counted(rules, "rule"))", "skipped \(Terminal.grouped(report.gaps.count))",
      "waived \(Terminal.grouped(waived.count))\(first)", "waivers that do not hold \(Terminal.grouped(failing))",
      "unknown \(Terminal.grouped(unknown))",
    ].joined(separator: " · ")
  }
}
