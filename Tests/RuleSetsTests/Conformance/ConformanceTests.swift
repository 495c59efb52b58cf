import Foundation
import ProvisoTesting
import Testing

/// Scores on the suites of others; the table of `Documentation/Conformance.md`.
@Suite struct ConformanceTests {
  @Test(.enabled(if: Corpus.isPresent, "no corpus: set PROVISO_CORPUS"), arguments: ConformanceSuites.all)
  func `no case of a suite is answered wrongly`(_ suite: ConformanceSuite) throws {
    let score = try suite.run()
    print(
      "conformance: \(suite.name): \(score.right) of \(score.total) right, \(score.opaque) opaque, "
        + "\(score.outOfScope.values.reduce(0, +)) out of scope, \(score.wrong.count) wrong")
    #expect(score.total > 0)
    #expect(score.wrong.isEmpty, "\(score.wrong.prefix(20).joined(separator: "\n"))")
  }

  @Test(.enabled(if: Corpus.isPresent, "no corpus: set PROVISO_CORPUS"))
  func `the table in the documentation is what the suites say`() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let page = root.appending(path: "Documentation/Conformance.md")
    let actual = try Self.page()
    let written = try? String(contentsOf: page, encoding: .utf8)
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil || written == nil {
      try actual.write(to: page, atomically: true, encoding: .utf8)
      Issue.record("wrote \(page.path)")
      return
    }
    #expect(actual == written, "run the tests with UPDATE_GOLDEN=1")
  }

  private static func page() throws -> String {
    var lines = [
      "# Conformance", "",
      "How the evaluators of the rule formats do on the cases that others wrote. Made by `ConformanceTests`; do not edit.",
      "",
      "*Opaque*: the rule holds a part that Proviso does not analyse, and says so. *Out of scope*: the case asks for",
      "something other than the result of a rule; the reasons stand below.", "",
      "| suite | cases | right | opaque | out of scope | wrong | source |", "|---|---|---|---|---|---|---|",
    ]
    var reasons: [String] = []
    for suite in ConformanceSuites.all {
      let score = try suite.run()
      let left = score.outOfScope.values.reduce(0, +)
      lines.append(
        "| \(suite.name) | \(score.total) | \(score.right) | \(score.opaque) | \(left) | \(score.wrong.count) "
          + "| \(suite.source) |")
      for (reason, count) in score.outOfScope.sorted(by: { $0.key < $1.key }) {
        reasons.append("- \(suite.name): \(count) × \(reason)")
      }
    }
    if !reasons.isEmpty { lines += ["", "## Out of scope", ""] + reasons }
    return lines.joined(separator: "\n") + "\n"
  }
}
