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
}
