public import ArgumentParser
public import Auditor

struct CoreMeasureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "measure",
    abstract:
      "Measures orders, messages, sign-ups, contacts, answers, tenures, experiments and what attributes are worth.",
    discussion: """
      For example:
        proviso core measure orders.csv --as-of 2018-01-01
        proviso core measure lines.csv --by-line --column customer=household_id --column order=basket_id
        proviso core measure --store shop.sqlite --table sales --column value=amount --json
        proviso core measure orders.csv --model paretonbd
        proviso core measure experiment.csv          columns arm, people, conversions
        proviso core measure experiment.csv --expected 0.01       with the mixture test for a point of difference
        proviso core measure --rules rules/shop.yaml --log core.sqlite      did each rule meet its threshold
        proviso core measure campaign.csv --kind uplift --attributes age,age.decade,income

      Kinds and their columns (those in brackets may be absent):
        \(MeasurementKind.allCases.map(\.explanation).joined(separator: "\n  "))

      Of uplift every further column is an attribute, and `age.decade` a coarser form of `age`. Exit code 4 when records
      had to be left out, or there were none.
      """)

  @Argument(help: "A .csv, .jsonl or .json file of records.", completion: .file()) var file: String?
  @Option(help: "Read a table of this SQLite file.", completion: .file()) var store: String?
  @Option(help: "The table or view of --store.") var table: String?
  @Option(help: "Measure the rules of this file by their metrics.", completion: .file()) var rules: String?
  @Option(help: "The log of the core's decisions, for --rules.", completion: .file()) var log: String?
  @Option(help: "What people did: subject, type, at, [value] (default: the table person_events of --log).")
  var events: String?
  @Option(help: "What the records are (default: told from the columns).") var kind: MeasurementKind?
  @Option(name: .customLong("column"), help: "A column that is named otherwise, such as customer=household_id.")
  var columns: [String] = []
  @Flag(help: "Rows of one order are its lines and added up.") var byLine = false
  @Option(help: "Days to activation, within which a customer comes back, or something follows a decision.") var days = 7
  @Option(help: "People at which the interval of a test that is looked at often is narrowest.") var tuning = 5_000.0
  @Option(help: "The difference of rates that an experiment is to find: adds the mixture test (mSPRT).")
  var expected: Double?
  @Option(help: "The same of what people bring (column value).") var expectedValue: Double?
  @Option(help: "How purchases to come are foreseen.") var model = LifetimeModel.bgnbd
  @Option(help: "The smallest crowd that hides a person.") var crowd = 5
  @Option(help: "Attributes of uplift, with commas between (default: all further columns).") var attributes: String?
  @Flag(help: "Print JSON, with all digits.") var json = false
  @OptionGroup var asOf: AsOfOption

  func validate() throws {
    guard (rules == nil) == (log == nil) else { throw ValidationError("--rules and --log belong together") }
    guard [file, store, rules].count(where: { $0 != nil }) == 1 else {
      throw ValidationError("name a file, or --store and --table, or --rules and --log")
    }
    guard (store == nil) == (table == nil) else { throw ValidationError("--store and --table belong together") }
    guard columns.allSatisfy({ $0.split(separator: "=").count == 2 }) else {
      throw ValidationError("--column is NAME=COLUMN, such as customer=household_id")
    }
  }

  func run() throws {
    let outcome = try measure()
    try Terminal.print(json ? outcome.json : outcome.text)
    if !outcome.isComplete { throw ExitStatus.incomplete }
  }

  private func measure() throws -> MeasurementOutcome {
    if let rules, let log {
      var task = RuleMeasurement(rules: rules, log: log)
      (task.events, task.days) = (events, days)
      return try task.run(asOf: asOf.instant)
    }
    var task = MeasurementTask(path: file ?? store ?? "")
    (task.table, task.kind, task.isByLine) = (table, kind, byLine)
    (task.days, task.tuning, task.crowd) = (days, tuning, crowd)
    (task.expected, task.expectedValue, task.model) = (expected, expectedValue, model)
    task.attributes = attributes?.split(separator: ",").map(String.init) ?? []
    for column in columns {
      let parts = column.split(separator: "=").map(String.init)
      task.columns[parts[0]] = parts[1]
    }
    return try task.run(asOf: asOf.instant)
  }
}

extension MeasurementKind: ExpressibleByArgument {}
extension LifetimeModel: ExpressibleByArgument {}
