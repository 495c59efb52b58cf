import GovernanceModel
import ProvisoTesting
import SourceDocuments
import Testing

@Suite struct JSONReaderTests {
  @Test(arguments: [
    ("null", "null"), ("true", "true"), ("false", "false"), ("0", "i0"), ("-0", "i0"), ("-12", "i-12"),
    ("9223372036854775807", "i9223372036854775807"), ("-9223372036854775808", "i-9223372036854775808"),
    ("9223372036854775808", "d9.223372036854776e+18"), ("1.5", "d1.5"), ("-0.0", "d-0.0"), ("1e3", "d1000.0"),
    ("1E-2", "d0.01"), ("1e+2", "d100.0"), ("0.1", "d0.1"),
    ("123456789012345678901234567890", "d1.2345678901234568e+29"),
    ("[]", "[]"), ("{}", "{}"), (" [ 1 , 2 ] ", "[i1,i2]"), ("\t{\r\n}\n", "{}"), ("[[[]]]", "[[[]]]"),
    ("\"\"", "t[]"), (#""\"\\\/\b\f\n\r\t""#, "t[34, 92, 47, 8, 12, 10, 13, 9]"), (#""A""#, "t[65]"),
    (#""é""#, "t[195, 169]"), (#""\ud83d\uDE00""#, "t[240, 159, 152, 128]"),
    ("\"é😀\"", "t[195, 169, 240, 159, 152, 128]"),
    (#""\u0000""#, "t[0]"), ("\"\u{7F}\"", "t[127]"),
  ])
  func `what RFC 8259 allows`(_ text: String, _ expected: String) throws {
    #expect(try SourceFixtures.json(text).plain == expected)
  }

  @Test(arguments: [
    ("", 1), (" ", 2), ("nul", 1), ("nulll", 5), ("True", 1), ("NaN", 1), ("Infinity", 1), ("-Infinity", 2), ("+1", 1),
    ("01", 1), ("-01", 1), ("-", 2), ("1.", 3), (".5", 1), ("1e", 3), ("1e+", 4), ("0x10", 2), ("1e999", 1), ("--1", 2),
    ("[1,]", 4), ("[1 2]", 4), ("[,1]", 2), ("[1", 3), ("[", 2), ("]", 1), ("{", 2), ("{\"a\"}", 5), ("{\"a\":}", 6),
    ("{\"a\":1,}", 8), ("{a:1}", 2), ("{'a':1}", 2), ("{\"a\" 1}", 6), ("{\"a\":1 \"b\":2}", 8), ("{1:2}", 2),
    ("\"a", 1), ("\"\\x\"", 2), ("\"\\u12\"", 2), ("\"\\u12G4\"", 2), ("\"\\ud800\"", 2), ("\"\\ud800\\u0041\"", 2),
    ("\"\\udc00\"", 2), ("\"a\\udc00\\ud800\"", 3), ("\"a\tb\"", 3), ("\"a\nb\"", 3), ("1 2", 3), ("[] []", 4),
    ("{} // c", 4), ("/* c */ {}", 1), ("\"é\" x", 5), ("[\"é\", x]", 7), ("\u{FEFF}\u{FEFF}1", 1), ("\u{A0}1", 1),
  ])
  func `everything else is one error with its column`(_ text: String, _ column: Int) throws {
    let fault = try SourceFixtures.fault { try SourceFixtures.json(text) }
    #expect(fault.level == .error)
    #expect(fault.span?.line == 1)
    #expect(fault.span?.column == column, "\(fault.message)")
  }

  @Test func `a key that stands twice is an error at the second`() throws {
    let fault = try SourceFixtures.fault { try SourceFixtures.json("{\"a\": 1,\n  \"b\": {}, \"a\": 2}") }
    #expect(fault.message.contains("`a`"))
    #expect(fault.span == SourceSpan(file: "input.json", line: 2, column: 12))
    #expect(fault.excerpt == "  \"b\": {}, \"a\": 2}")
  }

  @Test func `a key that stands twice among many is found too`() throws {
    let members = (0..<500).map { "\"k\($0)\": \($0)" } + ["\"k250\": 0"]
    let fault = try SourceFixtures.fault { try SourceFixtures.json("{\(members.joined(separator: ",\n"))}") }
    #expect(fault.span?.line == 501)
    let escaped = try SourceFixtures.fault { try SourceFixtures.json(#"{"ab": 1, "\u0061b": 2}"#) }
    #expect(escaped.message.contains("`ab`"))
  }

  @Test func `512 levels are read, more are an error and no crash`() throws {
    func nested(_ levels: Int, _ open: String, _ close: String) -> String {
      String(repeating: open, count: levels) + String(repeating: close, count: levels)
    }
    #expect(try SourceFixtures.json(nested(512, "[", "]")).elements?.count == 1)
    for text in [nested(513, "[", "]"), nested(100_000, "[", "]"), nested(100_000, "{\"a\":", "}")] {
      let fault = try SourceFixtures.fault { try SourceFixtures.json(text) }
      #expect(fault.message.contains("512 levels"))
    }
  }

  @Test func `a number keeps its spelling where that says more`() throws {
    let node = try SourceFixtures.json("[1.50, 1, 18446744073709551616, 2026.10]")
    #expect(node.elements?.map(\.spelling) == ["1.50", nil, "18446744073709551616", "2026.10"])
    #expect(node.elements?.map(\.scalarText) == ["1.50", "1", "18446744073709551616", "2026.10"])
  }

  @Test func `decimals are those of the standard library`() throws {
    var generator = SplitMix64(seed: 11)
    for _ in 0..<5_000 {
      let digits = Int.random(in: 1...19, using: &generator)
      let places = Int.random(in: 1...24, using: &generator)
      let whole = String(UInt64.random(in: 0...UInt64.max, using: &generator)).prefix(digits)
      let fraction = (0..<places).map { _ in String(Int.random(in: 0...9, using: &generator)) }.joined()
      let text = (whole.count > 1 ? whole.drop { $0 == "0" } + "" : whole) + ".\(fraction)"
      guard case .decimal(let value) = try SourceFixtures.json(String(text)).content else {
        Issue.record("no decimal: \(text)")
        return
      }
      #expect(value == Double(text), "\(text)")
    }
  }

  @Test(arguments: [
    ("a.json", "[1]", "[i1]"), ("a.YAML", "{a: 1}", "{[97]:i1}"), ("a.yml", "[a]", "[t[97]]"),
    ("a", " {\"a\": 1}", "{[97]:i1}"),
    ("a", "a: 1", "{[97]:i1}"), ("rules.JSON", " null ", "null"),
  ])
  func `the reader is chosen by extension, else by the first byte`(_ path: String, _ text: String, _ plain: String)
    throws
  {
    #expect(try Node.read(SourceFixtures.file(text, path: path)).plain == plain)
  }

  @Test func `a YAML file named JSON is an error of JSON`() throws {
    #expect(throws: InputError.self) { try Node.read(SourceFixtures.file("a: 1", path: "a.json")) }
  }
}
