import GovernanceModel
import Predicates
import ProvisoTesting
import SourceDocuments
import Testing

@testable import RuleSets

@Suite struct JDMLoweringTests {
  static func set(_ text: String) throws -> RuleSet {
    try RuleSet.load(path: "graph.json", bytes: Array(text.utf8))
  }

  /// A graph of one table whose column reads `field`.
  static func graph(field: String = "age", cells: [String], hitPolicy: String = "first") -> String {
    let rows = cells.enumerated().map { #"{"_id": "r\#($0 + 1)", "i": "\#($1)", "o": "'\#($0 + 1)'"}"# }
    return """
      {"nodes": [
        {"id": "in", "type": "inputNode", "name": "request"},
        {"id": "t", "type": "decisionTableNode", "name": "Offer", "content": {"hitPolicy": "\(hitPolicy)",
          "inputs": [{"id": "i", "field": "\(field)"}], "outputs": [{"id": "o", "field": "offer"}],
          "rules": [\(rows.joined(separator: ",\n"))]}}],
       "edges": [{"id": "e", "sourceId": "in", "targetId": "t"}]}
      """
  }

  static func truth(_ rule: Rule, _ data: [String: JSONValue]) -> Truth {
    rule.audience.evaluate(
      on: JSONFacts(.object(data), now: Instant(microseconds: 0), for: rule.audience))
  }

  @Test func `a row of a first-hit table fires where no earlier row does`() throws {
    let set = try Self.set(Self.graph(cells: ["> 30", "> 10", ""]))
    #expect(set.rules.map(\.id) == ["Offer/r1", "Offer/r2", "Offer/r3"])
    for (age, fires) in [(40.0, 0), (20, 1), (5, 2)] {
      let truths = set.rules.map { Self.truth($0, ["age": .number(age)]) == .true }
      #expect(truths == (0..<3).map { $0 == fires }, "\(age)")
    }
    // The engine cannot compare what is not there: the first two rows do not match.
    #expect(set.rules.map { Self.truth($0, [:]) == .true } == [false, false, true])
  }

  @Test func `a read stands where the column names it`() throws {
    let set = try Self.set(Self.graph(field: "person.age", cells: ["> 30"]))
    let read = try #require(set.rules.first?.reads.first)
    #expect(read.path == AttributePath("person.age"))
    #expect(read.place.excerpt.contains("\"person.age\""))
    let line = Array(read.place.excerpt.unicodeScalars)
    let named = line[(read.place.span.column - 1)..<(read.place.span.column - 1 + read.place.span.length)]
    #expect(String(String.UnicodeScalarView(named)) == "person.age")
  }

  @Test(arguments: [
    ("'a', 'b'", ["a": true, "b": true, "c": false]), ("!= 'a'", ["a": false, "b": true]),
    ("startsWith($, 'ab')", ["abc": true, "b": false]), ("not in ['a']", ["a": false, "b": true]),
    ("'a' or 'c'", ["a": true, "b": false, "c": true]),
  ])
  func `the lowered condition agrees with the evaluator`(cell: String, expected: [String: Bool]) throws {
    let set = try Self.set(Self.graph(cells: [cell]))
    let rule = try #require(set.rules.first)
    let formula = try ZENParser.unaryTest(cell)
    for (text, truth) in expected {
      var evaluator = ZENEvaluator(scope: [:], now: Instant(microseconds: 0))
      evaluator.subject = .text(text)
      #expect(try evaluator.value(of: formula) == .boolean(truth))
      #expect((Self.truth(rule, ["age": .text(text)]) == .true) == truth, "\(text)")
    }
  }

  @Test func `a table without a last row that always fires has a gap, with an example`() throws {
    let set = try Self.set(Self.graph(cells: ["> 30", "[10..20]"]))
    let flaws = set.rules.flatMap(\.flaws)
    #expect(flaws.map(\.kind) == [.gap])
    #expect(flaws.first?.explanation == "no row answers for age = 9")
    #expect(try Self.set(Self.graph(cells: ["> 30", "<= 30"])).rules.flatMap(\.flaws).isEmpty)
  }

  @Test func `a function is opaque, and a declared input that nothing reads is told`() throws {
    let text = #"""
      {"nodes": [
        {"id": "in", "type": "inputNode", "name": "request",
         "content": {"schema": "{\"properties\": {\"age\": {}, \"address\": {\"properties\": {\"zip\": {}}}}}"}},
        {"id": "x", "type": "expressionNode", "name": "Calc",
         "content": {"expressions": [{"id": "1", "key": "old", "value": "age > 65"}], "passThrough": true}}],
       "edges": [{"id": "e", "sourceId": "in", "targetId": "x"}]}
      """#
    let set = try Self.set(text)
    #expect(set.rules.flatMap(\.flaws).map(\.kind) == [.unusedInput])
    #expect(set.rules.flatMap(\.flaws).first?.place.text == "address.zip")
    let opaque = try Self.set(text.replacing("expressionNode", with: "functionNode"))
    #expect(opaque.rules.flatMap(\.opaque).map(\.text) == ["a function in JavaScript"])
    #expect(opaque.rules.flatMap(\.flaws).isEmpty)
  }

  @Test func `a cycle and an edge to nowhere are told`() throws {
    let cyclic = Self.graph(cells: [""]).replacing(
      #"[{"id": "e", "sourceId": "in", "targetId": "t"}]"#,
      with: #"[{"id": "e", "sourceId": "t", "targetId": "t"}]"#)
    #expect(try Self.set(cyclic).rules.contains { $0.opaque.contains { $0.text == "a cycle in the graph" } })
    let dangling = Self.graph(cells: [""]).replacing(#""targetId": "t""#, with: #""targetId": "u""#)
    let error = #expect(throws: InputError.self) { try Self.set(dangling) }
    #expect(error?.diagnostics.first?.message == "`targetId` of an edge names no node")
  }

  @Test func `deep nesting and broken expressions are opaque, never true`() throws {
    let deep = String(repeating: "(", count: 20_000) + "1" + String(repeating: ")", count: 20_000)
    for cell in [deep, "> > 3", "'open", "a b c"] {
      let set = try Self.set(Self.graph(cells: [cell]))
      #expect(set.rules.contains { !$0.opaque.isEmpty })
      #expect(set.rules.allSatisfy { Self.truth($0, ["age": .number(3)]) != .true })
    }
  }
}
