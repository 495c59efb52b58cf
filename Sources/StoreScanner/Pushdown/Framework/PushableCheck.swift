import DataStores
import GovernanceModel

/// A check that can be asked of an engine: the same observations as by ``CheckOperator/finish(_:)``, and nothing is read.
protocol PushableCheck: CheckOperator {
  /// - Throws: ``NotPushable`` where the engine cannot be asked, or SQL cannot say it exactly.
  func pushed(_ site: PushSite) throws(NotPushable) -> CheckResult
}

/// Where a check is pushed down: a store, a collection of it, and whose rows count.
struct PushSite {
  let session: PushdownSession
  let plan: AuditPlan
  /// Index into the plan's sources.
  let index: Int
  /// The people whom the obligation is for; nil for everybody.
  let scope: PeopleInScope?
  /// The use logs of the audit that tell whose profile is kept too long and used nevertheless.
  var overdueLogs: [Int] = []

  var source: AuditPlan.Source { plan.sources[index] }
  var table: String { source.collection.name }
  var dialect: SQLDialect { session.dialect }
  var zone: ZoneRules { source.dataset.zone }
  var asOf: Int64 { plan.asOf.microseconds }

  /// The rows that count, as `FROM` takes them.
  func rows() throws(NotPushable) -> String {
    let table = session.store.reference(to: table)
    guard let scope else { return "\(table) AS r" }
    return "(SELECT * FROM \(table) WHERE \(try condition(scope))) AS r"
  }

  func subject() throws(NotPushable) -> SubjectSQL { try session.subject(source.collection.subject, in: table) }

  func instant(_ column: InstantColumn) throws(NotPushable) -> InstantSQL {
    try session.instant(column, in: table, zone: zone)
  }

  /// How many rows there are, where it is known without looking that each has a subject, an instant and words that are read.
  func rowsIfWhole(_ columns: [String?], _ keys: [UseKey?], _ at: InstantSQL) -> Int? {
    guard scope == nil, !at.hasUnreadable, keys.allSatisfy({ $0 != nil }), columns.allSatisfy({ $0 != nil }) else {
      return nil
    }
    return session.rowsIfWhole(columns.compactMap { $0 }, in: table)
  }

  /// How many rows meet each condition.
  ///
  /// - Parameter whole: how many rows there are, if it is known that all of them meet the first and none any other.
  func counts(of whole: Int? = nil, _ conditions: [String]) throws(NotPushable) -> [Int] {
    if let whole { return conditions.indices.map { $0 == 0 ? whole : 0 } }
    let sums = conditions.map { "CAST(coalesce(sum(CASE WHEN \($0) THEN 1 ELSE 0 END), 0) AS BIGINT)" }
    let row = try session.count("SELECT \(sums.joined(separator: ", ")) FROM \(try rows())").first
    return row?.map(\.integer) ?? conditions.map { _ in 0 }
  }

  /// A query of the cells of ``TallyQuery``: one row for each row of the collection for which `cell` is not NULL.
  func cells(_ cell: String, subject: SubjectSQL, from: String = "CAST(NULL AS BIGINT)", to: String? = nil)
    throws(NotPushable) -> String
  {
    "SELECT k0, s, a, b FROM (SELECT \(cell) AS k0, \(subject.key) AS s, \(from) AS a, \(to ?? from) AS b "
      + "FROM \(try rows())) AS q WHERE k0 IS NOT NULL"
  }

  /// A tally for each value of `cell`.
  func tallies(_ cell: String, from: String = "CAST(NULL AS BIGINT)", to: String? = nil) throws(NotPushable)
    -> [PushedTally]
  {
    let subject = try subject()
    let rows = try cells(cell, subject: subject, from: from, to: to)
    return try TallyQuery(rows: rows, subject: subject).run(session, sample: plan.sampleSize)
  }
}
