import GovernanceModel
import PolicyEngine
import RuleScanner
import RuleSets
import Testing

@Suite struct HygieneTests {
  static func faults(_ rules: String, segments: String = "[]") throws -> [String] {
    let result = try GateCase.run(
      GateCase.pack("{hygiene: {}}"), "ruleset: r\nsegments: \(segments)\nrules:\n\(rules)\n")
    return result.observations.map { observation in
      guard case .rule(_, let rule) = observation.asset else { return "?" }
      return "\(rule ?? "?"): \(observation.verdict.reason?.rawValue ?? "?")"
        + (observation.locus.attribute.map { " \($0)" } ?? "")
    }
  }

  @Test(arguments: [
    ("{all: [{attribute: email, equals: a}, {attribute: email, equals: b}]}", ["a: contradictory email"]),
    ("{all: [{attribute: email, exists: false}, {attribute: email, startsWith: a}]}", ["a: contradictory email"]),
    (
      "{all: [{attribute: affinity.a, exists: true}, {any: [{attribute: affinity.b, atLeast: 5}, "
        + "{attribute: email, equals: a}]}, {attribute: affinity.b, lessThan: 5}, {attribute: email, exists: false}]}",
      ["a: contradictory email"]
    ),
    ("{not: {all: []}}", ["a: dead"]), ("{all: [{event: e, lessThan: 0}]}", ["a: dead events.e"]),
    (
      "{all: [{attribute: email, equals: a}, {any: [{attribute: email, equals: b}, {attribute: email, equals: c}]}]}",
      ["a: contradictory email"]
    ),
    ("{opaque: groovy}", ["a: opaque"]), ("{attribute: email, equals: jane@example.org}", ["a: personalLiteral"]),
    ("{segment: loyal}", []), ("{segment: loyl}", ["a: dangling segment `loyl`"]),
    ("{segment: ring}", ["a: cyclic segment `ring`"]), ("{segment: hole}", ["a: dangling segment `nowhere`"]),
  ])
  func `a rule says something that can happen`(audience: String, faults: [String]) throws {
    let segments = """
      [{id: loyal, audience: {attribute: email, exists: true}}, {id: ring, audience: {segment: gnir}}, \
      {id: gnir, audience: {not: {segment: ring}}}, {id: hole, audience: {segment: nowhere}}]
      """
    #expect(try Self.faults("  - {id: a, use: marketing, audience: \(audience)}", segments: segments) == faults)
  }

  @Test(arguments: [
    ("{attribute: email, equals: x}", "{attribute: email, equals: x}", ["b: duplicate"]),
    ("{attribute: affinity.a, atLeast: 3}", "{attribute: affinity.a, atLeast: 2}", ["a: shadowed"]),
    ("{attribute: affinity.a, atLeast: 1}", "{attribute: affinity.a, atLeast: 2}", ["b: shadowed"]),
    ("{all: []}", "{attribute: affinity.a, atLeast: 2}", ["b: shadowed"]),
    ("{attribute: affinity.b, atLeast: 1}", "{attribute: affinity.a, atLeast: 2}", []),
    (
      "{attribute: affinity.a, in: [1, 2]}",
      "{any: [{attribute: affinity.a, equals: 2}, {attribute: affinity.a, equals: 1}]}",
      ["b: duplicate"]
    ),
    (
      "{any: [{attribute: affinity.a, equals: 1}, {attribute: affinity.b, equals: 1}]}",
      "{attribute: affinity.a, equals: 1}", ["b: shadowed"]
    ),
    (
      "{not: {any: [{attribute: affinity.a, equals: 1}, {attribute: affinity.b, equals: 1}]}}",
      "{all: [{attribute: affinity.b, notEquals: 1}, {not: {attribute: affinity.a, equals: 1}}]}", ["b: duplicate"]
    ),
    (
      "{any: [{attribute: affinity.a, equals: 1}, {attribute: affinity.b, equals: 1}]}",
      "{attribute: affinity.a, equals: 2}", []
    ),
  ])
  func `two rules that do the same are told apart by whom they reach`(
    one: String, two: String, faults: [String]
  ) throws {
    let rules = [("a", one), ("b", two)].map {
      "  - {id: \($0.0), use: marketing, action: {send: x}, audience: \($0.1)}"
    }
    #expect(try Self.faults(rules.joined(separator: "\n")) == faults)
  }

  @Test(arguments: ["use: personalize", "use: marketing, channel: sms", "use: marketing, tactic: offer"])
  func `rules for different ends do not shadow each other`(head: String) throws {
    let rules = """
        - {id: a, use: marketing, action: {send: x}}
        - {id: b, \(head), action: {send: x}}
        - {id: c, use: marketing, action: {send: y}}
      """
    #expect(try Self.faults(rules).isEmpty)
  }

  @Test func `a rule that ends sooner does not shadow one that lasts`() throws {
    let rules = """
        - {id: a, use: marketing, action: {send: x}, expires: 2027-01-01}
        - {id: b, use: marketing, action: {send: x}, audience: {attribute: email, exists: true}}
        - {id: c, use: marketing, action: {send: x}, audience: {attribute: email, exists: true}, expires: 2026-12-01}
      """
    #expect(try Self.faults(rules) == ["c: shadowed"])
  }

  @Test func `a personal literal shows in no place, help or example`() throws {
    let rules = """
      ruleset: r
      rules:
        - {id: a, use: marketing, audience: {all: [{attribute: email, equals: jane@example.org}, {attribute: email, notEquals: jane@example.org}]}}
        - {id: b, use: marketing, audience: {attribute: email, equals: "+49 30 1234567"}, action: {cc: jane@example.org}}
      """
    for require in [
      "{hygiene: {}}", "{consent: {}}", "{eligibility: {attribute: subject.age, atLeast: 1}}", "{declared: {}}",
    ] {
      let result = try GateCase.run(GateCase.pack(require), rules)
      let shown = "\(result)"
      #expect(!shown.contains("jane") && !shown.contains("1234567"), "\(require)")
    }
  }

  @Test func `only the faults that a control forbids are told`() throws {
    let result = try GateCase.run(
      GateCase.pack("{hygiene: {forbid: [opaque]}}"),
      "ruleset: r\nrules:\n  - {id: a, use: marketing, audience: {all: [{opaque: x}, {not: {all: []}}]}}\n")
    #expect(result.observations.map { GateCase.told($0.verdict) } == ["violation(opaque)"])
  }
}
