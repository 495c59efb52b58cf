import ProvisoTesting
import Testing

@testable import RuleSets

@Suite struct TableAnalysisTests {
  static func shape(
    _ rows: [[String]], policy: TableShape.Policy = .unique, allowed: [String?]? = nil, answers: [String]? = nil
  ) throws -> TableShape {
    let names = FEELNames([])
    let width = rows.first?.count ?? 0
    return TableShape(
      policy: policy, mustAnswer: true, columns: ["age", "tier", "vip"].prefix(width).map { $0 },
      allowed: try (allowed ?? Array(repeating: nil, count: width)).map { text in
        try text.map { .tests(.subject, try FEELParser.list($0, names: names)) }
      },
      rows: try rows.map { try $0.map { try FEELParser.unaryTests($0, names: names) } },
      answers: answers ?? rows.indices.map(String.init))
  }

  @Test func `a table that answers for each value once is clean`() throws {
    let shape = try Self.shape(
      [["< 18", "-"], [">= 18", "\"gold\""], [">= 18", "not(\"gold\")"]])
    #expect(TableAnalysis(shape).flaws.isEmpty)
  }

  @Test func `a gap between two ranges is told with a value of it`() throws {
    let flaws = TableAnalysis(try Self.shape([["< 18"], ["(18..65]"], ["> 65"]])).flaws
    #expect(flaws.map(\.kind) == [.gap])
    #expect(flaws.first?.explanation == "no row answers for age = 18")
  }

  @Test func `an overlap is told with a value of each column`() throws {
    let flaws = TableAnalysis(try Self.shape([["<= 18", "-"], [">= 18", "-"]])).flaws
    #expect(flaws.map(\.kind) == [.overlap])
    #expect(flaws.first?.explanation == "rows 1 and 2 both fire where only one may, as for age = 18, tier = anything")
  }

  @Test func `rows of ANY may overlap where they agree`() throws {
    let rows = [["<= 18"], [">= 18"]]
    #expect(TableAnalysis(try Self.shape(rows, policy: .any, answers: ["a", "a"])).flaws.isEmpty)
    let flaws = TableAnalysis(try Self.shape(rows, policy: .any, answers: ["a", "b"])).flaws
    #expect(flaws.first?.explanation == "rows 1 and 2 disagree, as for age = 18")
  }

  @Test func `values that may not occur are no gap`() throws {
    let rows = [["[18..65]", "\"gold\", \"silver\""]]
    #expect(!TableAnalysis(try Self.shape(rows)).flaws.isEmpty)
    let allowed = ["[18..65]", "\"gold\", \"silver\""]
    #expect(TableAnalysis(try Self.shape(rows, allowed: allowed)).flaws.isEmpty)
  }

  /// Against a search through every combination of values: the pieces between the literals and the literals themselves.
  @Test func `finds a gap where brute force finds one, on random tables`() throws {
    var generator = SplitMix64(seed: 5)
    let cells = ["-", "< 3", ">= 3", "[1..4]", "(2..5)", "1, 5", "not(3)", "4"]
    let tiers = ["-", "\"a\"", "\"a\", \"b\"", "not(\"a\")"]
    for _ in 0..<300 {
      let rows = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
        [cells.randomElement(using: &generator) ?? "-", tiers.randomElement(using: &generator) ?? "-"]
      }
      let flaws = TableAnalysis(try Self.shape(rows)).flaws
      var (hasGap, hasOverlap) = (false, false)
      for half in -2...14 {
        for tier in ["a", "b", "c"] {
          let number = FormulaValue.number(DecimalNumber(coefficient: Int128(half * 5), exponent: -1))
          let count = try rows.count { row in
            try FEELTests.passes(row[0], number) == true && FEELTests.passes(row[1], .text(tier)) == true
          }
          if count == 0 { hasGap = true }
          if count > 1 { hasOverlap = true }
        }
      }
      #expect(flaws.contains { $0.kind == .gap } == hasGap, "\(rows)")
      #expect(flaws.contains { $0.kind == .overlap } == hasOverlap, "\(rows)")
    }
  }
}
