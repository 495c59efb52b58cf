internal import GovernanceModel

/// The officer's view: one line a finding, in columns; what was not looked at; the verdict.
struct AuditText {
  private let report: Report
  private let options: TextOptions
  private let summary: ReportSummary
  private let terminal: Terminal

  init(_ report: Report, _ options: TextOptions) {
    (self.report, self.options) = (report, options)
    summary = ReportSummary(report)
    terminal = Terminal(colour: options.colour)
  }

  func text() -> String {
    var lines = header()
    lines.append("")
    lines += report.findings.isEmpty ? nothingFound() : findings()
    if !report.gaps.isEmpty { lines.append("") }
    for gap in report.gaps { lines += notLookedAt(gap) }
    if !report.unmet.isEmpty { lines += [""] + metNothing() }
    lines += exactness()
    lines.append("")
    lines += closing()
    return lines.map { String($0.reversed().drop { $0 == " " }.reversed()) }.joined(separator: "\n") + "\n"
  }

  // MARK: - Head

  private func header() -> [String] {
    let time = report.asOf.written.split(separator: "T")
    let clock = time.count == 2 ? time[1].dropLast().prefix(8) : ""
    let packs = report.policies.map { Terminal.safe("\($0.id) \($0.version)") }.joined(separator: ", ")
    var parts = [
      "Audit of \(time[0]) \(clock) UTC",
      packs.isEmpty ? "no policy pack" : packs,
      "stores: " + (report.stores.isEmpty ? "none" : report.stores.map(words).joined(separator: ", ")),
    ]
    if !report.ruleSets.isEmpty {
      let sets = report.ruleSets.map { Terminal.safe("\($0.id) (\(Terminal.counted($0.rules.count, "rule")))") }
      parts.append("rules: " + sets.joined(separator: ", "))
    }
    let isOneLine = options.width.map { Terminal.width(parts.joined(separator: "      ")) <= $0 } ?? true
    let title = terminal.paint(parts.removeFirst(), .strong)
    guard !isOneLine else { return [([title] + parts).joined(separator: "      ")] }
    return [title] + parts.flatMap { Terminal.wrapped($0, options.width) }
  }

  private func words(_ store: ExaminedStore) -> String {
    let rows = store.collections.reduce(0) { $0 + $1.rows }
    let collections = Terminal.counted(store.collections.count, "collection")
    return Terminal.safe("\(store.id) (\(collections), \(Terminal.counted(rows, "row")))")
  }

  // MARK: - Findings

  private func findings() -> [String] {
    let groups = FindingGroup.groups(of: report.findings)
    let severity = groups.map { $0.first.severity.rawValue.count }.max() ?? 0
    let control = min(44, groups.map { Terminal.width(Terminal.safe($0.first.control)) }.max() ?? 0)
    let asset = min(40, groups.map { Terminal.width(place($0)) }.max() ?? 0)
    let indent = 2 + severity + 2 + control + 2 + asset + 2
    let alike = Dictionary(grouping: groups) { [$0.first.control, place($0), $0.summary] }
    return groups.flatMap { group in
      let grade = group.first.severity
      let head =
        "  " + terminal.paint(Terminal.padded(grade.rawValue, severity), terminal.tone(of: grade))
        + "  " + Terminal.padded(Terminal.safe(group.first.control), control) + "  "
        + Terminal.padded(place(group), asset) + "  "
      let others = alike[[group.first.control, place(group), group.summary]] ?? []
      let locus = group.locus(among: others).map { " [\(Terminal.safe($0))]" } ?? ""
      return lines(head, indent: indent, group.summary + locus, group)
    }
  }

