import ConsentHistory
import DataStores
import GovernanceModel
import Predicates

/// What duties ask of profiles, as tables of one row a person that uses are joined with.
struct PersonTables {
  private(set) var tables: [NamedQuery] = []
  private let site: PushSite
  private let rules: UseRules
  private let isText: Bool
  private var known: [String: Condition] = [:]

  /// A table of `s`, `code` and `changed`, and what holds of people without a row.
  struct Condition {
    /// Nil: the same of everybody.
    let name: String?
    let standard: Int

    /// `LEFT JOIN` with a table of `s`.
    func join(_ other: String) -> String { name.map { " LEFT JOIN \($0) ON \($0).s = \(other).s" } ?? "" }

    /// The outcome at an instant; `ifChanged` where the profile changed since.
    func code(at instant: String, ifChanged: Int) -> String {
      guard let name else { return String(standard) }
      return "(CASE WHEN \(name).changed > \(instant) THEN \(ifChanged) ELSE coalesce(\(name).code, \(standard)) END)"
    }
  }

  init(_ site: PushSite, _ rules: UseRules, isText: Bool) {
    (self.site, self.rules, self.isText) = (site, rules, isText)
  }

  /// 1 for people in scope, 0 for others.
  mutating func scope(_ predicate: Int, appliesWhenUnknown: Bool) throws(NotPushable) -> Condition {
    try condition(predicate, "scope\(predicate)_\(appliesWhenUnknown ? 1 : 0)") { truth, _ in
      (appliesWhenUnknown ? truth != .false : truth == .true) ? 1 : 0
    }
  }

  /// ``VerdictCodes`` of who is eligible.
  mutating func eligibility(_ predicate: Int) throws(NotPushable) -> Condition {
    try condition(predicate, "eligible\(predicate)") { truth, isOpen in
      switch truth {
      case .true: 0
      case .false: VerdictCodes.notEligible
      case .unknown: isOpen ? VerdictCodes.opaque : VerdictCodes.notEligible
      }
    }
  }

  private mutating func condition(
    _ predicate: Int, _ name: String, _ code: (Truth, Bool) -> Int
  ) throws(NotPushable) -> Condition {
    if let known = known[name] { return known }
    guard let (table, isOpen) = rules.truths.rowCondition(predicate) else {
      throw NotPushable("a condition turns on the instant or on several tables")
    }
    let standard = code(rules.truths.evaluate(predicate, values: []), isOpen)
    guard let table else {
      let made = Condition(name: nil, standard: standard)
      known[name] = made
      return made
    }
    let (profile, reads) = (site.plan.sources[table], rules.truths.reads(of: predicate, in: table))
    let values = try Combinations(reads.map(\.place.column), in: profile.collection.name, of: site.session)
    let codes = values.values.map { row in
      let known = zip(reads, row).map { (path: $0.path, value: $1.value, zone: $0.place.zone) }
      return Optional(code(rules.truths.evaluate(predicate, values: known), isOpen))
    }
    var changes: [String] = []
    for column in Set(reads.compactMap(\.place.updatedAt)).sorted(by: { $0.column < $1.column }) {
      changes.append("coalesce(\(try instant(column, profile).start), \(Int64.min + 1))")
    }
    let changed = site.dialect.greatest(changes) ?? "CAST(NULL AS BIGINT)"
    tables.append(NamedQuery(name, try rows(profile, "\(values.lookup(codes)) AS code, \(changed) AS changed")))
    let made = Condition(name: name, standard: standard)
    known[name] = made
    return made
  }

  /// A table of `s`, `start` and `fin`: when a profile value was last updated.
  mutating func updates(_ place: Int) throws(NotPushable) -> String {
    let (name, update) = ("updated\(place)", rules.updates.places[place])
    if !tables.contains(where: { $0.name == name }) {
      let profile = site.plan.sources[update.source]
      let at = try instant(update.column, profile)
      tables.append(NamedQuery(name, try rows(profile, "\(at.start) AS start, \(at.end) AS fin")))
    }
    return name
  }

  private func instant(_ column: InstantColumn, _ profile: AuditPlan.Source) throws(NotPushable) -> InstantSQL {
    guard profile.columns.contains(column.column) else {
      throw NotPushable("a profile lacks the column of its changes")
    }
    return try site.session.instant(column, in: profile.collection.name, zone: profile.dataset.zone)
  }

  /// - Throws: where a person has several rows, of which the last one read counts.
  private func rows(_ profile: AuditPlan.Source, _ columns: String) throws(NotPushable) -> String {
    guard profile.store == site.source.store else { throw NotPushable("a profile lies in another store") }
    let table = profile.collection.name
    let key = try site.session.subject(profile.collection.subject, in: table, asText: isText).key
    let people = "\(site.session.store.reference(to: table)) AS r WHERE \(key) IS NOT NULL"
    let repeated = try site.session.prepare("SELECT count(*) - count(DISTINCT \(key)) FROM \(people)")
    guard repeated.first?.first?.integer == 0 else { throw NotPushable("a person has several profiles") }
    return "SELECT \(key) AS s, \(columns) FROM \(people)"
  }
}

extension SQLDialect {
  /// The largest of some expressions that are not NULL; nil for none.
  fileprivate func greatest(_ expressions: [String]) -> String? {
    guard expressions.count > 1 else { return expressions.first }
    return (self == .sqlite ? "max(" : "greatest(") + expressions.joined(separator: ", ") + ")"
  }
}
