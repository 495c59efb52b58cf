import Foundation
import GovernanceModel
import ProvisoTesting
import Reporter
import Testing

@Suite struct ReportJSONTests {
  private func tree(_ report: Report) throws -> [String: Any] {
    let bytes = try Reporter.render(report, .json)
    return try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
  }

  @Test func `an audit and a gate look as agreed`() throws {
    try expectGolden(ReportJSON.text(of: Samples.audit), "audit.json")
    try expectGolden(ReportJSON.text(of: Samples.gate), "gate.json")
  }

  @Test func `another reader finds the same facts`() throws {
    let findings = try #require(try tree(Samples.audit)["findings"] as? [[String: Any]])
    #expect(findings.count == 4)
    let counts = try #require(findings[1]["counts"] as? [String: Any])
    #expect(counts["uses"] as? Int == 214 && counts["last"] as? String == "2017-11-20T10:00:00.500000Z")
    #expect(counts["records"] == nil)
    let summary = try #require(try tree(Samples.audit)["summary"] as? [String: Any])
    #expect(summary["verdict"] as? String == "violation" && summary["complete"] as? Bool == false)
  }

  @Test func `any text is valid JSON and comes back byte by byte`() throws {
    for seed in 0..<200 as Range<UInt64> {
      var random = RandomReport(seed: seed, cleanly: false)
      let report = random.report()
      let project = try #require(try tree(report)["project"] as? String)
      #expect(Array(project.utf8) == Array(report.project.utf8), "seed \(seed)")
      let findings = try #require(try tree(report)["findings"] as? [[String: Any]])
      #expect(findings.compactMap { $0["title"] as? String } == report.findings.map(\.title))
    }
  }
}
