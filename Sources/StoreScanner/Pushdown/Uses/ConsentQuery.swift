import ConsentHistory
import DataStores
import GovernanceModel

/// Point-in-time consent as SQL (semantics section 3).
///
/// Every rule of the section becomes an interval: a negative is in force from its due instant until the first grant that lifts
/// it counts; a grant is live from when it counts until the first negative that is not before it. Both ends come from one
/// ordered pass over a person's events (window functions). A question asks which intervals hold its instant; only those that
/// no passing grant answers are asked why.
///
/// What is known to a day only is read twice, strictly and hopefully, as the kernel does: positives late and negatives early,
/// and the other way round. Where the two differ nobody can tell (`sameDay`).
struct ConsentQuery {
  private let dialect: SQLDialect
  private let lanes: LaneTable
  private let consents: PushedConsents
  /// Uses and events are exact: one reading is enough.
  private let isExact: Bool

  static let never = "9223372036854775807"

  init(_ consents: PushedConsents, _ lanes: LaneTable, usesAreExact: Bool, _ dialect: SQLDialect) {
    (self.consents, self.lanes, self.dialect) = (consents, lanes, dialect)
    isExact = consents.isExact && usesAreExact
  }

  /// What the questions of a query ask, so that it holds nothing that they do not.
  struct Asked: OptionSet {
    let rawValue: Int
    /// For consent.
    static let consent = Asked(rawValue: 1)
    /// For consent where a grant that passes may leave negatives in force.
    static let unplain = Asked(rawValue: 2)
    static let optOut = Asked(rawValue: 4)
    static let unsourced = Asked(rawValue: 8)

    /// How often the questions are looked through.
    var branches: Int { rawValue.nonzeroBitCount }
  }

  private enum Reading: String {
    case strict = ""
    case hopeful = "_h"
  }

  private var readings: [Reading] { isExact ? [.strict] : [.strict, .hopeful] }

  /// From the events to `spans`: for each event and lane when it counts and until when.
  func tables() throws(NotPushable) -> [NamedQuery] {
    let roles = lanes.rows.isEmpty ? ["(-1" + String(repeating: ", -1", count: 15) + ")"] : lanes.rows
    return [
      dialect.table("lanes", LaneTable.columns, roles), NamedQuery("events", consents.query),
      NamedQuery("parts", try parts()),
      NamedQuery("spans", spans(), isKept: true),
    ]
  }

  private func parts() throws(NotPushable) -> String {
    let known = "(CASE WHEN known = 1 AND rec > first THEN rec ELSE first END)"
    let knownLast = "(CASE WHEN known = 1 AND rec_last > last THEN rec_last ELSE last END)"
    let due = try byPeriod("grace", lanes.graces, from: known)
    let counts = "(CASE WHEN rec_fin > fin THEN rec_fin ELSE fin END)"
    var columns = [
      "s", "lane", "probe", "kind", "neg", "grants", "lifts", "lvl", "chan", "action", "fail", "broad", "lifting",
      "first", "fin", "proof", "CASE WHEN neg = 1 THEN last ELSE first END AS at",
      "CASE WHEN neg = 0 THEN \(counts) END AS counts", "CASE WHEN neg = 1 THEN \(due) END AS due",
      "coalesce(expires, \(Self.never)) AS expires",
      "coalesce(\(try byPeriod("age", lanes.ages, from: "fin", otherwise: "NULL")), \(Self.never)) AS aged",
    ]
    if !isExact {
      columns += [
        "CASE WHEN neg = 0 THEN CASE WHEN rec > first THEN rec ELSE first END END AS counts_h",
        "CASE WHEN neg = 1 THEN CASE WHEN \(due) > \(knownLast) THEN \(due) ELSE \(knownLast) END END AS due_h",
      ]
    }
    return "SELECT \(columns.joined(separator: ", ")) FROM events JOIN lanes ON lanes.words = events.words"
  }

  private func byPeriod(
    _ code: String, _ periods: [CalendarPeriod], from: String, otherwise: String? = nil
  ) throws(NotPushable) -> String {
    if otherwise == nil, periods.allSatisfy({ $0 == .zero }) { return from }
    var cases = ""
    for (index, period) in periods.enumerated() {
      cases += " WHEN \(index) THEN \(try dialect.adding(period, to: from))"
    }
    return cases.isEmpty ? otherwise ?? from : "(CASE \(code)\(cases) ELSE \(otherwise ?? from) END)"
  }

