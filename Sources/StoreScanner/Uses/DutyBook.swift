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
      plain.append(PlainDuty(duty))
      duties.append(duty)
    }
  }

  /// Cells that make one observation: keys that differ only in what is not told, such as the recorded basis, share it.
  private struct Told: Hashable {
    let pack: String
    let control: String
    let locus: Locus
    let rule: String?
    let verdict: Verdict
  }

  /// What was counted, as observations on a collection. The cells of several keys are united before subjects are counted:
  /// a person who was met under two keys is one person. So are rules that are told by one word.
  mutating func observations(
    _ rules: UseRules, _ plan: AuditPlan, _ source: AuditPlan.Source, _ subjects: SubjectTable,
    rule: (Int32) -> String?
  ) -> [Observation] {
    var order: [(told: Told, parameters: [Parameter])] = []
    var united: [Told: Tally] = [:]
    let duties = duties
    tallies.visit { index, code, verdict, tally in
      let duty = duties[index]
      let owner = rules.rules[duty.rule].obligation
      let told = Told(
        pack: owner.pack, control: owner.control.id, locus: duty.locus, rule: rule(code), verdict: verdict)
      if united[told]?.formUnion(tally) == nil {
        order.append((told, owner.control.requirement.parameters))
        united[told] = tally
      }
    }
    return order.map { told, parameters in
      var tally = united.removeValue(forKey: told) ?? Tally()
      tally.finish()
      let asset = Asset.store(source.store, collection: source.collection.name, field: nil, rule: told.rule)
      return Observation(
        pack: told.pack, control: told.control, asset: asset, locus: told.locus, verdict: told.verdict,
        counts: tally.counts(ofUses: true), sample: tally.sample(plan.sampleSize, of: subjects), parameters: parameters)
    }
  }
}
