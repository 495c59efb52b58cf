import DataStores
package import GovernanceModel
package import PolicyEngine

/// Where a check looks and on whose behalf: what all its observations have in common.
package struct CheckSite: Sendable {
  package let pack: String
  package let control: String
  /// The data use of the obligation; nil: whatever the use is.
  package let use: DataUse?
  package let store: String
  package let collection: String
  /// The zone of local times in the collection.
  package let zone: ZoneRules
  package let asOf: Instant
  package let sampleSize: Int

  package init(_ obligation: Obligation, at source: AuditPlan.Source, in plan: AuditPlan) {
    (pack, control, use) = (obligation.pack, obligation.control.id, obligation.use)
    (store, collection, zone) = (source.store, source.collection.name, source.dataset.zone)
    (asOf, sampleSize) = (plan.asOf, plan.sampleSize)
  }

  /// Tells what was counted under one verdict; nil when nothing was.
  func observation(
    _ verdict: Verdict, _ tally: inout Tally, in subjects: SubjectTable, field: String? = nil, rule: String? = nil,
    locus: Locus? = nil, parameters: [Parameter] = []
  ) -> Observation? {
    guard tally.rows > 0 else { return nil }
    let counts = tally.counts(ofUses: false)
    return observation(
      verdict, counts: counts, sample: tally.sample(sampleSize, of: subjects), field: field, rule: rule, locus: locus,
      parameters: parameters)
  }

  /// A number for the observations on the collection.
  func counted(_ verdict: Verdict, _ name: String, _ count: Int) -> Counted {
    Counted(
      pack: pack, control: control, asset: .store(store, collection: collection, field: nil, rule: nil),
      verdict: verdict, name: name, count: count)
  }

  /// Tells something with counts of its own, or none.
  func observation(
    _ verdict: Verdict, counts: Counts = Counts(), sample: [Redacted<String>] = [], field: String? = nil,
    rule: String? = nil, locus: Locus? = nil, parameters: [Parameter] = []
  ) -> Observation {
    Observation(
      pack: pack, control: control, asset: .store(store, collection: collection, field: field, rule: rule),
      locus: locus ?? Locus(use: use), verdict: verdict, counts: counts, sample: sample, parameters: parameters)
  }
}
