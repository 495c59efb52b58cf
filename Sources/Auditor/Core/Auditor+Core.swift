internal import GovernanceModel
internal import PersonalizationCore
internal import PolicyEngine
internal import Predicates
internal import RuleSets

extension Auditor {
  /// Fits every model that the rules ask for, from people of whom the guard lets a rule with that model be used, and puts
  /// them into the store.
  public func fitModels(progress: (Int) -> Void) throws -> CoreTable {
    let core = try CoreProject(project, at: asOf, models: false)
    var fits:
      [String: (rules: [(point: DecisionPoint, id: String, from: [String])], fitting: ModelFitting, people: Int)] = [:]
    for (point, set) in zip(core.points, core.ruleSets) {
      for rule in set.rules {
        guard let key = rule.plan?.model else { continue }
        fits[key.name, default: ([], ModelFitting(key), 0)].rules.append((point, rule.id, key.from))
      }
    }
    let subjects = try core.store.subjects(asOf: asOf)
    for (number, subject) in subjects.enumerated() {
      let person = try core.person(subject, at: asOf).person
      for name in fits.keys {
        guard let fit = fits[name],
          let rule = fit.rules.first(where: { $0.point.mayUse($0.id, for: person, at: asOf) })
        else { continue }
        fits[name]?.people += 1
        fits[name]?.fitting.add(person.events.events(of: rule.from, until: asOf))
      }
      if number % 100 == 99 { progress(number + 1) }
    }
    var table = CoreTable("models fitted as of \(asOf)", ["model", "people", "items", "neighbours"])
    for (name, fit) in fits.sorted(by: { $0.key < $1.key }) {
      let lists = fit.fitting.lists()
      try core.store.setModel(name, lists)
      table.rows.append([
        .text(name), .count(fit.people), .count(lists.neighbours.count),
        .count(lists.neighbours.values.reduce(0) { $0 + $1.count }),
      ])
    }
    table.notes.append("  of \(subjects.count) people; those of whom the guard lets no such rule be used were left out")
    return table
  }

  /// How many people each segment and each rule's audience holds, and of how many the guard lets the rule be used now.
  public func segments(only id: String? = nil, progress: (Int) -> Void) throws -> CoreTable {
    let core = try CoreProject(project, at: asOf, models: false)
    var table = CoreTable("segments and audiences as of \(asOf)", ["set", "segment", "people", "allowed", "refused"])
    var counts: [[SegmentCount]] = core.ruleSets.map { set in
      set.segments.keys.sorted().map { SegmentCount(segment: $0) } + set.rules.map { SegmentCount(rule: $0.id) }
    }
    if let id { for set in counts.indices { counts[set].removeAll { $0.name != id } } }
    guard counts.contains(where: { !$0.isEmpty }) else {
      let known = core.ruleSets.flatMap { Array($0.segments.keys) + $0.rules.map(\.id) }
      throw Failure.notFound(
        "no rule set of the core has a segment or rule `\(id ?? "")`",
        help: nearestName(to: id ?? "", among: known).map { "did you mean `\($0)`?" })
    }
    let subjects = try core.store.subjects(asOf: asOf)
    for (number, subject) in subjects.enumerated() {
      let person = try core.person(subject, at: asOf).person
      for (set, point) in core.points.enumerated() {
        for index in counts[set].indices { counts[set][index].add(person, point, at: asOf) }
      }
      if number % 100 == 99 { progress(number + 1) }
    }
    for (set, counted) in zip(core.ruleSets, counts) {
      for count in counted {
        table.rows.append([
          .text(set.id), .text(count.name), .count(count.people),
          count.isRule ? .count(count.allowed) : .none, count.isRule ? .count(count.people - count.allowed) : .none,
        ])
      }
    }
    table.notes.append("  of \(subjects.count) people")
    return table
  }

