import ConsentHistory
import DataStores
import GovernanceModel
import PolicyEngine

extension UseLogCheck: PushableCheck {
  func pushed(_ site: PushSite) throws(NotPushable) -> CheckResult {
    guard logged == nil else { throw NotPushable("its uses carry values of the attributes that judge them") }
    guard let log = source.collection.uses else { throw NotPushable("it is no use log") }
    try site.session.survey([source.collection.subject, log.at.column], in: site.table)
    let words = try WordCombinations<UseKeyReader.Part>(
      [
        .use: log.use, .channel: log.channel, .controller: log.controller, .basis: log.basis,
        .attributes: log.attributes.map { ColumnOrConstant(column: $0) },
      ], at: site)
    let keys = try (0..<words.count).map { (index) throws(NotPushable) -> UseKey? in
      let own = words.words(index)
      if let attributes = own[.attributes], LoggedObject.isMeant(by: attributes.utf8Span.span) {
        throw NotPushable("its uses carry objects of attributes")
      }
      return self.keys.key(own)
    }
    let at = try site.instant(self.at.source)
    let uses = try UsePushdown(site, rules, usesAreExact: at.isExact, keys: keys)
    let code = words.combinations.lookup(keys.enumerated().map { $0.element == nil ? nil : $0.offset })
    let last = at.isExact ? at.start : "CASE WHEN \(at.end) > \(at.start) THEN \(at.end) - 1 ELSE \(at.start) END"
    let rule = self.rule.map { _ in log.rule.map { "r." + site.dialect.quoted($0) } ?? "0" } ?? "CAST(NULL AS BIGINT)"
    let rows =
      "SELECT \(uses.subject.key) AS s, \(at.start) AS first, \(last) AS last, \(at.end) AS fin, \(code) AS words, "
      + "\(rule) AS rule_id FROM \(try site.rows())" + (since == .min ? "" : " WHERE \(at.end) > \(since)")
    let tallies = try uses.tallies(rows)
    let isSomebody = "\(uses.subject.key) IS NOT NULL"
    let isRead = "\(at.start) IS NOT NULL AND \(code) IS NOT NULL"
    let dates = site.plan.countsDates ? RowDatesSQL(at, site, isCounted: isSomebody) : nil
    let unheard = keys.map(self.keys.isUnheard)
    let isAll = dates == nil && since == .min && !unheard.contains(true)
    let whole = isAll ? site.rowsIfWhole([source.collection.subject, log.at.column], keys, at) : nil
    let isNew = since == .min ? "" : " AND \(at.end) > \(since)"
    let counts = try site.counts(
      of: whole,
      [
        "\(isSomebody) AND \(isRead)\(isNew)", "\(uses.subject.key) IS NULL", "\(isSomebody) AND NOT (\(isRead))",
        "\(isSomebody) AND \(isRead)\(isNew) AND \(words.combinations.isAmong(unheard))",
      ] + (dates?.conditions ?? []))
    var faults = UseFaults()
    (faults.noSubject, faults.unreadable, faults.unknownChannel) = (counts[1], counts[2], counts[3])
    var result = CheckResult(
      observations: try uses.observations(tallies) { [rule = self.rule] value in
        value.word.map { rule?.source.values[$0] ?? $0 }
      },
      countedGaps: faults.gaps(source.name, "uses") + uses.gaps, examined: counts[0])
    result.dates = dates.map { $0.dates(Array(counts[4...])) }
    return result
  }
}

extension UsePushdown {
  /// Counts by what is told, verdict and rule.
  ///
  /// - Parameter rows: a query of `s`, `first`, `last`, `fin`, `words` and `rule_id`, one row a use.
  fileprivate func tallies(_ rows: String) throws(NotPushable) -> [PushedTally] {
    guard !duties.rows.isEmpty else { return [] }
    let (joins, isInScope) = duties.scope(at: "u.first")
    var (tables, parts) = ([NamedQuery](), [String]())
    let consent = try consentTables()
    tables += [duties.table(site.dialect)] + duties.people.tables + consent.before
    tables += [
      NamedQuery("uses", rows),
      NamedQuery(
        "due",
        """
        SELECT u.s, u.first, u.last, u.fin, u.rule_id, d.* FROM uses AS u JOIN duties AS d ON d.words = u.words\(joins)
        WHERE u.s IS NOT NULL AND u.first IS NOT NULL AND d.since <= u.first AND u.first < d.until AND \(isInScope)
        """,
        isKept: duties.asked.branches + duties.eligible.count + duties.fresh.count + (duties.hasSettled ? 1 : 0) > 1),
    ]
    let columns = "told AS k0, \(Self.weighed) AS k1, rule_id AS k2, s, first AS a, first AS b"
    if duties.hasProbes {
      tables.append(NamedQuery("asked", "SELECT * FROM due WHERE probe >= 0"))
      tables += consent.after
      parts.append("SELECT \(columns) FROM judged")
    }
    if duties.hasSettled {
      parts.append(
        "SELECT told AS k0, settled AS k1, rule_id AS k2, s, first AS a, first AS b FROM due WHERE settled > 0")
    }
    for (duty, condition) in duties.eligible {
      let code = condition.code(at: "u.first", ifChanged: VerdictCodes.profileChangedSince)
      parts.append(
        "SELECT \(columns) FROM (SELECT u.*, \(code) AS code FROM due AS u\(condition.join("u")) WHERE duty = \(duty)) AS e"
      )
    }
    for (duty, table, period) in duties.fresh {
      let stale = try site.dialect.adding(period, to: "\(table).fin")
      let code =
        "CASE WHEN \(table).start IS NULL THEN \(VerdictCodes.noTimestamp) WHEN \(table).start > u.fin "
        + "THEN \(VerdictCodes.profileChangedSince) WHEN \(stale) <= u.first THEN \(VerdictCodes.stale) ELSE 0 END"
      parts.append(
        "SELECT \(columns) FROM (SELECT u.*, \(code) AS code FROM due AS u LEFT JOIN \(table) ON \(table).s = u.s "
          + "WHERE duty = \(duty)) AS f")
    }
    guard !parts.isEmpty else { return [] }
    let told = "SELECT * FROM (\(parts.joined(separator: "\nUNION ALL\n"))) AS t WHERE k1 <> 0"
    return try TallyQuery(tables: tables, rows: told, keys: 3, subject: subject)
      .run(site.session, sample: site.plan.sampleSize)
  }
}
