import DataStores
import GovernanceModel
import PolicyEngine

extension AudienceSizeCheck: PushableCheck {
  func pushed(_ site: PushSite) throws(NotPushable) -> CheckResult {
    let (entered, subject) = (try site.instant(self.entered.source), try site.subject())
    var (isReadable, isMember) = ("NOT \(entered.isUnreadable)", "\(entered.end) <= \(site.asOf)")
    if let column = left?.source {
      let left = try site.instant(column)
      isReadable += " AND NOT \(left.isUnreadable)"
      isMember += " AND (\(left.start) IS NULL OR \(left.start) > \(site.asOf))"
    }
    let named = audiences.source
    if let column = named.column, try site.session.type(of: column, in: site.table) == .any {
      let shape = try site.session.shape(of: column, in: site.table)
      // The number 7 and the text are one word.
      guard shape.integers == 0 || shape.texts == 0 else { throw NotPushable("its audiences are texts and numbers") }
    }
    let audience = named.column.map { "r." + site.dialect.quoted($0) } ?? "0"
    let members =
      "SELECT DISTINCT \(audience) AS k0, \(subject.key) AS s, CAST(NULL AS BIGINT) AS a, CAST(NULL AS BIGINT) AS b FROM \(try site.rows()) "
      + "WHERE \(subject.key) IS NOT NULL AND \(isReadable) AND \(isMember)"
    var query = TallyQuery(rows: members, subject: subject)
    query.fewerPeopleThan = requirement.atLeast
    let small = try query.run(site.session, sample: site.plan.sampleSize)
    let words = small.map { tally in
      named.column == nil ? named.constant : tally.keys[0].word.map { named.values[$0] ?? $0 }
    }
    // Rows of two values that are one word are members of one audience.
    guard named.values.isEmpty, small.allSatisfy({ $0.keys[0].isNameOrNumber }) else {
      throw NotPushable("its audiences are named by the map, or neither by texts nor by whole numbers")
    }
    var observations: [Observation] = []
    for (tally, word) in zip(small, words) {
      let size = String(tally.people)
      let told = self.site.observation(
        requirement.verdict(size: tally.people), counts: tally.counts(ofUses: false), sample: tally.sample, rule: word,
        locus: locus, parameters: [Parameter("atLeast", String(requirement.atLeast)), Parameter("size", size)])
      observations.append(told)
    }
    let unread = try site.tallies("CASE WHEN \(subject.key) IS NOT NULL AND NOT (\(isReadable)) THEN 0 END")
    let untold = self.site.observation(.unverifiable(.unreadableValue), unread, cell: 0)
    let examined = try site.counts(["\(subject.key) IS NOT NULL AND \(isReadable)"])[0]
    return CheckResult(observations: observations + (untold.map { [$0] } ?? []), examined: examined)
  }
}

extension SQLValue {
  /// One value is one word: neither null nor empty, which are the same, nor a number with decimals.
  var isNameOrNumber: Bool {
    switch self {
    case .integer: true
    case .text(let text): !text.isEmpty
    case .null, .real, .blob: false
    }
  }
}
