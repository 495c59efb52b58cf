internal import ArgumentParser
internal import Auditor
internal import GovernanceModel

struct GateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gate",
    abstract: "Checks rule sets against policy before they are deployed; needs no data.",
    discussion: """
      For example:
        proviso gate                        every rule set of the project
        proviso gate rules/spring.yaml      one file, in any known format
        proviso gate --fail-on high -o sarif:gate.sarif -o junit:gate.xml
        proviso gate --against origin/main  only what is new since then fails
        proviso gate --fideslang .fides     manifests of Fides

      A rule is `compliant` only when every obligation that applies to it was proved. What cannot be decided is
      `unverifiable` and ends with exit code 4, never with 0.
      """)

  @Argument(help: "Rule files or folders; default: those of the project.", completion: .file()) var paths: [String] = []
  @Option(
    help: ArgumentHelp(
      "Gate on what is new: a git revision, a folder with the older files, a report (XML or JSON), or run:12.",
      valueName: "rev|dir|report"))
  var against: String?
  @Option(
    help: ArgumentHelp(
      "Evaluate fideslang manifests against fideslang policies as Fides does, and tell what Fides passes over.",
      valueName: "dir|file"), completion: .directory)
  var fideslang: String?
  @Option(help: ArgumentHelp("With --fideslang: evaluate this policy only.", valueName: "key")) var onlyPolicy: String?
  @Flag(help: "With --fideslang: say and end with what Fides does, 0 or 1, and nothing more.") var compatible = false
  @OptionGroup var project: ProjectOption
  @OptionGroup var asOf: AsOfOption
  @OptionGroup var failOn: FailOnOption
  @OptionGroup var output: OutputOption

  func validate() throws {
    if fideslang == nil, compatible || onlyPolicy != nil {
      throw ValidationError("--compatible and --only-policy belong to --fideslang")
    }
    if fideslang != nil, against != nil || !paths.isEmpty {
      throw ValidationError("--fideslang takes neither rule files nor --against")
    }
  }

  func run() throws {
    if let fideslang { return try evaluate(fideslang) }
    let instant = asOf.instant
    let project = try project.load()
    var notes: [Diagnostic] = []
    let report = try Auditor(project: project, asOf: instant, generator: Version.current)
      .gate(paths, against: against.map { Baseline($0) }, notes: &notes)
    Terminal.tell(notes, atMost: 20)
    let threshold = failOn.threshold(project, isCompared: against != nil)
    try output.deliver(report, project, threshold)
    throw ExitStatus(of: report, threshold)
  }
}
