import GovernanceModel
import Predicates
import SourceDocuments
import Testing

@testable import RuleSets

@Suite struct DMNModelTests {
  static func xml(_ policy: String, rows: [(String, String)], extra: String = "", require: String = "#age") -> String {
    let rules = rows.enumerated().map { index, row in
      """
        <rule id="r\(index + 1)"><inputEntry><text>\(row.0)</text></inputEntry>
          <outputEntry><text>\(row.1)</text></outputEntry></rule>
      """
    }
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m">
      <inputData id="age" name="Person age"><variable name="Person age" typeRef="number"/></inputData>
      <decision id="d" name="Offer"><variable name="Offer"/>
      <informationRequirement><requiredInput href="\(require)"/></informationRequirement>
      <decisionTable hitPolicy="\(policy)">
        <input><inputExpression typeRef="number"><text>Person age</text></inputExpression></input>
        <output name="o"><outputValues><text>"c", "b", "a"</text></outputValues></output>
      \(rules.joined(separator: "\n"))
      </decisionTable></decision>\(extra)</definitions>
      """
  }

  static let rows = [("&gt;= 10", "\"a\""), ("&gt;= 20", "\"b\""), ("&gt;= 30", "\"c\"")]

  static func result(_ policy: String, _ age: Double) throws -> JSONValue {
    let document = try RuleDocument(SourceFile(path: "m.dmn", bytes: Array(xml(policy, rows: rows).utf8)))
    let request = EvaluationRequest(data: .object(["Person age": .number(age)]), now: Instant(microseconds: 0))
    return try #require(document.evaluate(request).first).result.get()
  }

  @Test(arguments: [
    ("UNIQUE", "null"), ("FIRST", "\"a\""), ("PRIORITY", "\"c\""), ("ANY", "null"), ("COLLECT", "[\"a\",\"b\",\"c\"]"),
    ("RULE ORDER", "[\"a\",\"b\",\"c\"]"), ("OUTPUT ORDER", "[\"c\",\"b\",\"a\"]"),
  ])
  func `each hit policy answers as the standard says`(policy: String, expected: String) throws {
    #expect(try Self.result(policy, 35).jsonText == expected)
    #expect(try Self.result(policy, 15).jsonText == (expected.hasPrefix("[") ? "[\"a\"]" : "\"a\""))
  }

  @Test(arguments: [("SUM", "6"), ("MIN", "1"), ("MAX", "3"), ("COUNT", "3")])
  func `an aggregation collects numbers`(aggregation: String, expected: String) throws {
    let text = Self.xml("COLLECT\" aggregation=\"\(aggregation)", rows: [("-", "1"), ("-", "2"), ("-", "3")])
    let document = try RuleDocument(SourceFile(path: "m.dmn", bytes: Array(text.utf8)))
    let request = EvaluationRequest(data: .object(["Person age": .number(1)]), now: Instant(microseconds: 0))
    #expect(try document.evaluate(request).first?.result.get().jsonText == expected)
  }

  @Test func `each row is a rule with exact places; FIRST excludes earlier rows`() throws {
    let set = try RuleSet.load(path: "m.dmn", bytes: Array(Self.xml("FIRST", rows: Self.rows).utf8))
    #expect(set.rules.map(\.id) == ["Offer/r1", "Offer/r2", "Offer/r3"])
    let place = try #require(set.rules.first?.reads.first?.place)
    #expect(place.text == "Person age")
    #expect((place.span.line, place.span.column, place.span.length) == (7, 50, 10))
    for (age, fires) in [(35.0, 0), (15, 0), (5, 3)] {
      let truths = set.rules.map { rule in
        rule.audience.evaluate(
          on: JSONFacts(.object(["Person age": .number(age)]), now: Instant(microseconds: 0), for: rule.audience))
          == .true
      }
      #expect(truths == (0..<3).map { $0 == fires }, "\(age)")
    }
  }

  @Test func `overlaps and gaps under UNIQUE, and an input that nothing reads, are flaws`() throws {
    let extra = "<inputData id=\"zip\" name=\"Zip\"/>"
    let set = try RuleSet.load(path: "m.dmn", bytes: Array(Self.xml("UNIQUE", rows: Self.rows, extra: extra).utf8))
    let flaws = set.rules.flatMap(\.flaws)
    #expect(Set(flaws.map(\.kind)) == [.gap, .overlap, .unusedInput])
    #expect(flaws.contains { $0.explanation == "no row answers for Person age = 9" })
    #expect(flaws.contains { $0.place.text == "Zip" })
  }

  @Test func `a decision that requires itself is one error with its place`() {
    let text = Self.xml("FIRST", rows: Self.rows, require: "#d")
      .replacing("requiredInput", with: "requiredDecision")
    let error = #expect(throws: InputError.self) { try RuleSet.load(path: "m.dmn", bytes: Array(text.utf8)) }
    #expect(error?.diagnostics.map(\.message) == ["decision `Offer` requires itself, directly or through others"])
    #expect(error?.diagnostics.first?.span?.line == 4)
  }

  @Test(arguments: [
    "<!DOCTYPE d [<!ENTITY a \"x\"><!ENTITY b \"&a;&a;\">]><definitions>&b;</definitions>",
    "<!DOCTYPE d SYSTEM \"file:///etc/passwd\"><definitions/>",
    "<definitions><decision></definitions>", "<definitions", "",
  ])
  func `bombs, external entities and broken XML are one clear error`(text: String) {
    let error = #expect(throws: InputError.self) { try RuleSet.load(path: "m.dmn", bytes: Array(text.utf8)) }
    #expect(error?.diagnostics.count == 1)
    #expect(error?.diagnostics.first?.message.contains("passwd") == false)
  }

  @Test func `functions in other languages and imports are opaque`() throws {
    let extra = """
      <businessKnowledgeModel id="k" name="k"><encapsulatedLogic kind="Java"><context/></encapsulatedLogic>
      </businessKnowledgeModel>
      """
    let set = try RuleSet.load(path: "m.dmn", bytes: Array(Self.xml("FIRST", rows: Self.rows, extra: extra).utf8))
    #expect(set.rules.flatMap(\.opaque).map(\.text) == ["a function in Java"])
  }
}
