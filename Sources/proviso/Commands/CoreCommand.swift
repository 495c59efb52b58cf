internal import ArgumentParser
internal import Auditor
internal import GovernanceModel

struct CoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "core", abstract: "Runs the personalisation core: segments, recommendations, journeys, models.",
    discussion: """
      For example:
        proviso core import sales.csv --set type=purchase    fills the store
        proviso core levels                                  at which level each purpose may read each attribute
        proviso core segment                                 how many people each segment and audience holds
        proviso core fit                                     fits the models of recommendations
        proviso core recommend --person 4711                 one person's list
        proviso core journey we-miss-you --run               serves everyone who is due, and logs it
        proviso core consistency                             whether one decision was served alike in all channels
      """,
    subcommands: [
      CoreImportCommand.self, CoreLevelsCommand.self, CoreSegmentCommand.self, CoreFitCommand.self,
      CoreRecommendCommand.self, CoreJourneyCommand.self,
      CoreConsistencyCommand.self, CoreOutcomesCommand.self, CoreMeasureCommand.self,
      CoreSampleSizeCommand.self,
    ])
}

struct CoreSegmentCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "segment",
    abstract: "Counts the people of each segment and audience, and of how many a rule may be used.")

  @Argument(help: "Only this segment or rule.") var id: String?
  @OptionGroup var output: CoreOutput

  func run() throws { try output.print { try $0.segments(only: id, progress: $1) } }
}

struct CoreFitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fit", abstract: "Fits the models of recommendations, from people who let it.")

  @OptionGroup var output: CoreOutput

  func run() throws { try output.print { try $0.fitModels(progress: $1) } }
}

struct CoreRecommendCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recommend", abstract: "Decides on recommendations for one person; without consent, what sells best.")

  @OptionGroup var question: CoreQuestionOptions
  @Flag(help: "Print JSON.") var json = false
  @OptionGroup var project: ProjectOption

  func run() throws {
    var question = try question.question()
    question.tactic = question.tactic ?? "recommendation"
    let report = try Auditor(project: try project.load(), asOf: question.at, generator: Version.current)
      .decide(question)
    try Terminal.print(json ? report.json : report.text)
    if report.isDenied { throw ExitStatus.findings }
  }
}

struct CoreJourneyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "journey", abstract: "Runs one rule for everyone: who is due, who waits, who is refused and why.",
    discussion: "Without --run it only says what would happen.")

  @Argument(help: "The rule.") var rule: String
  @Flag(name: .customLong("run"), help: "Serve, and write to the log.") var isRun = false
  @OptionGroup var output: CoreOutput

  func run() throws { try output.print { try $0.run(rule: rule, isRecorded: isRun, progress: $1) } }
}

struct CoreConsistencyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "consistency", abstract: "Looks in the log whether one decision was served alike in all its channels.")

  @OptionGroup var output: CoreOutput

  func run() throws { try output.print { auditor, _ in try auditor.consistency() } }
}

struct CoreOutcomesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "outcomes", abstract: "Prints what people did, as CSV under the log's pseudonyms, for `core measure`.",
    discussion: """
      For example:
        proviso core outcomes --since 2026-11-01 > outcomes.csv
        proviso core measure --rules rules/shop.yaml --log decisions.sqlite --events outcomes.csv
      """)

  @Option(help: "From this instant on.") var since: String
  @OptionGroup var project: ProjectOption
  @OptionGroup var asOf: AsOfOption

  func validate() throws {
    guard Instant(iso8601: since) == nil else { return }
    throw ValidationError("--since is a date or instant such as 2026-03-01; found '\(since)'")
  }

  func run() throws {
    let auditor = Auditor(project: try project.load(), asOf: asOf.instant, generator: Version.current)
    try auditor.outcomes(since: Instant(iso8601: since) ?? .distantPast) { try Terminal.write(Array($0.utf8)) }
  }
}

/// What the tables of `proviso core` have in common.
struct CoreOutput: ParsableArguments {
  @Flag(help: "Print JSON.") var json = false
  @OptionGroup var project: ProjectOption
  @OptionGroup var asOf: AsOfOption

  func print(_ make: (Auditor, (Int) -> Void) throws -> CoreTable) throws {
    let auditor = Auditor(project: try project.load(), asOf: asOf.instant, generator: Version.current)
    let table = try Self.counting("people") { try make(auditor, $0) }
    try Terminal.print(json ? table.json : table.text)
    if table.isAlarming { throw ExitStatus.findings }
  }

  /// Shows on a terminal how many are done.
  static func counting<Result>(
    _ what: String, _ body: (@escaping (Int) -> Void) throws -> Result
  ) rethrows -> Result {
    defer { if Terminal.isInteractive { Terminal.progress("") } }
    return try body { count in if Terminal.isInteractive { Terminal.progress("\(count) \(what)") } }
  }
}
