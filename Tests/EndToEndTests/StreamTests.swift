import Foundation
import Testing

/// Standard streams as shells and schedulers use them.
@Suite struct StreamTests {
  @Test func `a reader that leaves early is no error`() throws {
    let project = try Small.project()
    let outcome = try project.proviso.shell(
      "set -o pipefail; for i in 1 2 3; do \"$PROVISO\" audit --as-of \(TestProject.asOf) --format xml | head -c 10; done"
    )
    #expect(outcome.output == String(repeating: "<?xml vers", count: 3))
    #expect(!outcome.complaints.localizedCaseInsensitiveContains("broken pipe"))
    #expect(!outcome.complaints.contains("error"))
    let full = try project.proviso.shell("\"$PROVISO\" audit > /dev/full")
    #expect(full.status != 0)
    #expect(full.complaints.contains("error"))
  }

  @Test func `standard input may be closed`() throws {
    let project = try Small.project()
    let outcome = try project.proviso.shell("\"$PROVISO\" audit --as-of \(TestProject.asOf) <&-")
    #expect(outcome.status == 1, "\(outcome.complaints)")
    #expect(outcome.output.contains("violation"))
  }

  @Test func `no colour and no line of progress where there is no terminal`() throws {
    let project = try Small.project()
    let outcome = try project.audit()
    #expect(!outcome.everything.contains("\u{1B}"))
    #expect(!outcome.everything.contains("\r"))
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/usr/bin/script"), "needs script(1) for a terminal"))
  func `colour on a terminal, unless NO_COLOR`() throws {
    let project = try Small.project()
    let command = "script -qec '\"$PROVISO\" audit --as-of \(TestProject.asOf)' /dev/null"
    var binary = project.proviso
    binary.environment["TERM"] = "xterm"
    binary.environment["NO_COLOR"] = ""
    #expect(try binary.shell(command).output.contains("\u{1B}[1;31mviolation"))
    binary.environment["NO_COLOR"] = "1"
    #expect(try !binary.shell(command).output.contains("\u{1B}["))
    binary.environment["NO_COLOR"] = ""
    binary.environment["TERM"] = "dumb"
    #expect(try !binary.shell(command).output.contains("\u{1B}["))
  }

  /// An audit of more rows than a second reads.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/usr/bin/script"), "needs script(1) for a terminal"))
  func `a line of progress on a terminal, which goes away`() throws {
    let project = try Small.project()
    try project.place.sqlite(
      "store.sqlite",
      """
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1500000)
      INSERT INTO sends SELECT 'a', '2026-03-01T00:00:00Z', 'x' FROM n;
      """)
    var binary = project.proviso
    binary.environment["TERM"] = "xterm"
    let command = "script -qec '\"$PROVISO\" audit --as-of \(TestProject.asOf)' /dev/null"
    let lines = try binary.shell(command).output.split(separator: "\r\u{1B}[2K").map(String.init)
    try #require(lines.count > 1)
    #expect(lines[1].contains(" %  shop.") && lines[1].contains(" of about "))
    // The last is erased before anything is said.
    #expect(lines.last?.contains(" of about ") == false)
    #expect(lines.last?.contains("not looked at") == false && lines.last?.contains("Audit of") == true)
  }
}