  /// In descending order, of one instant the negatives first: what precedes a grant are the negatives that end it, what
  /// precedes a negative the grants that are later.
  private func spans() -> String {
    let window = "(PARTITION BY s, lane ORDER BY at DESC, neg DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)"
    var columns: [String] = []
    for reading in readings {
      let (counts, due) = ("counts\(reading.rawValue)", "due\(reading.rawValue)")
      var lifted: [String] = []
      for (index, lifting) in lanes.liftings.enumerated() {
        let channel = lifting.needsChannel ? " AND chan = 1" : ""
        let lifter = "lifts = 1 AND lvl >= \(lifting.level)\(channel)"
        lifted.append("WHEN \(index) THEN min(CASE WHEN \(lifter) THEN \(counts) END) OVER \(window)")
      }
      let until = lifted.isEmpty ? "NULL" : "CASE lifting \(lifted.joined(separator: " ")) END"
      columns.append("coalesce(\(until), \(Self.never)) AS lifted\(reading.rawValue)")
      columns.append("coalesce(min(\(due)) OVER \(window), \(Self.never)) AS ended\(reading.rawValue)")
    }
    // Wide rows are slow to sort and to keep.
    var kept = [
      "s", "probe", "kind", "neg", "grants", "lvl", "chan", "action", "fail", "broad", "first", "fin", "proof",
      "counts",
      "due", "expires", "aged",
    ]
    if !isExact { kept += ["counts_h", "due_h"] }
    return "SELECT \((kept + columns).joined(separator: ", ")) FROM parts"
  }

  // MARK: - Asking

  /// From `asked` to `judged`. `asked` has the columns `s`, `probe`, `first`, `last`, `optout`, `plain`, `unsourced`; `judged`
  /// has all its rows that are not valid, with the `code` of their verdict (``VerdictCodes``).
  func questions(_ asked: Asked) -> [NamedQuery] {
    let passing = "grants = 1 AND kind = 0 AND fail < 0 AND broad = 0"
    let passes =
      isExact
      ? "SELECT s, probe, counts AS since, least_of AS until FROM (SELECT s, probe, counts, "
        + "\(least("ended", "expires", "aged")) AS least_of FROM spans WHERE \(passing)) AS p WHERE counts < least_of"
      : "SELECT s, probe, counts AS since, ended, \(least("expires", "aged")) AS until FROM spans WHERE \(passing)"
    let holds =
      "p.s = q.s AND p.probe = q.probe AND p.since <= q.first AND q.first < p.until"
      + (isExact ? "" : " AND q.last < p.ended")
    let isPassed = "EXISTS (SELECT 1 FROM passes AS p WHERE \(holds))"
    let isForbidden =
      "EXISTS (SELECT 1 FROM spans AS n WHERE n.s = q.s AND n.probe = q.probe AND n.neg = 1 AND n.kind < 2 "
      + "AND n.due <= q.last AND q.first < n.lifted)"
    let branches = Self.branches(asked, isPassed: isPassed, isForbidden: isForbidden)
    let bad = branches.map { "SELECT q.* FROM asked AS q WHERE \($0)" }.joined(separator: "\nUNION ALL\n")
    var tables = [
      NamedQuery("passes", passes, isKept: asked.contains(.unplain)),
      NamedQuery("bad", "SELECT b.*, \(dialect.rowNumber) AS id FROM (\(bad)) AS b", isKept: true),
    ]
    for reading in readings { tables.append(NamedQuery("why\(reading.rawValue)", reasons(reading))) }
    tables.append(NamedQuery("judged", judged))
    return tables
  }

  /// Which questions may be answered badly, by what they ask.
  private static func branches(_ asked: Asked, isPassed: String, isForbidden: String) -> [String] {
    var branches: [String] = []
    if asked.contains(.consent) { branches.append("q.optout = 0 AND NOT \(isPassed)") }
    if asked.contains(.unplain) { branches.append("q.optout = 0 AND q.plain = 0 AND \(isForbidden) AND \(isPassed)") }
    if asked.contains(.optOut) { branches.append("q.optout = 1 AND q.unsourced = 0 AND \(isForbidden)") }
    if asked.contains(.unsourced) { branches.append("q.optout = 1 AND q.unsourced = 1") }
    return branches.isEmpty ? ["1 = 0"] : branches
  }

