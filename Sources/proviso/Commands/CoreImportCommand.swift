public import ArgumentParser
public import Auditor
internal import GovernanceModel

struct CoreImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract:
      "Reads what people did, what is known of them, items, or links of keys from a file into the core's store.",
    discussion: """
      For example:
        proviso core import sales.csv --column subject=customer --column at=sold_at --set type=purchase --set source=till
        proviso core import clicks.jsonl --mapping clicks.yaml --into core.sqlite
        proviso core import people.csv --kind profiles --column subject=customer
        proviso core import products.csv --kind items --column item=sku

      Kinds and their fields (those in brackets may be absent):
        \(CoreImportKind.allCases.map(\.explanation).joined(separator: "\n  "))

      clicks.yaml: {subject: user, at: ts, type: {column: action, values: {pageview: view, buy: purchase}},
      source: {constant: web}, zone: Europe/Paris}. Types with a meaning: purchase, view, search, contact, join, redeem,
      csat, nps, unsubscribe (which withdraws the consent to messages).

      What the store holds already is counted and not written again: an event is told by source and id, without an id by
      all that it says. Run again after an interruption. Exit code 4 when records were rejected; they are kept in a file
      with the reason.
      """)

  @Argument(help: "The file to read: .csv, .jsonl or .json.", completion: .file()) var file: String
  @Option(help: "What the rows are.") var kind = CoreImportKind.events
  @Option(help: "The store (default: that of `core:` in proviso.yaml).", completion: .file()) var into: String?
  @Option(help: "Says which column holds what.", completion: .file(extensions: ["yaml", "json"])) var mapping: String?
  @Option(name: .customLong("column"), help: "A field whose column is named otherwise, such as subject=customer_id.")
  var columns: [String] = []
  @Option(name: .customLong("set"), help: "A field that is the same for every row, such as type=purchase.")
  var constants: [String] = []
  @Option(help: "Rejected records, one a line, with the reason (default: the store's name and .rejected.jsonl).")
  var rejected: String?
  @Flag(help: "Print JSON.") var json = false
  @OptionGroup var project: ProjectOption
  @OptionGroup var asOf: AsOfOption

  func validate() throws {
    for (name, options) in [("column", columns), ("set", constants)] {
      guard options.allSatisfy({ Self.pair($0) != nil }) else {
        throw ValidationError("--\(name) is FIELD=\(name == "set" ? "TEXT" : "COLUMN"), such as subject=customer_id")
      }
    }
  }

  func run() throws {
    let task = try CoreImport(
      source: file, kind: kind, mapping: mapping, columns: columns.compactMap(Self.pair),
      constants: constants.compactMap(Self.pair), now: asOf.instant)
    let target = try into ?? project.load().coreStore()
    let table = try CoreOutput.counting("records") {
      try task.run(into: target, rejects: rejected ?? target + ".rejected.jsonl", progress: $0)
    }
    try Terminal.print(json ? table.json : table.text)
    if table.isIncomplete { throw ExitStatus.incomplete }
  }

  /// Only the first sign of equality parts; the field is not empty.
  private static func pair(_ text: String) -> (String, String)? {
    guard let sign = text.firstIndex(of: "="), sign > text.startIndex else { return nil }
    let value = String(text[text.index(after: sign)...])
    return value.isEmpty ? nil : (String(text[..<sign]), value)
  }
}

extension CoreImportKind: ExpressibleByArgument {}

struct CoreLevelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "levels",
    abstract:
      "Prints at which level each attribute may be read for each purpose of the rules, and which control says so.")

  @Flag(help: "Also attributes of the vocabularies that no rule reads.") var all = false
  @OptionGroup var output: CoreOutput

  func run() throws { try output.print { auditor, _ in try auditor.levels(ofAll: all) } }
}
