internal import ArgumentParser
internal import Auditor
internal import GovernanceModel

struct ConsentStatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Says whether one person's consent covers a use at an instant, which events decide, and why.",
    discussion: """
      For example:
        proviso consent status 4711 --use marketing.communications.email
        proviso consent status 4711 --use personalize.content \\
          --at 2026-03-02T10:00:00Z --store journey
        proviso consent status 4711 --use marketing --log core.sqlite

      Every control on consent or opting out that applies is asked. The person is shown as a pseudonym. A date names the
      whole day. Exit codes: 0 covered, 1 not covered, 4 when it cannot be told or no store knows the person.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

  @Argument(help: "The key of the person, as the stores have it.") var subject: String
  @Option(help: "The data use, such as marketing.communications.email.") var use: String
  @Option(help: "The date or instant of the use (default: now).") var at: String?
  @Option(help: "The channel of the use, such as email.") var channel: String?
  @Option(help: "The controller of the use.") var controller: String?
  @Option(help: "A data category that the use reads; may be given several times.") var reads: [String] = []
  @Option(help: "A store of the project; may be given several times (default: all).") var store: [String] = []
  @Option(help: "A decision log in place of the stores.", completion: .file()) var log: String?
  @Option(help: "text or json.") var format = Format.text
  @OptionGroup var project: ProjectOption

  func validate() throws {
    if let at, Moment(iso8601: at) == nil {
      throw ValidationError("--at is a date or instant such as 2026-03-01 or 2026-03-01T10:00:00Z; found '\(at)'")
    }
    if log != nil, !store.isEmpty { throw ValidationError("--log and --store exclude each other") }
    if subject.isEmpty { throw ValidationError("the key of the person is empty") }
  }

  func run() throws {
    let now = Clock.now()
    let moment = at.flatMap { Moment(iso8601: $0) } ?? Moment(now)
    var question = ConsentStatus.Question(subject: subject, use: DataUse(use), at: moment)
    (question.channel, question.controller) = (channel.map { Channel($0) }, controller)
    (question.reads, question.stores, question.log) = (reads.map { DataCategory($0) }, store, log)
    let project = try project.load()
    Terminal.tell(project.warnings, atMost: 20)
    let auditor = Auditor(project: project, asOf: moment.start, generator: Version.current)
    let status = try auditor.consentStatus(question)
    try Terminal.print(
      format == .json ? status.json : status.text(width: Terminal.width, color: Terminal.colorOnOutput))
    switch status.verdict {
    case .compliant: return
    case .violation: throw ExitStatus.findings
    case .unverifiable: throw ExitStatus.incomplete
    }
  }
}
