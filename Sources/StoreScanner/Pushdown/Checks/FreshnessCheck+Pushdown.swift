import DataStores
import GovernanceModel
import PolicyEngine

extension FreshnessCheck: PushableCheck {
  /// All attributes in one query: the cell of attribute i is 4 i and one of stale, undated, future and unreadable.
  func pushed(_ site: PushSite) throws(NotPushable) -> CheckResult {
    try site.session.survey(
      [site.source.collection.subject] + attributes.map(\.updated.source.column), in: site.table)
    let subject = try site.subject()
    var parts: [String] = []
    for (index, attribute) in attributes.enumerated() {
      let updated = try site.instant(attribute.updated.source)
      let value = "r." + site.dialect.quoted(attribute.field.name)
      let end = try site.dialect.adding(requirement.maxAge, to: updated.end)
      let first = 4 * index
      let cell =
        "CASE WHEN \(value) IS NULL THEN NULL WHEN \(updated.isAbsent) THEN \(first + 1) "
        + "WHEN \(updated.start) IS NULL THEN \(first + 3) WHEN \(updated.start) > \(site.asOf) THEN \(first + 2) "
        + "WHEN \(end) <= \(site.asOf) THEN \(first) END"
      parts.append(try site.cells(cell, subject: subject, from: updated.start))
    }
    let query = TallyQuery(rows: parts.joined(separator: "\nUNION ALL\n"), subject: subject)
    let tallies = try query.run(site.session, sample: site.plan.sampleSize)
    let parameters = [Parameter("maxAge", requirement.maxAge.description)]
    var observations: [Observation] = []
    for (index, attribute) in attributes.enumerated() {
      let locus = Locus(attribute: attribute.field.path, category: attribute.category, use: self.site.use)
      let verdicts: [Verdict] = [
        .violation(.stale), .unverifiable(.noTimestamp), .unverifiable(.profileChangedSince),
        .unverifiable(.unreadableValue),
      ]
      for (kind, verdict) in verdicts.enumerated() {
        let told = self.site.observation(
          verdict, tallies, cell: 4 * index + kind, field: attribute.field.name, locus: locus, parameters: parameters)
        if let told { observations.append(told) }
      }
    }
    // Rows of everybody, as the scan counts them.
    let examined = try site.session.count("SELECT count(*) FROM \(site.session.store.reference(to: site.table))")
    return CheckResult(observations: observations, examined: examined.first?.first?.integer ?? 0)
  }
}
