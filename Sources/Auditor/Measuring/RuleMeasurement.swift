internal import DataStores
public import GovernanceModel
internal import Measurement
internal import RuleSets
internal import SourceDocuments

/// Measures the rules of a rule file: did each meet its threshold, is it stale. From the log of decisions, and from what
/// people did after them.
public struct RuleMeasurement: Sendable {
  /// A rule file with metrics.
  public var rules: String
  /// The core's store or decision log in SQLite, with the table `decisions`.
  public var log: String
  /// A CSV or JSON file with the columns `subject`, `type`, `at` and perhaps `value`, or an SQLite file with the table
  /// `person_events`; nil: the log itself.
  public var events: String?
  /// What happens within so many days after a decision counts as its outcome; decisions whose days are not over do not
  /// count.
  public var days = 7

  public init(rules: String, log: String) { (self.rules, self.log) = (rules, log) }

  public func run(asOf: Instant) throws -> MeasurementOutcome {
    guard (1..<100_000).contains(days) else {
      throw InputError([Diagnostic(.error, "days are a number above 0")])
    }
    let ruleSet = try RuleInspection.load(rules, format: nil).ruleSet
    var servings = RuleServings(ruleSet: ruleSet.id, asOf: asOf)
    let log = MeasurementTable.table(SQLiteStore(name: "log", path: log), "decisions")
    try log.rows(["subject", "at", "rule_set", "rule", "outcome"]) { servings.take(MeasurementFields(texts: $0)) }
    var outcomes = PersonOutcomes(asOf: asOf)
    if let events = try self.eventTable() {
      try events.rows(["subject", "type", "at", "value"]) { outcomes.take(MeasurementFields(texts: $0)) }
    }
    let sheets = ruleSet.rules.map { rule in
      RuleSheet(rule: rule, days: days, asOf: asOf).sheet(servings, outcomes)
    }
    return MeasurementOutcome([overview(servings, outcomes)] + sheets, asOf: asOf)
  }

  private func overview(_ servings: RuleServings, _ outcomes: PersonOutcomes) -> MeasurementSheet {
    var sheet = MeasurementSheet(kind: "rules", rules.split(separator: "/").last.map(String.init) ?? rules)
    (sheet.records, sheet.unreadable) = (servings.records, servings.unreadable + outcomes.unreadable)
    if servings.inFuture + outcomes.inFuture > 0 { sheet.rejected[.inFuture] = servings.inFuture + outcomes.inFuture }
    sheet.add("people", "people asked", Double(servings.people.count), .count)
    sheet.add("events", "events of people", Double(outcomes.records), .count)
    return sheet
  }

  /// nil where the log is all there is, and holds no events.
  private func eventTable() throws -> MeasurementTable? {
    let path = events ?? log
    if ["csv", "json", "jsonl", "ndjson"].contains(path.split(separator: ".").last?.lowercased() ?? "") {
      return .file(path)
    }
    let store = SQLiteStore(name: "events", path: path)
    let isThere = try store.tables().contains { $0.name == "person_events" }
    if !isThere, events != nil {
      throw InputError([Diagnostic(.error, "`\(path)` has no table `person_events`")])
    }
    return isThere ? .table(store, "person_events") : nil
  }
}

/// When each rule was served to whom, as the log has it.
struct RuleServings {
  private(set) var byRule: [String: [String: [Instant]]] = [:]
  private(set) var people = Set<String>()
  private(set) var (records, unreadable, inFuture) = (0, 0, 0)
  private let ruleSet: String
  private let asOf: Instant

  init(ruleSet: String, asOf: Instant) { (self.ruleSet, self.asOf) = (ruleSet, asOf) }

  /// Decisions of other rule sets are not looked at.
  mutating func take(_ fields: MeasurementFields) {
    guard fields[2] == ruleSet else { return }
    records += 1
    guard let subject = fields[0], let at = fields.instant(1), let outcome = fields[4] else {
      unreadable += 1
      return
    }
    guard at <= asOf else {
      inFuture += 1
      return
    }
    people.insert(subject)
    guard outcome != "fallback", let rule = fields[3] else { return }
    byRule[rule, default: [:]][subject, default: []].append(at)
  }
}

/// What people did, by person and kind of event.
struct PersonOutcomes {
  struct Event {
    let at: Instant
    let value: Double?
  }

  private var events: [String: [String: [Event]]] = [:]
  private(set) var (records, unreadable, inFuture) = (0, 0, 0)
  private let asOf: Instant

  init(asOf: Instant) { self.asOf = asOf }

  mutating func take(_ fields: MeasurementFields) {
    records += 1
    guard let subject = fields[0], let type = fields[1], let at = fields.instant(2) else {
      unreadable += 1
      return
    }
    guard at <= asOf else {
      inFuture += 1
      return
    }
    events[subject, default: [:]][type, default: []].append(Event(at: at, value: fields.number(3)))
  }

  func events(of subject: String, _ type: String) -> [Event] { events[subject]?[type] ?? [] }
}
