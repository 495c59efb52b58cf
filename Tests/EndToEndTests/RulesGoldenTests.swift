import Foundation
import ProvisoTesting
import Testing

/// What files of each format lower to, as `rules show` prints it; `Golden/rules-<format>.txt`.
@Suite struct RulesGoldenTests {
  private static let logic = """
    {
      "loyal-adults": {"and": [
        {">=": [{"var": "age"}, 18]},
        {"in": [{"var": "plan"}, ["gold", "silver"]]},
        {"none": [{"var": "tags"}, {"==": [{"var": ""}, "opted-out"]}]}
      ]},
      "big-spenders": {">": [
        {"reduce": [{"var": "orders"}, {"+": [{"var": "accumulator"}, {"var": "current.total"}]}, 0]},
        1000
      ]},
      "one-person": {"==": [{"var": "userId"}, "u-4711"]}
    }
    """

  private static let engine = """
    {
      "rules": [{
        "name": "invite",
        "conditions": {"all": [
          {"condition": "adult"},
          {"fact": "account", "path": "$.city", "operator": "in", "value": ["Lyon", "Graz"]},
          {"fact": "creditScore", "params": {"bureau": "x"}, "operator": "greaterThan", "value": 600}
        ]},
        "event": {"type": "partner-offer", "params": {"to": {"fact": "account", "path": "$.email"}}}
      }],
      "conditions": {"adult": {"all": [{"fact": "age", "operator": "greaterThanInclusive", "value": 18}]}}
    }
    """

  @Test(arguments: [("jsonlogic", logic), ("json-rules-engine", engine)])
  func `rules show prints audience, reads, exports, literals and opaque parts`(format: String, text: String) throws {
    let place = try Workplace()
    try place.write(text, to: "rules.json")
    let outcome = try place.proviso.run("rules", "show", "rules.json", "--format", format)
    #expect(outcome.status == 0)
    try expectGolden(outcome.output, "rules-\(format).txt")
    #expect(!outcome.everything.contains("u-4711"))
  }
}
