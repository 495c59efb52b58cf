internal import ArgumentParser
internal import Auditor

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Says of a control or finding: why, which law, how to mend it.",
    discussion: """
      For example:
        proviso explain gdpr-7-3-withdrawal        a control
        proviso explain 9f3c2a71                   a finding, by its fingerprint
      """)

  @Argument(help: "A control's id, or the first digits of a finding's fingerprint.") var name: String
  @OptionGroup var project: ProjectOption
  @OptionGroup var asOf: AsOfOption

  func run() throws {
    let installation = try ProjectOption.installation()
    try Terminal.print(
      Explanation.text(
        of: name, projectPath: project.path, installation: installation, asOf: asOf.instant))
  }
}
