import Foundation
import SourceDocuments
import Testing

/// `proviso consent decode` on the real binary.
@Suite struct ConsentDecodeTests {
  private static let usnat = "DBABLA~BVQqAAAAAgA.QA"

  private func json(_ line: some StringProtocol) throws -> JSONValue {
    JSONValue(try Node.json(SourceFile(path: "line.json", bytes: Array(line.utf8))))
  }

  @Test func `words say what a string permits, and the string is not shown again`() throws {
    let outcome = try Workplace().proviso.run("consent", "decode", Self.usnat)
    #expect(outcome.status == 0)
    #expect(outcome.output.hasPrefix("GPP string of 1 section\n"))
    #expect(outcome.output.contains("  SaleOptOut: did not opt out\n"))
    #expect(outcome.output.contains("  Global Privacy Control: off\n"))
    #expect(!outcome.output.contains("BVQqAAAAAgA"))
  }

  @Test func `JSON has the fields of the reference decoders`() throws {
    let outcome = try Workplace().proviso.run("consent", "decode", "--format", "json", Self.usnat)
    let fields = try json(outcome.output)
    #expect(fields["sectionIds"] == .array([.number(7)]))
    #expect(fields["sections"]?["usnat"]?["SaleOptOut"] == .number(2))
    #expect(fields["sections"]?["usnat"]?["Gpc"] == .boolean(false))
  }

  @Test func `many strings are a line each, what is none is an error in its line`() throws {
    let lines = #"1YNN\nzz!\n\n{"string": "BQAA.QA", "as": "usmd"}\n{"string": 1}\n"#
    let outcome = try Workplace().proviso.shell(
      "printf '\(lines)' | \"$PROVISO\" consent decode --format json -")
    let answers = outcome.output.split(separator: "\n")
    #expect(outcome.status == 0 && answers.count == 5)
    guard answers.count == 5 else { return }
    #expect(try json(answers[0])["Notice"] == .text("Y"))
    #expect(try json(answers[1])["error"] == .text("character 3 is outside base64url"))
    #expect(try json(answers[2])["error"] == .text("the line is blank"))
    #expect(try json(answers[3])["Gpc"] == .boolean(false))
    #expect(try json(answers[4])["error"] == .text("the line has no text `string`"))
  }

  @Test func `a vendor's permissions come with what it declared itself`() throws {
    let place = try Workplace()
    try place.write(
      """
      {"gvlSpecificationVersion": 3, "vendorListVersion": 150, "tcfPolicyVersion": 5, "vendors": {"7": {"id": 7, "name": "Seven",
       "purposes": [1, 3, 5], "legIntPurposes": [7], "flexiblePurposes": [], "specialPurposes": [1], "features": [],
       "specialFeatures": [2], "dataRetention": {"stdRetention": 30, "purposes": {"5": 390}, "specialPurposes": {}},
       "dataDeclaration": [1, 8]}}}
      """, to: "list.json")
    let string = "CQh-8AAQh-8AAAcABBENCWFgAIwAAAAAAAqIADgIAAAAAA.IADgIA"
    func answer(_ more: String...) throws -> Binary.Outcome {
      try place.proviso.run(["consent", "decode", string, "--gvl", "list.json"] + more)
    }
    let told = try answer("--vendor", "7").output
    #expect(told.contains("vendor 7 (Seven), by vendor list 150:\n"))
    #expect(told.contains("  5 Create profiles to personalise content: yes, by consent, data kept for P390D\n"))
    #expect(told.contains("no: the person did not agree to the purpose, data kept for P30D\n"))
    #expect(told.contains("  special purpose 1: yes\n") && told.contains("of the categories 1, 8\n"))
    let vendor = try #require(try json(answer("--vendor", "7", "--format", "json").output[...])["vendor"])
    guard case .array(let purposes)? = vendor["purposes"] else { return }
    #expect(purposes.map { $0["permission"] } == ["consent", "denied", "consent", "denied"].map { .text($0) })
    #expect(purposes.map { $0["retentionDays"] } == [30, 30, 390, 30].map { .number($0) })
    #expect(try answer("--vendor", "8").output.contains("the list has no such vendor"))
    #expect(try answer().status == 2)
    #expect(try place.proviso.run("consent", "decode", string, "--vendor", "7", "--gvl", "none.json").status == 3)
  }

  @Test func `what is invalid by today's rules is told as of an instant`() throws {
    let string = "COrVd1pOrVd1pACABCENAHCAAAAAAAAAAAiQAAAAAAAA"
    let outcome = try Workplace().proviso.run("consent", "decode", string, "--as-of", "2026-11-22")
    #expect(
      outcome.output.contains("  invalid: not service-specific: global scope has been invalid since 2021-09-01\n"))
    #expect(outcome.output.contains("  invalid: older than the period after which the person is asked again\n"))
    let fresh = try Workplace().proviso.run("consent", "decode", string, "--as-of", "2019-12-11")
    #expect(!fresh.output.contains("older than the period"))
  }

  @Test(arguments: [["COrVd1p"], ["--as", "usnat", "z"], ["--as", "nothing", "1YNN"], [""]])
  func `what is no signal ends with 3, a reason and none of the string`(arguments: [String]) throws {
    let outcome = try Workplace().proviso.run(["consent", "decode"] + arguments)
    #expect(outcome.status == 3 && outcome.output.isEmpty)
    #expect(outcome.complaints.contains("this is no consent signal: "))
    #expect(!outcome.complaints.contains("COrVd1p"))
  }

  @Test func `nothing on standard input is no success`() throws {
    let outcome = try Workplace().proviso.shell("\"$PROVISO\" consent decode - < /dev/null")
    #expect(outcome.status == 4)
  }
}
