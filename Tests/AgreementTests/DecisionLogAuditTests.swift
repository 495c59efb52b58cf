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

/// The log that the core writes is audited through the map that is shipped with it.
@Suite struct DecisionLogAuditTests {
  private static let map = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Examples/core/maps/decisions.yaml")

  private func audit(_ path: String, _ policies: PolicySet) throws -> StoreScanResult {
    let file = try SourceFile(path: "decisions.yaml", bytes: Array(try Data(contentsOf: Self.map)))
    let map = try DataMap.read(file) { $0 == "UTC" ? .utc : nil }
    #expect(map.diagnostics.isEmpty)
    let store = SQLiteStore(name: "decisions", path: path)
    #expect(map.undeclaredTables(in: try store.tables(), store: "decisions").isEmpty)
    return StoreScan(
      policies: policies, stores: [AuditedStore(store: store, map: map)], asOf: StoredWorld.asOf
    ).run()
  }

  /// Random people served by random rules: clean for every control that the log alone can answer.
  @Test(arguments: 0..<15)
  func `what was decided is clean, and what was decided without the guard is found`(seed: Int) throws {
    let kinds = ["consent", "optOut", "prohibit", "basis"]
    let gated = try GatedRules(seed: UInt64(seed) + 7000, kinds: kinds)
    guard gated.policies.packs[0].scope == nil else { return }
    let folder = try TemporaryFolder()
    let (path, unguarded) = (folder.path("decisions.sqlite"), folder.path("unguarded.sqlite"))
    let (log, other) = (try DecisionLog(path: path), try DecisionLog(path: unguarded))
    let guardian = Guard(gated.policies, context: JudgeContext(gated.policies, isOptOutSourceComplete: true))
    let point = DecisionPoint(ruleSet: gated.ruleSet, guard: guardian)
    var people = RandomPeople(seed: UInt64(seed) + 11_000)
    people.consent.allowsDates = false
    var refused: Set<String> = []
    for number in 0..<20 {
      var stored = people.person(number)
      for index in stored.events.indices { stored.events[index].recordedAt = stored.events[index].at }
      let person = stored.person(gated.policies.vocabulary)
      try log.append(stored.events, recordedAt: RandomPeople.early)
      try other.append(stored.events, recordedAt: RandomPeople.early)
      for _ in 0..<5 {
        let at = people.consent.instant()
        let decision = point.decide(for: person, at: at)
        try log.append([decision])
        for refusal in decision.refused {
          guard case .violation = refusal.verdict, let control = refusal.control else { continue }
          try other.append([Self.forced(refusal, person, at, gated, guardian)])
          refused.insert("store:decisions.uses/rule:r/\(refusal.rule) \(control)")
        }
      }
    }
    let clean = try audit(path, gated.policies)
    #expect(clean.observations.isEmpty && clean.gaps.isEmpty, "\(clean.observations) \(clean.gaps)")
    let found = try audit(unguarded, gated.policies).observations.map { "\($0.asset) \($0.control)" }
    #expect(refused.isSubset(of: found), "\(refused.subtracting(found)) not in \(found)")
  }

  /// The rule served all the same, as a service without a guard would.
  private static func forced(
    _ refusal: Decision.Refusal, _ person: Person, _ at: Instant, _ gated: GatedRules, _ guardian: Guard
  ) -> Decision {
    var decision = Decision(subject: person.profile.subject, at: at, ruleSet: "r")
    decision.outcome = .allowed
    guard let rule = gated.ruleSet.rules.first(where: { $0.id == refusal.rule }) else { return decision }
    (decision.rule, decision.use, decision.channel, decision.basis) = (rule.id, rule.use, rule.channel, rule.basis)
    decision.reads = gated.reads(of: rule.id).map { guardian.classified($0) }
    return decision
  }

  @Test func `the shipped project file names the map and the log`() throws {
    let project = Self.map.deletingLastPathComponent().deletingLastPathComponent().appending(path: "proviso.yaml")
    let root = try Node.read(SourceFile(path: "proviso.yaml", bytes: Array(try Data(contentsOf: project))))
    let store = try #require(root["stores"]?.elements?.first)
    #expect(store["map"]?.scalarText == "maps/decisions.yaml")
  }
}
