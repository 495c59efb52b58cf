internal import ArgumentParser
internal import Auditor

struct ConsentImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Reads consents from a CSV, JSON Lines or JSON file into a decision log, or a CSV of events.",
    discussion: """
      Rows need a mapping, unless their columns have the names of an event's fields; consent records (ISO/IEC TS 27560 in
      DPV's terms) and Kantara receipts need none. For example:
        proviso consent import export.csv --mapping mapping.yaml --into core.sqlite
        proviso consent import receipts.jsonl --into events.csv

      mapping.yaml: {subject: user, purpose: {column: topic, values: {news: marketing.communications.email}},
      action: {column: state, values: {"yes": given}}, at: when}; or {subject: user, signal: tc_string, at: when}.
      Run again after an interruption: a decision log goes on where it was. After the mapping changed, the file is read anew.
      Exit code 4 when records were rejected.
      """)

  @Argument(help: "The file to read: .csv, .jsonl or .json.", completion: .file()) var file: String
  @Option(help: "A decision log in SQLite, or a .csv file of events.", completion: .file()) var into: String
  @Option(help: "Says which column holds what.", completion: .file(extensions: ["yaml", "json"])) var mapping: String?
  @Option(help: "Rejected records, one a line, with the reason (default: the target's name and .rejected.jsonl).")
  var rejected: String?
  @Option(help: "The vendor of TCF whose permission is asked for (default: purposes alone).") var vendor: Int?
  @OptionGroup var project: ProjectOption

  func run() throws {
    let task = try ConsentImport(
      source: file, mapping: mapping, vendor: vendor, projectPath: project.path,
      installation: ProjectOption.installation())
    let rejects = rejected ?? into + ".rejected.jsonl"
    let outcome = try task.run(into: into, rejects: rejects) { _ in }
    if outcome.isReadAnew {
      Terminal.complain("read anew, since the mapping changed: what the log holds already was not added again")
    }
    if outcome.resumedAt > 0 { Terminal.complain("went on behind record \(outcome.resumedAt)") }
    Terminal.complain(
      "\(outcome.records) records: \(outcome.events) events, \(outcome.rejected) rejected"
        + (outcome.rejected > 0 ? " (see \(rejects))" : ""))
    if outcome.rejected > 0 || outcome.records == 0 { throw ExitStatus.incomplete }
  }
}
