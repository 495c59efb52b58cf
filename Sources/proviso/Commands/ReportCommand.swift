internal import ArgumentParser
internal import Auditor
internal import GovernanceModel

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Shows an audit again, in any form; the XML is the same bytes that the audit wrote.",
    discussion: """
      For example:
        proviso report                             the last complete audit, as text
        proviso report --list                      every run, with interrupted ones
        proviso report 12 -o xml:audit.xml --format json

      A report that was changed in the ledger is not shown: exit code 4.
      """)

  @Argument(help: ArgumentHelp("The number of a run (default: the last complete audit).", valueName: "run"))
  var number: Int?
  @Flag(name: .customLong("list"), help: "List the runs of the ledger.") var lists = false
  @OptionGroup var project: ProjectOption
  @OptionGroup var output: OutputOption

  func run() throws {
    let settings = try LedgerSettings.load(project.path)
    let history = try AuditHistory(of: settings)
    if lists {
      try Terminal.print(history.listing())
      return Terminal.complain(try history.verifiedChain())
    }
    let stored = try history.report(run: number)
    // Some forms name the project's files; the report stands without them where they cannot be read.
    let project = try? project.load()
    try output.deliver(stored.report, project, Threshold(failOn: settings.failOn), xml: stored.xml)
  }
}
