internal import GovernanceModel

extension ReportSummary {
  /// `3 findings: 1 critical, 2 medium; 2 new, 1 existing     → violation, and incomplete`.
  ///
  /// The verdict goes to a line of its own where the width asks for it.
  func lines(_ terminal: Terminal, width: Int?) -> [String] {
    let grades = Severity.allCases.sorted(by: >).compactMap { severity in
      let number = Finding.Status.allCases.reduce(0) { $0 + count(severity, $1) }
      return number > 0 ? "\(Terminal.grouped(number)) \(severity.rawValue)" : nil
    }
    let statuses = Finding.Status.allCases.compactMap { status in
      count(status) > 0 ? "\(Terminal.grouped(count(status))) \(status.words)" : nil
    }
    let counts =
      findings == 0
      ? "no findings"
      : "\(Terminal.counted(findings, "finding")): \(grades.joined(separator: ", ")); \(statuses.joined(separator: ", "))"
    let tone: Terminal.Tone = verdict == "violation" ? .grave : verdict == "compliant" ? .good : .warning
    let incomplete = isComplete || verdict == "unverifiable" ? "" : ", and incomplete"
    let end = "→ \(terminal.paint(verdict, tone))\(incomplete)"
    guard let width, Terminal.width(counts) + Terminal.width("     → \(verdict)\(incomplete)") > width else {
      return ["\(counts)     \(end)"]
    }
    return Terminal.wrapped(counts, max(20, width)) + [end]
  }
}

extension ExaminedRuleSet {
  /// `rules/spring.yaml (native): 7 rules, 41 obligations`.
  var words: String {
    let obligations = rules.reduce(0) { $0 + $1.proved + $1.violated + $1.unverifiable }
    let sizes = "\(Terminal.counted(rules.count, "rule")), \(Terminal.counted(obligations, "obligation"))"
    return Terminal.safe("\(path) (\(format)): \(sizes)")
  }
}
