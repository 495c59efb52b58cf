import Foundation
import GovernanceModel
import ProvisoTesting
import Testing

@testable import Reporter

@Suite struct SARIFTests {
  private let threshold = Threshold(failOn: .low, judgesNewsOnly: true)

  private func text(_ report: Report, _ anchors: Anchors = Anchors()) throws -> String {
    String(decoding: try Reporter.render(report, .sarif(threshold, anchors)), as: UTF8.self)
  }

  private func run(_ report: Report, _ anchors: Anchors = Anchors()) throws -> [String: Any] {
    let object = try JSONSerialization.jsonObject(with: Data(text(report, anchors).utf8)) as? [String: Any]
    return try #require((object?["runs"] as? [[String: Any]])?.first)
  }

  private func results(_ report: Report, _ anchors: Anchors = Anchors()) throws -> [[String: Any]] {
    try #require(try run(report, anchors)["results"] as? [[String: Any]])
  }

  @Test func `the file of a pull request and of an audit`() throws {
    try expectGolden(text(Samples.pullRequest), "pull-request.sarif")
    try expectGolden(text(Samples.audit, Anchors(maps: ["journey": "maps/journey.yaml"])), "audit.sarif")
  }

  @Test(.enabled(if: SchemaCheck.isPresent, "no .venv-test: run scripts/test-environment"))
  func `every report is valid SARIF 2.1.0`() throws {
    let texts = try (0..<150 as Range<UInt64>).map { seed in
      var random = RandomReport(seed: seed, cleanly: false)
      return try text(random.report())
    }
    let empty = Report(kind: .gate, asOf: Samples.gate.asOf, project: "", generator: "", pseudonymKey: "")
    #expect(try SchemaCheck.sarifProblems(texts + [text(Samples.pullRequest), text(Samples.audit), text(empty)]) == "")
    #expect(try SchemaCheck.sarifProblems([#"{"version": "2.1.0"}"#]).contains("runs"))
  }

  @Test func `a result has what code scanning reads`() throws {
    let result = try #require(try results(Samples.pullRequest).first)
    #expect(result["ruleId"] as? String == "gdpr-6-1-a-profiling")
    #expect(result["level"] as? String == "error")
    let location = try #require((result["locations"] as? [[String: Any]])?.first?["physicalLocation"] as? [String: Any])
    #expect((location["artifactLocation"] as? [String: Any])?["uri"] as? String == "rules/spring.yaml")
    let region = try #require(location["region"] as? [String: Int])
    #expect(region == ["startLine": 14, "startColumn": 23, "endLine": 14, "endColumn": 38])
    let prints = result["partialFingerprints"] as? [String: String]
    #expect(prints == ["primaryLocationLineHash": String(Samples.profiling.fingerprint.dropFirst(4))])
    let related = try #require(result["relatedLocations"] as? [[String: Any]])
    #expect(related.count == 1)
    #expect((related[0]["message"] as? [String: String])?["text"] == "asked here")
  }

  @Test func `a rule has help, tags and grades within the limits`() throws {
    var report = Samples.gate
    report.findings = [
      Samples.finding(
        control: "long", title: String(repeating: "é", count: 3000), severity: .critical,
        asset: .rule(set: "s", rule: "r"), verdict: .violation(.dead))
    ]
    let driver = try #require((try run(report)["tool"] as? [String: [String: Any]])?["driver"])
    let rule = try #require((driver["rules"] as? [[String: Any]])?.first)
    let short = try #require((rule["shortDescription"] as? [String: String])?["text"])
    #expect(short.unicodeScalars.count == 1024 && short.hasSuffix("…"))
    #expect((rule["help"] as? [String: String])?["markdown"]?.contains("proviso explain long") == true)
    let properties = try #require(rule["properties"] as? [String: Any])
    #expect(properties["security-severity"] as? String == "9.5")
    #expect(properties["problem.severity"] as? String == "error")
    #expect((properties["tags"] as? [String])?.contains("security") == true)
  }

  /// GitHub closes an alert that has any suppression, so only a waiver that holds is one.
  @Test func `only a waiver that holds suppresses`() throws {
    let found = try results(Samples.pullRequest).map { result in
      (result["ruleId"] as? String ?? "", result["suppressions"] as? [[String: String]])
    }
    let suppressed = found.filter { $0.1 != nil }
    #expect(suppressed.map(\.0) == ["own-waived"])
    let suppression = try #require(suppressed.first?.1?.first)
    #expect(suppression["kind"] == "external" && suppression["status"] == "accepted")
    #expect(suppression["justification"]?.contains("approved by dpo@retailer.example: Replaced in January.") == true)
  }

