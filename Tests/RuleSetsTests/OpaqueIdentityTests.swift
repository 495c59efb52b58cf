import Predicates
import SourceDocuments
import Testing

@testable import RuleSets

/// Opaque parts of one text are one unknown to the prover: what differs must not share a text.
@Suite struct OpaqueIdentityTests {
  /// A document around two conditions.
  enum Frame: String, CaseIterable {
    case mautic, postHog, reactQueryBuilder, unleash, growthBook, unomi, sql, jdm

    /// Two conditions that differ, neither of which the algebra can say.
    var conditions: (String, String) {
      switch self {
      case .mautic: (Self.filter("-1 month"), Self.filter("-2 months"))
      case .postHog: (Self.property("-1m"), Self.property("-2m"))
      case .reactQueryBuilder:
        (
          #"{"field": "a", "operator": "<", "valueSource": "field", "value": "b"}"#,
          #"{"field": "a", "operator": ">", "valueSource": "field", "value": "b"}"#
        )
      case .unleash:
        (
          #"{"contextName": "v", "operator": "SEMVER_GT", "value": "1.2.3"}"#,
          #"{"contextName": "v", "operator": "SEMVER_GT", "value": "1.2.4"}"#
        )
      case .growthBook: (#"{"v": {"$vgt": "1.2.3"}}"#, #"{"v": {"$vlt": "1.2.3"}}"#)
      case .unomi: (Self.property("isDay", "x"), Self.property("isDay", "y"))
      case .sql: ("a + b > 3", "a - b > 3")
      case .jdm: ("a + b > 3", "a - b > 3")
      }
    }

    func document(_ first: String, _ second: String) -> String {
      switch self {
      case .mautic: #"{"alias": "s", "filters": [\#(first), \#(second)]}"#
      case .postHog:
        #"{"id": 7, "name": "c", "filters": {"properties": {"type": "OR", "values": [\#(first), \#(second)]}}}"#
      case .reactQueryBuilder: #"{"combinator": "or", "rules": [\#(first), \#(second)]}"#
      case .unleash:
        """
        {"version": 1, "features": [{"name": "f", "enabled": true, "strategies": [
          {"name": "default", "constraints": [\(first)]}, {"name": "default", "constraints": [\(second)]}]}]}
        """
      case .growthBook:
        #"{"features": {"f": {"defaultValue": 1, "rules": [{"condition": {"$or": [\#(first), \#(second)]}, "force": 2}]}}}"#
      case .unomi:
        """
        {"itemId": "s", "metadata": {"id": "s"}, "condition": {"type": "booleanCondition", "parameterValues":
          {"operator": "or", "subConditions": [\(first), \(second)]}}}
        """
      case .sql: "SELECT id FROM people WHERE \(first) OR \(second)"
      case .jdm:
        """
        {"nodes": [{"id": "i", "type": "inputNode", "name": "in"},
          {"id": "t", "type": "decisionTableNode", "name": "t", "content": {"hitPolicy": "collect",
            "inputs": [{"id": "c", "name": "c"}], "outputs": [{"id": "o", "name": "o", "field": "o"}],
            "rules": [{"_id": "1", "c": "\(first)", "o": "1"}, {"_id": "2", "c": "\(second)", "o": "2"}]}}],
         "edges": [{"id": "e", "sourceId": "i", "targetId": "t"}]}
        """
      }
    }

    private static func filter(_ value: String) -> String {
      """
      {"glue": "or", "object": "lead", "field": "born", "type": "date", "operator": "gt",
       "properties": {"filter": "\(value)"}}
      """
    }

    private static func property(_ value: String) -> String {
      #"{"type": "person", "key": "p", "operator": "is_date_after", "value": "\#(value)"}"#
    }

    private static func property(_ test: String, _ value: String) -> String {
      """
      {"type": "profilePropertyCondition", "parameterValues":
        {"propertyName": "properties.p", "comparisonOperator": "\(test)", "propertyValue": "\(value)"}}
      """
    }
  }

  private func unknowns(_ frame: Frame, _ first: String, _ second: String) throws -> [String] {
    let path = frame == .sql ? "audience.sql" : "rules.json"
    let file = try SourceFile(path: path, bytes: Array(frame.document(first, second).utf8))
    let set = try RuleDocument(file).ruleSet(library: UnomiLibrary())
    var texts: [String] = []
    for rule in set.rules {
      rule.audience.forEachPart { if case .opaque(let text, _) = $0 { texts.append(text) } }
    }
    return texts
  }

  @Test(arguments: Frame.allCases) func `different conditions are different unknowns`(frame: Frame) throws {
    let (first, second) = frame.conditions
    let found = try unknowns(frame, first, second)
    #expect(found.count == 2 && Set(found).count == 2, "\(found)")
  }

  @Test(arguments: Frame.allCases) func `the same condition twice is one unknown`(frame: Frame) throws {
    let found = try unknowns(frame, frame.conditions.0, frame.conditions.0)
    #expect(!found.isEmpty && Set(found).count == 1, "\(found)")
  }

  @Test func `shares of people differ by what they depend on`() throws {
    func share(_ name: String, _ rule: String) throws -> String {
      let text = #"{"features": {"\#(name)": {"defaultValue": 1, "rules": [\#(rule)]}}}"#
      return try lowered(text, as: .growthBook).condition
    }
    let ten = try share("f", #"{"force": 2, "coverage": 0.1}"#)
    #expect(try share("f", #"{"force": 2, "coverage": 0.1}"#) == ten)
    #expect(try share("f", #"{"force": 2, "coverage": 0.2}"#) != ten)
    #expect(try share("g", #"{"force": 2, "coverage": 0.1}"#) != ten)
    #expect(try share("f", #"{"force": 2, "coverage": 0.1, "hashVersion": 2}"#) != ten)
  }

  @Test func `no key to a person is in the text of an opaque part`() throws {
    let found = try unknowns(
      .postHog, #"{"type": "person", "key": "user_id", "operator": "odd", "value": "u-1047"}"#,
      #"{"type": "person", "key": "user_id", "operator": "odd", "value": "u-1048"}"#)
    #expect(Set(found).count == 2 && !found.contains { $0.contains("u-104") }, "\(found)")
  }
}