  /// Of all intervals that hold the instant of a question the one that decides.
  private func reasons(_ reading: Reading) -> String {
    let suffix = reading.rawValue
    let (positive, negative) = reading == .strict ? ("first", "last") : ("last", "first")
    let isForbidden = "neg = 1 AND w.kind < 2 AND w.due\(suffix) <= q.\(negative) AND q.\(positive) < w.lifted\(suffix)"
    let isLive = "grants = 1 AND w.counts\(suffix) <= q.\(positive) AND q.\(negative) < w.ended\(suffix)"
    let failure =
      "CASE WHEN fail >= 0 THEN fail WHEN q.first >= w.expires THEN 4 WHEN q.first >= w.aged THEN 5 "
      + "WHEN broad = 1 THEN 6 ELSE -1 END"
    return """
      SELECT id, code FROM (
        SELECT id, code, row_number() OVER (
          PARTITION BY id ORDER BY turn, at DESC, lvl DESC, chan DESC, \(dialect.byteOrdered("proof")), code) AS place
        FROM (
          SELECT q.id, CASE WHEN w.kind = 0 THEN 0 ELSE 1 END AS turn,
            CASE WHEN w.kind = 0 THEN w.first ELSE 0 END AS at, 0 AS lvl, 0 AS chan, '' AS proof,
            CASE WHEN w.kind = 0 THEN \(VerdictCodes.negatives) + w.action ELSE \(VerdictCodes.useTooCoarse) END AS code
          FROM bad AS q JOIN spans AS w ON w.s = q.s AND w.probe = q.probe AND \(isForbidden)
          UNION ALL
          SELECT id, CASE WHEN kind > 0 THEN 2 + kind WHEN failure < 0 THEN 2 ELSE 3 END, fin, lvl, chan, proof,
            CASE WHEN kind > 0 THEN \(VerdictCodes.elsewhere) + kind WHEN failure < 0 THEN 0
              ELSE \(VerdictCodes.failures) + failure END
          FROM (
            SELECT q.id, w.kind, w.fin, w.lvl, w.chan, w.proof, \(failure) AS failure
            FROM bad AS q JOIN spans AS w ON w.s = q.s AND w.probe = q.probe AND \(isLive)) AS g
        ) AS c
      ) AS r WHERE place = 1
      """
  }

  private var judged: String {
    func code(_ why: String) -> String {
      "coalesce(\(why).code, CASE WHEN q.optout = 0 THEN \(VerdictCodes.noRecord) ELSE 0 END)"
    }
    let strict = code("why")
    var (told, joins) = (strict, "LEFT JOIN why ON why.id = q.id")
    if !isExact {
      let hopeful = code("why_h")
      told =
        "CASE WHEN \(Self.verdict(strict)) = \(Self.verdict(hopeful)) THEN \(strict) ELSE \(VerdictCodes.sameDay) END"
      joins += " LEFT JOIN why_h ON why_h.id = q.id"
    }
    return "SELECT q.*, \(told) AS code FROM bad AS q \(joins)"
  }

  /// 0 valid, 1 unverifiable, 2 a violation.
  private static func verdict(_ code: String) -> String {
    "(CASE WHEN \(code) = 0 THEN 0 WHEN \(code) < \(VerdictCodes.firstViolation) THEN 1 ELSE 2 END)"
  }

  private func least(_ columns: String...) -> String {
    dialect == .sqlite ? "min(\(columns.joined(separator: ", ")))" : "least(\(columns.joined(separator: ", ")))"
  }
}

/// Verdicts as numbers in queries: 0 is compliant, up to 9 are unverifiable, from 10 on violations.
struct VerdictCodes {
  static let sameDay = 1
  static let useTooCoarse = 2
  static let unknownAttribute = 3
  static let noOptOutSource = 4
  static let profileChangedSince = 5
  static let noTimestamp = 6
  static let opaque = 7
  static let firstViolation = 10
  /// Plus the place of the action.
  static let negatives = 10
  /// Plus the place of the failure.
  static let failures = 30
  /// Plus 2 for another channel, 3 for another controller.
  static let elsewhere = 40
  static let noRecord = 44
  static let notEligible = 45
  static let stale = 46
  private static let firstOther = 50

  /// Verdicts that follow from a key alone.
  private var others: [Verdict] = []

  mutating func code(_ verdict: Verdict) -> Int {
    if verdict == .compliant { return 0 }
    if let known = others.firstIndex(of: verdict) { return Self.firstOther + known }
    others.append(verdict)
    return Self.firstOther + others.count - 1
  }

  func verdict(_ code: Int) -> Verdict {
    switch code {
    case 0: .compliant
    case Self.sameDay: .unverifiable(.sameDay)
    case Self.useTooCoarse: .unverifiable(.useTooCoarse)
    case Self.unknownAttribute: .unverifiable(.unknownAttribute)
    case Self.noOptOutSource: .unverifiable(.noOptOutSource)
    case Self.profileChangedSince: .unverifiable(.profileChangedSince)
    case Self.noTimestamp: .unverifiable(.noTimestamp)
    case Self.opaque: .unverifiable(.opaque)
    case Self.elsewhere + 2: .violation(.wrongChannel)
    case Self.elsewhere + 3: .violation(.wrongController)
    case Self.noRecord: .violation(.noRecord)
    case Self.notEligible: .violation(.notEligible)
    case Self.stale: .violation(.stale)
    case Self.firstOther...: others[code - Self.firstOther]
    case Self.failures...: .violation(ConsentProbe.failures[code - Self.failures])
    default: .violation(ConsentProbe.reason(ofAction: UInt16(code - Self.negatives)))
    }
  }
}
