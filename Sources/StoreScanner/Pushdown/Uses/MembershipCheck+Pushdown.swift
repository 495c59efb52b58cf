import ConsentHistory
import DataStores
import GovernanceModel
import PolicyEngine

extension MembershipCheck: PushableCheck {
  func pushed(_ site: PushSite) throws(NotPushable) -> CheckResult {
    guard let table = source.collection.audience else { throw NotPushable("it is no audience") }
    try site.session.survey([source.collection.subject, table.entered.column], in: site.table)
    let words = try WordCombinations<UseKeyReader.Part>([.use: table.use, .channel: table.channel], at: site)
    let keys = (0..<words.count).map { self.keys.key(words.words($0)) }
    let entered = try site.instant(self.entered.source)
    let left = try table.left.map { column throws(NotPushable) in try site.instant(column) }
    let uses = try UsePushdown(site, rules, usesAreExact: true, keys: keys)
    guard entered.isExact, left?.isExact ?? true, uses.eventsAreExact else {
      throw NotPushable("some instants of stays or consents are known to a day only")
    }
    let code = words.combinations.lookup(keys.enumerated().map { $0.element == nil ? nil : $0.offset })
    let named = table.audience.column.map { "r." + site.dialect.quoted($0) } ?? "0"
    let isRead =
      "\(entered.start) IS NOT NULL AND \(code) IS NOT NULL"
      + (left.map { " AND NOT \($0.isUnreadable)" } ?? "")
    let rows = """
      SELECT \(uses.subject.key) AS s, \(entered.start) AS entered, \(left?.start ?? "CAST(NULL AS BIGINT)") AS gone,
        \(code) AS words, \(named) AS rule_id FROM \(try site.rows()) WHERE \(isRead)
      """
    let tallies = try uses.stays(rows)
    let isSomebody = "\(uses.subject.key) IS NOT NULL"
    let unheard = keys.map(self.keys.isUnheard)
    let isAll = left == nil && !unheard.contains(true)
    let whole = isAll ? site.rowsIfWhole([source.collection.subject, table.entered.column], keys, entered) : nil
    let counts = try site.counts(
      of: whole,
      [
        "\(isSomebody) AND \(isRead)", "\(uses.subject.key) IS NULL", "\(isSomebody) AND NOT (\(isRead))",
        "\(isSomebody) AND \(isRead) AND \(words.combinations.isAmong(unheard))",
      ])
    var faults = UseFaults()
    (faults.noSubject, faults.unreadable, faults.unknownChannel) = (counts[1], counts[2], counts[3])
    let audience = table.audience
    let observations = try uses.observations(tallies) { value in
      guard audience.column != nil else { return nil }
      return value.word.map { audience.values[$0] ?? $0 }
    }
    return CheckResult(
      observations: observations, countedGaps: faults.gaps(source.name, "memberships") + uses.gaps,
      examined: counts[0])
  }
}

