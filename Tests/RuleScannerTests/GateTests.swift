import GovernanceModel
import PolicyEngine
import ProvisoTesting
import RuleScanner
import RuleSets
import Testing

@Suite struct GateTests {
  @Test func `nothing looked at is never a pass`() throws {
    let empty = try GateCase.run(GateCase.pack("{declared: {}}"), "ruleset: r\nrules: []\n")
    #expect(empty.gaps.map(\.reason) == [.notExamined] && empty.observations.isEmpty)
    let (policies, _) = try GateCase.policies(GateCase.pack("{declared: {}}"))
    #expect(Gate(policies: policies, ruleSets: [], asOf: GateCase.asOf).run().gaps.map(\.subject) == ["rule sets"])
    let storesOnly = try GateCase.run(
      GateCase.pack("{retention: {maxAge: P1Y, since: created}}"), "ruleset: r\nrules: [{id: a, use: marketing}]\n")
    #expect(storesOnly.gaps.map(\.subject) == ["rule r/a", "policies"])
    #expect(storesOnly.examined.first?.rules.first?.verdict == "unverifiable")
  }

  @Test func `two files of one name are a gap`() throws {
    let (policies, _) = try GateCase.policies(GateCase.pack("{declared: {}}"))
    let set = try RuleSet.load(try GateCase.file("r.yaml", "ruleset: r\nrules: [{id: a, use: marketing}]\n"))
    let result = Gate(policies: policies, ruleSets: [set, set], asOf: GateCase.asOf).run()
    #expect(result.gaps.map(\.reason) == [.duplicate])
  }

  @Test func `each rule has its counts`() throws {
    let pack = """
      pack: test
      title: Test
      version: "1"
      controls:
        - {id: a, title: A, because: B, law: {name: L, article: "1"}, severity: high, appliesTo: {}, require: {declared: {}}, remedy: R, examples: []}
        - {id: b, title: A, because: B, law: {name: L, article: "1"}, severity: high, appliesTo: {}, require: {consent: {}}, remedy: R, examples: []}
        - {id: c, title: A, because: B, law: {name: L, article: "1"}, severity: high, appliesTo: {channels: [email]}, require: {declared: {}}, remedy: R, examples: []}
      """
    let rules = """
      ruleset: r
      rules:
        - {id: clean, use: marketing.communications.email, audience: {consent: marketing.communications.email}}
        - {id: broken, use: marketing, channel: email, reads: [shoeSize]}
        - {id: coarse, use: marketing, audience: {consent: marketing}}
      """
    let result = try GateCase.run(pack, rules)
    let counts = result.examined.first?.rules.map {
      "\($0.id) \($0.proved) \($0.violated) \($0.unverifiable) \($0.verdict)"
    }
    #expect(counts == ["clean 3 0 0 compliant", "broken 0 3 0 violation", "coarse 2 0 1 unverifiable"])
  }

  @Test func `an attribute that is read twice is one finding`() throws {
    let rule = "{all: [{attribute: shoeSize, atLeast: 3}, {attribute: shoeSize, atMost: 9}]}"
    let result = try GateCase.run(
      GateCase.pack("{declared: {}}"), "ruleset: r\nrules:\n  - {id: a, use: marketing, audience: \(rule)}\n")
    #expect(result.observations.count == 1)
  }

  @Test func `the same input gives the same result`() throws {
    let rules = NativeGenerator.yaml(rules: 60, seed: 3)
    let pack = GateCase.pack("{hygiene: {}}")
    #expect("\(try GateCase.run(pack, rules))" == "\(try GateCase.run(pack, rules))")
  }

  @Test func `diagnostics read as people want them`() throws {
    let pack = """
      pack: gdpr
      title: GDPR
      version: "1"
      controls:
        - id: consent
          title: Consent
          because: B.
          law: {name: GDPR, article: "6(1)(a)"}
          severity: critical
          appliesTo: {uses: [marketing]}
          require:
            consent: {kinds: [express], maxAge: P24M}
          remedy: R.
          examples: []
        - id: minimal
          title: Minimal
          because: B.
          law: {name: GDPR, article: "5(1)(c)"}
          severity: medium
          appliesTo: {categories: [user.location]}
          require: {granularity: {place: city}}
          remedy: R.
          examples: []
        - id: hygiene
          title: Hygiene
          because: B.
          law: {name: Practice, article: "1"}
          severity: low
          appliesTo: {}
          require: {hygiene: {}}
          remedy: R.
          examples: []
      """
    let rules = """
      ruleset: spring
      segments:
        - {id: near, audience: {attribute: place.gps, startsWith: u33}}
      rules:
        - id: lapsed
          use: marketing.communications.email
          audience:
            all:
              - {attribute: affinity.bakery, atLeast: 0.4}
              - {segment: near}
              - {consent: marketing}
        - id: never
          use: marketing.communications.email
          audience:
            all:
              - {attribute: affinity.bakery, atLeast: 0.4}
              - {attribute: affinity.bakery, lessThan: 0.2}
      """
    let result = try GateCase.run(pack, rules)
    try expectGolden(result.observations.map(\.shown).joined(separator: "\n"), "diagnostics.txt")
  }
}

extension Observation {
  fileprivate var shown: String {
    var lines = ["\(GateCase.told(verdict)) [\(control)] \(asset) \(locus)"]
    for place in places {
      lines.append("  \(place.span) \(place.label)")
      lines.append("    \(place.excerpt)")
      lines.append(
        "    " + String(repeating: " ", count: place.span.column - 1) + String(repeating: "^", count: place.span.length)
      )
    }
    if let help { lines.append("  help: \(help)") }
    if let example { lines.append("  \(example)") }
    return lines.joined(separator: "\n") + "\n"
  }
}
