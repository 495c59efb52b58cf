import DataStores
import GovernanceModel
import PolicyEngine

extension RetentionCheck: PushableCheck {
  func pushed(_ site: PushSite) throws(NotPushable) -> CheckResult {
    let anchor = try site.instant(anchors.source)
    let end = try site.dialect.adding(requirement.maxAge, to: anchor.end)
    let cell =
      "CASE WHEN \(anchor.isAbsent) THEN 1 WHEN \(anchor.start) IS NULL THEN 2 WHEN \(end) <= \(site.asOf) THEN 0 END"
    let tallies = try site.tallies(cell, from: anchor.start)
    let examined = try site.counts(["\(anchor.start) IS NOT NULL"])[0]
    let parameters = Self.parameters(of: requirement)
    let observations = [
      self.site.observation(.violation(.keptTooLong), tallies, cell: 0, parameters: parameters),
      self.site.observation(.unverifiable(.noTimestamp), tallies, cell: 1, parameters: parameters),
      self.site.observation(.unverifiable(.unreadableValue), tallies, cell: 2, parameters: parameters),
    ]
    var counted = [self.site.counted(.violation(.keptTooLong), "of", examined)]
    if overdue != nil { counted += try alsoUsed(site, overdue: "\(end) <= \(site.asOf)") }
    return CheckResult(
      observations: observations.compactMap { $0 }, examined: examined, counted: counted)
  }

  /// How many of the overdue people each use log holds, which ``OverdueUseCheck`` tells otherwise.
  private func alsoUsed(_ site: PushSite, overdue: String) throws(NotPushable) -> [Counted] {
    var counted: [Counted] = []
    for source in site.overdueLogs.map({ site.plan.sources[$0] }) {
      guard source.store == site.source.store else { throw NotPushable("its use log lies in another store") }
      let (own, log) = (site.source.collection, source.collection)
      let keys = try site.session.subjects([(own.subject, own.name), (log.subject, log.name)])
      let row = try site.session.count(
        """
        SELECT count(*) FROM (SELECT DISTINCT \(keys[0].key) AS s FROM \(try site.rows()) WHERE \(overdue)) AS q
        WHERE s IN (SELECT \(keys[1].key) FROM \(site.session.store.reference(to: log.name)) AS r
          WHERE \(keys[1].key) IS NOT NULL)
        """
      ).first
      let count = row?.first?.integer ?? 0
      counted.append(self.site.counted(.violation(.keptTooLong), "alsoUsedIn \(source.name)", count))
    }
    return counted
  }
}
