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
    commandName: "test", abstract: "Runs the examples of every control; exit code 1 when one is judged otherwise.",
    discussion: """
      For example:
        proviso policy test               examples, and cases in own.cases.yaml
        proviso policy test --coverage    which controls and obligations they reach
        proviso policy test own.yaml --threshold 90

      An obligation is a control over one data use. A control is covered by a case that breaks it and one that keeps it.
      """)

  @Argument(help: "Pack files, or names of shipped packs (default: those of the project, else the shipped ones).")
  var packs: [String] = []
  @Flag(help: "Say which controls and obligations the cases reach.") var coverage = false
  @Option(help: "Exit with 1 when less is reached, in percent; both of controls and of obligations.")
  var threshold: Int?
  @OptionGroup var project: ProjectOption

  func validate() throws {
    guard let threshold, !(0...100).contains(threshold) else { return }
    throw ValidationError("--threshold is a percentage from 0 to 100; found \(threshold)")
  }

  func run() throws {
    let bench = try PolicyBench.load(packs, projectPath: project.path, installation: ProjectOption.installation())
    let result = bench.test()
    try Terminal.print(result.text(color: Terminal.colorOnOutput))
    if coverage || threshold != nil { try Terminal.print(result.coverageText()) }
    if result.failures > 0 { throw ExitStatus.findings }
    if result.examples == 0 { throw ExitStatus.incomplete }
    if let threshold, result.coveredPercent < threshold {
      Terminal.complain("the coverage of \(result.coveredPercent) % is below \(threshold) %")
      throw ExitStatus.findings
    }
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
