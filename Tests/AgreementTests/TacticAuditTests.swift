import ConsentHistory
import DataStores
import Foundation
import GovernanceModel
import PersonalizationCore
import PolicyEngine
import Predicates
import ProvisoTesting
import RuleSets
import SourceDocuments
import StoreScanner
import Testing

/// Semantics section 10.1 over every tactic: what the core serves behind the guard, the audit of its log finds clean; what
/// it refused, served all the same, is found.
@Suite struct TacticAuditTests {
  private static let examples = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Examples/core")

  /// Every tactic in every use, some with a cap or for one kind of person.
  private static func rules(_ random: inout SplitMix64) -> String {
    var text = "ruleset: r\n\(TacticPlans.programme)rules:\n"
    for (number, plan) in TacticPlans.all.shuffled(using: &random).enumerated() {
      let use = random.pick(SmallWorld.uses) ?? "marketing"
      var head = "id: r\(number), use: \(use)"
      if let channel = random.pick([nil, "email", "sms"]) ?? nil { head += ", channel: \(channel)" }
      if let basis = random.pick([nil, "consent", "contract"]) ?? nil { head += ", basis: \(basis)" }
      if random.oneIn(3) { head += ", cap: {atMost: 1, per: P3D}" }
      if random.oneIn(3) { head += ", hold: P2D" }
      if random.oneIn(3) { head += ", audience: {consent: \(use)}" }
      text += "  - {\(head), \(plan)}\n"
    }
    // One decision in a second channel, under a use of its own.
    let channel = random.pick(["email", "sms"]) ?? "email"
    text += "  - {id: other, sameAs: r0, use: \(random.pick(SmallWorld.uses) ?? "marketing"), channel: \(channel)}\n"
    return text
  }

  private static func events(_ random: inout SplitMix64, _ consent: inout RandomConsent) -> [PersonEvent] {
    (0..<Int.random(in: 0...12, using: &random)).map { _ in
      PersonEvent(
        random.pick(["purchase", "view", "signup", "join", "contact", "nps"]) ?? "view", at: consent.instant(),
        item: random.pick(["bread", "tea", nil]) ?? nil, amount: Double(Int.random(in: -5...40, using: &random)),
        value: 7, topic: "bill", source: "test")
    }
  }

  private static let lists = ItemLists(
    neighbours: [
      "bread": [.init(item: "butter", likeness: 1), .init(item: "tea", likeness: 0.5)],
      "tea": [.init(item: "lemon", likeness: 1)],
    ], popular: ["tea", "bread", "jam"])

  private func audit(_ path: String, _ policies: PolicySet) throws -> StoreScanResult {
    let text = try Data(contentsOf: Self.examples.appending(path: "maps/decisions.yaml"))
    let map = try DataMap.read(SourceFile(path: "decisions.yaml", bytes: Array(text))) { $0 == "UTC" ? .utc : nil }
    let store = AuditedStore(store: SQLiteStore(name: "decisions", path: path), map: map)
    return StoreScan(policies: policies, stores: [store], asOf: StoredWorld.asOf).run()
  }

