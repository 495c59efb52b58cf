import ConsentHistory
import GovernanceModel
import PolicyEngine
import Predicates
import RuleScanner
import RuleSets

/// A person whom a rule would wrong, as the gate found and replayed it.
struct Counterexample {
  let rule: Rule
  let control: String
  /// What the judge said.
  let verdict: Verdict
  let text: String
  private let found: RuleScanner.Counterexample
  private let reads: [String]

  init?(_ found: RuleScanner.Counterexample, _ gated: GatedRules) {
    guard case .rule(_, let id?) = found.asset, let rule = gated.ruleSet.rules.first(where: { $0.id == id }) else {
      return nil
    }
    (self.rule, self.found, control, verdict) = (rule, found, found.control, found.verdict)
    text = "\(found.person.disclosed) \(found.history)"
    reads = gated.reads(of: id).map(\.text)
  }

  func person(_ key: String) -> StoredPerson {
    let values = Dictionary(
      uniqueKeysWithValues: found.person.disclosed.values.map { ($0.path.text, $0.value) })
    var events = found.history
    for index in events.indices { events[index].subject = key }
    return StoredPerson(key: key, values: values, updatedAt: RandomPeople.early, events: events)
  }

  func use(_ number: Int) -> StoredUse {
    StoredUse(
      person: number, use: rule.use?.key ?? "", channel: rule.channel?.name, at: Moment(found.person.disclosed.now),
      basis: rule.basis, attributes: reads, rule: "x\(number)")
  }
}

extension GatedRules {
  /// The violations that the gate shows a person for.
  var counterexamples: [Counterexample] { result.counterexamples.compactMap { Counterexample($0, self) } }
}
