internal import GovernanceModel

/// One case: what is told of an asset under a control.
struct JUnitCase {
  /// A violation that blocks, what could not be told, what is known, waived or not applicable; nil passed.
  enum Outcome: String { case failure, error, skipped }

  var group: String
  var name: String
  var outcome: Outcome?
  var message = ""
  var type = ""
  var text = ""
}

/// The cases of one rule set or store.
struct JUnitSuite {
  var name: String
  var cases: [JUnitCase] = []

  func count(_ outcome: JUnitCase.Outcome) -> Int { cases.count { $0.outcome == outcome } }

  /// Rule sets, stores, what was found elsewhere, what was not looked at, and controls without anything to look at; never
  /// empty, since an empty file reads as a pass.
  static func suites(of report: Report, _ threshold: Threshold) -> [JUnitSuite] {
    var rest = report.findings.filter(\.isPresent)
    func take(_ isWanted: (Finding) -> Bool) -> [Finding] {
      let taken = rest.filter(isWanted)
      rest.removeAll(where: isWanted)
      return taken
    }
    var suites = report.ruleSets.map { set in
      JUnitSuite(set, take { if case .rule(set.id, _) = $0.asset { true } else { false } }, threshold)
    }
    suites += report.stores.map { store in
      JUnitSuite(store, take { if case .store(store.id, _, _, _) = $0.asset { true } else { false } }, threshold)
    }
    let elsewhere = JUnitSuite(name: "elsewhere", cases: cases(rest, group: \.asset.description, threshold))
    suites += [elsewhere, notLookedAt(report), unmet(report)].filter { !$0.cases.isEmpty }
    return suites
  }

  private init(name: String, cases: [JUnitCase]) { (self.name, self.cases) = (name, cases) }

  private init(_ set: ExaminedRuleSet, _ findings: [Finding], _ threshold: Threshold) {
    name = "rule set \(set.id) (\(set.path))"
    cases = Self.cases(findings.filter { $0.asset == .rule(set: set.id, rule: nil) }, group: { _ in set.id }, threshold)
    for rule in set.rules {
      let group = "\(set.id).\(rule.id)"
      let own = findings.filter { $0.asset == .rule(set: set.id, rule: rule.id) }
      cases += Self.cases(own, group: { _ in group }, threshold)
      if rule.proved > 0 { cases.append(JUnitCase(group: group, name: "obligations that were proved")) }
    }
  }

  private init(_ store: ExaminedStore, _ findings: [Finding], _ threshold: Threshold) {
    name = "store \(store.id)"
    var told: Set<String> = []
    cases = Self.cases(
      findings,
      group: { finding in
        guard case .store(_, let collection?, _, _) = finding.asset else { return store.id }
        return "\(store.id).\(collection)"
      }, threshold)
    for test in cases { told.insert("\(test.group) \(test.name)") }
    for collection in store.collections {
      let group = "\(store.id).\(collection.name)"
      for control in collection.controls where !told.contains("\(group) \(control)") {
        cases.append(JUnitCase(group: group, name: control))
      }
    }
  }

  /// One case for each group and control, in the order of the findings.
  private static func cases(
    _ findings: [Finding], group: (Finding) -> String, _ threshold: Threshold
  ) -> [JUnitCase] {
    var order: [String] = []
    var byCase: [String: [Finding]] = [:]
    for finding in findings {
      let key = "\(group(finding)) \(finding.control)"
      if byCase[key] == nil { order.append(key) }
      byCase[key, default: []].append(finding)
    }
    return order.compactMap { key in byCase[key].flatMap { told($0, group: group, threshold) } }
  }

  /// The gravest outcome of some findings, with all of them in the text.
  private static func told(
    _ findings: [Finding], group: (Finding) -> String, _ threshold: Threshold
  ) -> JUnitCase? {
    let gravest =
      findings.first(where: threshold.blocks) ?? findings.first(where: threshold.leavesDoubt) ?? findings.first
    guard let gravest else { return nil }
    let outcome: JUnitCase.Outcome =
      threshold.blocks(gravest) ? .failure : threshold.leavesDoubt(gravest) ? .error : .skipped
    let more = findings.count > 1 ? " (and \(findings.count - 1) more)" : ""
    let text = findings.map { finding in
      let span = finding.places.first.map { "\($0.span)\n" } ?? ""
      let status = "\(finding.severity.rawValue), \(finding.statusWords), fingerprint \(finding.shortFingerprint)"
      return span + ([finding.headline] + finding.details + [status]).joined(separator: "\n")
    }
    return JUnitCase(
      group: group(gravest), name: gravest.control, outcome: outcome,
      message: "\(gravest.headline), \(gravest.statusWords)\(more)",
      type: gravest.verdict.reason?.rawValue ?? gravest.verdict.name, text: text.joined(separator: "\n\n"))
  }

  private static func notLookedAt(_ report: Report) -> JUnitSuite {
    var cases = report.gaps.map { gap in
      JUnitCase(
        group: "proviso.coverage", name: Terminal.safe(gap.subject), outcome: .error, message: gap.reason.phrase,
        type: gap.reason.rawValue, text: Terminal.safe(gap.detail))
    }
    if !report.hasLookedAtSomething {
      cases.append(
        JUnitCase(
          group: "proviso.coverage", name: "something was looked at", outcome: .error,
          message: "nothing was looked at: this is no pass", type: Reason.notExamined.rawValue))
    }
    return JUnitSuite(name: "not looked at", cases: cases)
  }

  private static func unmet(_ report: Report) -> JUnitSuite {
    JUnitSuite(
      name: "controls without anything to look at",
      cases: report.unmet.map { control in
        JUnitCase(group: control.pack, name: control.control, outcome: .skipped, message: Terminal.safe(control.reason))
      })
  }
}
