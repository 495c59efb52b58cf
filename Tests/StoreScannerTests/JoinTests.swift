import ConsentHistory
import DataStores
import GovernanceModel
import PolicyEngine
import ProvisoTesting
import StoreScanner
import Testing

/// The timeline join against `ConsentTimeline`, use by use (semantics sections 3 and 4).
@Suite struct JoinTests {
  /// What a finding says, in a form that is easy to compare.
  struct Told: Hashable {
    let control: String
    let asset: String
    let use: String
    let channel: String?
    let verdict: Verdict
    let counts: Counts
    let sample: [String]
  }

  static let controls = [
    "require: {consent: {}}",
    "require: {consent: {kinds: [express, explicit], maxAge: P10D, minds: [objected]}}",
    "require: {consent: {grantLevels: exact, evidence: [reference], grace: P3D}}",
    "require: {consent: {notice: {minimum: {privacy: \"2\"}}, actors: [self], knowledge: recorded}}",
    "require: {consent: {grantLevels: [marketing, personalize], maxAge: P1M, grace: {signal: P0D, default: P5D}}}",
    "require: {optOut: {minds: [objected, optedOut], grace: {signal: P0D, default: 3 business days}}}",
  ]

  @Test(arguments: 0..<40)
  func `each use has the verdict of the consent timeline`(seed: Int) throws {
    let world = JoinWorld(seed: UInt64(seed), people: 12, usesEach: 5)
    let policies = try AuditFixture.policies(Self.controls)
    let result = AuditFixture.scan(policies, try AuditFixture.map(JoinWorld.map), world.tables)
    #expect(result.gaps.isEmpty)
    let expected = expected(world, policies)
    #expect(Set(result.observations.map(told)) == expected)
    #expect(result.observations.count == expected.count)
    #expect(expected.count > 50)
  }

  @Test(arguments: 100..<108)
  func `the SQLite reader and the store in memory give the same findings`(seed: Int) throws {
    let world = JoinWorld(seed: UInt64(seed), people: 10, usesEach: 4)
    let policies = try AuditFixture.policies(Self.controls)
    let map = try AuditFixture.map(JoinWorld.map)
    let folder = try TemporaryFolder()
    let writer = try SQLiteWriter(path: folder.path("shop.sqlite"))
    for table in world.tables { try writer.make(table) }
    let store = SQLiteStore(name: "shop", path: folder.path("shop.sqlite"))
    let fromFile = AuditFixture.scan(policies, map, store)
    let fromMemory = AuditFixture.scan(policies, map, world.tables)
    #expect(fromFile.gaps.isEmpty)
    #expect(fromFile.observations.map(told) == fromMemory.observations.map(told))
  }

  @Test(arguments: [2, 3, 7])
  func `any number of passes gives the same findings`(passes: Int) throws {
    for seed in 200..<206 {
      let world = JoinWorld(seed: UInt64(seed), people: 40, usesEach: 5)
      let policies = try AuditFixture.policies(Self.controls)
      let map = try AuditFixture.map(JoinWorld.map)
      // Without rules, so that findings hold many people.
      var tables = world.tables
      tables[1].rows = tables[1].rows.map { Array($0.dropLast()) + [.null] }
      let whole = AuditFixture.scan(policies, map, tables, passes: 1)
      let split = AuditFixture.scan(policies, map, tables, passes: passes)
      #expect(whole.observations.map(told) == split.observations.map(told))
      #expect(whole.observations.contains { ($0.counts.subjects ?? 0) > 5 })
      #expect(whole.examined == split.examined)
      #expect(whole.gaps == split.gaps)
    }
  }

  @Test func `the order of rows changes nothing`() throws {
    let world = JoinWorld(seed: 300, people: 30, usesEach: 5)
    let policies = try AuditFixture.policies(Self.controls)
    let map = try AuditFixture.map(JoinWorld.map)
    var random = SplitMix64(seed: 301)
    var shuffled = world.tables
    for index in shuffled.indices { shuffled[index].rows.shuffle(using: &random) }
    let first = AuditFixture.scan(policies, map, world.tables)
    let second = AuditFixture.scan(policies, map, shuffled)
    #expect(first.observations.map(told) == second.observations.map(told))
  }

