import ConsentHistory
import Foundation
import GovernanceModel
import PersonalizationCore
import PolicyEngine
import ProvisoTesting
import RuleSets
import SourceDocuments

// Times guarded decisions for `make bench`, from within, since a process takes longer to start than a decision takes.
// Run in the root of the repository; prints lines `name median p99` in nanoseconds, and `share` in parts of a thousand.

func text(_ path: String) throws -> PolicyText {
  PolicyText(path: path, bytes: Array(try Data(contentsOf: URL(filePath: path))))
}

let policies = try PolicySet(
  packs: [text("policies/packs/gdpr.yaml"), text("policies/packs/personalisation.yaml")],
  vocabularies: [text("policies/vocabulary/fideslang.yaml"), text("policies/vocabulary/attributes.yaml")],
  legalBases: [
    DeclaredBasis(use: DataUse("marketing.communications"), categories: [DataCategory("user")], basis: .consent),
    DeclaredBasis(use: DataUse("personalize.content.profiling"), categories: [DataCategory("user")], basis: .consent),
  ])
let rules = try text("Examples/core/rules/shop.yaml")
let ruleSet = try RuleSet.load(SourceFile(path: rules.path, bytes: rules.bytes))
let start = Instant(iso8601: "2026-10-01") ?? .distantPast
let guardian = Guard(policies, context: JudgeContext(policies, isOptOutSourceComplete: true))
/// A thousand items, each with twenty neighbours.
let lists = ItemLists(
  neighbours: Dictionary(
    uniqueKeysWithValues: (0..<1000).map { item in
      ("i\(item)", (1...20).map { ItemLists.Neighbour(item: "i\((item + $0 * 7) % 1000)", likeness: 1 / Double($0)) })
    }), popular: (0..<100).map { "i\($0)" })
var assets = TacticAssets()
for model in ruleSet.rules.compactMap({ $0.plan?.model }) { assets.models[model.name] = lists }
let point = DecisionPoint(ruleSet: ruleSet, guard: guardian, assets: assets)
let derivation = ProfileDerivation(programme: ruleSet.loyalty)

/// Makes people up.
struct Crowd {
  var random = SplitMix64(seed: 1)

  /// Within the half year before the start.
  private mutating func before(_ start: Instant) -> Instant {
    start.advanced(byMicroseconds: -Int64.random(in: 0..<15_000_000_000_000, using: &random))
  }

  mutating func events(_ count: Int, until start: Instant) -> [PersonEvent] {
    (0..<count).map { number in
      let type = random.pick(["purchase", "view", "contact", "signup", "join"]) ?? "view"
      let item = "i\(Int.random(in: 0..<1000, using: &random))"
      return PersonEvent(
        type, at: before(start), item: item, order: "o\(number / 4)", amount: 3, topic: "delivery")
    }
  }

  mutating func consents(_ subject: String, until start: Instant) -> [ConsentEvent] {
    ["personalize.content.profiling", "marketing.communications.email"].map { purpose in
      ConsentEvent(
        subject: subject, purpose: DataUse(purpose), action: random.oneIn(4) ? .withdrawn : .given,
        at: Moment(before(start)), method: "form", evidence: "e")
    }
  }
}

var crowd = Crowd()

func timed(_ count: Int, _ body: (Int) throws -> Void) rethrows -> [Int64] {
  let clock = ContinuousClock()
  return try (0..<count).map { number in
    let took = try clock.measure { try body(number) }.components
    return took.seconds * 1_000_000_000 + took.attoseconds / 1_000_000_000
  }.sorted()
}

func tell(_ name: String, _ times: [Int64]) { print(name, times[times.count / 2], times[times.count * 99 / 100]) }

let people = (0..<5000).map { number in
  derivation.deriving(
    Person(
      Profile(subject: "\(number)", subjectType: DataSubject("customer")),
      consents: ConsentTimeline(
        crowd.consents("\(number)", until: start), channelUses: policies.vocabulary.channelUses),
      events: EventHistory(crowd.events(20, until: start))), at: start)
}
let ids = ruleSet.rules.map(\.id)
var served = 0
let count = 1_000_000
let decided = timed(count) { number in
  let decision = point.decide(
    for: people[number % people.count], DecisionRequest(at: start, rule: ids[number % ids.count]))
  if decision.outcome != .fallback { served += 1 }
}
var allowed = 0
let judged = timed(count) { number in
  if point.mayUse(ids[number % ids.count], for: people[number % people.count], at: start) { allowed += 1 }
}
tell("decisions", decided)
tell("guard", judged)
print("share", judged.reduce(0, +) * 1000 / max(1, decided.reduce(0, +)), "served", served, "allowed", allowed)

for size in [10_000, 100_000, 1_000_000] {
  let folder = try TemporaryFolder()
  let path = folder.path("core.sqlite")
  let store = try EventStore(path: path, channelUses: policies.vocabulary.channelUses)
  let writer = try SQLiteWriter(path: path)
  try writer.run(
    """
    WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < \(size * 4 - 1))
    INSERT INTO person_events (subject, type, at, item, order_id, amount, source)
    SELECT CAST(i % \(size) AS TEXT), 'purchase', '2026-0' || (5 + i % 5) || '-1' || (i % 9) || 'T10:00:00Z',
      'i' || (i * 7919 % 1000), 'o' || i, 3.5, 'till' FROM n;
    """)
  try store.append(
    (0..<size).filter { $0 % 10 == 0 }.flatMap { crowd.consents("\($0)", until: start) }, recordedAt: start)
  let times = try timed(2000) { number in
    let key = "\((number * 7919 * 10) % size)"
    guard let person = try store.person(key, asOf: start, type: DataSubject("customer")) else { return }
    _ = point.decide(for: derivation.deriving(person, at: start), at: start)
  }
  tell("people\(size)", times)
}
