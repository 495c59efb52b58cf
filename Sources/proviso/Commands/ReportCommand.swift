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
      """)

  @Argument(help: ArgumentHelp("The number of a run (default: the last complete audit).", valueName: "run"))
  var number: Int?
  @Flag(name: .customLong("list"), help: "List the runs of the ledger.") var lists = false
  @OptionGroup var project: ProjectOption
  @OptionGroup var output: OutputOption

  func run() throws {
    let project = try project.load()
    let history = try AuditHistory(of: project)
    if lists {
      try Terminal.print(history.listing())
      return Terminal.complain(try history.verifiedChain())
    }
    let stored = try history.report(run: number)
    try output.deliver(stored.report, project, Threshold(failOn: project.failOn), xml: stored.xml)
  }
}
