import ConsentHistory
import DataStores
import GovernanceModel
import PolicyEngine

/// The duties of the keys of a log, as rows that the engine joins with uses.
struct DutyTable {
  /// What makes one observation, apart from rule and verdict.
  struct Told: Hashable {
    let pack: String
    let control: String
    let locus: Locus
  }

  static let columns =
    "words, told, duty, probe, optout, plain, unsourced, settled, lacks, since, until"
  private(set) var rows: [String] = []
  private(set) var told: [(told: Told, parameters: [Parameter])] = []
  private(set) var codes = VerdictCodes()
  private(set) var people: PersonTables
  /// The conditions of scopes, by duty.
  private(set) var scopes: [(duty: Int, condition: PersonTables.Condition, isOpen: Bool)] = []
  private(set) var eligible: [(duty: Int, condition: PersonTables.Condition)] = []
  private(set) var fresh: [(duty: Int, table: String, period: CalendarPeriod)] = []
  private(set) var hasProbes = false
  private(set) var asked: ConsentQuery.Asked = []
  private(set) var hasSettled = false
  private var duties = 0

  /// - Parameters:
  ///   - keys: by code of words; nil for one that cannot be read.
  ///   - lanes: of all probes that the keys ask.
  init(
    _ keys: [UseKey?], _ rules: UseRules, subjectType: DataSubject?, lanes: ([Int]) throws(NotPushable) -> LaneTable,
    _ people: PersonTables
  ) throws(NotPushable) {
    self.people = people
    let found = keys.map { $0.map { rules.duties(of: $0, subjectType: subjectType) } ?? [] }
    var asked: Set<Int> = []
    for duty in found.joined() {
      switch duty.requirement {
      case .consent(let probe), .optOut(let probe, _): asked.insert(probe)
      default: break
      }
    }
    let lanes = try lanes(asked.sorted())
    for (code, duties) in found.enumerated() {
      for duty in duties { try add(duty, words: code, rules, lanes) }
    }
  }

  private mutating func add(
    _ duty: Duty, words: Int, _ rules: UseRules, _ lanes: LaneTable
  ) throws(NotPushable) {
    guard duty.atoms.isEmpty else { throw NotPushable("a condition asks for consent") }
    let obligation = rules.rules[duty.rule].obligation
    let own = Told(pack: obligation.pack, control: obligation.control.id, locus: duty.locus)
    let place = told.firstIndex { $0.told == own } ?? told.count
    if place == told.count { told.append((own, obligation.control.requirement.parameters)) }
    var (probe, isOptOut, isUnsourced, settled) = (-1, false, false, 0)
    switch duty.requirement {
    case .consent(let number): probe = number
    case .optOut(let number, let isSourced): (probe, isOptOut, isUnsourced) = (number, true, !isSourced)
    case .eligibility(let predicate): eligible.append((duties, try people.eligibility(predicate)))
    case .freshness(let update, let logged, let period):
      guard let update, logged == nil else { throw NotPushable("its uses carry the ages of what they read") }
      guard period.zone.isUTC else { throw NotPushable("periods are added in a local zone") }
      fresh.append((duties, try people.updates(update), period.period))
    case .settled(var verdict):
      if duty.lacksReads, case .violation = verdict { verdict = .unverifiable(.unknownAttribute) }
      settled = codes.code(verdict)
    }
    (hasProbes, hasSettled) = (hasProbes || probe >= 0, hasSettled || settled != 0)
    if let scope = duty.scope {
      scopes.append(
        (duties, try people.scope(scope, appliesWhenUnknown: duty.appliesWhenUnknown), duty.appliesWhenUnknown))
    }
    if probe >= 0 {
      if isOptOut {
        asked.insert(isUnsourced ? .unsourced : .optOut)
      } else {
        asked.insert(.consent)
        if !lanes.plain.contains(probe) { asked.insert(.unplain) }
      }
    }
    func flag(_ value: Bool) -> Int { value ? 1 : 0 }
    let numbers = [
      words, place, duties, probe, flag(isOptOut), flag(lanes.plain.contains(probe)), flag(isUnsourced), settled,
      flag(duty.lacksReads),
    ]
    let bounds = [max(duty.from, .min + 1), duty.until]
    rows.append("(" + (numbers.map(String.init) + bounds.map(String.init)).joined(separator: ", ") + ")")
    duties += 1
  }

  /// The duties as a table; of none a row that no use has.
  func table(_ dialect: SQLDialect) -> NamedQuery {
    let rows = rows.isEmpty ? ["(-1, 0, -1, -1, 0, 0, 0, 0, 0, 0, 0)"] : rows
    return dialect.table("duties", Self.columns, rows)
  }

  /// True of the rows in scope of a join of `u` (uses) and `d` (duties), and what must be joined for that.
  ///
  /// - Parameter instant: at which a changed profile leaves the scope open.
  func scope(at instant: String) -> (joins: String, condition: String) {
    guard !scopes.isEmpty else { return ("", "1 = 1") }
    var names: Set<String> = []
    let joins = scopes.compactMap { scope in
      scope.condition.name.flatMap { names.insert($0).inserted ? scope.condition.join("u") : nil }
    }
    let cases = scopes.map { "WHEN \($0.duty) THEN \($0.condition.code(at: instant, ifChanged: $0.isOpen ? 1 : 0))" }
    return (joins.joined(), "CASE d.duty \(cases.joined(separator: " ")) ELSE 1 END = 1")
  }
}
