import DataStores
import GovernanceModel
import PolicyEngine
import ProvisoTesting
import StoreScanner
import Testing

/// Whom a pack is for (semantics section 4, scope): nobody else is reported, wherever the maps name the profiles.
@Suite struct ScopeTests {
  private static let french = "applies: {attribute: subject.country, in: [FR]}"
  private static let skipping = french + "\nonUnknown: skip"

  /// Profiles come last in the map, and the country lies in a table of its own.
  private static let map = """
    dataset:
      - fides_key: shop
        proviso: {subject: id}
        collections:
          - name: log
            proviso: {mayBeEmpty: true, consents: {purpose: purpose, action: action, at: at, evidence: proof}}
            fields: [{name: purpose}, {name: action}, {name: at}]
          - name: copy
            proviso: {mayBeEmpty: true, consents: {purpose: purpose, action: action, at: at, evidence: proof}}
            fields: [{name: purpose}, {name: action}, {name: at}]
          - {name: erased, proviso: {mayBeEmpty: true, erasures: {at: at}}, fields: [{name: id}, {name: at}]}
          - name: people
            proviso: {profile: {quasiIdentifiers: [age]}, anchors: {lastActivity: seen}}
            fields: [{name: id}, {name: age}, {name: seen}]
          - name: homes
            proviso: {profile: {}}
            fields: [{name: id}, {name: country, proviso: {attribute: subject.country}}]
    """

  /// Person n of 40 lives in France, Germany or nobody knows where, by n modulo 3, and is of an age of few.
  private func tables(
    log: (Int) -> [[FixtureValue]] = { _ in [] }, copy: (Int) -> [[FixtureValue]] = { _ in [] },
    erased: (Int) -> [[FixtureValue]] = { _ in [] }
  ) -> [FixtureTable] {
    let everybody = 0..<40
    let columns = ["id", "purpose", "action", "at", "proof"]
    return [
      FixtureTable("log", columns: columns, rows: everybody.flatMap(log)),
      FixtureTable("copy", columns: columns, rows: everybody.flatMap(copy)),
      FixtureTable("erased", columns: ["id", "at"], rows: everybody.flatMap(erased)),
      FixtureTable(
        "people", columns: ["id", "age", "seen"],
        rows: everybody.map { [.integer(Int64($0)), .integer(Int64($0 / 6)), .text("2020-01-01")] }),
      FixtureTable(
        "homes", columns: ["id", "country"],
        rows: everybody.map { [.integer(Int64($0)), [.text("FR"), .text("DE"), .null][$0 % 3]] }),
    ]
  }

  private func event(_ person: Int, _ action: String, _ at: String) -> [FixtureValue] {
    [.integer(Int64(person)), .text("marketing"), .text(action), .text(at), .null]
  }

  /// The number of people that one control is broken for, the same over passes.
  private func wronged(_ control: String, head: String, _ tables: [FixtureTable]) throws -> Int {
    let policies = try AuditFixture.policies([control], head: head)
    let map = try AuditFixture.map(Self.map)
    let results = [1, 2, 5].map { AuditFixture.scan(policies, map, tables, passes: $0) }
    let found = results.map { result in
      result.observations.map { "\($0.asset) \($0.verdict) \($0.counts) \($0.parameters)" }
    }
    #expect(found[0] == found[1] && found[0] == found[2])
    #expect(results.flatMap(\.gaps).isEmpty)
    #expect(results[0].observations.count <= 1)
    return results[0].observations.first?.counts.subjects ?? 0
  }

  private static let inFrance = (0..<40).count { $0 % 3 == 0 }
  private static let notInGermany = (0..<40).count { $0 % 3 != 1 }

  @Test func `consents without evidence are those of people in scope`() throws {
    let control = "require: {evidence: {fields: [reference]}}"
    let tables = tables(log: { [event($0, "given", "2021-01-01")] })
    #expect(try wronged(control, head: "", tables) == 40)
    #expect(try wronged(control, head: Self.french, tables) == Self.notInGermany)
    #expect(try wronged(control, head: Self.skipping, tables) == Self.inFrance)
  }

  @Test func `who was asked again is told of people in scope`() throws {
    let control = "require: {reask: {after: P6M}}"
    let tables = tables(log: { [event($0, "refused", "2021-01-01"), event($0, "requested", "2021-01-09")] })
    #expect(try wronged(control, head: "", tables) == 40)
    #expect(try wronged(control, head: Self.french, tables) == Self.notInGermany)
    #expect(try wronged(control, head: Self.skipping, tables) == Self.inFrance)
  }

  @Test func `logs that disagree do so about people in scope`() throws {
    let control = "appliesTo: {uses: [marketing]}\nrequire: {reconcile: {}}"
    let tables = tables(
      log: { [event($0, "given", "2021-01-01")] }, copy: { [event($0, "withdrawn", "2021-01-02")] })
    #expect(try wronged(control, head: "", tables) == 40)
    #expect(try wronged(control, head: Self.french, tables) == Self.notInGermany)
    #expect(try wronged(control, head: Self.skipping, tables) == Self.inFrance)
  }

  @Test func `a register is read for everybody, and what remains is judged by scope`() throws {
    let control = "require: {erasure: {within: P30D}}"
    let map = """
      dataset:
        - fides_key: shop
          proviso: {subject: id}
          collections:
            - {name: erased, proviso: {erasures: {at: at}}, fields: [{name: id}, {name: at}]}
            - name: homes
              proviso: {profile: {}}
              fields: [{name: id}, {name: country, proviso: {attribute: subject.country}}]
      """
    let tables = tables(erased: { [[.integer(Int64($0)), .text("2021-01-01")]] })
    for (head, expected) in [("", 40), (Self.french, Self.notInGermany), (Self.skipping, Self.inFrance)] {
      for passes in [1, 2, 5] {
        let result = AuditFixture.scan(
          try AuditFixture.policies([control], head: head), try AuditFixture.map(map), tables, passes: passes)
        #expect(result.gaps.isEmpty)
        #expect(result.observations.map(\.counts.subjects) == [expected])
      }
    }
  }

  @Test func `a profile table that comes before the one that tells the country waits for it`() throws {
    let control = "require: {retention: {maxAge: P1Y, since: lastActivity}}"
    let tables = tables()
    let policies = try AuditFixture.policies([control], head: Self.skipping)
    for passes in [1, 2, 5] {
      let result = AuditFixture.scan(policies, try AuditFixture.map(Self.map), tables, passes: passes)
      let kept = result.observations.filter { $0.verdict == .violation(.keptTooLong) }
      #expect(kept.map(\.counts.subjects) == [Self.inFrance])
      #expect(kept.first?.parameters.last == Parameter("of", String(Self.inFrance)))
    }
  }

  @Test func `groups are made of people in scope, in any number of passes`() throws {
    let control = "require: {crowd: {atLeast: 3, of: quasiIdentifiers}}"
    // Six people of each age (four of the last): two in France, two in Germany, two anywhere.
    #expect(try wronged(control, head: "", tables()) == 0)
    #expect(try wronged(control, head: Self.skipping, tables()) == Self.inFrance)
    let german = "applies: {attribute: subject.country, in: [DE]}"
    // The last age has one in Germany and one of whom nobody knows; the others two of each.
    let ofLastAge = (36..<40).count { $0 % 3 != 0 }
    #expect(try wronged(control, head: german, tables()) == (ofLastAge < 3 ? ofLastAge : 0))
  }
}
