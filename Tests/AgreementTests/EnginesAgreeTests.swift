import DataStores
import GovernanceModel
import PolicyEngine
import ProvisoTesting
import StoreScanner
import Testing

/// Semantics 10.4: the same audit over every engine gives the same observations, gaps and counts, byte for byte.
@Suite struct EnginesAgreeTests {
  private static let kinds = ["consent", "optOut", "eligibility", "prohibit", "basis", "freshness"]

  @Test(
    .enabled(if: TestEngine.present.count > 1, "neither drivers nor servers: make setup installs them"),
    arguments: 0..<6)
  func `every engine gives the findings of SQLite`(seed: Int) throws {
    var packs = RandomPack(random: SplitMix64(seed: UInt64(seed) + 40_000))
    let policies = try SmallWorld.policies(packs.text(kinds: Self.kinds, controls: 9))
    let map = try SmallWorld.map(carries: "[objected, optedOut, limited]", subjectType: nil)
    var people = RandomPeople(seed: UInt64(seed) + 500)
    let all = (0..<30).map { people.person($0) }
    let uses = (0..<400).map { number in
      var use = people.use(of: number % all.count, rule: "u\(number % 50)")
      if number % 3 == 0 { use.logged = people.logged(use.attributes) }
      return use
    }
    let world = StoredWorld(people: all, uses: uses)
    var told: [TestEngine: String] = [:]
    for engine in TestEngine.present {
      let folder = try TemporaryFolder()
      let store = try engine.makeStore(world.tables, in: folder)
      let result = StoreScan(policies: policies, stores: [AuditedStore(store: store, map: map)], asOf: StoredWorld.asOf)
        .run()
      let samples = result.observations.map { $0.sample.map(\.disclosed) }
      told[engine] =
        "\(samples)\n\(result.observations)\n\(result.gaps)\n\(result.unmet)\n"
        + result.examined.map { "\($0.collections)" }.joined()
    }
    let expected = try #require(told[.sqlite])
    #expect(expected.contains("violation"))
    for (engine, found) in told { #expect(found == expected, "\(engine), seed \(seed)") }
  }
}
