import Digests
import Foundation
import GovernanceModel
import ProvisoTesting
import Reporter
import Testing
import XMLDocuments

@Suite struct ReportXMLTests {
  private static let names = ["p": ReportXML.namespace]

  @Test func `an audit and a gate look as agreed`() throws {
    try expectGolden(String(decoding: ReportXML.write(Samples.audit), as: UTF8.self), "audit.xml")
    try expectGolden(String(decoding: ReportXML.write(Samples.gate), as: UTF8.self), "gate.xml")
  }

  @Test func `the facts are found by XPath`() throws {
    let document = try XMLDocument(ReportXML.write(Samples.audit))
    func number(_ path: String) throws -> Double { try document.number(path, namespaces: Self.names) }
    #expect(try number("count(/p:report/p:findings/p:finding)") == 4)
    #expect(try number("//p:finding[@reason='withdrawn']/p:counts/@uses") == 214)
    #expect(try number("//p:finding[@reason='withdrawn']/p:sample/@of") == 97)
    #expect(try number("//p:collection[@name='households']/@examined") == 2400)
    #expect(try number("//p:summary/p:count[@severity='critical']/@new") == 1)
    #expect(try number("sum(//p:summary/p:count/@*[name() != 'severity'])") == 4)
    #expect(try number("//p:summary/@open") == 3 && number("//p:summary/@news") == 2)
    #expect(try document.string("//p:summary/@verdict", namespaces: Self.names) == "violation")
    #expect(try document.string("//p:summary/@complete", namespaces: Self.names) == "false")
    #expect(try document.string("//p:notExamined[@subject='support']/@reason", namespaces: Self.names) == "unreadable")
  }

  @Test func `the program's schema is the one of the schemas folder`() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../schemas/proviso-report.xsd")
    #expect(try String(contentsOf: file, encoding: .utf8) == ReportSchema.text)
  }

  @Test func `the schema knows every kind, severity, status and reason`() throws {
    let schema = try XMLDocument(Array(ReportSchema.text.utf8))
    func values(_ type: String) throws -> [String] {
      try schema.strings(
        "//xs:simpleType[@name='\(type)']//xs:enumeration/@value",
        namespaces: ["xs": "http://www.w3.org/2001/XMLSchema"])
    }
    #expect(try Set(values("Status")) == Set(Finding.Status.allCases.map(\.rawValue)))
    #expect(try Set(values("Severity")) == Set(Severity.allCases.map(\.rawValue)))
    for reason in Reason.allCases {
      var report = Samples.clean
      report.findings = [
        Samples.finding(
          control: "c", title: "t", severity: .low, asset: .rule(set: "s", rule: nil), verdict: .violation(reason))
      ]
      #expect(try ReportXML.read(ReportXML.write(report)) == report, "\(reason)")
    }
  }

  @Test func `what was written is read back`() throws {
    for report in [Samples.audit, Samples.gate, Samples.clean] {
      #expect(try ReportXML.read(ReportXML.write(report)) == report)
    }
    for seed in 0..<300 as Range<UInt64> {
      var random = RandomReport(seed: seed)
      let report = random.report()
      let bytes = try ReportXML.write(report)
      let read = try ReportXML.read(bytes)
      #expect(read == report, "seed \(seed)")
      #expect(try ReportXML.write(read) == bytes, "seed \(seed)")
    }
  }

  @Test func `hostile texts still give a valid report, and the same bytes each time`() throws {
    for seed in 0..<300 as Range<UInt64> {
      var (one, other) = (RandomReport(seed: seed, cleanly: false), RandomReport(seed: seed, cleanly: false))
      let bytes = try ReportXML.write(one.report())
      #expect(try ReportXML.problems(in: bytes).isEmpty, "seed \(seed)")
      #expect(try ReportXML.write(other.report()) == bytes)
      #expect(!bytes.contains { $0 < 0x20 && $0 != 0x0A && $0 != 0x09 })
    }
  }

  @Test func `instants beyond what can be written are held to it`() throws {
    var report = Samples.clean
    report.asOf = .distantFuture
    #expect(try ReportXML.read(ReportXML.write(report)).asOf.description == "9999-12-31T23:59:59.999999Z")
    report.asOf = .distantPast
    #expect(try ReportXML.read(ReportXML.write(report)).asOf.description == "0001-01-01T00:00:00Z")
  }

  /// The other validator that a privacy team has; a machine without it says so.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/usr/bin/xmllint"), "xmllint is not installed"))
  func `xmllint agrees`() throws {
    let folder = try TemporaryFolder()
    let schema = try folder.write(Array(ReportSchema.text.utf8), to: "report.xsd")
    for (index, report) in [Samples.audit, Samples.gate, Samples.clean].enumerated() {
      let file = try folder.write(ReportXML.write(report), to: "\(index).xml")
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/xmllint")
      process.arguments = ["--noout", "--nonet", "--schema", schema, file]
      process.standardError = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
    }
  }
}
