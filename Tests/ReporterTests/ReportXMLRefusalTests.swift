import Digests
import GovernanceModel
import Reporter
import Testing
import XMLDocuments

/// What is not a report, in either direction, is refused with one clear message.
@Suite struct ReportXMLRefusalTests {
  private func failure(_ finding: Finding...) -> String? {
    var report = Samples.clean
    report.findings = finding
    do {
      _ = try ReportXML.write(report)
      return nil
    } catch {
      return "\(error)"
    }
  }

  private func changed(_ old: String, _ new: String) throws -> String? {
    let text = String(decoding: try ReportXML.write(Samples.audit), as: UTF8.self)
    let edited = text.replacing(old, with: new, maxReplacements: 1)
    #expect(edited != text)
    do {
      _ = try ReportXML.read(Array(edited.utf8))
      return nil
    } catch {
      return "\(error)"
    }
  }

  private func finding(
    control: String = "c", sample: [String] = [], fingerprint: String = "fp1:" + String(repeating: "0", count: 64),
    verdict: Verdict = .violation(.withdrawn), digest: String = String(repeating: "0", count: 64)
  ) -> Finding {
    Finding(
      pack: "gdpr", control: control, title: "t", law: LawReference(name: "GDPR", article: "7"), severity: .low,
      asset: .rule(set: "s", rule: nil), locus: Locus(), verdict: verdict, counts: Counts(), sample: sample,
      parameters: [], obligation: "o", remedy: "r", status: .new, fingerprint: fingerprint, evidenceDigest: digest)
  }

  @Test func `a raw subject key never leaves, not even in the error`() {
    let canary = "canary-alice@example.org"
    let message = failure(finding(sample: [canary]))
    #expect(message?.contains("subject") == true)
    #expect(message?.contains("canary") == false)
  }

  @Test func `two findings of one fingerprint are refused`() {
    #expect(failure(finding()) == nil)
    #expect(failure(finding(), finding()) != nil)
  }

  @Test func `what is no finding is refused`() {
    #expect(failure(finding(verdict: .compliant)) != nil)
    #expect(failure(finding(control: "7-starts-with-a-digit")) != nil)
    #expect(failure(finding(fingerprint: "fp1:short")) != nil)
    #expect(failure(finding(digest: "none")) != nil)
  }

  @Test(arguments: ["", "not xml", "<report/>", "<!DOCTYPE report><report xmlns='urn:proviso:report:1'/>"])
  func `what is no report is refused`(text: String) {
    #expect(throws: ReportXMLError.self) { try ReportXML.read(Array(text.utf8)) }
  }

  @Test func `a cut report is refused`() throws {
    let bytes = try ReportXML.write(Samples.gate)
    for length in stride(from: 0, to: bytes.count - 12, by: 97) {
      #expect(throws: ReportXMLError.self) { try ReportXML.read(Array(bytes[..<length])) }
    }
  }

  @Test func `figures that do not agree with the findings are refused`() throws {
    let message = try #require(try changed("verdict=\"violation\" complete", "verdict=\"compliant\" complete"))
    #expect(message.contains("the summary does not agree"))
    #expect(try changed("status=\"new\"", "status=\"waived\"")?.contains("the summary does not agree") == true)
  }

  @Test func `an id that belongs to another fingerprint is refused`() throws {
    let id = NameUUID.finding(Samples.withdrawal.fingerprint).description
    let other = NameUUID.finding("fp1:").description
    #expect(try changed(id, other)?.contains("does not belong to its fingerprint") == true)
  }

  static let edits: [(String, String)] = [
    ("severity=\"critical\" verdict", "severity=\"grave\" verdict"), ("asOf=\"2018-01-01T04:01:20Z\"", "asOf=\"2018\""),
    ("asOf=\"2018-01-01T04:01:20Z\"", "asOf=\"2018-01-01T04:01:20+01:00\""), ("rows=\"6589\"", "rows=\"-1\""),
    ("<title>", "<title lang=\"en\">"), ("</findings>", "</findings><more/>"), ("kind=\"audit\"", "kind=\"other\""),
    ("schemaVersion=\"1.0\"", "schemaVersion=\"2.0\""), ("<scope>", "stray text<scope>"),
    ("reason=\"withdrawn\"", "reason=\"nobodyKnowsThis\""), ("store=\"journey\"", "store=\"journey\" ruleSet=\"s\""),
  ]

  @Test(arguments: edits)
  func `a changed report is refused`(old: String, new: String) throws {
    #expect(try changed(old, new) != nil)
  }

  @Test func `a signature goes last, and only there`() throws {
    let signature = "<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:SignedInfo/></ds:Signature>"
    let text = String(decoding: try ReportXML.write(Samples.audit), as: UTF8.self)
    let signed = text.replacing("</report>", with: signature + "</report>")
    #expect(try ReportXML.read(Array(signed.utf8)) == Samples.audit)
    let twice = text.replacing("</report>", with: signature + signature + "</report>")
    #expect(throws: ReportXMLError.self) { try ReportXML.read(Array(twice.utf8)) }
    let first = text.replacing("<scope>", with: signature + "<scope>")
    #expect(throws: ReportXMLError.self) { try ReportXML.read(Array(first.utf8)) }
  }

  @Test func `white space between elements means nothing`() throws {
    let text = String(decoding: try ReportXML.write(Samples.audit), as: UTF8.self)
    let dense = text.split(separator: "\n").map { $0.drop { $0 == " " } }.joined()
    #expect(try ReportXML.read(Array(dense.utf8)) == Samples.audit)
  }
}
