internal import ArgumentParser
internal import Auditor
internal import GovernanceModel

struct GateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gate",
    abstract: "Checks rule sets against policy before they are deployed; needs no data.",
    discussion: """
      For example:
        proviso gate                               every rule set of the project
        proviso gate rules/spring.yaml             one file, in any known format
        proviso gate --fail-on high -o json:gate.json

      A rule is `compliant` only when every obligation that applies to it was proved. What cannot be decided is
      `unverifiable` and ends with exit code 4, never with 0.
      """)

  @Argument(help: "Rule files or folders; default: those of the project.", completion: .file()) var paths: [String] = []
  @OptionGroup var project: ProjectOption
  @OptionGroup var asOf: AsOfOption
  @OptionGroup var failOn: FailOnOption
  @OptionGroup var output: OutputOption

  func run() throws {
    let instant = asOf.instant
    let project = try project.load()
    var notes: [Diagnostic] = []
    let report = try Auditor(project: project, asOf: instant, generator: Version.current).gate(paths, notes: &notes)
    Terminal.tell(notes, atMost: 20)
    try output.deliver { try Rendering.bytes(of: report, as: $0) }
    throw failOn.status(of: report, project: project)
  }
}
