import DataStores
import GovernanceModel

/// A named part of a query.
struct NamedQuery {
  /// With the names of its columns where they are not told by the query.
  let name: String
  let query: String
  /// Asked several times by others, and worked out once where the engine can be told so.
  let isKept: Bool

  init(_ name: String, _ query: String, isKept: Bool = false) {
    (self.name, self.query, self.isKept) = (name, query, isKept)
  }

  func sql(_ dialect: SQLDialect) -> String {
    guard isKept else { return "\(name) AS (\n\(query)\n)" }
    return dialect == .spark
      ? "\(name) AS (\n\(dialect.kept(query, as: name))\n)" : "\(name) AS MATERIALIZED (\n\(query)\n)"
  }
}

/// The query that counts: from rows to counts, first and last instant and the first subject keys in byte order, by cell.
/// Nothing else leaves the engine.
struct TallyQuery {
  /// Named queries that `rows` may use.
  var tables: [NamedQuery] = []
  /// A query of the columns `k0` … , `s` (subject or NULL), `a` and `b` (first and last instant or NULL): one row for each
  /// row that counts.
  var rows: String
  /// How many columns `k…` there are.
  var keys = 1
  var subject: SubjectSQL
  /// Keeps only cells of fewer people.
  var fewerPeopleThan: Int?

  func sql(_ dialect: SQLDialect, sample: Int) -> String {
    let keys = (0..<keys).map { "k\($0)" }.joined(separator: ", ")
    let text = subject.text("s", dialect)
    let order = "CASE WHEN s IS NULL THEN 1 ELSE 0 END, \(dialect.byteOrdered(text))"
    let samples = (0..<sample).map { ", max(CASE WHEN place = \($0 + 1) THEN \(text) END) AS s\($0)" }.joined()
    var named = tables
    named.append(NamedQuery("told", rows))
    named.append(
      NamedQuery("people", "SELECT \(keys), s, count(*) AS n, min(a) AS a, max(b) AS b FROM told GROUP BY \(keys), s"))
    named.append(
      NamedQuery(
        "ranked",
        "SELECT people.*, row_number() OVER (PARTITION BY \(keys) ORDER BY \(order)) AS place FROM people"))
    let having = fewerPeopleThan.map { " HAVING count(s) < \($0)" } ?? ""
    return "WITH " + named.map { $0.sql(dialect) }.joined(separator: ",\n")
      + "\nSELECT \(keys), CAST(sum(n) AS BIGINT) AS n, CAST(count(s) AS BIGINT) AS people, "
      + "CAST(min(a) AS BIGINT) AS a, CAST(max(b) AS BIGINT) AS b\(samples) FROM ranked GROUP BY \(keys)\(having)"
  }

  func run(_ session: PushdownSession, sample: Int) throws(NotPushable) -> [PushedTally] {
    try session.count(sql(session.dialect, sample: sample)).map { PushedTally($0, keys: keys) }
  }
}

/// What a ``Tally`` holds, counted by an engine.
struct PushedTally {
  let keys: [SQLValue]
  let rows: Int
  let people: Int
  let first: Instant?
  let last: Instant?
  let sample: [Redacted<String>]

  init(_ row: [SQLValue], keys count: Int) {
    keys = Array(row.prefix(count))
    let rest = Array(row.dropFirst(count))
    (rows, people, first, last) = (rest[0].integer, rest[1].integer, rest[2].instant, rest[3].instant)
    sample = rest.dropFirst(4).compactMap { $0.word.map { Redacted($0) } }
  }

  /// The code of the cell.
  var cell: Int { keys.first?.integer ?? 0 }

  func counts(ofUses: Bool) -> Counts {
    Counts(
      uses: ofUses ? rows : nil, records: ofUses ? nil : rows, subjects: people == 0 ? nil : people, first: first,
      last: last)
  }
}

extension CheckSite {
  /// Tells what an engine counted in a cell; nil when nothing was.
  func observation(
    _ verdict: Verdict, _ tallies: [PushedTally], cell: Int, field: String? = nil, locus: Locus? = nil,
    parameters: [Parameter] = []
  ) -> Observation? {
    guard let tally = tallies.first(where: { $0.cell == cell }) else { return nil }
    return observation(
      verdict, counts: tally.counts(ofUses: false), sample: tally.sample, field: field, locus: locus,
      parameters: parameters)
  }
}
