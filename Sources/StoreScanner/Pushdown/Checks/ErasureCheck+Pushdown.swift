import DataStores
import GovernanceModel
import PolicyEngine

extension ErasureRegisterReader: PushableCheck {
  func pushed(_ site: PushSite) throws(NotPushable) -> CheckResult {
    let (at, subject) = (try site.instant(self.at.source), try site.subject())
    let tallies = try site.tallies("CASE WHEN \(at.start) IS NULL OR \(subject.key) IS NULL THEN 0 END")
    let told = self.site.observation(.unverifiable(.unreadableValue), tallies, cell: 0)
    let examined = try site.counts(["1 = 1"])[0]
    return CheckResult(observations: told.map { [$0] } ?? [], examined: examined)
  }
}

extension ErasureCheck: PushableCheck {
  func pushed(_ site: PushSite) throws(NotPushable) -> CheckResult {
    let registers = site.plan.sources.filter { $0.collection.erasures != nil }
    let own = site.source.collection
    let keys = try site.session.subjects(
      [(own.subject, own.name)] + registers.map { ($0.collection.subject, $0.collection.name) })
    var erasures: [String] = []
    for (key, register) in zip(keys.dropFirst(), registers) {
      guard register.store == site.source.store, let form = register.collection.erasures?.at else {
        throw NotPushable("a register of erasures lies in another store")
      }
      let at = try site.session.instant(form, in: register.collection.name, zone: register.dataset.zone)
      erasures.append(
        "SELECT \(key.key) AS s, \(at.start) AS erased, \(at.end) AS erased_end FROM "
          + "\(site.session.store.reference(to: register.collection.name)) AS r "
          + "WHERE \(key.key) IS NOT NULL AND \(at.start) IS NOT NULL")
    }
    let all = erasures.joined(separator: " UNION ALL ")
    let repeated = try site.session.prepare(
      "SELECT count(*) FROM (SELECT s FROM (\(all)) AS e GROUP BY s HAVING count(*) > 1) AS q")
    // Which of several erasures is told depends on the order of rows.
    guard repeated.first?.first?.integer == 0 else { throw NotPushable("a person was erased several times") }
    var present = String(site.asOf)
    if let usedAt {
      let at = try site.instant(usedAt.source)
      present = "(CASE WHEN \(at.start) > \(site.asOf) THEN \(site.asOf) ELSE \(at.start) END)"
    }
    var isNew = "1 = 0"
    if let created {
      let at = try site.instant(created.source)
      // A day that begins with the erasure may hold a record from before.
      isNew =
        "created_at >= erased_end AND NOT (created_at < created_end AND created_at = erased AND erased = erased_end)"
      return try judged(site, keys[0], all, present, isNew, (at.start, at.end))
    }
    return try judged(site, keys[0], all, present, isNew, ("CAST(NULL AS BIGINT)", "CAST(NULL AS BIGINT)"))
  }

  private func judged(
    _ site: PushSite, _ key: SubjectSQL, _ erasures: String, _ present: String, _ isNew: String,
    _ created: (start: String, end: String)
  ) throws(NotPushable) -> CheckResult {
    let due = try site.dialect.adding(requirement.within, to: "erased")
    let held =
      "SELECT \(key.key) AS s, \(present) AS present, \(created.start) AS created_at, \(created.end) AS created_end "
      + "FROM \(try site.rows())"
    let isKept = "erased <= \(site.asOf) AND NOT coalesce(\(isNew), 1 = 0) AND present >= \(due)"
    let query = TallyQuery(
      tables: [NamedQuery("erasures", erasures), NamedQuery("held", held)],
      rows: """
        SELECT k0, s, CASE WHEN k0 = 0 THEN erased END AS a, CASE WHEN k0 = 0 THEN erased END AS b FROM (
          SELECT CASE WHEN present IS NULL THEN 1 WHEN \(isKept) THEN 0 END AS k0, held.s AS s, erased
          FROM held JOIN erasures ON erasures.s = held.s) AS q WHERE k0 IS NOT NULL
        """, subject: key)
    let tallies = try query.run(site.session, sample: site.plan.sampleSize)
    let examined = try site.counts(["\(key.key) IS NOT NULL"])[0]
    let parameters = [Parameter("within", requirement.within.description)]
    let told = [
      self.site.observation(.violation(.notErased), tallies, cell: 0, parameters: parameters),
      self.site.observation(.unverifiable(.unreadableValue), tallies, cell: 1, parameters: parameters),
    ]
    return CheckResult(observations: told.compactMap { $0 }, examined: examined)
  }
}
