import GovernanceModel
import Testing

@testable import RuleSets

@Suite struct MaskingTests {
  @Test(arguments: [
    ("  - {attribute: email, equals: jane.doe@example.org}", "jane.doe@example.org"),
    (#"{"values": ["+49 30 1234567", "192.168.17.4"]}"#, "192.168.17.4"),
    ("iban: DE89370400440532013000", "DE89370400440532013000"),
  ])
  func `what looks personal is covered, column by column`(line: String, personal: String) {
    let masked = InputError.masked(line)
    #expect(!masked.contains(personal))
    #expect(masked.count == line.count)
  }

  @Test func `the rest of an error stays as it is`() {
    let span = SourceSpan(file: "r.yaml", line: 3, column: 5)
    let error = InputError([
      Diagnostic(.error, "`equls` is no operator", at: span, excerpt: "  equls: a@b.org", help: "did you mean `equals`?")
    ])
    let masked = error.masked.diagnostics.first
    #expect(masked?.message == "`equls` is no operator")
    #expect(masked?.span == span)
    #expect(masked?.excerpt == "  equls: •••••••")
    #expect(masked?.help == "did you mean `equals`?")
  }
}
