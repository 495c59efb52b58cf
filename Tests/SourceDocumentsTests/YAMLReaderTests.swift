import GovernanceModel
import SourceDocuments
import Testing

@Suite struct YAMLReaderTests {
  @Test(arguments: [
    ("NO", "t[78, 79]"), ("no", "t[110, 111]"), ("yes", "t[121, 101, 115]"), ("on", "t[111, 110]"), ("012", "i12"),
    ("1_000", "t[49, 95, 48, 48, 48]"), ("2018-05", "t[50, 48, 49, 56, 45, 48, 53]"), ("true", "true"), ("~", "null"),
    ("null", "null"), ("", "null"), ("1.5", "d1.5"), (".5", "d0.5"), ("1e3", "d1000.0"), ("+7", "i7"), ("-7", "i-7"),
    ("'1'", "t[49]"), ("\"true\"", "t[116, 114, 117, 101]"), ("1:30", "t[49, 58, 51, 48]"),
    ("9223372036854775808", "d9.223372036854776e+18"), ("y", "t[121]"), ("0.0.0", "t[48, 46, 48, 46, 48]"),
  ])
  func `scalars follow the core schema of YAML 1.2`(_ text: String, _ expected: String) throws {
    let value = try #require(try SourceFixtures.yaml("a: \(text)\n")["a"])
    #expect(value.plain == expected)
  }

  @Test func `a decimal keeps its spelling`() throws {
    #expect(try SourceFixtures.yaml("version: 2026.10")["version"]?.scalarText == "2026.10")
    #expect(try SourceFixtures.yaml("n: 012")["n"]?.scalarText == "012")
  }

  @Test func `places count lines and Unicode scalars from one`() throws {
    let node = try SourceFixtures.yaml("é: {ü: 'x'}\nlist:\n  - |\n    two\n    lines\n  - after\n")
    let inner = try #require(node["é"]?.entries?.first)
    #expect((inner.keyPosition.line, inner.keyPosition.column) == (1, 5))
    #expect((inner.value.position.line, inner.value.position.column, inner.value.length) == (1, 8, 3))
    let after = try #require(node["list"]?.elements?.last)
    #expect((after.position.line, after.position.column) == (6, 5))
  }

  @Test func `a value behind an alias is where the alias' anchor is`() throws {
    let node = try SourceFixtures.yaml("base: &b {k: 1}\nother: *b\nlast: 2\n")
    #expect(node["other"]?["k"]?.plain == "i1")
    let last = try #require(node["last"])
    #expect((last.position.line, last.position.column) == (3, 7))
  }

  @Test(arguments: [
    ("a: [1, 2", 2, "flow sequence"), ("a: 1\na: 2\n", 2, "`a`"), ("x:\n  b: {a: 1}\n  a: 1\n  'a': 2\n", 4, "`a`"),
    ("a:\n\t- 1\n", 2, "cannot start any token"),
    ("a: 1\n--- \nb: 2\n", 2, "single document"), ("a: *nothing\n", 1, "undefined alias"),
    ("? [a, b]\n: 1\n", 1, "key"),
    ("a: 'open\n", 2, "quoted scalar"), ("a: b: c\n", 1, "mapping values"),
    ("%YAML 9.0\n---\na: 1\n", 1, "incompatible"),
    ("a: \"\\q\"\n", 1, "escape"),
  ])
  func `what is malformed is one error at its line`(_ text: String, _ line: Int, _ says: String) throws {
    let fault = try SourceFixtures.fault { try SourceFixtures.yaml(text) }
    #expect(fault.span?.line == line, "\(fault)")
    #expect(fault.message.contains(says), "\(fault.message)")
  }

  @Test(arguments: ["[", "{a: ", "- ", "? "])
  func `10,000 levels are an error and no crash`(_ opening: String) throws {
    let fault = try SourceFixtures.fault { try SourceFixtures.yaml(String(repeating: opening, count: 10_000)) }
    #expect(fault.level == .error)
  }

  @Test func `more than 256 levels are an error`() throws {
    let text = String(repeating: "[", count: 300) + String(repeating: "]", count: 300)
    let fault = try SourceFixtures.fault { try SourceFixtures.yaml(text) }
    #expect(fault.message.contains("256 levels"))
  }

  /// Ten values of ten values of ten values ...: 10^9 nodes from ten lines.
  private static func laughs(_ tail: String) -> String {
    let first = "a0: &a0 [" + Array(repeating: "lol", count: 10).joined(separator: ", ") + "]\n"
    let rest = (1...9).map { level in
      "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ") + "]\n"
    }
    return first + rest.joined() + tail
  }

  @Test func `anchors that unfold to a billion values are an error`() throws {
    let fault = try SourceFixtures.fault { try SourceFixtures.yaml(Self.laughs("")) }
    #expect(fault.message.contains("unfold"))
  }

  @Test func `such an anchor as a key is an error too`() throws {
    for tail in ["? *a9\n: 1\n", "b: {[*a9]: 1}\n", "? [*a9, *a8]\n: 1\n"] {
      _ = try SourceFixtures.fault { try SourceFixtures.yaml(Self.laughs(tail)) }
    }
  }

  @Test func `an empty file and one of comments are nothing`() throws {
    for text in ["", "\n\n", "# only a comment\n", "---\n"] {
      #expect(try SourceFixtures.yaml(text).plain == "null")
    }
  }
}

@Suite struct SourceFileTests {
  @Test(
    arguments: [
      ([0xFF, 0xFE, 0x61, 0x00], 1, 1), ([0x00, 0x61], 1, 1), ([0x61, 0x0A, 0x62, 0xE9, 0x0A], 2, 2),
      ([0x61, 0x0A, 0x00], 2, 1), ([0xC3], 1, 1), ([0xED, 0xA0, 0x80], 1, 1),
    ] as [([UInt8], Int, Int)])
  func `UTF-16, Latin-1, NUL and surrogates are errors with a place`(_ bytes: [UInt8], _ line: Int, _ column: Int)
    throws
  {
    do {
      _ = try SourceFile(path: "a.yaml", bytes: bytes)
      Issue.record("was accepted")
    } catch {
      let only = try #require(error.diagnostics.first)
      #expect(only.message.contains("UTF-8"))
      #expect(only.span == SourceSpan(file: "a.yaml", line: line, column: column))
    }
  }

  @Test func `a file beyond the limit is an error`() {
    #expect(throws: InputError.self) { try SourceFile(path: "a", bytes: Array(repeating: 32, count: 3), limit: 2) }
  }

  @Test func `lines come without their breaks`() throws {
    let file = try SourceFixtures.file("one\r\ntwo\n\nfour")
    #expect((0...5).map(file.line) == ["", "one", "two", "", "four", ""])
  }
}
