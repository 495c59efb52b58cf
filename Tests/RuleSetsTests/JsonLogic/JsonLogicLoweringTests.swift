import GovernanceModel
import Predicates
import ProvisoTesting
import SourceDocuments
import Testing

@testable import RuleSets

/// Lowers one rule that stands alone in a file.
func loweredRule(_ json: String, _ format: RuleSetFormat) throws -> Rule {
  let set = try RuleSet.load(SourceFile(path: "rule.json", bytes: Array(json.utf8)), as: format)
  return try #require(set.rules.first)
}

@Suite struct JsonLogicLoweringTests {
  @Test(arguments: [
    (
      #"{"==":[{"var":"country"},"FR"]}"#,
      "{all: [{attribute: country, exists: true}, {isTrue: {attribute: country, in: [FR]}}]}"
    ),
    (
      #"{"!==":[{"var":"country"},"FR"]}"#,
      "{any: [{attribute: country, exists: false}, {not: {isTrue: {attribute: country, equals: FR}}}]}"
    ),
    // A missing age is 0: the rule reaches people of whom no age is known.
    (#"{"<":[{"var":"age"},18]}"#, "{any: [{attribute: age, exists: false}, {attribute: age, lessThan: 18}]}"),
    (#"{">=":[{"var":"age"},18]}"#, "{all: [{attribute: age, exists: true}, {attribute: age, atLeast: 18}]}"),
    (#"{"<=":[18,{"var":"age"}]}"#, "{all: [{attribute: age, exists: true}, {attribute: age, atLeast: 18}]}"),
    (#"{"<":[{"var":"plan"},"b"]}"#, "{attribute: plan, lessThan: b}"),
    (#"{"in":[{"var":"plan"},["a","b"]]}"#, "{isTrue: {attribute: plan, in: [a, b]}}"),
    (#"{"some":[{"var":"tags"},{"==":[{"var":""},"vip"]}]}"#, "{attribute: tags, containsAny: [vip]}"),
    (#"{"none":[{"var":"tags"},{"in":[{"var":""},["a","b"]]}]}"#, "{attribute: tags, containsNone: [a, b]}"),
    (#"{"missing":["a","b.c"]}"#, "{any: [{attribute: a, exists: false}, {attribute: b.c, exists: false}]}"),
    (#"{"exists":["a","b"]}"#, "{attribute: a.b, exists: true}"), (#"{"==":[1,1]}"#, "{all: []}"),
    (
      #"{"if":[{"exists":"a"},{"exists":"b"},{"exists":"c"}]}"#,
      "{any: [{all: [{attribute: a, exists: true}, {attribute: b, exists: true}]}, {all: [{attribute: a, exists: false}, {attribute: c, exists: true}]}]}"
    ),
  ])
  func `what predicates can say is said in full`(rule: String, audience: String) throws {
    let lowered = try loweredRule(rule, .jsonLogic)
    #expect(lowered.audience.conditionText == audience)
    #expect(lowered.opaque.isEmpty)
  }

  @Test(arguments: [
    // What a computed path names is anything.
    (#"{"==":[{"var":{"cat":["a",{"var":"b"}]}},1]}"#, ["b", "*"]),
    (#"{"==":[{"var":""},{"cat":["x",{"var":"b"}]}]}"#, ["b", "*"]),
    (#"{">":[{"+":[{"var":"a"},{"var":"b.c"}]},1]}"#, ["a", "b.c"]),
    (
      #"{"reduce":[{"var":"orders"},{"+":[{"var":"current.total"},{"var":"accumulator"}]},{"var":"base"}]}"#,
      ["orders", "orders.total", "base"]
    ),
    (#"{"all":[{"var":"items"},{">":[{"var":"qty"},1]}]}"#, ["items", "items.qty"]),
    (#"{"some":[{"val":"items"},{"==":[{"val":[[2],"country"]},{"val":[]}]}]}"#, ["items", "country"]),
    (#"{"==":[{"var":"a"},{"var":"b"}]}"#, ["a", "b"]), (#"{"missing_some":[1,["a","b"]]}"#, ["a", "b"]),
    (#"{"frobnicate":[{"var":"a"}]}"#, ["a"]),
  ])
  func `anything else is opaque, with what it reads`(rule: String, reads: [String]) throws {
    let lowered = try loweredRule(rule, .jsonLogic)
    #expect(lowered.opaque.count == 1)
    #expect(lowered.reads.map(\.path.text) == reads)
    #expect(Set(lowered.audience.reads.map(\.text)) == Set(reads))
  }

  @Test func `every read and every literal has its place`() throws {
    let lowered = try loweredRule(
      "{\"and\":[\n  {\"==\": [{\"var\": \"mail\"}, \"ada@example.org\"]},\n  {\"exists\": \"x\"}]}", .jsonLogic)
    #expect(lowered.reads.map(\.place.span.description) == ["rule.json:2:19", "rule.json:3:14"])
    #expect(lowered.reads.map(\.place.span.length) == [6, 3])
    #expect(lowered.personalLiterals.map(\.text) == ["an e-mail address"])
    #expect(lowered.personalLiterals.map(\.span.column) == [28])
  }

  @Test func `an opaque part of the same shape with another person's address is another part`() throws {
    let texts = try ["ada@example.org", "bob@example.org"].map { mail in
      try loweredRule(#"{"==":[{"cat":[{"var":"m"}]},"\#(mail)"]}"#, .jsonLogic).audience.conditionText
    }
    #expect(texts[0] != texts[1])
    #expect(texts.allSatisfy { !$0.contains("example.org") })
  }

  /// Attributes hold values of one type each, or nothing: coercions between types are left out of the lowering.
  @Test func `evaluator and lowered predicate agree on generated rules and people`() throws {
    var random = SplitMix64(seed: 20_261_122)
    var (compared, truths) = (0, 0)
    for _ in 0..<4000 {
      var generator = LogicGenerator(random: random)
      let rule = generator.condition(depth: 3)
      random = generator.random
      let lowered = try loweredRule(rule, .jsonLogic)
      guard lowered.opaque.isEmpty else { continue }
      for _ in 0..<6 {
        var generator = LogicGenerator(random: random)
        let person = generator.person()
        random = generator.random
        let data = JSONValue(try Node.json(SourceFile(path: "p.json", bytes: Array(person.utf8))))
        guard case .success(let value) = try evaluated(rule, person, .jsonLogic).result else { continue }
        let facts = JSONFacts(data, now: .distantPast, for: lowered.audience)
        let isTrue = lowered.audience.evaluate(on: facts) == .true
        #expect(isTrue == value.countsAsTrue, "\(rule) on \(person): \(lowered.audience.conditionText)")
        compared += 1
        if isTrue { truths += 1 }
      }
    }
    // The generator makes rules of both outcomes, most of them without opaque parts.
    #expect(compared > 10_000)
    #expect(truths > compared / 10 && truths < compared * 9 / 10)
  }
}

/// Makes rules over attributes of known types: `n` numbers, `t` texts, `b` truth values, `l` lists.
struct LogicGenerator {
  var random: SplitMix64

  private mutating func pick(_ texts: [String]) -> String { random.pick(texts) ?? "" }

  mutating func person() -> String {
    var members: [String] = []
    for name in ["n", "m"] where !random.oneIn(3) {
      members.append("\"\(name)\":\(pick(["0", "1", "17", "18", "2.5", "-3"]))")
    }
    for name in ["t", "u"] where !random.oneIn(3) {
      members.append("\"\(name)\":\(pick(["\"\"", "\"a\"", "\"b\"", "\"ab\"", "\"FR\""]))")
    }
    if !random.oneIn(3) { members.append("\"b\":\(pick(["true", "false"]))") }
    if !random.oneIn(3) { members.append("\"l\":\(pick(["[]", "[\"a\"]", "[\"a\",\"b\"]", "[\"vip\"]"]))") }
    return "{\(members.joined(separator: ","))}"
  }

  mutating func condition(depth: Int) -> String {
    if depth == 0 || random.oneIn(4) { return leaf() }
    switch Int.random(in: 0..<5, using: &random) {
    case 0: return #"{"and":[\#(condition(depth: depth - 1)),\#(condition(depth: depth - 1))]}"#
    case 1: return #"{"or":[\#(condition(depth: depth - 1)),\#(condition(depth: depth - 1))]}"#
    case 2: return #"{"!":[\#(condition(depth: depth - 1))]}"#
    case 3: return #"{"!!":[\#(condition(depth: depth - 1))]}"#
    default:
      return
        #"{"if":[\#(condition(depth: depth - 1)),\#(condition(depth: depth - 1)),\#(condition(depth: depth - 1))]}"#
    }
  }

  private mutating func leaf() -> String {
    let (number, text) = (pick(["n", "m"]), pick(["t", "u"]))
    let (value, word) = (pick(["0", "1", "18", "2.5"]), pick(["\"a\"", "\"b\"", "\"FR\"", "\"\""]))
    let (equality, order) = (pick(["==", "!=", "===", "!=="]), pick(["<", "<=", ">", ">="]))
    switch Int.random(in: 0..<12, using: &random) {
    case 0: return #"{"\#(equality)":[{"var":"\#(number)"},\#(value)]}"#
    case 1: return #"{"\#(equality)":[\#(word),{"var":"\#(text)"}]}"#
    case 2: return #"{"\#(order)":[{"var":"\#(number)"},\#(value)]}"#
    case 3: return #"{"\#(order)":[\#(value),{"val":"\#(number)"}]}"#
    case 4: return #"{"\#(order)":[{"var":"\#(text)"},\#(word)]}"#
    case 5: return #"{"<":[0,{"var":"\#(number)"},18]}"#
    case 6: return #"{"in":[{"var":"\#(text)"},["a","FR"]]}"#
    case 7: return #"{"in":["a",{"var":"\#(pick(["t", "l"]))"}]}"#
    case 8: return #"{"\#(pick(["some", "none"]))":[{"var":"l"},{"==":[{"var":""},"a"]}]}"#
    case 9: return #"{"\#(equality)":[{"var":"b"},\#(pick(["true", "false"]))]}"#
    case 10: return #"{"var":"\#(pick(["n", "t", "b", "l"]))"}"#
    default: return #"{"==":[{"var":["\#(number)",18]},18]}"#
    }
  }
}