  /// Runs one rule for everyone it is meant for: who is served, who waits, who is refused and why. What is served goes to the
  /// log when it is recorded.
  public func run(rule id: String, isRecorded: Bool, progress: (Int) -> Void) throws -> CoreTable {
    let core = try CoreProject(project, at: asOf)
    guard core.ruleSets.contains(where: { $0.rules.contains { $0.id == id } }) else { throw Self.noRule(id, in: core) }
    var outcomes: [String: Int] = [:]
    var waiting: [(decision: Decision, person: Person)] = []
    func write() throws {
      try core.log.append(waiting.map(\.decision), of: waiting.map(\.person))
      waiting = []
    }
    let subjects = try core.store.subjects(asOf: asOf)
    for (number, subject) in subjects.enumerated() {
      let person = try core.person(subject, at: asOf).person
      var request = DecisionRequest(at: asOf)
      request.rule = id
      guard let decision = core.decide(for: person, request) else { continue }
      for outcome in Self.outcomes(of: decision) { outcomes[outcome, default: 0] += 1 }
      let isMeant = decision.outcome != .fallback || !decision.refused.isEmpty || !decision.held.isEmpty
      if isRecorded, isMeant { waiting.append((decision, person)) }
      if waiting.count == Self.batch { try write() }
      if number % 100 == 99 { progress(number + 1) }
    }
    try write()
    var table = CoreTable("\(id) as of \(asOf)" + (isRecorded ? "" : ", not recorded"), ["outcome", "people"])
    table.rows = outcomes.sorted { $0.key < $1.key }.map { [.text($0.key), .count($0.value)] }
    table.notes.append("  of \(subjects.count) people; who is refused for several reasons is counted under each")
    return table
  }

  /// Decisions of one transaction.
  private static let batch = 1_000

  private static func outcomes(of decision: Decision) -> [String] {
    if decision.outcome != .fallback {
      let what = [decision.offering?.content, decision.offering?.step.map { "(\($0))" }].compactMap { $0 }
      return [
        (["served", decision.outcome == .generalised ? "coarser" : nil].compactMap { $0 } + what).joined(separator: " ")
      ]
    }
    let refused = Set(decision.refused.map { "refused: \($0.control ?? "rule"), \($0.verdict.reason?.rawValue ?? "")" })
    let held = decision.held.map { "held: \($0.held.reason.rawValue)" }
    return refused.isEmpty && held.isEmpty ? ["not in the audience"] : refused.sorted() + held
  }

  /// Whether one decision was served alike in every channel, by the log.
  public func consistency() throws -> CoreTable {
    let core = try CoreProject(project, at: asOf, models: false)
    var audit = ConsistencyAudit(core.ruleSets)
    for (subject, served) in try core.log.servings() { audit.examine(served, of: subject) }
    var table = CoreTable(
      "decisions that were not served alike", ["subject", "set", "decision", "first", "at", "channels"])
    table.rows = audit.found.prefix(100).map { one in
      [
        .text(one.subject), .text(one.ruleSet), .text(one.decision), .text("\(one.first)"), .text("\(one.at)"),
        .text(one.channels.joined(separator: ", ")),
      ]
    }
    table.notes.append("  \(audit.examined) decisions, served \(audit.servings) times, \(audit.found.count) not alike")
    table.isAlarming = !audit.found.isEmpty
    return table
  }
}

/// People of one segment or audience.
private struct SegmentCount {
  let name: String
  let isRule: Bool
  var people = 0
  var allowed = 0

  init(segment: String) { (name, isRule) = (segment, false) }
  init(rule: String) { (name, isRule) = (rule, true) }

  mutating func add(_ person: Person, _ point: DecisionPoint, at now: Instant) {
    guard isRule ? point.isMeant(name, for: person, at: now) : point.isMember(person, of: name, at: now) else { return }
    people += 1
    if isRule, point.mayUse(name, for: person, at: now) { allowed += 1 }
  }
}
