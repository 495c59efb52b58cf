import GovernanceModel
import Predicates
import ProvisoTesting
import SourceDocuments
import Testing

@testable import RuleSets

/// The evaluator and the lowered audiences say the same of generated payloads and people. Literals are of the kinds of the
/// attributes, as `Documentation/RuleFormats.md` asks.
@Suite struct GrowthBookPropertyTests {
  static let texts: [JSONValue] = ["a", "FR", "fr", "null", "5", "true", "kilo", "x.y"].map { .text($0) }
  static let numbers: [JSONValue] = [0, 5, -1, 17, 18, 12.5].map { .number($0) }

  private static func list(_ literals: [JSONValue], _ random: inout SplitMix64) -> JSONValue {
    .array(
      (0..<Int.random(in: 0...3, using: &random)).map { _ in random.oneIn(8) ? .null : random.pick(literals) ?? .null })
  }

  private static func one(_ key: String, _ value: JSONValue) -> JSONValue { .object([key: value]) }

  private static func operators(_ literals: [JSONValue], isText: Bool, _ random: inout SplitMix64) -> JSONValue {
    let literal = random.oneIn(10) ? JSONValue.null : random.pick(literals) ?? .null
    let orders = ["$lt", "$lte", "$gt", "$gte"]
    switch Int.random(in: 0..<11, using: &random) {
    case 0: return literal
    case 1: return one("$eq", literal)
    case 2: return one("$ne", literal)
    case 3:
      return .object([
        random.pick(orders) ?? "$lt": random.pick(literals) ?? .null, "$ne": random.pick(literals) ?? .null,
      ])
    case 4: return one(random.pick(["$in", "$nin"]) ?? "$in", list(literals, &random))
    case 5: return one("$exists", random.pick([.boolean(true), .boolean(false), .number(0)]) ?? .null)
    case 6: return one("$type", .text(random.pick(["string", "number", "null", "boolean", "array", "none"]) ?? ""))
    case 7: return one("$not", operators(literals, isText: isText, &random))
    case 8: return one(random.pick(["$inGroup", "$notInGroup"]) ?? "", .text(random.oneIn(4) ? "none" : "group"))
    case 9 where isText:
      return one(random.pick(["$regex", "$regexi"]) ?? "", .text(random.pick(["^f", "ul", "[A-Z]", "5$"]) ?? ""))
    case 10 where isText: return one(random.pick(["$ini", "$nini"]) ?? "", list(literals, &random))
    default: return one("$unknown", literal)
    }
  }

  private static func tags(_ random: inout SplitMix64) -> JSONValue {
    let listed = list(texts, &random)
    return switch Int.random(in: 0..<5, using: &random) {
    case 0: one(random.pick(["$in", "$nin"]) ?? "", listed)
    case 1: one("$all", .array((listed.elements ?? []).filter { $0 != .null && $0 != .text("null") }))
    case 2: one("$elemMatch", one("$eq", random.pick(texts) ?? .null))
    case 3: one("$not", one("$elemMatch", one("$in", listed)))
    default: one("$exists", .boolean(random.oneIn(2)))
    }
  }

  private static func condition(_ depth: Int, _ random: inout SplitMix64) -> JSONValue {
    if depth > 0, random.oneIn(2) {
      let parts = (0..<Int.random(in: 0...3, using: &random)).map { _ in condition(depth - 1, &random) }
      return switch Int.random(in: 0..<4, using: &random) {
      case 0: one("$and", .array(parts))
      case 1: one("$or", .array(parts))
      case 2: one("$nor", .array(parts))
      default: one("$not", condition(depth - 1, &random))
      }
    }
    var members: [String: JSONValue] = [:]
    for _ in 0..<Int.random(in: 1...2, using: &random) {
      switch Int.random(in: 0..<4, using: &random) {
      case 0: members["country"] = operators(texts, isText: true, &random)
      case 1: members["plan.seats"] = operators(numbers, isText: false, &random)
      case 2: members["premium"] = random.oneIn(2) ? .boolean(random.oneIn(2)) : one("$ne", .boolean(true))
      default: members["tags"] = tags(&random)
      }
    }
    return .object(members)
  }

