internal import ArgumentParser
internal import Auditor
internal import GovernanceModel

struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "Looks into rule files: what they say, and of whom.",
    discussion: """
      For example:
        proviso rules show flags.json                      what it comes to
        proviso rules evaluate flags.json --data p.json    who matches
      """,
    subcommands: [RulesShowCommand.self, RulesEvaluateCommand.self])
}

struct RulesShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Prints what a rule file lowers to: audience, reads, writes, exports, opaque parts.",
    discussion: """
      For example:
        proviso rules show rules/spring.yaml
        proviso rules show flags.json --format flagd --rule new-checkout --json

      Places are line:column+length. Literals that name somebody are shown by their kind only.
      """)

  @Argument(help: "A rule file in any known format.", completion: .file()) var file: String
  @OptionGroup var format: RuleFormatOption
  @Option(help: "Only the rule of this id.") var rule: String?
  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    let inspection = try RuleInspection.load(file, format: format.format)
    try Terminal.print(json ? inspection.json(rule: rule) : inspection.text(rule: rule))
  }
}

struct RulesEvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate", abstract: "Says which rules match a person, and why.",
    discussion: """
      For example:
        proviso rules evaluate rules/spring.yaml --data person.json --trace
        proviso rules evaluate --jsonl < cases.jsonl

      With --jsonl each line of standard input is {"format", "rule", "data"}, and one line {"result"} or {"error"} comes
      out for it, for a blank one too. Exit code 4 when a rule of a file cannot be evaluated.
      """)

  @Argument(help: "A rule file in any known format.", completion: .file()) var file: String?
  @Option(help: "The person: a profile or context in JSON or YAML.", completion: .file()) var data: String?
  @OptionGroup var format: RuleFormatOption
  @Option(help: "Only the rule of this id.") var rule: String?
  @Flag(help: "Also print why, clause by clause.") var trace = false
  @Flag(help: "Print JSON.") var json = false
  @Flag(help: "Read lines of rules and data from standard input.") var jsonl = false
  @OptionGroup var asOf: AsOfOption

  func validate() throws {
    if jsonl, file != nil || data != nil { throw ValidationError("--jsonl reads rules and data from standard input") }
    if !jsonl, file == nil || data == nil { throw ValidationError("give a rule file and --data, or --jsonl") }
  }

  func run() throws {
    if jsonl {
      let lines = try RuleLines(at: asOf.instant, format: format.format)
      return try Terminal.answerLines { lines.answer($0) }
    }
    guard let file, let data else { return }
    let inspection = try RuleInspection.load(file, format: format.format)
    let evaluation = try RuleEvaluation.evaluate(
      inspection, data: data, rule: rule, at: asOf.instant, isTraced: trace)
    try Terminal.print(json ? evaluation.json : evaluation.text)
    if evaluation.hasErrors { throw ExitStatus.incomplete }
  }
}

/// `--format`: what a rule file is written in.
struct RuleFormatOption: ParsableArguments {
  @Option(help: ArgumentHelp("The format of the rules (default: told by content).", valueName: "name"))
  var format: String?
}
