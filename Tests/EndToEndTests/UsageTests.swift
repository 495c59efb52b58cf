import Foundation
import Testing

@Suite struct UsageTests {
  @Test func `help teaches and ends with 0`() throws {
    let outcome = try Workplace().proviso.run("--help")
    #expect(outcome.status == 0)
    for word in ["init", "gate", "audit", "report", "explain", "policy", "Exit codes"] {
      #expect(outcome.output.contains(word))
    }
  }

  @Test(arguments: [
    ["--nonsense"], ["audit", "--memory", "lots"], ["gate", "--fail-on", "mild"], ["audit", "--as-of", "yesterday"],
    ["report", "--format", "html5"], ["explain"], ["bogus"],
  ])
  func `a wrong usage ends with 2 and prints nothing on standard output`(arguments: [String]) throws {
    let outcome = try Workplace().proviso.run(arguments)
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.complaints.contains("Error: "))
    // The usage is that of the command that was meant.
    if arguments.count > 1 { #expect(outcome.complaints.contains("Usage: proviso \(arguments[0])")) }
  }

  @Test func `a folder without a project ends with 3 and says what is missing`() throws {
    let outcome = try Workplace().proviso.run("audit")
    #expect(outcome.status == 3)
    #expect(outcome.complaints.contains("proviso.yaml"))
    #expect(outcome.complaints.contains("proviso init"))
  }

  @Test func `the project is found from a folder below it, but not beyond the repository`() throws {
    let place = try Workplace()
    try place.write("project: p\npolicies: [gdpr]\n", to: "proviso.yaml")
    try place.write("", to: "rules/deep/none.txt")
    try place.write("", to: "other/.git/HEAD")
    let found = try place.proviso.shell("cd rules/deep && \"$PROVISO\" policy lint")
    #expect(found.status == 0, "\(found.complaints)")
    let lost = try place.proviso.shell("cd other && \"$PROVISO\" audit")
    #expect(lost.status == 3 && lost.complaints.contains("cannot read `proviso.yaml`"))
  }

  @Test(arguments: [(["audti"], "audit"), (["polcy", "lint"], "policy"), (["policy", "tset"], "test")])
  func `a misspelt command names the nearest`(arguments: [String], meant: String) throws {
    let outcome = try Workplace().proviso.run(arguments)
    #expect(outcome.status == 2)
    #expect(outcome.complaints.contains("Did you mean '\(meant)'?"))
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func `completions are made for each shell`(shell: String) throws {
    let outcome = try Workplace().proviso.run("--generate-completion-script", shell)
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("proviso"))
  }

  @Test(arguments: [
    "init", "gate", "audit", "report", "explain", "policy", "policy test", "rules", "rules show", "rules evaluate",
    "waive",
    "consent", "consent decode", "consent import", "consent status", "decide", "core", "core outcomes", "core measure",
  ])
  func `each command's help shows examples`(command: String) throws {
    let outcome = try Workplace().proviso.shell("\"$PROVISO\" \(command) --help")
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("proviso \(command)"))
    #expect(outcome.complaints.isEmpty)
  }

  @Test(arguments: [
    "", "init", "gate", "audit", "report", "explain", "policy", "policy test", "policy docs", "rules", "rules show",
    "rules evaluate", "waive", "consent", "consent decode", "consent import", "consent status", "decide", "core",
    "core fit", "core import", "core sample-size", "core segment", "core recommend", "core journey", "core consistency",
    "core outcomes", "core measure",
  ])
  func `examples of the help fit into a terminal of 80 columns`(command: String) throws {
    let outcome = try Workplace().proviso.shell("\"$PROVISO\" \(command) --help")
    let help = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
    let lines = help.drop { !$0.hasPrefix("  ") }.prefix { !$0.isEmpty && !$0.hasPrefix("USAGE:") }
    // What does not fit goes on in the next line, without the indentation of an example.
    for (line, next) in zip(lines, lines.dropFirst()) where line.hasPrefix("  ") {
      #expect(next.hasPrefix("  "), "\(line)")
    }
  }

  @Test func `the version is three numbers`() throws {
    let outcome = try Workplace().proviso.run("--version")
    #expect(outcome.status == 0)
    #expect(outcome.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
  }

  @Test func `without the shipped policies the user is told where they are looked for`() throws {
    let place = try Workplace()
    try FileManager.default.copyItem(atPath: Binary.path, toPath: place.path + "/proviso")
    var binary = place.proviso
    binary.environment["PROVISO_HOME"] = place.path
    try place.write("project: p\npolicies: [gdpr]\n", to: "proviso.yaml")
    let outcome = try binary.shell("./proviso gate")
    #expect(outcome.status == 3)
    #expect(outcome.complaints.contains("PROVISO_HOME"))
  }
}
