import GovernanceModel
import Predicates
import ProvisoTesting
import SourceDocuments
import Testing

@testable import RuleSets

/// Cases from the documentation of Mautic's segment filters and the names of its operators.
@Suite struct MauticTests {
  private func filter(
    _ field: String, _ test: String, _ value: String, type: String = "text", object: String = "lead"
  ) -> String {
    """
    {"glue": "and", "object": "\(object)", "field": "\(field)", "type": "\(type)", "operator": "\(test)",
     "properties": {"filter": \(value), "display": null}}
    """
  }

  private func segment(_ filters: String...) throws -> RuleSet {
    try lowered(#"{"alias": "s", "filters": [\#(filters.joined(separator: ","))]}"#, as: .mautic)
  }

  @Test(arguments: [
    ("=", #""DE""#, "text", "{attribute: contact.f, equals: DE}"),
    ("!=", #""DE""#, "text", "{any: [{attribute: contact.f, notEquals: DE}, {attribute: contact.f, exists: false}]}"),
    ("empty", "null", "text", #"{any: [{attribute: contact.f, exists: false}, {attribute: contact.f, equals: ""}]}"#),
    ("gte", #""18""#, "number", "{attribute: contact.f, atLeast: 18}"),
    ("=", "1", "boolean", "{attribute: contact.f, equals: true}"),
    ("in", #"["a", "b"]"#, "select", "{attribute: contact.f, in: [a, b]}"),
    ("in", #"["a", "b"]"#, "multiselect", "{attribute: contact.f, containsAny: [a, b]}"),
    ("!in", #"["a"]"#, "select", "{any: [{attribute: contact.f, notIn: [a]}, {attribute: contact.f, exists: false}]}"),
    ("like", #""Mr%""#, "text", "{attribute: contact.f, startsWith: Mr}"),
    ("like", #""Mr""#, "text", "{attribute: contact.f, contains: Mr}"),
    ("like", #""%a%b""#, "text", #"{attribute: contact.f, matches: "(?s)^.*a.*b$"}"#),
    ("startsWith", #""a""#, "text", "{attribute: contact.f, startsWith: a}"),
    ("regexp", #""^a+$""#, "text", #"{attribute: contact.f, matches: "^a+$"}"#),
    ("between", "[1, 5]", "number", "{attribute: contact.f, between: [1, 5]}"),
    ("lt", #""2026-01-31""#, "date", "{attribute: contact.f, lessThan: 2026-01-31}"),
  ])
  func `an operator is lowered with what it says of a missing field`(
    test: String, value: String, type: String, expected: String
  ) throws {
    #expect(try segment(filter("f", test, value, type: type)).condition == expected)
  }

  @Test func `or begins a new group`() throws {
    let text = """
      {"alias": "s", "filters": [
        {"glue": "and", "field": "state", "type": "text", "operator": "=", "filter": "IA"},
        {"glue": "and", "field": "city", "type": "text", "operator": "=", "filter": "Ames"},
        {"glue": "or", "field": "state", "type": "text", "operator": "=", "filter": "QLD"}]}
      """
    let set = try lowered(text, as: .mautic)
    #expect(
      set.condition == """
        {any: [{all: [{attribute: contact.state, equals: IA}, {attribute: contact.city, equals: Ames}]}, \
        {attribute: contact.state, equals: QLD}]}
        """)
    #expect(set.rules[0].reads.map(\.place.span.line) == [2, 3, 4])
    #expect(set.rules[0].reads.map(\.place.span.column) == [28, 28, 27])
  }

  @Test(arguments: [
    (#""today""#, "date"), (#""-1 year""#, "datetime"), (#"{"$php": "date()"}"#, "datetime"), (#""(""#, "regexp"),
  ])
  func `what is relative to today, computed or no pattern is opaque, and its field is read`(
    value: String, type: String
  ) throws {
    let set = try segment(
      filter("f", type == "regexp" ? "regexp" : "gte", value, type: type == "regexp" ? "text" : type))
    #expect(set.rules[0].opaque.count == 1)
    #expect(set.rules[0].reads.contains { $0.path.text == "contact.f" })
  }

  @Test func `a click is an event that is counted, other behaviour is opaque`() throws {
    let clicked = try segment(filter("email_id", "=", "1", type: "boolean", object: "behaviors"))
    #expect(clicked.condition == "{event: email.click, atLeast: 1}")
    #expect(clicked.rules[0].lookBack == nil)
    let never = try segment(filter("sms_clicked_link", "=", "0", type: "boolean", object: "behaviors"))
    #expect(never.condition == "{event: sms.click, equals: 0}")
    let visited = try segment(filter("hit_url", "like", #""test.com""#, object: "behaviors"))
    #expect(visited.rules[0].opaque.count == 1)
    #expect(visited.rules[0].reads.map(\.path.text) == ["events.page.hit"])
  }

  @Test func `segments refer to each other, and a ring is a ring`() throws {
    let text = """
      [{"id": 1, "alias": "one", "filters": [{"glue": "and", "type": "leadlist", "field": "leadlist", "operator": "in", "filter": [2, 9]}]},
       {"id": 2, "alias": "two", "filters": [{"glue": "and", "type": "leadlist", "field": "leadlist", "operator": "!in", "filter": [1]}]}]
      """
    let set = try lowered(text, as: .mautic)
    #expect(set.condition == "{any: [{segment: 2}, {segment: 9}]} | {not: {isTrue: {segment: 1}}}")
    #expect(set.rules[0].dangling.map(\.text) == ["segment `9`"])
    var resolver = SegmentResolver(set.segments)
    #expect(resolver.resolve(set.rules[1].audience).failures.map(\.fault) == [.cyclic])
  }

  @Test func `an unknown object is dangling and holds for nobody`() throws {
    let set = try segment(filter("firstnameLOL", "!=", #""x""#, object: "custom_object"))
    #expect(set.condition == "{not: {all: []}}")
    #expect(set.rules[0].dangling.map(\.text) == ["object `custom_object`"])
  }

  @Test func `an address in a filter is told by its kind`() throws {
    let rule = try segment(filter("email", "=", #""jo@shop.example""#)).rules[0]
    #expect(rule.personalLiterals.map(\.text) == ["an e-mail address"])
  }

  @Test func `do not contact is an attribute of the channel`() throws {
    #expect(
      try segment(filter("dnc_manual_sms", "=", "1", type: "boolean")).condition
        == "{attribute: contact.doNotContact.sms.manual, equals: true}")
  }

  @Test func `a person is a contact, with or without the name`() throws {
    let rule = #"{"filters": [{"glue": "and", "field": "age", "type": "number", "operator": "gte", "filter": "18"}]}"#
    #expect(try evaluated(rule, #"{"age": 20}"#, as: .mautic) == ["true"])
    #expect(try evaluated(rule, #"{"contact": {"age": 17}}"#, as: .mautic) == ["false"])
    #expect(try evaluated(rule, "{}", as: .mautic) == ["null"])
  }

  @Test func `filters that are no list are one error with its place`() throws {
    let file = try SourceFile(path: "s.json", bytes: Array(#"{"alias": "s", "filters": 5}"#.utf8))
    let error = #expect(throws: InputError.self) {
      try RuleDocument(file, as: .mautic).ruleSet(library: UnomiLibrary())
    }
    #expect(error?.diagnostics.first?.span?.column == 27)
  }

  @Test(.enabled(if: Corpus.isPresent, "no corpus: set PROVISO_CORPUS"))
  func `each segment of the corpus is told and lowered`() throws {
    let files = Corpus.files(in: "rules/mautic", suffixes: [".json"])
    #expect(files.count == 23)
    var (clean, opaque) = (0, 0)
    for path in files {
      let document = try RuleDocument(SourceFile(path: path, bytes: Corpus.bytes(of: path)))
      #expect(document.format == .mautic, "\(path)")
      for rule in try document.ruleSet(library: UnomiLibrary()).rules {
        if rule.opaque.isEmpty { clean += 1 } else { opaque += 1 }
        #expect(!rule.reads.isEmpty || !rule.references.isEmpty || !rule.dangling.isEmpty, "\(path)")
      }
    }
    #expect(clean >= 13 && clean + opaque == 23)
  }
}
