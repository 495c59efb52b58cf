import GovernanceModel
import ProvisoTesting
import SourceDocuments
import Testing
import XMLDocuments

@testable import RuleSets

@Suite struct RuleDocumentTests {
  @Test(arguments: [
    (#"{"ruleset":"s","rules":[]}"#, "native"), (#"{"==":[{"var":"a"},1]}"#, "jsonlogic"),
    (#"{"in":[{"var":"a"},[1]]}"#, "jsonlogic"),
    (#"{"flags":{"f":{"state":"ENABLED","variants":{}}}}"#, "flagd"),
    (#"{"conditions":{"all":[]},"event":{"type":"e"}}"#, "json-rules-engine"),
    (#"{"rules":[{"conditions":{"any":[]},"event":{"type":"e"}}]}"#, "json-rules-engine"),
    (#"{"type":"matchAllCondition","parameterValues":{}}"#, "unomi"),
  ])
  func `a format is told by content`(text: String, format: String) throws {
    #expect(try RuleDocument(SourceFile(path: "r.json", bytes: Array(text.utf8))).format.name == format)
  }

  @Test(arguments: [#"{"in":[1,2]}"#, #"{"a":1}"#, "[]", "{}", "7", "\"x\""])
  func `what is of no known format is one clear error`(text: String) throws {
    let file = try SourceFile(path: "r.json", bytes: Array(text.utf8))
    #expect {
      try RuleDocument(file)
    } throws: { error in
      guard let input = error as? InputError else { return false }
      return input.diagnostics.count == 1 && input.diagnostics[0].message.contains("no rule set in a known format")
    }
  }

  @Test func `names are told apart and each is known once`() {
    let names = RuleSetFormat.all.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(names.allSatisfy { RuleSetFormat.named($0)?.name == $0 })
    #expect(RuleSetFormat.named("nonsense") == nil)
  }

  @Test func `XML that cannot be read is an error with its line`() throws {
    let file = try SourceFile(path: "t.dmn", bytes: Array("<a>\n<b></a>".utf8))
    #expect {
      try RuleContent.read(file, as: .markup)
    } throws: { error in
      (error as? InputError)?.diagnostics.first?.span?.line == 2
    }
  }

  @Test func `native rules are evaluated to true, false and null`() throws {
    let rule =
      #"{"id":"r","use":"personalize","audience":{"all":[{"attribute":"subject.age","atLeast":18},{"consent":"marketing"}]}}"#
    func result(_ data: String) throws -> JSONValue? { try? evaluated(rule, data, .native).result.get() }
    #expect(try result(#"{"subject":{"age":40},"consents":{"marketing":true}}"#) == .boolean(true))
    #expect(try result(#"{"subject.age":40,"consents":{"marketing":false}}"#) == .boolean(false))
    #expect(try result(#"{"subject":{"age":40}}"#) == .null)
    let recent = #"{"attribute":"seen","within":"P30D"}"#
    let now = try #require(Instant(iso8601: "2026-02-01"))
    #expect(try evaluated(recent, #"{"seen":"2026-01-15"}"#, .native, now: now).result == .success(.boolean(true)))
    let events = #"{"event":"purchase","atLeast":2,"within":"P30D"}"#
    let data = #"{"events":{"purchase":["2026-01-20T00:00:00Z","2026-01-25T00:00:00Z","2020-01-01T00:00:00Z"]}}"#
    #expect(try evaluated(events, data, .native, now: now).result == .success(.boolean(true)))
  }
}