  @Test func `what is not there any more is no alert, and what blocks goes first`() throws {
    let found = try results(Samples.pullRequest).compactMap { $0["ruleId"] as? String }
    #expect(found == ["gdpr-6-1-a-profiling", "own-expired", "own-waived", "own-known", "own-hygiene"])
    let states = try results(Samples.pullRequest).compactMap { $0["baselineState"] as? String }
    #expect(states == ["new", "updated", "updated", "unchanged", "unchanged"])
    #expect(try results(Samples.gate).allSatisfy { $0["baselineState"] == nil })
  }

  @Test func `what could not be verified is never an error`() throws {
    var report = Samples.gate
    report.findings = [Samples.sameDay]
    #expect(try results(report).map { $0["level"] as? String } == ["warning"])
  }

  @Test func `a store's finding points at its data map, or at the project`() throws {
    func uris(_ anchors: Anchors) throws -> Set<String> {
      try Set(
        results(Samples.audit, anchors).compactMap { result in
          let location = (result["locations"] as? [[String: Any]])?.first?["physicalLocation"] as? [String: Any]
          return (location?["artifactLocation"] as? [String: Any])?["uri"] as? String
        })
    }
    #expect(try uris(Anchors(prefix: "sub/", maps: ["journey": "maps/a b.yaml"])) == ["sub/maps/a%20b.yaml"])
    #expect(try uris(Anchors(project: "./x/../proviso.yaml")) == ["proviso.yaml"])
    #expect(try uris(Anchors(root: "/repo", project: "/repo/shop/p.yaml")) == ["shop/p.yaml"])
    #expect(try uris(Anchors(root: "/repo", project: "/elsewhere/p.yaml")) == ["file:///elsewhere/p.yaml"])
  }

  @Test func `beyond the limit the gravest stay, and the file says what is missing`() throws {
    var report = Samples.gate
    report.findings = (0..<30).map { number in
      Samples.finding(
        control: "c", title: "t", severity: number < 5 ? .critical : .low,
        asset: .rule(set: "s", rule: "r\(number)"), verdict: .violation(.dead),
        status: number < 10 ? .existing : .new)
    }
    let text = ReportSARIF(report, threshold: threshold, anchors: Anchors(), limit: 21).text()
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    let run = try #require((object?["runs"] as? [[String: Any]])?.first)
    let kept = try #require(run["results"] as? [[String: Any]])
    // Twenty are new, and one of the known ones fits beside them.
    #expect(kept.count == 21)
    #expect(kept.prefix(20).allSatisfy { ($0["properties"] as? [String: Any])?["blocking"] as? Bool == true })
    #expect(text.contains("9 further findings do not fit into this file"))
  }

  @Test func `what was not looked at is a notification, and nothing looked at is no success`() throws {
    let empty = Report(kind: .gate, asOf: Samples.gate.asOf, project: "p", generator: "1", pseudonymKey: "")
    let invocation = try #require((try run(empty)["invocations"] as? [[String: Any]])?.first)
    #expect(invocation["executionSuccessful"] as? Bool == false)
    #expect(try text(empty).contains("this is no pass"))
    #expect(try text(Samples.pullRequest).contains("not looked at: rule spring/odd"))
  }

  @Test func `two packs with a control of one name stay apart`() throws {
    var report = Samples.gate
    let other = Finding(
      pack: "own", control: Samples.profiling.control, title: "Ours", law: Samples.profiling.law, severity: .low,
      asset: Samples.profiling.asset, locus: Locus(), verdict: .violation(.dead), counts: Counts(), sample: [],
      parameters: [], obligation: "", remedy: "", status: .new, fingerprint: "fp1:" + String(repeating: "a", count: 64),
      evidenceDigest: "")
    report.findings.append(other)
    let ids = try results(report).compactMap { $0["ruleId"] as? String }
    #expect(Set(ids).isSuperset(of: ["gdpr/gdpr-6-1-a-profiling", "own/gdpr-6-1-a-profiling"]))
  }
}
