import GovernanceModel
import Predicates
import ProvisoTesting
import SourceDocuments
import Testing

@testable import RuleSets

/// The evaluator and the lowered audience say the same of generated features and contexts.
@Suite struct UnleashPropertyTests {
  static let texts = ["", "a", "FR", "fr", "DE", "user1", "USER10", "1.2.3", "k", "x.y", "10.0.0.7"]

  private static func constraint(_ random: inout SplitMix64) -> JSONValue {
    var members: [String: JSONValue] = [:]
    let operators = [
      "IN", "NOT_IN", "STR_CONTAINS", "STR_STARTS_WITH", "STR_ENDS_WITH", "REGEX", "IN_CIDR", "NUM_EQ", "NUM_GT",
      "NUM_GTE", "NUM_LT", "NUM_LTE", "DATE_AFTER", "DATE_BEFORE", "SEMVER_EQ", "SEMVER_NONE",
    ]
    let test = random.pick(operators) ?? "IN"
    members["operator"] = .text(test)
    members["contextName"] = .text(
      test.hasPrefix("NUM") ? "age" : test.hasPrefix("DATE") ? "currentTime" : random.pick(["userId", "country"]) ?? "")
    switch test {
    case "REGEX": members["value"] = .text(random.pick(["^a", "1$", "(", "[a-f]+", "^$"]) ?? "")
    case "DATE_AFTER", "DATE_BEFORE":
      members["value"] = .text(random.pick(["2026-01-01T00:00:00Z", "2026-06-01T00:00:00.000+02:00", "soon"]) ?? "")
    case "SEMVER_EQ": members["value"] = .text(random.pick(["1.2.3", "v1.2.3", "1.2.3+b1"]) ?? "")
    case _ where test.hasPrefix("NUM"): members["value"] = .text(random.pick(["5", "12.50", "-1", "x", "1e1"]) ?? "")
    case "IN_CIDR":
      members["values"] = .array([.text(random.pick(["10.0.0.0/29", "10.0.0.7", "10.0.0.0/8", "nowhere"]) ?? "")])
    default:
      members["values"] = .array(
        (0..<Int.random(in: 0...3, using: &random)).map { _ in .text(random.pick(texts) ?? "") })
    }
    if random.oneIn(3) { members["inverted"] = .boolean(true) }
    if random.oneIn(3), !test.hasPrefix("NUM") { members["caseInsensitive"] = .boolean(true) }
    return .object(members)
  }

  private static func strategy(_ random: inout SplitMix64) -> JSONValue {
    var members: [String: JSONValue] = [:]
    let name = random.pick(["default", "userWithId", "remoteAddress", "applicationHostname", "flexibleRollout", "own"])
    members["name"] = .text(name ?? "default")
    var parameters: [String: JSONValue] = [
      "userIds": .text("user1, USER10"), "IPs": .text("10.0.0.7,10.1.0.0/16"), "hostNames": .text("Web1"),
      "groupId": .text("g"), "rollout": .text(random.oneIn(2) ? "100" : "0"),
    ]
    if random.oneIn(2) { parameters["stickiness"] = .text(random.pick(["userId", "country", "random"]) ?? "") }
    members["parameters"] = .object(parameters)
    members["constraints"] = .array((0..<Int.random(in: 0...2, using: &random)).map { _ in constraint(&random) })
    if random.oneIn(3) { members["segments"] = .array([.number(random.oneIn(4) ? 404 : 1)]) }
    return .object(members)
  }

  private static func feature(_ name: String, parents: [JSONValue], _ random: inout SplitMix64) -> JSONValue {
    .object([
      "name": .text(name), "enabled": .boolean(!random.oneIn(6)), "dependencies": .array(parents),
      "strategies": .array((0..<Int.random(in: 0...3, using: &random)).map { _ in strategy(&random) }),
    ])
  }

  private static func state(_ random: inout SplitMix64) -> JSONValue {
    var parents: [JSONValue] = []
    if random.oneIn(2) {
      parents.append(
        .object(["feature": .text(random.oneIn(5) ? "none" : "parent"), "enabled": .boolean(!random.oneIn(3))]))
    }
    let features = [feature("child", parents: parents, &random), feature("parent", parents: [], &random)]
    let segment = JSONValue.object(["id": .number(1), "constraints": .array([constraint(&random)])])
    return .object(["version": .number(2), "features": .array(features), "segments": .array([segment])])
  }

  private static func context(_ random: inout SplitMix64) -> JSONValue {
    var (members, properties) = ([String: JSONValue](), [String: JSONValue]())
    if !random.oneIn(3) { members["userId"] = .text(random.pick(texts) ?? "") }
    if !random.oneIn(3) { members["remoteAddress"] = .text(random.pick(["10.0.0.7", "10.1.2.3", "::1", "x"]) ?? "") }
    if !random.oneIn(3) { properties["country"] = .text(random.pick(texts) ?? "") }
    if !random.oneIn(3) { properties["age"] = .number(random.pick([5, 12.5, 13, -1, 10]) ?? 0) }
    if random.oneIn(2) { properties["hostname"] = .text(random.pick(["web1", "web2"]) ?? "") }
    members["properties"] = .object(properties)
    return .object(members)
  }

  @Test(arguments: 0..<8 as Range<UInt64>) func `evaluator and lowered audience agree`(seed: UInt64) throws {
    var (random, on) = (SplitMix64(seed: seed), 0)
    for _ in 0..<150 {
      let (root, file) = try document(Self.state(&random).jsonText)
      let evaluator = UnleashEvaluator(state: UnleashState(root, file))
      let set = try UnleashFormat.ruleSet(root, of: file)
      for _ in 0..<10 {
        let person = Self.context(&random)
        let now = Instant(iso8601: random.oneIn(2) ? "2026-03-01" : "2025-12-31") ?? Instant(microseconds: 0)
        for rule in set.rules {
          let expected = evaluator.isEnabled(rule.id, UnleashContext(data: person, now: now))
          let found = rule.audience.evaluate(on: PersonFacts(person: person, now: now))
          if expected == .true { on += 1 }
          guard expected != .unknown else { continue }
          #expect(
            (found == .true) == (expected == .true),
            "\(rule.audience.conditionText) \(person.jsonText) \(root.jsonText)")
        }
      }
    }
    #expect(on > 100)
  }
}
