import Testing

@testable import Auditor

@Suite struct FilePatternTests {
  @Test(arguments: [
    ("rules/a.yaml", "rules/*.yaml", true), ("rules/sub/a.yaml", "rules/*.yaml", false),
    ("rules/sub/a.yaml", "rules/**.yaml", true), ("rules/sub/a.yaml", "rules/**/a.yaml", true),
    ("rules/a.yaml", "rules/**/*.yaml", true), ("rules/b/c/a.yaml", "rules/**/*.yaml", true),
    ("rulesa.yaml", "rules/**/*.yaml", false),
    ("rules/a.yaml", "rules/?.yaml", true), ("rules/ab.yaml", "rules/?.yaml", false),
    ("rules//yaml", "rules/?yaml", false),
    ("rules/a.yaml", "rules/a.yaml", true), ("rules/a.yaml", "rules/a.yam", false), ("", "*", true), ("", "?", false),
    ("a/b", "*", false), ("a/b", "**", true), ("aab", "*ab", true), ("abab", "*ab", true), ("aba", "*ab", false),
  ])
  func `a star stays within a folder, two do not`(path: String, pattern: String, matches: Bool) {
    #expect(FilePattern.matches(Array(path.utf8)[...], Array(pattern.utf8)[...]) == matches)
  }

  @Test func `files come in byte order, hidden ones never`() throws {
    let work = try Workspace([
      "r/b.yaml": "", "r/a.yaml": "", "r/Z.yaml": "", "r/.h.yaml": "", "r/.git/c.yaml": "", "r/sub/d.yaml": "",
      "r/e.txt": "",
    ])
    func names(_ pattern: String) -> [String] {
      FilePattern.files(matching: work.path(pattern)).map { String($0.dropFirst(work.root.count + 1)) }
    }
    #expect(names("r/*.yaml") == ["r/Z.yaml", "r/a.yaml", "r/b.yaml"])
    #expect(names("r/**.yaml") == ["r/Z.yaml", "r/a.yaml", "r/b.yaml", "r/sub/d.yaml"])
    #expect(names("r") == ["r/Z.yaml", "r/a.yaml", "r/b.yaml", "r/sub/d.yaml"])
    #expect(names("r/e.txt") == ["r/e.txt"])
    #expect(names("r/none.yaml").isEmpty)
    #expect(names("none/*.yaml").isEmpty)
  }

  @Test func `a folder may lie in a hidden one, or be reached over its parent`() throws {
    let work = try Workspace([".cache/r/a.yaml": "", ".cache/r/.h.yaml": "", ".cache/s/b.yaml": ""])
    #expect(FilePattern.files(matching: work.path(".cache/r")) == [work.path(".cache/r/a.yaml")])
    #expect(FilePattern.files(matching: work.path(".cache/r/*.yaml")) == [work.path(".cache/r/a.yaml")])
    #expect(FilePattern.files(matching: work.path(".cache/s/../r")) == [work.path(".cache/s/../r/a.yaml")])
  }
}
