import Foundation
import ProvisoTesting
import Testing

/// `proviso gate` on files that others wrote.
@Suite struct GateTests {
  @Test func `a pull request's JSON and XML tell the same findings`() throws {
    let place = try Workplace()
    _ = try place.proviso.run("init")
    let outcome = try place.proviso.run(
      "gate", "--as-of", "2099-01-01", "-o", "xml:g.xml", "--format", "json")
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    let findings = try #require(json["findings"] as? [[String: Any]])
    let report = try ReportFile(place.bytes("g.xml"))
    #expect(findings.map { $0["fingerprint"] as? String } == (try report.strings("//p:finding/@fingerprint")))
    // In 2099 the example is long past its end.
    #expect(outcome.status == 1)
    #expect(try report.string("string(/p:report/@kind)") == "gate")
    #expect(!place.exists(".proviso/ledger.sqlite"))
  }

  @Test func `the shipped example of Unomi is read, and a script in it is never clean`() throws {
    let place = try Workplace()
    _ = try place.proviso.run("init")
    try place.write(
      """
      {"metadata": {"id": "greet", "name": "Greet"},
       "condition": {"type": "scriptCondition", "parameterValues": {"script": "profile.properties.age > 3"}},
       "actions": [{"type": "sendEventAction", "parameterValues": {}}]}
      """, to: "unomi/greet.json")
    let outcome = try place.proviso.run("gate", "unomi/greet.json", "--as-of", "2026-11-01")
    #expect([1, 4].contains(outcome.status), "\(outcome.everything)")
    #expect(outcome.output.contains("1 rule"))
    let shipped = try place.proviso.run("gate", Binary.root + "/Examples/unomi/rules", "--as-of", "2026-11-01")
    #expect([1, 4].contains(shipped.status), "\(shipped.everything)")
    #expect(shipped.output.contains("rule"))
  }

  @Test(arguments: ["{\"a\": ", "[1, 2", "{\"rules\": []} trailing", "\"", "nul", "{\"a\": 1, \"a\": 2}"])
  func `broken JSON has one error with its place`(text: String) throws {
    let place = try Workplace()
    _ = try place.proviso.run("init")
    try place.write(text, to: "broken.json")
    let outcome = try place.proviso.run("gate", "broken.json")
    #expect(outcome.status == 3, "\(outcome.everything)")
    #expect(outcome.output.isEmpty)
    #expect(outcome.complaints.contains("broken.json:1:"))
  }
}

/// Manifests of others, as maps of a store that is not there: each is read, and nothing passes.
@Suite struct CorpusMapTests {
  static let manifests = Corpus.files(in: "fideslang/datasets", suffixes: [".yml", ".yaml"])

  @Test(.enabled(if: Corpus.isPresent, "no corpus: set PROVISO_CORPUS"), arguments: manifests)
  func `a manifest of others is a map`(path: String) throws {
    let project = try Small.project()
    try project.place.write(Data(Corpus.bytes(of: path)), to: "map.yaml")
    let outcome = try project.audit("-o", "xml:a.xml")
    #expect(outcome.status == 4, "\(outcome.complaints.prefix(2000))")
    #expect(try ReportFile(project.place.bytes("a.xml")).gaps().isEmpty == false)
  }
}
