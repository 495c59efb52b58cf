import Foundation
import GovernanceModel
import ProvisoTesting
import Reporter
import Testing
import XMLDocuments

@Suite struct JUnitTests {
  private let threshold = Threshold(failOn: .low, judgesNewsOnly: true)

  private func bytes(_ report: Report) throws -> [UInt8] { try Reporter.render(report, .junit(threshold)) }

  private func problems(_ bytes: [UInt8]) throws -> [XMLProblem] {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Cases/jenkins-xunit-plugin-junit-10.xsd")
    return try XMLSchema(Array(Data(contentsOf: file))).problems(in: XMLDocument(bytes))
  }

  @Test func `the file of a pull request and of an audit`() throws {
    try expectGolden(String(decoding: bytes(Samples.pullRequest), as: UTF8.self), "pull-request.junit.xml")
    try expectGolden(String(decoding: bytes(Samples.audit), as: UTF8.self), "audit.junit.xml")
  }

  @Test func `every report is valid by the schema of Jenkins`() throws {
    for seed in 0..<100 as Range<UInt64> {
      var random = RandomReport(seed: seed, cleanly: false)
      let problems = try problems(bytes(random.report()))
      #expect(problems.isEmpty, "seed \(seed): \(problems.map(\.message))")
    }
    #expect(try !problems(Array("<testsuites><testcase/></testsuites>".utf8)).isEmpty)
  }

  @Test func `figures of a suite are those of its cases`() throws {
    for seed in 0..<60 as Range<UInt64> {
      var random = RandomReport(seed: seed)
      let document = try XMLDocument(bytes(random.report()))
      for (attribute, path) in [
        ("tests", "testcase"), ("failures", "testcase/failure"), ("errors", "testcase/error"),
        ("skipped", "testcase/skipped"),
      ] {
        let told = try document.number("sum(//testsuite/@\(attribute))", namespaces: [:])
        #expect(try told == document.number("count(//testsuite/\(path))", namespaces: [:]), "seed \(seed)")
      }
      #expect(try document.number("count(//testcase[count(failure|error|skipped) > 1])", namespaces: [:]) == 0)
    }
  }

  @Test func `what blocks fails, doubt is an error, what is waived or known is skipped, what was proved passes`() throws
  {
    let document = try XMLDocument(bytes(Samples.pullRequest))
    func names(_ outcome: String) throws -> [String] {
      try document.strings("//testcase[\(outcome)]/@name", namespaces: [:])
    }
    #expect(try names("failure") == ["gdpr-6-1-a-profiling", "own-expired"])
    #expect(try names("skipped") == ["own-waived", "own-known", "own-hygiene"])
    #expect(try names("error") == ["rule spring/odd"])
    let passed = try document.strings("//testcase[not(failure|error|skipped)]/@classname", namespaces: [:])
    #expect(passed == ["spring.lapsed-bakery-buyers", "spring.welcome"])
  }

  @Test func `without a baseline doubt is an error`() throws {
    let plain = try Reporter.render(Samples.gate, .junit(Threshold(failOn: .low)))
    let document = try XMLDocument(plain)
    #expect(try document.strings("//testcase[error]/@name", namespaces: [:]) == ["own-hygiene"])
  }

  @Test func `an empty report is an error, not an empty file`() throws {
    let empty = Report(kind: .gate, asOf: Samples.gate.asOf, project: "p", generator: "1", pseudonymKey: "")
    let document = try XMLDocument(bytes(empty))
    #expect(try document.number("count(//testcase/error)", namespaces: [:]) == 1)
  }
}
