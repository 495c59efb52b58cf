import GovernanceModel
import SourceDocuments
import Testing

@testable import RuleSets

/// Cases from DMN 1.5, chapter 10.
@Suite struct FEELTests {
  struct NoModel: FEELLibrary {
    func call(_ model: String, _ arguments: [FormulaValue], depth: Int) throws(FEELFailure) -> FormulaValue { .null }
  }

  static let names = FEELNames(["Applicant data", "Monthly Income", "total cost", "a-b"])

  static func value(_ text: String, _ scope: [String: FormulaValue] = [:]) throws -> FormulaValue {
    try FEELEvaluator(scope, library: NoModel()).value(of: FEELParser.expression(text, names: names))
  }

  static func passes(_ cell: String, _ value: FormulaValue) throws -> Bool? {
    try FEELEvaluator([:], library: NoModel()).passes(value, [FEELParser.unaryTests(cell, names: names)])
  }

  @Test(arguments: [
    ("0.1 + 0.2", "0.3"), ("10 / 4", "2.5"), ("1 / 3 * 3", "0.9999999999999999999999999999999999"), ("2 ** 10", "1024"),
    ("-2 ** 2", "4"), ("(1 + 2) * 3", "9"), ("if 1 < 2 then \"a\" else \"b\"", "a"), ("string length(\"😀é\")", "2"),
    ("substring(\"foobar\", -3, 2)", "ba"), ("upper case(\"aBc\")", "ABC"), ("count([1, 2, 3])", "3"),
    ("sum(1, 2, 3.5)", "6.5"), ("min([3, 1, 2])", "1"), ("[1, 2, 3, 4][item > 2]", "[3, 4]"), ("[1, 2, 3][-1]", "3"),
    ("for x in 1..3 return x * x", "[1, 4, 9]"), ("some x in [1, 2] satisfies x > 1", "true"),
    ("every x in [1, 2] satisfies x > 1", "false"), ("{a: 1, b: a + 1}.b", "2"), ("5 between 1 and 5", "true"),
    ("3 in [1..3)", "false"), ("2 in (1, 2)", "true"), ("date(\"2024-02-28\") + duration(\"P2D\")", "2024-03-01"),
    ("date(\"2024-01-31\") + duration(\"P1M\")", "2024-02-29"),
    ("date and time(\"2024-03-01T10:00:00\") - date and time(\"2024-02-29T09:30:00\")", "P1DT30M"),
    ("years and months duration(date(\"2020-05-10\"), date(\"2024-03-09\"))", "P3Y9M"),
    ("date(\"2024-05-06\").weekday", "1"),
    ("@\"P1Y2M\".months", "2"), ("modulo(-10, 3)", "2"), ("round half up(2.5, 0)", "3"), ("decimal(2.5, 0)", "2"),
    ("round half down(-2.5, 0)", "-2"), ("floor(-1.5)", "-2"), ("substring(string: \"abc\", start position: 2)", "bc"),
    ("(function(x) x + 1)(2)", "3"), ("sort([3, 1, 2], function(x, y) x < y)", "[1, 2, 3]"),
    ("distinct values([1, 2, 1])", "[1, 2]"), ("[{a: 1}, {a: 2}].a", "[1, 2]"), ("not(false)", "true"),
    ("1 instance of number", "true"), ("string join([\"a\", \"b\"], \"-\")", "a-b"),
    ("day of year(date(\"2024-12-31\"))", "366"),
  ])
  func `evaluates an expression`(text: String, expected: String) throws {
    #expect(try Self.value(text).text == expected)
  }

  @Test(arguments: [
    "null + 1", "1 / 0", "\"a\" < 1", "true and null", "null or false", "[1][5]", "date(\"2024-02-30\")", "1 + \"a\"",
    "if null > 1 then null else null", "unknownName", "\"a\".b",
  ])
  func `what is undefined is null`(text: String) throws { #expect(try Self.value(text) == .null) }

  @Test func `three values: false and null is false, true or null is true`() throws {
    #expect(try Self.value("false and null") == .boolean(false))
    #expect(try Self.value("null and false") == .boolean(false))
    #expect(try Self.value("null or true") == .boolean(true))
    #expect(try Self.value("null = null") == .boolean(true))
    #expect(try Self.value("null = 1") == .boolean(false))
  }

  @Test func `names may hold blanks and operators`() throws {
    let data = FormulaValue.context(["Monthly Income": .number(DecimalNumber(7))])
    let scope = ["Applicant data": data, "a-b": .number(DecimalNumber(3)), "total cost": .number(DecimalNumber(2))]
    #expect(try Self.value("Applicant data . Monthly   Income * 2", scope).text == "14")
    #expect(try Self.value("a-b + total cost", scope).text == "5")
  }

  @Test(arguments: [
    ("-", 5, true), ("", 5, true), ("5", 5, true), ("< 5", 5, false), (">= 5, 1", 1, true), ("[1..5]", 5, true),
    ("(1..5)", 5, false), ("]1..5[", 1, false), ("not(5)", 5, false), ("not(1, 2)", 5, true), ("[4, 5]", 5, true),
    ("? > 4 and ? < 6", 5, true), ("!= 5", 5, false), ("1, (4..9)", 5, true),
  ])
  func `a cell tests a number`(cell: String, value: Int, expected: Bool) throws {
    #expect(try Self.passes(cell, .number(DecimalNumber(value))) == expected)
  }

  @Test func `a test of a missing value is not true, but for null itself`() throws {
    for cell in ["< 5", "5", "[1..5]", "\"a\""] { #expect(try Self.passes(cell, .null) != true, "\(cell)") }
    #expect(try Self.passes("null", .null) == true)
    #expect(try Self.passes("null, [1..5]", .null) == true)
  }

  @Test(arguments: [
    ("1 +", 3), ("(1", 2), ("\"open", 5), ("[1..", 4), ("if a then b", 11), ("1 2", 2), ("{a 1}", 4), ("for x 1", 6),
  ])
  func `what cannot be read has a place`(text: String, offset: Int) {
    let fault = #expect(throws: FormulaFault.self) { try FEELParser.expression(text, names: Self.names) }
    #expect(fault?.offset == offset)
  }

  @Test func `deep nesting ends, and so does recursion`() {
    let deep = String(repeating: "(", count: 100_000) + "1"
    #expect(throws: FormulaFault.self) { try FEELParser.expression(deep, names: Self.names) }
    #expect(throws: FormulaFault.self) {
      try FEELParser.expression(String(repeating: "-", count: 100_000) + "1", names: Self.names)
    }
  }
}
