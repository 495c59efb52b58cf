import GovernanceModel
import ProvisoTesting
import Reporter
import Testing

@Suite struct ReportTextTests {
  private func text(_ report: Report, _ options: TextOptions = TextOptions()) throws -> String {
    String(decoding: try Reporter.render(report, .text(options)), as: UTF8.self)
  }

  @Test func `the officer's view`() throws {
    let digest = String(repeating: "51c0", count: 16)
    try expectGolden(text(Samples.audit, TextOptions(file: ("audits/a.xml", digest))), "audit.txt")
    try expectGolden(text(Samples.audit, TextOptions(width: 80)), "audit-narrow.txt")
    try expectGolden(text(Samples.audit, TextOptions(colour: true)), "audit-colour.txt")
  }

  @Test func `the engineer's view`() throws {
    try expectGolden(text(Samples.gate), "gate.txt")
    try expectGolden(
      text(Samples.gate, TextOptions(width: 50, threshold: Threshold(failOn: .critical))), "gate-narrow.txt")
  }

  @Test func `without findings the reader sees what was looked at`() throws {
    let clean = try text(Samples.clean)
    #expect(clean.contains("journey.campaign_sends: 6,589 rows, 6,589 examined under 2 controls"))
    #expect(clean.contains("no findings     → compliant\n"))
    var gate = Samples.gate
    gate.findings = []
    #expect(try text(gate).contains("rules/spring.yaml (native): 2 rules, 11 obligations"))
  }

  @Test(arguments: [Report.Kind.audit, .gate])
  func `nothing looked at is no pass`(kind: Report.Kind) throws {
    let report = Report(kind: kind, asOf: Samples.audit.asOf, project: "p", generator: "1", pseudonymKey: "")
    #expect(try text(report).contains("this is no pass"))
    #expect(try text(report).contains("→ unverifiable"))
    #expect(ReportSummary(report).isComplete == false)
  }

  @Test func `an empty store is nothing looked at`() {
    var report = Samples.clean
    report.stores = [ExaminedStore(id: "s", engine: "sqlite", mapDigest: "", collections: [])]
    #expect(ReportSummary(report).verdict == "unverifiable")
  }