extension UsePushdown {
  /// Counts by what is told, verdict and audience. A stay asks at its begin and wherever an answer can change within it.
  ///
  /// - Parameter rows: a query of `s`, `entered`, `gone`, `words` and `rule_id`, one row a stay.
  fileprivate func stays(_ rows: String) throws(NotPushable) -> [PushedTally] {
    guard !duties.rows.isEmpty else { return [] }
    let now = site.plan.asOf.microseconds
    let consent = try consentTables()
    let begin = "(CASE WHEN d.since > u.entered THEN d.since ELSE u.entered END)"
    let never = ConsentQuery.never
    let end = "(CASE WHEN d.until < \(never) AND coalesce(u.gone, \(never)) > d.until THEN d.until ELSE u.gone END)"
    let limit = "(CASE WHEN \(end) < \(now) THEN \(end) ELSE \(now) END)"
    let final = "(CASE WHEN \(end) - 1 < \(now) THEN \(end) - 1 ELSE \(now) END)"
    // A question of consent asks for the scope at its end, any other at its begin.
    let (joins, isInScope) = duties.scope(at: "(CASE WHEN d.probe >= 0 THEN \(limit) ELSE \(begin) END)")
    var tables = [duties.table(site.dialect)] + duties.people.tables + consent.before
    tables += [
      NamedQuery("stays", rows),
      NamedQuery(
        "due",
        """
        SELECT u.s, u.rule_id, d.*, \(begin) AS begun, \(limit) AS until_at, \(final) AS final_at,
          row_number() OVER (ORDER BY u.s) AS stay
        FROM stays AS u JOIN duties AS d ON d.words = u.words\(joins)
        WHERE u.s IS NOT NULL AND \(begin) <= \(now) AND (\(end) IS NULL OR \(begin) < \(end)) AND \(isInScope)
        """, isKept: true),
    ]
    var parts: [String] = []
    if duties.hasProbes {
      tables += breakpoints + consent.after + [NamedQuery("worst", worst)]
      parts.append(
        "SELECT told AS k0, \(Self.weighed) AS k1, rule_id AS k2, s, since_at AS a, till_at AS b FROM worst")
    }
    let columns = "told AS k0, \(Self.weighed) AS k1, rule_id AS k2, s, begun AS a, until_at AS b"
    if duties.hasSettled {
      parts.append(
        "SELECT told AS k0, settled AS k1, rule_id AS k2, s, begun AS a, until_at AS b FROM due WHERE settled > 0")
    }
    for (duty, condition) in duties.eligible {
      let code = condition.code(at: "u.begun", ifChanged: VerdictCodes.profileChangedSince)
      parts.append(
        "SELECT \(columns) FROM (SELECT u.*, \(code) AS code FROM due AS u\(condition.join("u")) WHERE duty = \(duty)) AS e"
      )
    }
    guard !parts.isEmpty else { return [] }
    guard duties.fresh.isEmpty else { throw NotPushable("the age of values is judged over stays") }
    let told = "SELECT * FROM (\(parts.joined(separator: "\nUNION ALL\n"))) AS t WHERE k1 <> 0"
    return try TallyQuery(tables: tables, rows: told, keys: 3, subject: subject)
      .run(site.session, sample: site.plan.sampleSize)
  }

  /// Each stay as questions: `asked`, with the instant after each in `then_at`.
  private var breakpoints: [NamedQuery] {
    let changes = ["counts", "due", "expires", "aged"].map { column in
      "SELECT s, probe, \(column) AS at FROM spans WHERE \(column) < \(ConsentQuery.never)"
    }
    let points = """
      SELECT stay, begun AS at FROM due WHERE probe >= 0
      UNION
      SELECT due.stay, changes.at FROM due JOIN changes ON changes.s = due.s AND changes.probe = due.probe
      WHERE changes.at > due.begun AND changes.at <= due.final_at
      """
    return [
      NamedQuery("changes", changes.joined(separator: "\nUNION\n")), NamedQuery("points", points),
      NamedQuery(
        "asked",
        """
        SELECT due.*, p.at AS first, p.at AS last, coalesce(p.then_at, due.until_at) AS then_at
        FROM (SELECT stay, at, lead(at) OVER (PARTITION BY stay ORDER BY at) AS then_at FROM points) AS p
        JOIN due ON due.stay = p.stay
        """, isKept: true),
    ]
  }

  /// The graver of the bad verdicts of a stay, the first of equals, and the ends of the time in which it holds.
  private var worst: String {
    """
    SELECT * FROM (
      SELECT j.*, row_number() OVER (PARTITION BY stay ORDER BY gravity DESC, first) AS place,
        min(first) OVER (PARTITION BY stay, gravity) AS since_at, max(then_at) OVER (PARTITION BY stay, gravity) AS till_at
      FROM (SELECT judged.*, CASE WHEN code >= \(VerdictCodes.firstViolation) THEN 2 WHEN code > 0 THEN 1 ELSE 0 END AS gravity
        FROM judged) AS j
    ) AS w WHERE place = 1
    """
  }
}
