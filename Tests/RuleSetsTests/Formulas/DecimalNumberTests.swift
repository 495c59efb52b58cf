import ProvisoTesting
import Testing

@testable import RuleSets

@Suite struct DecimalNumberTests {
  static func decimal(_ text: String) throws -> DecimalNumber { try #require(DecimalNumber(text: text)) }

  @Test(arguments: [
    ("0.1", "+", "0.2", "0.3"), ("1", "/", "3", "0.3333333333333333333333333333333333"),
    ("1e30", "+", "1e-30", "1000000000000000000000000000000"),
    ("99999999999999999999", "*", "99999999999999999999", "9999999999999999999800000000000000000000"),
    ("0.28", "*", "100", "28"), ("-7", "/", "2", "-3.5"), ("1e20", "-", "1", "99999999999999999999"),
    ("123456789.123456789", "*", "987654321.987654321", "121932631356500531.3472031691126353"),
  ])
  func `calculates in decimals`(left: String, operation: String, right: String, expected: String) throws {
    let (first, second) = (try Self.decimal(left), try Self.decimal(right))
    let result =
      switch operation {
      case "+": first + second
      case "-": first - second
      case "*": first * second
      default: (first / second) ?? .zero
      }
    #expect(result.text == expected)
  }

  @Test func `laws of arithmetic hold on random numbers`() throws {
    var generator = SplitMix64(seed: 11)
    for _ in 0..<2_000 {
      let numbers = (0..<3).map { _ in
        DecimalNumber(
          coefficient: Int128(Int64.random(in: -1_000_000...1_000_000, using: &generator)),
          exponent: Int.random(in: -6...6, using: &generator))
      }
      let (a, b, c) = (numbers[0], numbers[1], numbers[2])
      #expect(a + b == b + a)
      #expect((a + b) + c == a + (b + c))
      #expect(a * (b + c) == a * b + a * c)
      #expect(a - a == .zero)
      #expect((a < b) == (a.doubleValue < b.doubleValue))
      let quotient: DecimalNumber? = (a * b) / b
      if b != .zero { #expect(quotient == a) }
      #expect(try Self.decimal(a.text) == a)
    }
  }

  @Test(arguments: ["", "-", "1.2.3", "abc", "1e99999", "0x1", " 1"])
  func `what is no number is none`(text: String) { #expect(DecimalNumber(text: text) == nil) }

  @Test func `division by zero and infinities are nothing`() {
    let quotient: DecimalNumber? = DecimalNumber(1) / .zero
    #expect(quotient == nil)
    #expect(DecimalNumber(1).modulo(.zero) == nil)
    #expect(DecimalNumber(Double.infinity) == nil)
    #expect(DecimalNumber(Double.nan) == nil)
  }
}
