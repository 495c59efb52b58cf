import GovernanceModel
import Predicates
import SourceDocuments
import Testing

@testable import RuleSets

@Suite struct UnleashTests {
  private func state(_ strategies: String, segments: String = "[]", more: String = "") throws -> RuleSet {
    try lowered(
      """
      {"version": 2, "features": [{"name": "f", "enabled": true, "strategies": [\(strategies)]}\(more)],
       "segments": \(segments)}
      """, as: .unleash)
  }

  private func constraint(_ body: String) throws -> RuleSet {
    try state(#"{"name": "default", "constraints": [{"contextName": "country", \#(body)}]}"#)
  }

  @Test(arguments: [
    (#""operator": "IN", "values": ["DE", " FR "]"#, "{attribute: properties.country, in: [DE, FR]}"),
    (#""operator": "NOT_IN", "values": ["DE"]"#, "{not: {isTrue: {attribute: properties.country, in: [DE]}}}"),
    (#""operator": "NOT_IN", "values": []"#, "{all: []}"),
    (
      #""operator": "STR_ENDS_WITH", "values": ["a"], "inverted": true"#,
      "{not: {isTrue: {attribute: properties.country, endsWith: a}}}"
    ),
    (
      #""operator": "STR_CONTAINS", "values": ["aB"], "caseInsensitive": true"#,
      #"{attribute: properties.country, matches: "(?:[aA][bB])"}"#
    ),
    (#""operator": "NUM_GTE", "value": "18.0""#, "{attribute: properties.country, atLeast: 18}"),
    (#""operator": "NUM_GTE", "value": "old""#, "{not: {all: []}}"),
    (#""operator": "REGEX", "value": "(", "inverted": true"#, "{all: []}"),
    (
      #""operator": "IN_CIDR", "values": ["10.0.0.0/31"]"#,
      #"{attribute: properties.country, matches: "^(?:10\\.0\\.0\\.(?:0|1))$"}"#
    ),
    (#""operator": "NONE", "values": ["a"], "inverted": true"#, "{not: {all: []}}"),
  ])
  func `an operator says what Unleash says, missing fields included`(body: String, expected: String) throws {
    #expect(try constraint(body).condition == expected)
  }

  @Test func `an order of versions, and letters beyond ASCII, are opaque`() throws {
    #expect(try constraint(#""operator": "SEMVER_GT", "value": "1.2.3""#).rules[0].opaque.count == 1)
    #expect(try constraint(#""operator": "IN", "values": ["Ä"], "caseInsensitive": true"#).rules[0].opaque.count == 1)
    #expect(try constraint(#""operator": "IN_CIDR", "values": ["2001:db8::/32"]"#).rules[0].opaque.count == 1)
  }

  @Test func `a rollout is an atom that reads what people are spread by`() throws {
    let rule = try state(
      #"{"name": "flexibleRollout", "parameters": {"rollout": "50", "stickiness": "companyId", "groupId": "g"}}"#
    ).rules[0]
    #expect(rule.reads.map(\.path.text) == ["properties.companyId"])
    #expect(rule.audience.conditionText.hasSuffix(#"{opaque: "rollout to 50 % by companyId in group `g`"}]}"#))
    #expect(rule.opaque.isEmpty)
  }

  @Test(arguments: [
    (#"{"name": "userWithId", "parameters": {"userIds": "12, 13"}}"#, ["a list of identifiers"]),
    (#"{"name": "userWithId", "parameters": {"userIds": "jo@shop.example"}}"#, ["an e-mail address"]),
    (#"{"name": "remoteAddress", "parameters": {"IPs": "10.0.0.1"}}"#, ["an IP address"]),
    (
      #"{"name": "default", "constraints": [{"contextName": "userId", "operator": "IN", "values": ["1"]}]}"#,
      ["a list of identifiers"]
    ),
    (
      #"{"name": "default", "constraints": [{"contextName": "email", "operator": "IN", "values": ["jo@shop.example"]}]}"#,
      ["an e-mail address"]
    ),
    (#"{"name": "default", "constraints": [{"contextName": "plan", "operator": "IN", "values": ["pro"]}]}"#, []),
  ])
  func `literals that name people are told by their kind`(strategy: String, kinds: [String]) throws {
    #expect(try state(strategy).rules[0].personalLiterals.map(\.text) == kinds)
  }

  @Test func `what nothing defines is dangling and holds for nobody`() throws {
    let strategies = #"{"name": "default", "segments": [404]}, {"name": "flexibelRollout"}"#
    let rule = try state(strategies, segments: #"[{"id": 40, "constraints": []}]"#).rules[0]
    #expect(
      rule.dangling.map(\.text) == [
        "segment `404`; did you mean `40`?", "strategy `flexibelRollout`; did you mean `flexibleRollout`?",
      ])
    #expect(rule.audience == .constant(false))
  }

  @Test func `a feature ends with the last of its strategies`() throws {
    func strategy(_ date: String) -> String {
      #"{"name": "default", "constraints": [{"contextName": "currentTime", "operator": "DATE_BEFORE", "value": "\#(date)"}]}"#
    }
    let rule = try state(strategy("2022-01-29T13:00:00.000Z") + "," + strategy("2023-01-29T13:00:00.000Z")).rules[0]
    #expect(rule.expires == Instant(iso8601: "2023-01-29T13:00:00Z"))
    #expect(try state(strategy("2022-01-29") + #", {"name": "default"}"#).rules[0].expires == nil)
  }

  @Test func `a parent of a parent satisfies nothing`() throws {
    let more = """
      , {"name": "p", "enabled": true, "strategies": [], "dependencies": [{"feature": "f"}]},
        {"name": "c", "enabled": true, "strategies": [], "dependencies": [{"feature": "p"}]}
      """
    let set = try state(#"{"name": "default"}"#, more: more)
    #expect(set.rules.map(\.audience) == [.constant(true), .constant(true), .constant(false)])
    #expect(set.rules[2].dangling.count == 1)
  }

  @Test(arguments: [
    (#"{"version": 1, "features": [{"enabled": true, "strategies": []}]}"#, "a feature needs `name`"),
    (#"{"version": 1, "features": [{"name": "f", "enabled": "yes"}]}"#, "`enabled` of a feature is true or false"),
    (
      #"{"version": 1, "features": [{"name": "f", "enabled": true, "strategies": 5}]}"#,
      "`strategies` is a list; found an integer"
    ),
    (
      #"{"version": 1, "features": [{"name": "f", "enabled": true, "strategies": [{"name": "default", "constraints": [{"values": []}]}]}]}"#,
      "a constraint needs `contextName` and `operator`"
    ),
    (#"{"version": 1, "features": [], "segments": [{"constraints": []}]}"#, "a segment needs `id`"),
  ])
  func `a mistake of form is one error with its place`(text: String, message: String) throws {
    let error = #expect(throws: InputError.self) { try lowered(text, as: .unleash) }
    #expect(error?.diagnostics.map(\.message) == [message])
    #expect(error?.diagnostics.first?.span?.line == 1)
  }

  @Test func `a bare feature, strategy or constraint is evaluated as one`() throws {
    let feature =
      #"{"name": "f", "enabled": true, "strategies": [{"name": "userWithId", "parameters": {"userIds": "7"}}]}"#
    #expect(try evaluated(feature, #"{"userId": "7"}"#, as: .unleash) == ["true"])
    #expect(try evaluated(feature, #"{"userId": "8"}"#, as: .unleash) == ["false"])
    let constraint = #"{"contextName": "age", "operator": "NUM_GT", "value": "17"}"#
    #expect(try evaluated(constraint, #"{"properties": {"age": "18"}}"#, as: .unleash) == ["true"])
    let chance = #"{"name": "gradualRolloutRandom", "parameters": {"percentage": "50"}}"#
    #expect(try evaluated(chance, "{}", as: .unleash) == ["null"])
    let variant = """
      {"variant": true, "feature": "f", "features": [{"name": "f", "enabled": true, "strategies": [],
        "variants": [{"name": "blue", "weight": 1, "stickiness": "default"}]}]}
      """
    #expect(try evaluated(variant, "{}", as: .unleash) == [#"{"enabled":true,"feature_enabled":true,"name":"blue"}"#])
  }

  @Test func `a feature that nobody knows is no rule`() throws {
    let state = #"{"version": 1, "features": [{"name": "checkout", "enabled": true, "strategies": []}]}"#
    let error = #expect(throws: EvaluationError.self) { try evaluated(state, "{}", as: .unleash, ruleID: "chekout") }
    #expect(error?.detail == "did you mean `checkout`?")
  }
}

/// From the reference implementation of MurmurHash3 (`verification.cc`) and the client specification of Unleash.
@Suite struct SemanticVersionTests {
  @Test(arguments: [
    ("1.0.0-alpha", "1.0.0-alpha.1"), ("1.0.0-alpha.1", "1.0.0-alpha.beta"), ("1.0.0-beta.2", "1.0.0-beta.11"),
    ("1.0.0-rc.1", "1.0.0"), ("1.9.0", "1.10.0"), ("2.0.0", "10.0.0"),
  ])
  func `versions are ordered as the specification lists them`(lower: String, higher: String) throws {
    let (low, high) = (try #require(SemanticVersion(lower)), try #require(SemanticVersion(higher)))
    #expect(low < high && !(high < low) && low != high)
  }

  @Test(arguments: ["", "1", "1.2", "v1.2.3", "01.2.3", "1.2.3-", "1.2.3-a..b", "1.2.3+", "1.2.3-01", "a.b.c"])
  func `anything else is no version`(text: String) { #expect(SemanticVersion(text) == nil) }
}

@Suite struct IPNetworkTests {
  @Test(arguments: [
    ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.1", false), ("0.0.0.0/0", "1.2.3.4", true),
    ("192.168.1.128/25", "192.168.1.127", false), ("192.168.1.128/25", "192.168.1.255", true),
    ("2001:db8::/32", "2001:db8:1::9", true), ("2001:db8::/32", "2001:db9::", false), ("::1", "::1", true),
    ("::ffff:0:0/96", "::ffff:1.2.3.4", true), ("10.0.0.0/8", "::ffff:10.0.0.1", false),
  ])
  func `a network holds its addresses`(network: String, address: String, expected: Bool) throws {
    let (outer, inner) = (try #require(IPNetwork(network)), try #require(IPNetwork(address)))
    #expect(outer.contains(inner) == expected)
  }

  @Test(arguments: [
    "", "1.2.3", "1.2.3.256", "01.2.3.4", "1.2.3.4/33", "::1::", "12345::", "1:2:3:4:5:6:7:8:9", "x", "::/129",
  ])
  func `anything else is no network`(text: String) { #expect(IPNetwork(text) == nil) }
}
