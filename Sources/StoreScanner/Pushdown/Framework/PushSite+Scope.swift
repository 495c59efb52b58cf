import DataStores
import GovernanceModel

extension PushSite {
  /// True of the rows of people who are in scope, as ``PeopleInScope`` says it: the conditions of a pack are worked out over
  /// the different values of the profile, and the engine looks up whose they are.
  func condition(_ scope: PeopleInScope) throws(NotPushable) -> String {
    guard let column = source.collection.subject else { return scope.appliesWhenUnknown ? "1 = 1" : "1 = 0" }
    guard let table = scope.lastSource else {
      return scope.includes(truth: scope.standard) ? "1 = 1" : "1 = 0"
    }
    let profile = plan.sources[table]
    let reads = scope.reads(in: table)
    guard reads.count == scope.readCount, profile.store == source.store else {
      throw NotPushable("its scope rests on several tables")
    }
    let subjects = try session.subjects([
      (column: column, table: self.table), (column: profile.collection.subject, table: profile.collection.name),
    ])
    let people = session.store.reference(to: profile.collection.name)
    let repeated = try session.prepare(
      "SELECT count(*) FROM (SELECT \(subjects[1].key) AS s FROM \(people) AS r GROUP BY 1 HAVING count(*) > 1) AS q "
        + "WHERE s IS NOT NULL")
    guard repeated.first?.first?.integer == 0 else { throw NotPushable("a person has several profiles") }
    let values = try Combinations(reads.map(\.place.column), in: profile.collection.name, of: session)
    let included = values.values.map { row in
      let known = zip(reads, row).map { (path: $0.path, value: $1.value, zone: $0.place.zone) }
      return scope.includes(truth: scope.truth(of: known))
    }
    // Who has no profile is as one of whom nothing is known.
    let isOpen = scope.includes(truth: scope.standard)
    let named = values.isAmong(isOpen ? included.map { !$0 } : included)
    let chosen = "SELECT \(subjects[1].key) FROM \(people) AS r WHERE \(subjects[1].key) IS NOT NULL AND \(named)"
    let known = "(\(subjects[0].key) IS NOT NULL AND \(subjects[0].key) \(isOpen ? "NOT " : "")IN (\(chosen)))"
    return scope.appliesWhenUnknown ? "(\(known) OR \(subjects[0].key) IS NULL)" : known
  }
}
