import GovernanceModel
import Predicates
import SourceDocuments
import Testing

@Suite struct ConditionReaderTests {
  @Test(arguments: [
    ("[]", "1:1 expected a condition, a mapping; found a list"),
    ("~", "1:1 expected a condition, a mapping; found nothing"),
    ("{}", "1:1 expected a condition; found an empty mapping"),
    ("{al: []}", "1:2 a condition has no key `al` (did you mean `all`?)"),
    ("{any: []}", "1:7 `any` needs at least one condition (an empty `any` reaches nobody)"),
    ("{all: x}", "1:7 `all` is a list of conditions; found a text"),
    ("{attribute: age, atLest: 3}", "1:18 no operator `atLest` (did you mean `atLeast`?)"),
    (
      "{attribute: \"\", equals: 3}",
      "1:13 `attribute` is a path such as `subject.country`; found an empty text"
    ),
    (
      "{attribute: age}",
      "1:13 the condition on `age` needs an operator (such as `equals`, `in`, `atLeast`, `exists`, `within`)"
    ),
    (
      "{attribute: a, equals: 1, atMost: 2}",
      "1:13 a condition has one operator; put two of them in `all` "
        + "(such as `equals`, `in`, `atLeast`, `exists`, `within`)"
    ),
    (
      "{attribute: a, equals: 1, chanel: x}",
      "1:27 no operator `chanel` (the operators are `equals`, `notEquals`, "
        + "`lessThan`, `atMost`, `moreThan`, `atLeast`, `in`, `notIn`, `between`, `contains`, `startsWith`, `endsWith`, "
        + "`matches`, `exists`, `containsAny`, `containsAll`, `containsNone`, `within`, `olderThan`)"
    ),
    (
      "{attribute: a, equals: [1]}", "1:24 `equals` compares with one value; found a list (use `in` for several values)"
    ),
    ("{attribute: a, equals: ~}", "1:24 `equals` compares with a value; found nothing (ask with `exists: false`)"),
    (
      "{attribute: a, lessThan: true}",
      "1:26 truth values have no order: `lessThan` compares numbers, texts and dates"
    ),
    (
      "{attribute: age, atLeast: \"18\"}",
      "1:27 `18` is a text here, and no number is more or less than a text (write the number without quotes)"
    ),
    ("{attribute: a, in: []}", "1:20 `in` needs at least one value"),
    ("{attribute: a, in: [1, ~]}", "1:24 `in` is a list of values; found nothing in it"),
    ("{attribute: a, between: [1]}", "1:25 `between` is a list of two values, both of which belong to it"),
    ("{attribute: a, between: [2, 1]}", "1:25 `between` names the lower end first"),
    ("{attribute: a, between: [2, x]}", "1:25 the ends of `between` are of one type"),
    ("{attribute: a, exists: 1}", "1:24 `exists` is true or false; found an integer"),
    ("{attribute: a, matches: \"(\"}", "1:25 not a pattern: missing ): ( (patterns are in RE2 syntax)"),
    (
      "{attribute: a, within: 30}",
      "1:24 `within` is a period such as `P90D`, `P13M`, `PT72H` or `15 business days`; found `30`"
    ),
    ("{consent: marketing, chanel: email}", "1:22 `chanel` cannot stand beside `consent` (did you mean `channel`?)"),
    ("{event: buy}", "1:9 `event` needs one of `atLeast`, `atMost`, `equals`, `moreThan`, `lessThan`"),
    (
      "{event: buy, atLeast: 1, atMost: 2}",
      "1:9 `event` needs one of `atLeast`, `atMost`, `equals`, `moreThan`, `lessThan`"
    ),
    ("{event: buy, atLeast: -1}", "1:23 a count of events is an integer from 0; found an integer"),
    ("{not: {all: [{isTrue: 3}]}}", "1:23 expected a condition, a mapping; found an integer"),
  ])
  func `a malformed condition is told once, at its place`(yaml: String, message: String) throws {
    let told = try complaints(yaml)
    #expect(told == [message])
    #expect(try condition(yaml) == nil)
  }

  @Test func `deep nesting is an error, not a crash`() throws {
    var node = Node(.text("x"), at: .init(line: 1, column: 1))
    for _ in 0..<600 {
      let key = Node.Entry(key: "not", keyPosition: node.position, value: node)
      node = Node(.mapping([key]), at: node.position)
    }
    var problems = Problems(in: try SourceFile(path: "deep.json", bytes: []))
    #expect(Predicate.read(node, &problems) == nil)
    #expect(problems.diagnostics.map(\.message) == ["conditions nest deeper than 256 levels"])
  }

  @Test func `every attribute is mentioned at its place`() throws {
    let yaml = """
      all:
        - {attribute: a.b, equals: 1}
        - not: {attribute: c, exists: true}
        - {event: purchase, atLeast: 1}
        - {opaque: script, reads: [d]}
        - {attribute: a.b, atMost: 4}
      """
    let file = try SourceFile(path: "x.yaml", bytes: Array(yaml.utf8))
    var (problems, reader) = (Problems(in: file), ConditionReader())
    let predicate = try #require(reader.read(try Node.yaml(file), &problems))
    #expect(reader.attributes.map(\.path.text) == ["a.b", "c", "events.purchase", "d", "a.b"])
    #expect(reader.attributes.map { Int($0.node.position.line) } == [2, 3, 4, 5, 6])
    #expect(predicate.reads.map(\.text) == ["a.b", "c", "events.purchase", "d"])
    #expect(reader.opaque.count == 1)
  }
}
