internal import ArgumentParser
internal import Auditor
internal import GovernanceModel

struct WaiveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "waive",
    abstract: "Puts one finding aside until a day, with an owner, a reason and an approver.",
    discussion: """
      For example:
        proviso waive 9f3c2a71 --until 2027-01-31 \\
          --owner crm@example.org --approver dpo@example.org \\
          --reason "The template is replaced in January, ticket 4711."

      The waiver goes into the project's waivers.yaml, to be reviewed and committed like code. It ends 365 days after its
      approval at the latest, and at once when the control asks something else or a store holds more than it covers.
      """)

  @Argument(help: "The finding's fingerprint, or its first digits.") var fingerprint: String
  @Option(help: "The last day on which it holds, in UTC.") var until: Day
  @Option(help: "Who answers for it.") var owner: String
  @Option(help: "Who allowed it; not the owner.") var approver: String
  @Option(help: "Why it is put aside.") var reason: String
  @Option(help: "When it was approved (default: the day of --as-of).") var approved: Day?
  @Option(help: "Findings of stores: how many subjects it covers (default: as many as there are now).")
  var atMost: Int?
  @OptionGroup var project: ProjectOption
  @OptionGroup var asOf: AsOfOption

  func run() throws {
    let instant = asOf.instant
    let auditor = Auditor(project: try project.load(), asOf: instant, generator: Version.current)
    let written = try auditor.waive(
      WaiverRequest(
        fingerprint: fingerprint, owner: owner, approver: approver, reason: reason,
        approved: approved?.date ?? instant.date, until: until.date, atMost: atMost))
    let finding = written.finding
    Terminal.complain("waived until \(until.date): \(finding.control) at \(finding.asset)")
    Terminal.complain("wrote \(written.path)")
  }
}

/// A day as the command line spells it: `2026-03-01`.
struct Day: ExpressibleByArgument {
  let date: CivilDate

  init?(argument: String) {
    guard let date = CivilDate(iso8601: argument) else { return nil }
    self.date = date
  }
}
