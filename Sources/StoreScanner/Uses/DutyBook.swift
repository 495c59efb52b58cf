import DataStores
import GovernanceModel
import PolicyEngine

/// The duties of the keys of one log, compiled when a key is first seen, with what was counted against them.
struct DutyBook {
  private(set) var duties: [Duty] = []
  /// Beside `duties`.
  private(set) var plain: [PlainDuty] = []
  /// By key code; nil for a key that cannot be read.
  private(set) var ranges: [Range<Int>?] = []
  var tallies = UseTallies()

  /// Adds the next key code.
  mutating func append(_ key: UseKey?, _ rules: UseRules, subjectType: DataSubject?) {
    guard let key else {
      ranges.append(nil)
      return
    }
    let found = rules.duties(of: key, subjectType: subjectType)
    ranges.append(duties.count..<(duties.count + found.count))
    for duty in found {
      plain.append(PlainDuty(duty, at: duties.count))
      duties.append(duty)
    }
  }

  /// What was counted, as observations on a collection; several keys with one normalised use and channel add up.
  mutating func observations(
    _ rules: UseRules, _ plan: AuditPlan, _ source: AuditPlan.Source, _ subjects: SubjectTable,
    rule: (Int32) -> String?
  ) -> [Observation] {
    var observations: [Observation] = []
    let duties = duties
    tallies.forEach { index, code, verdict, tally in
      let duty = duties[index]
      let owner = rules.rules[duty.rule].obligation
      let asset = Asset.store(source.store, collection: source.collection.name, field: nil, rule: rule(code))
      observations.append(
        Observation(
          pack: owner.pack, control: owner.control.id, asset: asset, locus: duty.locus, verdict: verdict,
          counts: tally.counts(ofUses: true), sample: tally.sample(plan.sampleSize, of: subjects),
          parameters: owner.control.requirement.parameters))
    }
    return observations
  }
}