  private static func person(_ random: inout SplitMix64) -> JSONValue {
    var members: [String: JSONValue] = [:]
    if !random.oneIn(4) { members["country"] = random.pick(texts) }
    if !random.oneIn(4) { members["plan"] = one("seats", random.pick(numbers) ?? .null) }
    if !random.oneIn(3) { members["premium"] = .boolean(random.oneIn(2)) }
    if !random.oneIn(3) { members["tags"] = .array((0..<2).map { _ in random.pick(texts) ?? .null }) }
    if !random.oneIn(3) { members["id"] = random.pick([.text("u1"), .text(""), .number(0), .number(7)]) }
    return .object(members)
  }

  @Test(arguments: 0..<6 as Range<UInt64>) func `conditions and their lowered form agree`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let groups = try document(#"{"group": ["FR", 5, "kilo"]}"#).root
    for _ in 0..<400 {
      let condition = Self.condition(3, &random)
      let (root, file) = try document(condition.jsonText)
      var lowering = GrowthBookConditionLowering(groups: GrowthBookPayload.groups(groups), notes: RuleNotes(file: file))
      let predicate = lowering.condition(root)
      #expect(lowering.notes.opaque.isEmpty)
      for _ in 0..<10 {
        let person = Self.person(&random)
        let expected = GrowthBookCondition(savedGroups: JSONValue(groups)).holds(condition, on: person)
        let found = predicate.evaluate(on: PersonFacts(person: person)) == .true
        #expect(found == expected, "\(condition.jsonText) \(person.jsonText) \(predicate.conditionText)")
      }
    }
  }

  private static func payload(_ random: inout SplitMix64) -> JSONValue {
    var features: [String: JSONValue] = [:]
    for (index, name) in ["a", "b", "c"].enumerated() {
      let rules = (0..<Int.random(in: 1...3, using: &random)).map { position -> JSONValue in
        var rule: [String: JSONValue] = [
          "id": .text("r\(position)"), "force": .number(Double(Int.random(in: 0...2, using: &random))),
        ]
        if !random.oneIn(4) { rule["condition"] = condition(1, &random) }
        if random.oneIn(5) { rule["coverage"] = .number(random.oneIn(2) ? 1 : 0) }
        if random.oneIn(2), index > 0 {
          // Never a ring: parents stand before their children.
          rule["parentConditions"] = .array(
            (0..<Int.random(in: 1...2, using: &random)).map { _ in
              .object([
                "id": .text(random.oneIn(6) ? "none" : index == 2 && random.oneIn(2) ? "b" : "a"),
                "gate": .boolean(random.oneIn(2)),
                "condition": one("value", random.oneIn(2) ? .number(1) : one("$ne", .number(2))),
              ])
            })
        }
        return .object(rule)
      }
      features[name] = .object(["defaultValue": .number(9), "rules": .array(rules)])
    }
    return .object(["features": .object(features), "savedGroups": one("group", .array([.text("FR")]))])
  }

  @Test(arguments: 0..<6 as Range<UInt64>) func `the rule that serves a person is the one whose audience they are in`(
    seed: UInt64
  ) throws {
    var (random, served) = (SplitMix64(seed: seed), 0)
    for _ in 0..<100 {
      let payload = Self.payload(&random)
      let (root, file) = try document(payload.jsonText)
      let set = try GrowthBookFormat.ruleSet(root, of: file)
      var resolver = SegmentResolver(set.segments)
      let audiences = set.rules.map { ($0.id, resolver.resolve($0.audience).predicate) }
      for _ in 0..<10 {
        let person = Self.person(&random)
        var evaluator = GrowthBookEvaluator(
          context: .object((payload.members ?? [:]).merging(["attributes": person]) { $1 }))
        for name in ["a", "b", "c"] {
          let answer = evaluator.evaluate(name, parents: [])
          let expected = answer.source == "force" ? ["\(name)/\(answer.ruleID)"] : []
          let found = audiences.filter { id, audience in
            id.hasPrefix(name + "/") && audience.evaluate(on: PersonFacts(person: person)) == .true
          }.map(\.0)
          served += expected.count
          #expect(found == expected, "\(name) \(person.jsonText) \(payload.jsonText)")
        }
      }
    }
    #expect(served > 500)
  }
}
