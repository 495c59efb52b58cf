import ConsentHistory
import DataStores
import GovernanceModel
import PolicyEngine
import Predicates
import ProvisoTesting
import RuleScanner
import RuleSets
import StoreScanner
import Testing

/// Semantics 10.3: the person whom the gate shows, stored and used at that instant, is found by the audit.
@Suite struct CounterexampleTests {
  private static let kinds = ["consent", "optOut", "eligibility", "consent"]

  @Test(arguments: 0..<60)
  func `a counterexample of the gate is a finding of the audit`(seed: Int) throws {
    let gated = try GatedRules(
      seed: UInt64(seed) + 2000, kinds: Self.kinds, rules: 9, hasTactics: seed.isMultiple(of: 2))
    let found = gated.counterexamples
    var (people, uses) = ([StoredPerson](), [StoredUse]())
    for (number, example) in found.enumerated() {
      people.append(example.person("\(number)"))
      uses.append(example.use(number))
    }
    let world = StoredWorld(people: people, uses: uses)
    let audit = try world.audit(gated.policies, try SmallWorld.map(subjectType: "customer")).byRule
    for (number, example) in found.enumerated() {
      let verdicts = audit["x\(number)"]?[example.control] ?? []
      #expect(
        verdicts.contains(example.verdict),
        "\(example.text)\n\(people[number])\naudit \(audit["x\(number)"] ?? [:])\n\(gated.packText)\n\(gated.rulesText)"
      )
    }
  }

  @Test func `there are counterexamples`() throws {
    var count = 0
    for seed in 0..<60 {
      let gated = try GatedRules(
        seed: UInt64(seed) + 2000, kinds: Self.kinds, rules: 9, hasTactics: seed.isMultiple(of: 2))
      count += gated.counterexamples.count
    }
    #expect(count > 300)
  }

  /// Nobody needs to be made up where what the rule reads is at fault.
  @Test(arguments: 0..<40)
  func `a rule that reads what is prohibited is found when it is used`(seed: Int) throws {
    let gated = try GatedRules(
      seed: UInt64(seed) + 3000, kinds: ["prohibit", "basis"], rules: 9, hasTactics: seed.isMultiple(of: 2))
    var (uses, asked) = ([StoredUse](), [(control: String, verdict: Verdict)]())
    for observation in gated.result.observations {
      guard case .violation = observation.verdict, case .rule(_, let id?) = observation.asset,
        let rule = gated.ruleSet.rules.first(where: { $0.id == id }), let use = rule.use
      else { continue }
      var segments = SegmentResolver(gated.ruleSet.segments)
      let audience = segments.resolve(rule.audience).predicate
      let paths = Set(rule.reads.map(\.path.text) + audience.reads.map(\.text)).sorted()
      let end = rule.expires.map { $0.advanced(byMicroseconds: -1) } ?? RandomPeople.early
      for at in [RandomPeople.early, end] {
        uses.append(
          StoredUse(
            person: 0, use: use.key, channel: rule.channel?.name, at: Moment(at), basis: rule.basis, attributes: paths,
            rule: "x\(asked.count)"))
      }
      asked.append((observation.control, observation.verdict))
    }
    // Out of scope is out of scope: packs with a scope are for the property above.
    guard gated.policies.packs[0].scope == nil, !asked.isEmpty else { return }
    let world = StoredWorld(people: [StoredPerson(key: "1")], uses: uses)
    let audit = try world.audit(gated.policies, try SmallWorld.map(subjectType: "customer")).byRule
    for (number, expected) in asked.enumerated() {
      guard isInForce(gated.policies, expected.control) else { continue }
      #expect(
        audit["x\(number)"]?[expected.control]?.contains(expected.verdict) == true,
        "\(uses[2 * number]) \(expected)\n\(audit["x\(number)"] ?? [:])\n\(gated.packText)\n\(gated.rulesText)")
    }
  }

  /// Controls that begin or end within the year are not in force at both instants.
  private func isInForce(_ policies: PolicySet, _ control: String) -> Bool {
    policies.packs[0].controls.contains {
      $0.id == control && $0.law.inForce == nil && $0.law.until == nil
    }
  }
}
