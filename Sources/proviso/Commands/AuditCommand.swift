internal import ArgumentParser
internal import Auditor
internal import GovernanceModel

struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Audits stores and rule sets against policy and records the run in the ledger.",
    discussion: """
      For example:
        proviso audit                     every store and rule set of the project
        proviso audit --store journey     one store
        proviso audit -o xml:audit.xml --as-of 2018-01-01T04:01:20Z
        proviso audit --since LAST        only uses after the last audit
        proviso audit --resume            go on where the last one was cut off

      Stores are opened read-only. The report of each run is kept beside the ledger; `proviso report` shows it again.
      """)

  @Option(help: "A store of the project; may be given several times (default: all).") var store: [String] = []
  @OptionGroup var project: ProjectOption
  @OptionGroup var asOf: AsOfOption
  @Option(help: "Memory to work in, such as 256M or 2G (default 1G); less means more passes, never other findings.")
  var memory: MemorySize?
  @Option(
    help: ArgumentHelp(
      "Where checks run: auto, local (columns are read once) or pushdown (each check is a query); never other findings.",
      valueName: "strategy"))
  var strategy: AuditStrategy = .auto
  @Option(
    help: ArgumentHelp(
      "End the audit, and what the engines do for it, after this time, such as 90s, 10m or 2h (exit code 4).",
      valueName: "time"))
  var timeLimit: TimeLimit?
  @Flag(help: "Show for each check where it would run, its columns, an estimate of rows and its SQL; audits nothing.")
  var explainPlan = false
  @Option(
    help: ArgumentHelp(
      "Compare with a report (XML or JSON) or a run, as in run:12 (default: the last audit).", valueName: "report|run"))
  var against: String?
  @Option(
    help: ArgumentHelp(
      "Judge only uses after the last complete audit, a run (12) or the last one as of an instant; take over what it found.",
      valueName: "LAST|run|instant"))
  var since: SinceRequest?
  @Flag(help: "Continue the last audit, which was cut off, as of its instant; what it finished is not read again.")
  var resume = false
  @Option(
    help: ArgumentHelp(
      "Read the subjects in so many parts, one after the other, so that an audit that is cut off loses one at most.",
      valueName: "count"))
  var partitions: Int?
  @OptionGroup var failOn: FailOnOption
  @OptionGroup var output: OutputOption

  func validate() throws {
    if resume, since != nil || partitions != nil {
      throw ValidationError("--resume takes --since and --partitions from the audit that it continues")
    }
    if let partitions, !(1...4096).contains(partitions) {
      throw ValidationError("--partitions is a number from 1 to 4096; found \(partitions)")
    }
  }

  func run() throws {
    Interrupts.watch()
    let project = try project.load()
    let instant =
      try resume && asOf.text == nil ? InterruptedAudit(of: project, stores: store).asOf : asOf.instant
    Interrupts.limit(to: timeLimit ?? project.timeLimit)
    Terminal.tell(project.warnings, atMost: 20)
    if explainPlan {
      let auditor = Auditor(project: project, asOf: instant, generator: Version.current)
      return try Terminal.print(auditor.explainPlan(stores: store, strategy: strategy))
    }
    let progress = ProgressLine()
    defer { progress.clear() }
    let auditor = Auditor(project: project, asOf: instant, generator: Version.current)
    let outcome = try auditor.audit(
      stores: store, memory: memory, strategy: strategy, against: against.map { Baseline($0) }, since: since,
      resumes: resume,
      partitions: partitions,
      started: Clock.now(), progress: progress.show)
    progress.clear()
    Terminal.tell(outcome.notes, atMost: 20)
    let threshold = failOn.threshold(project)
    try output.deliver(outcome.report, project, threshold, xml: outcome.xml)
    Terminal.complain("report: \(outcome.path) (valid, sha256 \(outcome.digest.prefix(12))…)")
    throw ExitStatus(of: outcome.report, threshold)
  }
}
