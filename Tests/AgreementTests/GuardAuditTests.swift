import ConsentHistory
import DataStores
import GovernanceModel
import PolicyEngine
import Predicates
import ProvisoTesting
import StoreScanner
import Testing

/// Semantics 10.1: the guard and the audit say the same of every use, verdict and reason, when they see the same.
@Suite struct GuardAuditTests {
  private static let kinds = ["consent", "optOut", "eligibility", "prohibit", "basis", "consent", "freshness"]

  /// 60 worlds of 60 uses under 9 controls. Every third use is logged with values; every other pack asks for consent in its
  /// conditions.
  @Test(arguments: 0..<60)
  func `the guard says of each use what the audit finds`(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed) &* 7919)
    var packs = RandomPack(random: SplitMix64(seed: UInt64(seed) + 1000), asksForConsent: seed % 2 == 1)
    let text = packs.text(kinds: Self.kinds, controls: 9)
    let policies = try SmallWorld.policies(text, legalBases: Self.legalBases(&random))
    let isComplete = !random.oneIn(6)
    let subjectType = random.oneIn(3) ? random.pick(["customer", "prospect"]) : nil
    let map = try SmallWorld.map(
      carries: isComplete ? "[objected, optedOut, limited]" : "[]", subjectType: subjectType)
    let world = Self.world(seed: UInt64(seed))
    let result = try world.audit(policies, map)
    #expect(result.gaps.isEmpty)
    let audit = result.byRule
    let guardians = [false, true].map { changed in
      var context = JudgeContext(policies, isOptOutSourceComplete: isComplete)
      context.isProfileChangedSince = changed
      return Guard(policies, context: context)
    }
    for use in world.uses {
      let guarded = Self.guarded(use, world, policies, guardians, subjectType)
      let found = audit[use.rule] ?? [:]
      #expect(
        Self.agree(guarded, found),
        "\(use) of \(world.people[use.person])\nguard \(guarded)\naudit \(found)\n\(text)")
    }
  }

  private static func world(seed: UInt64) -> StoredWorld {
    var people = RandomPeople(seed: seed)
    let all = (0..<12).map { people.person($0) }
    let uses = (0..<60).map { number in
      var use = people.use(of: number % all.count, rule: "u\(number)")
      // Of a profile that changed since, only what was logged is known: told apart in StoreScannerTests.
      let changed = all[use.person].updatedAt.map { $0 > use.at.start } ?? false
      if number % 3 == 0, !changed { use.logged = people.logged(use.attributes) }
      return use
    }
    return StoredWorld(people: all, uses: uses)
  }

  private static func legalBases(_ random: inout SplitMix64) -> [DeclaredBasis] {
    let pairs: [(String, [String], LegalBasis)] = [
      ("marketing", [], .consent), ("personalize", ["user.behavior"], .legitimateInterests),
      ("marketing.communications", ["user.contact"], .contract),
    ]
    return pairs.filter { _ in random.oneIn(2) }.map { use, categories, basis in
      DeclaredBasis(use: DataUse(use), categories: categories.map { DataCategory($0) }, basis: basis)
    }
  }

  /// The guard's refusals by control.
  private static func guarded(
    _ use: StoredUse, _ world: StoredWorld, _ policies: PolicySet, _ guardians: [Guard], _ subjectType: String?
  ) -> [String: Set<Verdict>] {
    let person = world.people[use.person]
    let guardian = guardians[person.updatedAt.map { $0 > use.at.start } ?? false ? 1 : 0]
    let reads = use.attributes.map { path in
      var read = guardian.classified(AttributePath(path))
      // Only what lies in the profile table has an age.
      if !["media.radio.hours", "shoeSize"].contains(path) { read.updatedAt = person.updatedAt }
      return read
    }
    let record = UseRecord(
      subject: person.key, use: DataUse(use.use), channel: use.channel.map { Channel($0) },
      controller: use.controller, at: use.at, rule: use.rule, reads: reads, basis: use.basis,
      subjectType: subjectType.map { DataSubject($0) })
    let history = ConsentTimeline(person.events, channelUses: policies.vocabulary.channelUses)
    var held = person.facts(at: use.at.start)
    held.values.merge(use.logged ?? [:]) { $1 }
    let facts = guardian.facts(held, history: history, reads: reads)
    let answer = guardian.decide(record, history: history, facts: facts)
    var refusals: [String: Set<Verdict>] = [:]
    for refusal in answer.refusals { refusals[refusal.control, default: []].insert(refusal.verdict) }
    return refusals
  }

  /// The same controls, each with the same gravest verdict. Where a control judges attributes or pairs one by one, the
  /// guard names one reason of the gravest verdict and the audit all: the guard's is among them.
  private static func agree(_ guarded: [String: Set<Verdict>], _ found: [String: Set<Verdict>]) -> Bool {
    guard Set(guarded.keys) == Set(found.keys) else { return false }
    return guarded.allSatisfy { control, verdicts in
      guard let audit = found[control] else { return false }
      if !["prohibit", "basis", "freshness"].contains(where: control.hasPrefix) { return audit == verdicts }
      let gravest = audit.contains { $0.name == "violation" } ? "violation" : "unverifiable"
      return verdicts.isSubset(of: audit) && verdicts.contains { $0.name == gravest }
    }
  }
}