  @Test(arguments: 0..<12)
  func `every tactic keeps to the guard, and its log is clean`(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed) + 900)
    var packs = RandomPack(random: SplitMix64(seed: UInt64(seed) + 400), asksForAge: false)
    let policies = try SmallWorld.policies(
      packs.text(kinds: ["consent", "optOut", "freshness", "prohibit", "basis"], controls: 6))
    guard policies.packs[0].scope == nil else { return }
    let ruleSet = try RuleSet.load(SmallWorld.file("rules.yaml", Self.rules(&random)))
    var assets = TacticAssets()
    for key in ruleSet.rules.compactMap({ $0.plan?.model }) { assets.models[key.name] = Self.lists }
    let guardian = Guard(policies, context: JudgeContext(policies, isOptOutSourceComplete: true))
    let point = DecisionPoint(ruleSet: ruleSet, guard: guardian, assets: assets)
    let folder = try TemporaryFolder()
    let (path, unguarded) = (folder.path("decisions.sqlite"), folder.path("unguarded.sqlite"))
    let logs = [try DecisionLog(path: path) { "p\($0)" }, try DecisionLog(path: unguarded) { "p\($0)" }]
    var people = RandomPeople(seed: UInt64(seed) + 600)
    people.consent.allowsDates = false
    var refused: Set<String> = []
    for number in 0..<15 {
      var person = people.person(number).person(policies.vocabulary)
      person.events = EventHistory(Self.events(&random, &people.consent))
      for at in (0..<6).map({ _ in people.consent.instant() }).sorted() {
        for rule in ruleSet.rules {
          let decision = point.decide(for: person, DecisionRequest(at: at, rule: rule.id))
          #expect(decision.outcome == .fallback ? decision.rule == nil : decision.rule == rule.id)
          if let served = decision.asServed { person.served.append(served) }
          try logs[0].append([decision], of: [person])
          for refusal in decision.refused {
            guard case .violation = refusal.verdict, let control = refusal.control else { continue }
            var forced = Decision(subject: person.profile.subject, at: at, ruleSet: "r")
            forced.outcome = .allowed
            (forced.rule, forced.use, forced.channel, forced.basis) = (rule.id, rule.use, rule.channel, rule.basis)
            forced.reads = Set(rule.reads.map(\.path)).sorted().map {
              person.profile.read($0, classified: guardian.classified($0))
            }
            try logs[1].append([forced], of: [person])
            refused.insert("store:decisions.uses/rule:r/\(rule.id) \(control)")
          }
        }
      }
    }
    let clean = try audit(path, policies)
    #expect(clean.observations.isEmpty && clean.gaps.isEmpty, "\(clean.observations) \(clean.gaps)")
    let found = try audit(unguarded, policies).observations.map { "\($0.asset) \($0.control)" }
    #expect(refused.isSubset(of: found), "\(refused.subtracting(found)) not in \(found)")
  }

  /// The properties above are of something: each tactic is served to some and refused to others, the second channel too.
  @Test func `every tactic is both served and refused, and what is refused falls back`() throws {
    var outcomes: [String: Set<Decision.Outcome>] = [:]
    for seed in 0..<30 {
      var random = SplitMix64(seed: UInt64(seed) + 900)
      var packs = RandomPack(random: SplitMix64(seed: UInt64(seed) + 400))
      let policies = try SmallWorld.policies(packs.text(kinds: ["consent", "optOut", "basis"], controls: 3))
      let ruleSet = try RuleSet.load(SmallWorld.file("rules.yaml", Self.rules(&random)))
      var assets = TacticAssets()
      for key in ruleSet.rules.compactMap({ $0.plan?.model }) { assets.models[key.name] = Self.lists }
      let guardian = Guard(policies, context: JudgeContext(policies, isOptOutSourceComplete: true))
      let point = DecisionPoint(ruleSet: ruleSet, guard: guardian, assets: assets)
      var people = RandomPeople(seed: UInt64(seed) + 600)
      for number in 0..<15 {
        var person = people.person(number).person(policies.vocabulary)
        person.events = EventHistory(Self.events(&random, &people.consent))
        for rule in ruleSet.rules {
          let decision = point.decide(for: person, DecisionRequest(at: people.consent.instant(), rule: rule.id))
          guard decision.outcome != .fallback || decision.isDenied else { continue }
          let name = (rule.tactic?.rawValue ?? "none") + (rule.sameAs == nil ? "" : " elsewhere")
          outcomes[name, default: []].insert(decision.outcome)
          if decision.isDenied { #expect(decision.rule == nil && decision.reads.isEmpty && decision.ground == nil) }
        }
      }
    }
    for tactic in Tactic.allCases {
      #expect(outcomes[tactic.rawValue] == [.allowed, .fallback], "\(tactic): \(outcomes[tactic.rawValue] ?? [])")
    }
    let elsewhere = outcomes.filter { $0.key.hasSuffix(" elsewhere") }.values.reduce(into: Set()) { $0.formUnion($1) }
    #expect(elsewhere == [.allowed, .fallback])
  }

  private static let fresh = """
    pack: own
    title: Own
    version: "1"
    controls:
      - id: fresh
        title: Behaviour is recent
        severity: low
        law: {name: L, article: "1"}
        appliesTo: {categories: [user.behavior]}
        require: {freshness: {maxAge: P10D}}
    """

  /// The age of everything that was read stands in the log: nothing that the guard could tell is untold in the audit.
  @Test func `what the guard found fresh is fresh in the log, and what it found stale is stale there`() throws {
    let policies = try SmallWorld.policies(Self.fresh)
    let text =
      "ruleset: r\nrules:\n"
      + TacticPlans.all.prefix(3).enumerated().map {
        "  - {id: r\($0.offset), use: personalize, \($0.element)}\n"
      }.joined()
    let ruleSet = try RuleSet.load(SmallWorld.file("rules.yaml", text))
    var assets = TacticAssets()
    for key in ruleSet.rules.compactMap({ $0.plan?.model }) { assets.models[key.name] = Self.lists }
    let guardian = Guard(policies, context: JudgeContext(policies, isOptOutSourceComplete: true))
    let point = DecisionPoint(ruleSet: ruleSet, guard: guardian, assets: assets)
    let folder = try TemporaryFolder()
    let log = try DecisionLog(path: folder.path("decisions.sqlite"))
    let day = Instant.microsecondsPerDay
    let bought = try #require(Instant(iso8601: "2026-02-01T10:00:00Z"))
    let events = ["purchase", "view"].map { PersonEvent($0, at: bought, item: "bread", amount: 2) }
    let person = Person(
      Profile(subject: "anna"), consents: ConsentTimeline([]), events: EventHistory(events))
    for rule in ruleSet.rules {
      let early = point.decide(
        for: person, DecisionRequest(at: bought.advanced(byMicroseconds: 10 * day - 1), rule: rule.id))
      #expect(early.outcome == .allowed && early.reads.allSatisfy { $0.updatedAt == bought })
      let late = point.decide(
        for: person, DecisionRequest(at: bought.advanced(byMicroseconds: 10 * day), rule: rule.id))
      #expect(late.refused.map(\.verdict) == [.violation(.stale)])
      try log.append([early], of: [person])
    }
    #expect(try audit(folder.path("decisions.sqlite"), policies).observations.isEmpty)
    var forced = point.decide(for: person, DecisionRequest(at: bought.advanced(byMicroseconds: day), rule: "r0"))
    forced.at = bought.advanced(byMicroseconds: 10 * day)
    try log.append([forced], of: [person])
    let found = try audit(folder.path("decisions.sqlite"), policies).observations
    #expect(found.map(\.verdict) == [.violation(.stale)])
    // A log that does not say leaves it open.
    forced.reads = forced.reads.map { guardian.classified(AttributePath($0.attribute)) }
    try log.append([forced], of: [person])
    let open = try audit(folder.path("decisions.sqlite"), policies).observations
    #expect(Set(open.map(\.verdict)) == [.violation(.stale), .unverifiable(.noTimestamp)])
  }

  /// What is denied falls back to what everyone gets: two people of whom nothing may be used see the same.
  @Test func `the fallback says nothing of the person`() throws {
    let policies = try SmallWorld.policies(
      """
      pack: own
      title: Own
      version: "1"
      controls: [{id: c, title: C, severity: low, law: {name: L, article: "1"}, require: {consent: {}}}]
      """)
    var random = SplitMix64(seed: 5)
    var people = RandomPeople(seed: 77)
    for _ in 0..<20 {
      let ruleSet = try RuleSet.load(SmallWorld.file("rules.yaml", Self.rules(&random)))
      var assets = TacticAssets()
      for key in ruleSet.rules.compactMap({ $0.plan?.model }) { assets.models[key.name] = Self.lists }
      let guardian = Guard(policies, context: JudgeContext(policies, isOptOutSourceComplete: true))
      let point = DecisionPoint(ruleSet: ruleSet, guard: guardian, assets: assets)
      for rule in ruleSet.rules {
        let seen = (0..<5).map { number in
          var stored = people.person(number)
          stored.events = []
          var person = stored.person(policies.vocabulary)
          person.events = EventHistory(Self.events(&random, &people.consent))
          return point.decide(for: person, DecisionRequest(at: people.consent.instant(), rule: rule.id))
        }
        #expect(seen.allSatisfy { $0.outcome == .fallback && $0.reads.isEmpty && $0.ground == nil })
        #expect(Set(seen.map(\.offering)).count == 1)
      }
    }
  }
}