  @Test func `a blocking finding says so`() throws {
    #expect(try text(Samples.gate).contains("blocking, high, new"))
    #expect(
      try text(Samples.gate, TextOptions(threshold: Threshold(failOn: .critical))).contains("not blocking, high, new"))
    #expect(try text(Samples.gate).contains("incomplete, low, existing"))
  }

  @Test func `no text of an input can command the terminal`() throws {
    for seed in 0..<200 as Range<UInt64> {
      var random = RandomReport(seed: seed, cleanly: false)
      let report = random.report()
      let lines = try text(report, TextOptions(width: 60))
      let commands = lines.unicodeScalars.filter {
        ($0.value < 0x20 && $0 != "\n") || (0x7F..<0xA0).contains($0.value) || (0x202A...0x202E).contains($0.value)
      }
      #expect(commands.isEmpty, "seed \(seed)")
    }
  }

  @Test func `lines fit the width that was asked for`() throws {
    for width in [80, 100, 120] {
      for report in [Samples.audit, Samples.gate, Samples.clean] {
        let lines = try text(report, TextOptions(width: width)).split(separator: "\n")
        #expect(lines.allSatisfy { $0.unicodeScalars.count <= width }, "width \(width)")
      }
    }
  }

  @Test func `colour changes nothing but colour`() throws {
    for report in [Samples.audit, Samples.gate] {
      for width in [nil, 60, 80, 100, 120] as [Int?] {
        let painted = try text(report, TextOptions(colour: true, width: width))
        #expect(painted.contains("\u{1B}["))
        #expect(painted.replacing(/\u{1B}\[[0-9;]*m/, with: "") == (try text(report, TextOptions(width: width))))
      }
    }
  }

  /// The mark lies below the value whatever stands before it: wide characters take two columns, combining marks none.
  @Test(arguments: [("語語: ", 6), ("e\u{301}: ", 3), ("\t\t", 2), ("", 0)])
  func `the mark lies below the value`(before: String, columns: Int) throws {
    let span = SourceSpan(file: "f", line: 3, column: before.unicodeScalars.count + 1, length: 5)
    var report = Samples.gate
    report.findings = [
      Samples.finding(
        control: "c", title: "t", severity: .low, asset: .rule(set: "s", rule: "r"), verdict: .violation(.dead),
        places: [Place(span: span, label: "here", excerpt: before + "value # end")])
    ]
    let lines = try text(report).split(separator: "\n")
    let mark = try #require(lines.first { $0.contains("^") })
    #expect(mark == "  │ " + String(repeating: " ", count: columns) + "^^^^^ here")
  }

  @Test func `every reason has words of its own`() throws {
    var seen: Set<String> = []
    for reason in Reason.allCases {
      var report = Samples.clean
      report.findings = [
        Samples.finding(
          control: "c", title: "t", severity: .low, asset: .rule(set: "s", rule: nil), verdict: .violation(reason))
      ]
      let line = try #require(try text(report).split(separator: "\n").first { $0.hasPrefix("  low") })
      #expect(seen.insert(String(line)).inserted, "\(reason)")
    }
  }

  /// Uses by rule: (rule, uses, status).
  private func byRule(
    _ rules: [(String, Int, Finding.Status)], verdict: Verdict = .violation(.expired), locus: Locus = Locus()
  ) -> [Finding] {
    rules.map { rule, uses, status in
      Samples.finding(
        control: "c", title: "t", severity: .high,
        asset: .store("journey", collection: "campaign_sends", field: nil, rule: rule), locus: locus, verdict: verdict,
        counts: Counts(uses: uses, subjects: uses - 1), status: status)
    }
  }

  private func lines(_ findings: [Finding]) throws -> [String] {
    var report = Samples.clean
    report.findings = findings
    return try text(report).split(separator: "\n").filter { $0.hasPrefix("  high") }.map(String.init)
  }

  @Test func `findings that differ in the rule only are one line`() throws {
    let found = try lines(byRule([("1", 4, .new), ("10", 20, .existing), ("2", 9, .new), ("3", 30, .new)]))
    #expect(
      found == [
        "  high  c  campaign_sends  63 uses, in 4 rules (most: 3, 10, 2): after consent had expired     3 new, 1 existing"
      ])
    let few = try lines(byRule([("a", 4, .worse), ("b", 4, .worse)]))
    #expect(few == ["  high  c  campaign_sends  8 uses, in 2 rules (a, b): after consent had expired     worse"])
  }

  @Test func `one rule keeps its people`() throws {
    let found = try lines(byRule([("18", 9, .new)]))
    #expect(
      found == ["  high  c  campaign_sends  9 uses of 8 subjects, in rule 18: after consent had expired     new"])
  }

  @Test func `other reasons, verdicts and places stay apart`() throws {
    let found = try lines(
      byRule([("1", 2, .new)]) + byRule([("1", 3, .new)], verdict: .unverifiable(.expired))
        + byRule([("1", 4, .new)], verdict: .violation(.withdrawn))
        + byRule([("1", 5, .new)], locus: Locus(use: DataUse("u"))))
    #expect(found.count == 4)
    #expect(found.count { $0.contains("not verified: ") } == 1)
  }

  @Test func `lines that would read the same say where`() throws {
    let category = DataCategory("user.name")
    let found = try lines(
      byRule([("1", 5, .new)], locus: Locus(category: category, use: DataUse("u.one")))
        + byRule([("1", 5, .new)], locus: Locus(category: category, use: DataUse("u.two"))))
    #expect(found.map { $0.contains("[u.one]") } == [true, false])
    #expect(found.map { $0.contains("[u.two]") } == [false, true])
    #expect(found.allSatisfy { !$0.contains("user.name") })
  }
}
