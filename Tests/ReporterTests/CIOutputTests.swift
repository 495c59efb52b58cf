import Foundation
import GovernanceModel
import ProvisoTesting
import Reporter
import SourceDocuments
import Testing

/// Annotations and job summaries of GitHub, code quality of GitLab.
@Suite struct CIOutputTests {
  private let threshold = Threshold(failOn: .low, judgesNewsOnly: true)

  private func text(_ report: Report, _ format: Reporter.Format) throws -> String {
    String(decoding: try Reporter.render(report, format), as: UTF8.self)
  }

  private func github(_ report: Report) throws -> String { try text(report, .github(threshold, Anchors())) }
  private func markdown(_ report: Report) throws -> String { try text(report, .markdown(threshold, Anchors())) }
  private func gitlab(_ report: Report) throws -> [[String: Any]] {
    let object = try JSONSerialization.jsonObject(with: Data(text(report, .gitlab(Anchors())).utf8))
    return try #require(object as? [[String: Any]])
  }

  @Test func `the outputs of a pull request`() throws {
    try expectGolden(github(Samples.pullRequest), "pull-request.github.txt")
    try expectGolden(markdown(Samples.pullRequest), "pull-request.md")
    try expectGolden(text(Samples.pullRequest, .gitlab(Anchors())), "pull-request.gitlab.json")
    let options = TextOptions(threshold: threshold)
    try expectGolden(text(Samples.pullRequest, .text(options)), "pull-request.txt")
  }

  private func report(_ title: String, file: String = "rules/a.yaml") -> Report {
    var report = Samples.gate
    report.findings = [
      Samples.finding(
        control: "c", title: title, severity: .high, asset: .rule(set: "s", rule: "r"), verdict: .violation(.dead),
        places: [Place(span: SourceSpan(file: file, line: 3, column: 2, length: 4), label: "l", excerpt: "")])
    ]
    return report
  }

  @Test(arguments: [
    ("100 %", "100 %25"), ("a\nb", "a b"), ("::error::x", "::error::x"), ("a%0Ab", "a%250Ab"),
    ("\u{202E}x", "\u{FFFD}x"),
  ])
  func `a message cannot end its command`(title: String, written: String) throws {
    let lines = try github(report(title)).split(separator: "\n")
    #expect(lines.count == 1)
    #expect(lines[0].contains("::\(written): "), "\(lines[0])")
  }

