import Patterns
import Testing

@Suite struct PatternTests {
  @Test(arguments: [
    ("^a.c$", "abc", true), ("^a.c$", "abcd", false), ("(?i)bread", "BREAD roll", true), ("é", "cafe\u{301}", false),
    ("", "", true), ("x+", "", false), ("^(a+)+$", String(repeating: "a", count: 4000) + "b", false),
  ])
  func `a pattern is found as RE2 finds it`(source: String, text: String, isFound: Bool) throws {
    let pattern = try Pattern(source)
    #expect(pattern.isFound(in: text) == isFound)
    let bytes = Array(text.utf8)
    #expect(pattern.isFound(in: bytes.span) == isFound)
  }

  @Test(arguments: ["(", "a{2,1}", "\\8", "(?<=a)b"])
  func `what is no pattern is told in words`(source: String) {
    do throws(PatternError) {
      _ = try Pattern(source)
      Issue.record("`\(source)` compiled")
    } catch {
      #expect(!error.message.isEmpty)
    }
    #expect(Pattern.shared(source) == nil)
  }

  @Test func `a source is compiled once`() {
    #expect(Pattern.shared("^once$") === Pattern.shared("^once$"))
    for number in 0..<2000 { #expect(Pattern.shared("^n\(number)$")?.isFound(in: "n\(number)") == true) }
  }

  @Test func `tasks share one pattern`() async throws {
    let pattern = try Pattern("^[a-z]+[0-9]$")
    let found = await withTaskGroup(of: Int.self) { group in
      for task in 0..<8 {
        group.addTask { (0..<500).count { pattern.isFound(in: "abc\(($0 + task) % 20)") } }
      }
      return await group.reduce(0, +)
    }
    #expect(found == 8 * 250)
  }
}