  // MARK: - The other way to the same findings

  private func told(_ observation: Observation) -> Told {
    Told(
      control: observation.control, asset: observation.asset.description,
      use: observation.locus.use?.key ?? "", channel: observation.locus.channel?.name, verdict: observation.verdict,
      counts: observation.counts, sample: observation.sample.map(\.disclosed))
  }

  private func expected(_ world: JoinWorld, _ policies: PolicySet) -> Set<Told> {
    var found: Set<Told> = []
    for control in policies.packs[0].controls {
      for (index, use) in world.uses.enumerated() {
        guard let timeline = world.timelines[use.subject] else { continue }
        let question = ConsentQuestion(
          use: DataUse(use.use), channel: use.channel.map { Channel($0) }, controller: use.controller, at: use.at)
        let verdict = state(timeline, question, control.requirement).verdict
        guard verdict != .compliant else { continue }
        let key = ChannelUses(JoinWorld.channelUses).normalised(question.use, question.channel)
        found.insert(
          Told(
            control: control.id, asset: "store:shop.sends/rule:r\(index)", use: key.use.key,
            channel: key.channel?.name, verdict: verdict,
            counts: Counts(uses: 1, subjects: 1, first: use.at.start, last: use.at.start), sample: [use.subject]))
      }
      found.formUnion(expectedStays(world, control))
    }
    return found
  }

  private func state(_ timeline: ConsentTimeline, _ question: ConsentQuestion, _ requirement: Requirement)
    -> ConsentState
  {
    switch requirement {
    case .consent(let consent): timeline.state(of: question, under: consent.terms)
    case .optOut(let optOut): timeline.optOutState(of: question, under: optOut.terms)
    default: .valid
    }
  }

  /// All stays are in one audience: those of one use, channel and verdict are one finding.
  private func expectedStays(_ world: JoinWorld, _ control: Control) -> Set<Told> {
    struct Group: Hashable {
      let use: String
      let channel: String?
      let verdict: Verdict
    }
    var groups: [Group: [(subject: String, first: Instant, last: Instant)]] = [:]
    for stay in world.stays {
      guard let timeline = world.timelines[stay.subject] else { continue }
      let question = ConsentQuestion(
        use: DataUse(stay.use), channel: stay.channel.map { Channel($0) }, at: stay.entered)
      guard let found = membership(timeline, question, control.requirement, stay),
        found.state.verdict != .compliant, let first = found.first, let last = found.last
      else { continue }
      let key = ChannelUses(JoinWorld.channelUses).normalised(question.use, question.channel)
      let group = Group(use: key.use.key, channel: key.channel?.name, verdict: found.state.verdict)
      groups[group, default: []].append((stay.subject, first, last))
    }
    return Set(
      groups.map { group, stays in
        let people = stays.map(\.subject).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        return Told(
          control: control.id, asset: "store:shop.members/rule:a", use: group.use, channel: group.channel,
          verdict: group.verdict,
          counts: Counts(
            uses: stays.count, subjects: people.count, first: stays.map(\.first).min(), last: stays.map(\.last).max()),
          sample: Array(people.prefix(5)))
      })
  }

  private func membership(
    _ timeline: ConsentTimeline, _ question: ConsentQuestion, _ requirement: Requirement, _ stay: JoinWorld.Stay
  ) -> ConsentMembership? {
    switch requirement {
    case .consent(let consent):
      timeline.membership(
        of: question, under: consent.terms, entered: stay.entered, left: stay.left, asOf: AuditFixture.asOf)
    case .optOut(let optOut):
      timeline.optOutMembership(
        of: question, under: optOut.terms, entered: stay.entered, left: stay.left, asOf: AuditFixture.asOf)
    default: nil
    }
  }
}
