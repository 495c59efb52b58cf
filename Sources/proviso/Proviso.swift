internal import ArgumentParser
internal import Auditor

@main
struct Proviso: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "proviso",
    abstract:
      "Proves that personalisation keeps its promises: audits stores and rules against consent and privacy policy.",
    discussion: """
      A project is a folder with `proviso.yaml`: which policies, stores and rule sets belong together.

        proviso init                       make one here
        proviso gate                       rule sets against policy; needs no data
        proviso audit                      stores and rule sets; kept in the ledger
        proviso report -o xml:audit.xml    the last audit again, in another form
        proviso explain gdpr-7-3-withdrawal
        proviso rules show flags.json      what a rule file of any format comes to
        proviso waive 9f3c2a71 ...         put one finding aside until a date
        proviso core measure orders.csv    order value, churn, experiments and more
        proviso consent decode STRING      what a TC or GPP string permits
        proviso decide --person 4711       what one person is served, and why

      Exit codes: 0 clean, 1 findings, 2 usage, 3 bad input, 4 incomplete (something could not be looked at), 70 internal
      error. Reports go to standard output, everything else to standard error.
      """,
    version: Version.current,
    subcommands: [
      InitCommand.self, GateCommand.self, AuditCommand.self, ReportCommand.self, ExplainCommand.self,
      WaiveCommand.self, PolicyCommand.self, RulesCommand.self, ConsentCommand.self, DecideCommand.self,
      CoreCommand.self,
    ])

  static func main() {
    Terminal.ignoreBrokenPipes()
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      ExitStatus(of: error).leave()
    }
  }
}

enum Version {
  static let current = "0.1.0"
}
