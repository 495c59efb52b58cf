internal import ArgumentParser
internal import Auditor
internal import GovernanceModel

struct DecideCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decide",
    abstract: "Decides what one person is served at one moment, behind the guard, and says why.",
    discussion: """
      For example:
        proviso decide --person 4711 --moment 2026-11-22T10:00:00Z
        proviso decide --person 4711 --tactic recommendation --channel web --json
        proviso decide --person 4711 --rule we-miss-you --dry-run

      The decision goes to the core's log (`core:` in proviso.yaml), which `proviso audit` reads. The person is shown as a
      pseudonym. Somebody of whom nothing is known gets what everyone gets.
      Exit codes: 0 served, or nothing was meant for the person; 1 denied: policy refused all that was meant.
      """)

  @OptionGroup var question: CoreQuestionOptions
  @Flag(help: "Print JSON.") var json = false
  @OptionGroup var project: ProjectOption

  func run() throws {
    let question = try question.question()
    let report = try Auditor(project: try project.load(), asOf: question.at, generator: Version.current)
      .decide(question)
    try Terminal.print(json ? report.json : report.text)
    if report.isDenied { throw ExitStatus.findings }
  }
}

/// For whom, when and what.
struct CoreQuestionOptions: ParsableArguments {
  @Option(help: "The key of the person in the core's store.") var person: String
  @Option(help: "The instant, such as 2026-11-22T10:00:00Z (default: now).") var moment: String?
  @Option(help: "Only this tactic: recommendation, discovery, journey, onboarding, service, offer or feedback.")
  var tactic: String?
  @Option(help: "Only this channel, such as email.") var channel: String?
  @Option(help: "Only this rule.") var rule: String?
  @Option(help: "The item that is looked at, for items like it.") var item: String?
  @Flag(help: "Leave no trace in the log.") var dryRun = false

  func validate() throws {
    if person.isEmpty { throw ValidationError("the key of the person is empty") }
    guard let moment, Instant(iso8601: moment) == nil else { return }
    throw ValidationError(
      "--moment is a date or instant such as 2026-03-01 or 2026-03-01T10:00:00Z; found '\(moment)'")
  }

  func question() throws -> CoreQuestion {
    let at = moment.flatMap { Instant(iso8601: $0) } ?? Clock.now()
    var question = CoreQuestion(person: person, at: at, isRecorded: !dryRun)
    (question.tactic, question.rule, question.item) = (tactic, rule, item)
    question.channel = channel.map { Channel($0) }
    return question
  }
}