  /// Words that find no room beside the columns go below them.
  private func lines(_ head: String, indent: Int, _ summary: String, _ group: FindingGroup) -> [String] {
    let status = terminal.paint(group.statusWords, group.isNews ? .strong : .dim)
    guard let width = options.width else { return [head + summary + "     " + status] }
    if indent + Terminal.width(summary) + 5 + Terminal.width(group.statusWords) <= width {
      return [head + summary + "     " + status]
    }
    if width - indent >= 40 {
      let words = Terminal.wrapped("\(summary) [\(group.statusWords)]", width - indent)
      return [head + words[0]] + words.dropFirst().map { String(repeating: " ", count: indent) + $0 }
    }
    let words = Terminal.wrapped("\(summary) [\(group.statusWords)]", max(20, width - 6))
    return [head] + words.map { "      " + $0 }
  }

  /// The asset without the store when there is but one.
  private func place(_ group: FindingGroup) -> String {
    guard case .store(let store, let collection?, let field, _) = group.asset, report.stores.count == 1,
      store == report.stores[0].id
    else { return Terminal.safe(group.asset.description) }
    return Terminal.safe([collection, field].compactMap { $0 }.joined(separator: "."))
  }

  /// Even without findings the reader sees what was looked at.
  private func nothingFound() -> [String] {
    guard report.hasLookedAtSomething else { return ["  nothing was looked at: this is no pass"] }
    var lines = ["  no findings in what was looked at:"]
    for store in report.stores {
      for collection in store.collections {
        let name = Terminal.safe("\(store.id).\(collection.name)")
        let rows = Terminal.counted(collection.rows, "row")
        let controls = Terminal.counted(collection.controls.count, "control")
        lines.append("    \(name): \(rows), \(Terminal.grouped(collection.examined)) examined under \(controls)")
      }
    }
    return lines + report.ruleSets.map { "    " + $0.words }
  }

  private func notLookedAt(_ gap: Gap) -> [String] {
    let words = Terminal.safe("\(gap.subject) (\(gap.reason.phrase)): \(gap.detail)")
    let lines = Terminal.wrapped(words, options.width.map { max(20, $0 - 17) })
    return ["  " + terminal.paint("not looked at:", .warning) + " " + lines[0]]
      + lines.dropFirst().map { String(repeating: " ", count: 17) + $0 }
  }

  /// Controls are named, so that nobody takes them for kept.
  private func metNothing() -> [String] {
    let names = report.unmet.map { Terminal.safe($0.control) }.joined(separator: ", ")
    let words = "\(Terminal.counted(report.unmet.count, "control")) found nothing to look at: \(names)"
    let lines = Terminal.wrapped(words, options.width.map { max(20, $0 - 4) })
    return ["  " + lines[0]] + lines.dropFirst().map { "    " + $0 }
  }

  /// What was taken over from an earlier audit, and what limits how exact the findings are.
  private func exactness() -> [String] {
    var sentences: [String] = []
    if let since = report.since {
      let logs = since.logs.map { log in
        "\(Terminal.safe(log.collection)) (\(Terminal.counted(log.judged, "use")) judged, "
          + "\(Terminal.grouped(log.carried)) taken over)"
      }
      sentences.append(
        "since run \(since.run) of \(since.asOf.written): \(logs.isEmpty ? "no use log" : logs.joined(separator: ", "))"
      )
    }
    sentences += report.limits.map { "note: " + Terminal.safe("\($0.subject): \($0.detail)") }
    let wrapped = sentences.map { Terminal.wrapped($0, options.width.map { max(20, $0 - 4) }) }
    let lines = wrapped.flatMap { part in ["  " + part[0]] + part.dropFirst().map { "    " + $0 } }
    return lines.isEmpty ? [] : [""] + lines
  }

  // MARK: - End

  private func closing() -> [String] {
    var lines = summary.lines(terminal, width: options.width.map { $0 - 2 }).map { "  " + $0 }
    if let file = options.file {
      lines.append("  report: \(Terminal.safe(file.path)) (valid, sha256 \(file.digest.prefix(8))…)")
    }
    let isViolation = { (finding: Finding) in if case .violation = finding.verdict { finding.isOpen } else { false } }
    if let first = report.findings.first(where: isViolation) ?? report.findings.first(where: \.isOpen) {
      lines.append("  proviso explain \(Terminal.safe(first.control))")
    }
    return lines
  }
}
