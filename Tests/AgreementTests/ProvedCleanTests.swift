import ConsentHistory
import DataStores
import GovernanceModel
import PersonalizationCore
import PolicyEngine
import Predicates
import ProvisoTesting
import RuleScanner
import RuleSets
import StoreScanner
import Testing

/// Semantics 10.2: what the gate proves of a rule, the audit finds clean in what the rule did.
@Suite struct ProvedCleanTests {
  static let kinds = ["consent", "optOut", "eligibility", "prohibit", "consent"]

  /// 60 worlds: whoever is in the audience at an instant is served by the rule at that instant. In every second world each
  /// rule carries out a tactic.
  @Test(arguments: 0..<60)
  func `a use of a proved rule never breaks the control`(seed: Int) throws {
    let gated = try GatedRules(seed: UInt64(seed), kinds: Self.kinds, rules: 9, hasTactics: seed.isMultiple(of: 2))
    var people = RandomPeople(seed: UInt64(seed) + 50_000)
    let all = (0..<10).map { number in
      var person = people.person(number)
      // Attributes that changed since say nothing of what they were (semantics 4).
      person.updatedAt = RandomPeople.early
      return person
    }
    let guardian = Guard(gated.policies, context: JudgeContext(gated.policies, isOptOutSourceComplete: true))
    var served: [StoredUse] = []
    for (number, person) in all.enumerated() {
      let history = ConsentTimeline(person.events, channelUses: gated.policies.vocabulary.channelUses)
      for _ in 0..<6 {
        let now = people.consent.instant()
        served += gated.served(person, number, history, at: now, guardian)
      }
    }
    let world = StoredWorld(people: all, uses: served)
    let result = try world.audit(gated.policies, try SmallWorld.map(subjectType: "customer"))
    #expect(result.gaps.isEmpty)
    for (rule, controls) in result.byRule {
      for (control, verdicts) in controls where verdicts.contains(where: { $0.name == "violation" }) {
        #expect(
          gated.isDoubted(rule: rule, control: control),
          "\(rule) is proved for \(control), and the audit finds \(verdicts)\n\(gated.packText)\n\(gated.rulesText)")
      }
    }
  }

  @Test func `the worlds serve rules that are proved`() throws {
    var proved = 0
    for seed in 0..<60 {
      let gated = try GatedRules(seed: UInt64(seed), kinds: Self.kinds, rules: 9, hasTactics: seed.isMultiple(of: 2))
      proved += gated.proved
    }
    #expect(proved > 400)
  }

  /// The same through the decision point: what it serves has no violation at all, of whatever control.
  @Test(arguments: 0..<40)
  func `what the decision point serves is clean`(seed: Int) throws {
    let gated = try GatedRules(
      seed: UInt64(seed) + 500, kinds: Self.kinds + ["basis", "freshness"], rules: 9,
      hasTactics: seed.isMultiple(of: 2))
    var people = RandomPeople(seed: UInt64(seed) + 90_000)
    let context = JudgeContext(gated.policies, isOptOutSourceComplete: true)
    let point = DecisionPoint(ruleSet: gated.ruleSet, guard: Guard(gated.policies, context: context))
    var (all, served) = ([StoredPerson](), [StoredUse]())
    for number in 0..<10 {
      var stored = people.person(number)
      stored.updatedAt = RandomPeople.early
      all.append(stored)
      let person = stored.person(gated.policies.vocabulary)
      for _ in 0..<8 {
        let decision = point.decide(for: person, at: people.consent.instant())
        guard let rule = decision.rule, let use = decision.use else { continue }
        served.append(
          StoredUse(
            person: number, use: use.key, channel: decision.channel?.name, at: Moment(decision.at),
            basis: decision.basis, attributes: decision.reads.map(\.attribute), rule: rule))
      }
    }
    let world = StoredWorld(people: all, uses: served)
    let result = try world.audit(gated.policies, try SmallWorld.map(subjectType: "customer"))
    #expect(result.byRule.isEmpty, "\(result.byRule)\n\(gated.packText)\n\(gated.rulesText)")
  }
}

extension StoredPerson {
  /// As the personalisation core knows the person.
  func person(_ vocabulary: Vocabulary) -> Person {
    var profile = Profile(subject: key, subjectType: DataSubject("customer"))
    for (path, value) in values ?? [:] {
      profile.learn(
        ProfileAttribute(value, categories: [], source: "people", updatedAt: updatedAt ?? .distantPast),
        at: AttributePath(path))
    }
    return Person(profile, consents: ConsentTimeline(events, channelUses: vocabulary.channelUses))
  }
}
