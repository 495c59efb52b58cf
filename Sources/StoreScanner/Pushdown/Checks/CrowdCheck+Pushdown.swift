import DataStores
import GovernanceModel
import PolicyEngine

extension CrowdCheck: PushableCheck {
  func pushed(_ site: PushSite) throws(NotPushable) -> CheckResult {
    let subject = try site.subject()
    var columns: [String] = []
    for name in self.columns {
      let type = try site.session.type(of: name, in: site.table)
      guard ![.real, .blob, .other].contains(type) else { throw NotPushable("column `\(name)` holds no plain values") }
      columns.append("r." + site.dialect.quoted(name) + (site.dialect == .sqlite ? " COLLATE BINARY" : ""))
    }
    let values = columns.enumerated().map { "\($0.element) AS c\($0.offset)" }.joined(separator: ", ")
    let names = columns.indices.map { "c\($0)" }
    let isSaid = names.map { "\($0) IS NOT NULL" }.joined(separator: " OR ")
    let list = names.joined(separator: ", ")
    let members = "SELECT * FROM (SELECT \(values), \(subject.key) AS s FROM \(try site.rows())) AS q WHERE \(isSaid)"
    // A row without a subject is a person of its own.
    let sizes =
      "SELECT \(list), count(DISTINCT s) + sum(CASE WHEN s IS NULL THEN 1 ELSE 0 END) AS size FROM members GROUP BY \(list)"
    let totals =
      try site.session.count(
        """
        WITH members AS (\(members)),
        classes AS (\(sizes))
        SELECT count(*), CAST(coalesce(sum(CASE WHEN size < \(requirement.atLeast) THEN 1 ELSE 0 END), 0) AS BIGINT),
          CAST(coalesce(min(size), 0) AS BIGINT), CAST(coalesce(sum(CASE WHEN size = 1 THEN 1 ELSE 0 END), 0) AS BIGINT),
          CAST(coalesce(sum(size), 0) AS BIGINT)
        FROM classes
        """
      ).first ?? []
    let numbers = totals.map(\.integer) + Array(repeating: 0, count: 5)
    let (all, small, smallest, alone, people) = (numbers[0], numbers[1], numbers[2], numbers[3], numbers[4])
    var query = TallyQuery(
      tables: [
        NamedQuery("members", members), NamedQuery("classes", sizes),
        NamedQuery("small", "SELECT * FROM classes WHERE size < \(requirement.atLeast)"),
      ],
      rows:
        "SELECT 0 AS k0, members.s AS s, CAST(NULL AS BIGINT) AS a, CAST(NULL AS BIGINT) AS b FROM members JOIN small ON "
        + site.dialect.sameRow(names, "members", "small"), subject: subject)
    if small == 0, !site.session.isDryRun { query.rows += " WHERE 1 = 0" }
    let tallies = try query.run(site.session, sample: site.plan.sampleSize)
    let parameters = [
      Parameter("atLeast", String(requirement.atLeast)), Parameter("people", String(people)),
      Parameter("classes", String(all)), Parameter("smallClasses", String(small)),
      Parameter("smallest", String(smallest)), Parameter("alone", String(alone)),
    ]
    let told = self.site.observation(.violation(.groupTooSmall), tallies, cell: 0, parameters: parameters)
    return CheckResult(observations: told.map { [$0] } ?? [], examined: people)
  }
}

extension SQLDialect {
  /// The columns of two tables hold the same values, NULL being one: in a form that the engine joins by hash or index.
  fileprivate func sameRow(_ columns: [String], _ left: String, _ right: String) -> String {
    if self == .postgresql {
      func row(_ table: String) -> String {
        "CAST(ROW(\(columns.map { "\(table).\($0)" }.joined(separator: ", "))) AS TEXT)"
      }
      return "\(row(left)) = \(row(right))"
    }
    return columns.map { same("\(left).\($0)", "\(right).\($0)") }.joined(separator: " AND ")
  }
}
