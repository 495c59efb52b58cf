import GovernanceModel
import Testing

@Suite struct DiagnosticRenderingTests {
  private func rendered(
    _ excerpt: String?, line: Int = 14, column: Int = 5, length: Int = 7, help: String? = nil, color: Bool = false
  ) -> [String] {
    let span = SourceSpan(file: "policies/own.yaml", line: line, column: column, length: length)
    let diagnostic = Diagnostic(.error, "a control has no key `sevrity`", at: span, excerpt: excerpt, help: help)
    return diagnostic.rendered(color: color).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test func `the line, a caret below the value, and help`() {
    #expect(
      rendered("    sevrity: high", help: "did you mean `severity`?") == [
        "error: a control has no key `sevrity`",
        "   ┌─ policies/own.yaml:14:5",
        "14 │     sevrity: high",
        "   │     ^^^^^^^",
        "   = help: did you mean `severity`?",
      ])
  }

  @Test func `without a place there is only the message`() {
    #expect(Diagnostic(.warning, "no packs").rendered(color: false) == "warning: no packs")
    #expect(rendered(nil) == ["error: a control has no key `sevrity`", "   ┌─ policies/own.yaml:14:5"])
  }

  @Test func `a caret beyond the line stands behind its end, and carets end with the line`() {
    #expect(rendered("abc", column: 99, length: 3).last == "   │    ^")
    #expect(rendered("abc", column: 2, length: 99).last == "   │  ^^")
  }

  @Test func `tabs take one column`() {
    let lines = rendered("\tkey: x", column: 2, length: 3)
    #expect(lines[2] == "14 │  key: x")
    #expect(lines[3] == "   │  ^^^")
  }

  @Test(arguments: [1, 41, 500, 995, 1000])
  func `a wide line is cut around the caret`(_ column: Int) throws {
    let line = String((1...1000).map { $0 == column ? "X" : "a" })
    let lines = rendered(line, column: column, length: 1)
    let shown = Array(lines[2])
    #expect(shown.count <= 160 + "14 │ ".count)
    let caret = try #require(lines[3].firstIndex(of: "^"))
    #expect(shown[lines[3].distance(from: lines[3].startIndex, to: caret)] == "X")
    #expect((column > 200) == shown.contains("…") || column <= 200)
  }

  @Test func `text of a file cannot steer the terminal`() {
    let hostile = Diagnostic(
      .error, "no key `\u{1B}[31m`", at: SourceSpan(file: "a\u{7}.yaml", line: 1, column: 1),
      excerpt: "\u{1B}]0;x\u{7}\u{202E}abc\u{9B}", help: "\u{1B}[2J")
    let text = hostile.rendered(color: false)
    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || ($0.value >= 32 && !(127..<160).contains($0.value)) })
    #expect(!text.unicodeScalars.contains("\u{202E}"))
  }

  @Test func `colour changes nothing but escapes`() {
    let plain = rendered("    sevrity: high", help: "x").joined(separator: "\n")
    let coloured = rendered("    sevrity: high", help: "x", color: true).joined(separator: "\n")
    #expect(coloured.contains("\u{1B}[1;31merror\u{1B}[0m"))
    #expect(coloured.replacing(/\u{1B}\[[0-9;]*m/, with: "") == plain)
  }

  @Test func `several diagnostics are parted by a blank line`() {
    let error = InputError([Diagnostic(.error, "one"), Diagnostic(.note, "two")])
    #expect(error.rendered(color: false) == "error: one\n\nnote: two")
  }
}

@Suite struct PlaceCellTests {
  @Test func `cells grow with the level, and no level has none`() throws {
    let cells = try Granularity.Family.place.levels.map { level in
      try #require(Granularity(family: .place, level: level)?.nominalCellMetres)
    }
    #expect(cells == cells.sorted())
    #expect(Granularity(named: "birth.year")?.nominalCellMetres == nil)
  }

  /// 564 m is the radius of CCPA's precise geolocation (1,850 feet): about a square kilometre.
  @Test(arguments: [
    ("postcode", false), ("coordinates3", false), ("coordinates2", true), ("city", true), ("none", true),
  ])
  func `a cell covers a circle by its area`(_ level: String, _ covers: Bool) throws {
    #expect(try #require(Granularity(family: .place, level: level)).covers(radius: 564) == covers)
  }
}