  @Test func `a property cannot name another`() throws {
    let line = try github(report("t", file: "rules/a,line=9::b%.yaml"))
    #expect(
      line.hasPrefix("::error file=rules/a%2Cline=9%3A%3Ab%25.yaml,line=3,endLine=3,col=2,endColumn=5,title=c (high"))
  }

  @Test func `no report makes a line that is no command`() throws {
    for seed in 0..<100 as Range<UInt64> {
      var random = RandomReport(seed: seed, cleanly: false)
      for line in try github(random.report()).split(separator: "\n") {
        #expect(["::error ", "::warning ", "::notice "].contains { line.hasPrefix($0) }, "seed \(seed): \(line)")
        #expect(!line.contains("\r"))
      }
    }
  }

  @Test func `of many, ten of a level are shown, and the last says how many more`() throws {
    var report = Samples.gate
    report.findings = (0..<12).map { number in
      Samples.finding(
        control: "c\(number)", title: "t", severity: .high, asset: .rule(set: "s", rule: "r"),
        verdict: .violation(.dead))
    }
    let lines = try github(report).split(separator: "\n")
    #expect(lines.count == 10)
    #expect(lines.last == "::error title=Proviso::and 3 more of this level")
  }

  @Test func `text inside a job summary is text`() throws {
    let page = try markdown(report("<img src=x> | [a](b) `c` *d* @all"))
    #expect(page.contains(#"&lt;img src=x&gt; \| \[a\](b) \`c\` \*d\* &#64;all"#))
    for seed in 0..<60 as Range<UInt64> {
      var random = RandomReport(seed: seed, cleanly: false)
      let page = try markdown(random.report()).replacing("<br>", with: "")
      #expect(!page.contains("<"), "seed \(seed)")
    }
  }

  @Test func `a job summary says how the run ended`() throws {
    #expect(try markdown(Samples.pullRequest).hasPrefix("## Proviso gate: 2 blocking findings\n"))
    var report = Samples.gate
    report.findings = [Samples.script]
    #expect(try text(report, .markdown(Threshold(), Anchors())).hasPrefix("## Proviso gate: incomplete\n"))
    report.findings = []
    #expect(try markdown(report).hasPrefix("## Proviso gate: passed\n"))
    report.ruleSets = []
    #expect(!(try markdown(report).contains("passed")))
  }

  @Test func `a summary of very many findings stays within a mebibyte`() throws {
    var report = Samples.gate
    let long = String(repeating: "x", count: 900)
    report.findings = (0..<400).map { number in
      Samples.finding(
        control: "c\(number)", title: long, severity: .high, asset: .rule(set: "s", rule: "r"),
        verdict: .violation(.dead), help: long, example: long)
    }
    let page = try markdown(report)
    #expect(page.utf8.count < 1 << 20)
    #expect(page.contains("and 200 more"))
  }

  @Test func `GitLab gets what is open, each with a fingerprint of its own`() throws {
    let issues = try gitlab(Samples.pullRequest)
    #expect(
      issues.map { $0["check_name"] as? String } == [
        "not-examined", "gdpr-6-1-a-profiling", "own-expired", "own-known", "own-hygiene",
      ])
    #expect(Set(issues.compactMap { $0["fingerprint"] as? String }).count == issues.count)
    #expect(issues.map { $0["severity"] as? String } == ["major", "critical", "major", "major", "minor"])
    let location = try #require(issues[1]["location"] as? [String: Any])
    #expect(location["path"] as? String == "rules/spring.yaml")
    #expect((location["lines"] as? [String: Int])?["begin"] == 14)
  }

  @Test func `the text says blocking, known, waived and by whom`() throws {
    let text = try text(Samples.pullRequest, .text(TextOptions(threshold: threshold)))
    for words in [
      "blocking, high, new since origin/main", "not blocking, high, waived until 2027-01-31",
      "blocking, medium, waiver expired", "not blocking, medium, existing in origin/main",
      "waived until 2027-01-31 by crm@retailer.example, approved by dpo@retailer.example: Replaced in January.",
      "checked 2 rules · skipped 1 · waived 1 (first until 2027-01-31) · waivers that do not hold 1 · unknown 1",
    ] {
      #expect(text.contains(words), "\(words)")
    }
  }
}

@Suite struct BaselineJSONTests {
  @Test func `a report in JSON gives its findings back`() throws {
    for seed in 0..<200 as Range<UInt64> {
      var random = RandomReport(seed: seed)
      let report = random.report()
      let bytes = try Reporter.render(report, .json)
      let read = try ReportJSON.baseline(in: SourceFile(path: "b.json", bytes: bytes))
      #expect(read.kind == report.kind)
      #expect(read.findings == report.findings, "seed \(seed)")
    }
  }

  @Test(arguments: [
    ("{}", "b.json:1:1"), ("[]", "b.json:1:1"),
    ("{\"schemaVersion\": \"2.0\", \"kind\": \"gate\", \"findings\": []}", "b.json:1"),
    ("{\"schemaVersion\": \"1.0\", \"kind\": \"gate\", \"findings\": [\n{\"pack\": \"a\"}]}", "b.json:2:1"),
    ("{\"schemaVersion\": \"1.0\",", "b.json:1"), ("", "b.json"),
  ])
  func `what is no report is refused with its place`(text: String, place: String) throws {
    do {
      _ = try ReportJSON.baseline(in: SourceFile(path: "b.json", bytes: Array(text.utf8)))
      Issue.record("accepted \(text)")
    } catch {
      #expect(error.diagnostics.contains { $0.rendered(color: false).contains(place) })
    }
  }
}
