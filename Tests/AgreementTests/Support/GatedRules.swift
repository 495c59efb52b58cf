import ConsentHistory
import GovernanceModel
import PolicyEngine
import Predicates
import ProvisoTesting
import RuleScanner
import RuleSets

/// A random rule set with what the gate says of it under a random pack.
struct GatedRules {
  let policies: PolicySet
  let ruleSet: RuleSet
  let result: GateResult
  let packText: String
  let rulesText: String
  private let audiences: [(rule: Rule, audience: Predicate)]

  init(seed: UInt64, kinds: [String], rules count: Int = 8, hasTactics: Bool = false) throws {
    var packs = RandomPack(random: SplitMix64(seed: seed &* 31 &+ 7))
    packText = packs.text(kinds: kinds, controls: 7)
    var rules = RandomRules(random: SplitMix64(seed: seed &* 17 &+ 3), hasTactics: hasTactics)
    rulesText = rules.text(count: count)
    policies = try SmallWorld.policies(packText)
    let set = try RuleSet.load(SmallWorld.file("rules.yaml", rulesText))
    ruleSet = set
    result = Gate(policies: policies, ruleSets: [set], asOf: RandomPeople.early).run()
    var segments = SegmentResolver(set.segments)
    audiences = set.rules.map { ($0, segments.resolve($0.audience).predicate) }
  }

  var proved: Int { result.examined.flatMap(\.rules).reduce(0) { $0 + $1.proved } }

  /// The gate found a violation, or could not tell.
  func isDoubted(rule: String, control: String) -> Bool {
    result.observations.contains { $0.control == control && $0.asset == .rule(set: "r", rule: rule) }
  }

  /// What a rule reads, through segments too.
  func reads(of rule: String) -> [AttributePath] {
    guard let found = audiences.first(where: { $0.rule.id == rule }) else { return [] }
    return Set(found.rule.reads.map(\.path) + found.audience.reads).sorted()
  }

  /// The uses of all rules whose audience holds a person at an instant, until they end.
  func served(
    _ person: StoredPerson, _ number: Int, _ history: ConsentTimeline, at now: Instant, _ guardian: Guard
  ) -> [StoredUse] {
    audiences.compactMap { rule, audience in
      if let end = rule.expires, end <= now { return nil }
      let paths = reads(of: rule.id)
      let facts = guardian.facts(
        person.facts(at: now), history: history, reads: paths.map { guardian.classified($0) })
      guard audience.evaluate(on: facts) == .true, let use = rule.use else { return nil }
      return StoredUse(
        person: number, use: use.key, channel: rule.channel?.name, at: Moment(now), basis: rule.basis,
        attributes: paths.map(\.text), rule: rule.id)
    }
  }
}
