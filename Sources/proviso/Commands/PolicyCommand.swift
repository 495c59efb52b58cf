internal import ArgumentParser
internal import Auditor
internal import GovernanceModel

struct PolicyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy", abstract: "Tests and examines policy packs themselves.",
    subcommands: [PolicyTestCommand.self, PolicyLintCommand.self, PolicyDocsCommand.self])
}

struct PolicyTestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Runs the examples of every control; exit code 1 when one is judged otherwise.")

  @Argument(help: "Pack files, or names of shipped packs (default: those of the project, else the shipped ones).")
  var packs: [String] = []
  @OptionGroup var project: ProjectOption

  func run() throws {
    let bench = try PolicyBench.load(packs, projectPath: project.path, installation: ProjectOption.installation())
    let result = bench.test()
    try Terminal.print(result.text(color: Terminal.colorOnOutput))
    if result.failures > 0 { throw ExitStatus.findings }
    if result.examples == 0 { throw ExitStatus.incomplete }
  }
}

struct PolicyLintCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint", abstract: "Looks for dead, doubled, contradictory and untested controls.")

  @Argument(help: "Pack files, or names of shipped packs (default: those of the project, else the shipped ones).")
  var packs: [String] = []
  @OptionGroup var project: ProjectOption
  @OptionGroup var asOf: AsOfOption

  func run() throws {
    let bench = try PolicyBench.load(packs, projectPath: project.path, installation: ProjectOption.installation())
    let diagnostics = bench.lint(asOf: asOf.instant)
    for diagnostic in diagnostics { try Terminal.print(diagnostic.rendered(color: Terminal.colorOnOutput)) }
    let errors = diagnostics.count { $0.level == .error }
    try Terminal.print("\(bench.controlCount) controls, \(errors) errors, \(diagnostics.count - errors) remarks")
    if errors > 0 { throw ExitStatus.findings }
  }
}

struct PolicyDocsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "docs", abstract: "Prints the page on all controls, in Markdown.")

  @Argument(help: "Pack files, or names of shipped packs (default: those of the project, else the shipped ones).")
  var packs: [String] = []
  @OptionGroup var project: ProjectOption

  func run() throws {
    let bench = try PolicyBench.load(packs, projectPath: project.path, installation: ProjectOption.installation())
    try Terminal.print(bench.markdown)
  }
}
