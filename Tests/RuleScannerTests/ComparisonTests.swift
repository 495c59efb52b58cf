import GovernanceModel
import PolicyEngine
import Predicates
import RuleScanner
import RuleSets
import Testing

/// Two rule sets side by side: who is newly reached, who no longer.
@Suite struct ComparisonTests {
  static func compare(_ old: String, _ new: String) throws -> RuleSetComparison {
    func set(_ rules: String) throws -> RuleSet {
      try RuleSet.load(try GateCase.file("r.yaml", "ruleset: r\nrules: [\(rules)]\n"))
    }
    let uses = [DataUse("marketing.communications.email"): Channel("email")]
    return RuleSetComparison.compare(old: [try set(old)], new: [try set(new)], asOf: GateCase.asOf, channelUses: uses)
  }

  static func told(_ reach: Reach) -> String {
    switch reach {
    case .nobody: "nobody"
    case .somebody: "somebody"
    case .undecided(let reason): reason.rawValue
    }
  }

  @Test(arguments: [
    ("{attribute: age, atLeast: 18}", "{attribute: age, atLeast: 18}", "same"),
    ("{attribute: age, atLeast: 18}", "{any: [{attribute: age, equals: 18}, {attribute: age, moreThan: 18}]}", "same"),
    ("{attribute: age, atLeast: 18}", "{attribute: age, atLeast: 16}", "somebody nobody"),
    ("{attribute: age, atLeast: 16}", "{attribute: age, atLeast: 18}", "nobody somebody"),
    ("{attribute: age, atLeast: 16}", "{attribute: age, atMost: 20}", "somebody somebody"),
    // The same people but for those whose age nobody knows.
    ("{attribute: age, atLeast: 18}", "{not: {isTrue: {attribute: age, lessThan: 18}}}", "somebody nobody"),
    ("{consent: marketing.communications, channel: email}", "{consent: marketing.communications.email}", "same"),
    ("{opaque: x}", "{opaque: y}", "opaque opaque"), ("{opaque: x}", "{any: [{opaque: x}, {opaque: x}]}", "same"),
  ])
  func `a changed audience reaches others, or does not`(old: String, new: String, change: String) throws {
    let comparison = try Self.compare(
      "{id: a, use: marketing, audience: \(old)}", "{id: a, use: marketing, audience: \(new)}")
    let rule = comparison.rules.first.map { "\(Self.told($0.reached)) \(Self.told($0.lost))" } ?? "same"
    let use = comparison.uses.first.map { "\(Self.told($0.reached)) \(Self.told($0.lost))" } ?? "same"
    #expect(rule == change && use == change)
    #expect(comparison.faults.isEmpty)
  }

  @Test func `an added rule reaches nobody new for the use where another reached them`() throws {
    let wide = "{id: a, use: marketing, audience: {attribute: age, atLeast: 18}}"
    let narrow =
      "{id: b, use: marketing, audience: {any: [{attribute: age, equals: 20}, {attribute: age, equals: 30}]}}"
    let comparison = try Self.compare(wide, "\(wide), \(narrow)")
    #expect(comparison.rules.map { "\($0.rule) \($0.kind.rawValue)" } == ["b added"])
    #expect(comparison.uses.isEmpty)
  }

  @Test func `a removed rule loses its people, and a rule of another use gains its own`() throws {
    let comparison = try Self.compare(
      "{id: a, use: marketing}, {id: b, use: personalize}", "{id: a, use: marketing, channel: email}")
    #expect(
      comparison.rules.map { "\($0.rule) \($0.kind.rawValue) \(Self.told($0.reached)) \(Self.told($0.lost))" } == [
        "a changed somebody nobody", "b removed nobody somebody",
      ])
    #expect(
      comparison.uses.map {
        "\($0.use?.key ?? "") \($0.channel?.name ?? "-") \(Self.told($0.reached)) \($0.lostBy ?? "-")"
      }
        == ["marketing email somebody -", "marketing - nobody r/a", "personalize - nobody r/b"])
  }

  @Test func `a rule that lasts longer reaches people later`() throws {
    let comparison = try Self.compare(
      "{id: a, use: marketing, expires: 2026-12-01}", "{id: a, use: marketing, expires: 2027-01-01}")
    let change = try #require(comparison.rules.first)
    // The day of `expires` still counts.
    #expect(change.reached.example == "{ at 2026-12-02T00:00:00Z } (replayed: the rule fires)")
    #expect(Self.told(change.lost) == "nobody")
  }
}

/// What proofs tell of policies.
@Suite struct PolicyProverTests {
  static func lint(_ controls: [(id: String, appliesTo: String, require: String)], head: String = "") throws -> [String]
  {
    var text = "pack: p\ntitle: P\nversion: \"1\"\n\(head)\ncontrols:\n"
    for control in controls {
      text += """
          - {id: \(control.id), title: T, because: B, law: {name: L, article: "1"}, severity: low, \
        appliesTo: \(control.appliesTo), require: \(control.require), remedy: R}

        """
    }
    return PolicyProver(try GateCase.policies(text).set, asOf: GateCase.asOf).lint().map(\.message)
  }

  private static let adults = "{eligibility: {attribute: subject.age, atLeast: 18}}"

  @Test(arguments: [
    ("{all: [{attribute: subject.age, atLeast: 18}, {any: [{attribute: subject.age, lessThan: 16}]}]}", "a", "is dead"),
    ("{any: [{attribute: subject.age, exists: true}, {attribute: subject.age, exists: false}]}", "a", "asks nothing"),
  ])
  func `a condition that nobody or everybody meets`(condition: String, id: String, told: String) throws {
    let found = try Self.lint([("a", "{}", "{eligibility: \(condition)}")])
    #expect(found.count == 1 && found[0].hasPrefix("`\(id)` \(told)"), "\(found)")
  }

  @Test func `a condition is weighed within the scope of its pack`() throws {
    let control = ("a", "{}", "{eligibility: {attribute: subject.country, in: [DE, FR]}}")
    #expect(try Self.lint([control]).isEmpty)
    #expect(
      try Self.lint([control], head: "applies: {attribute: subject.country, equals: DE}\nonUnknown: skip").count == 1)
    let nobody =
      "applies: {all: [{attribute: subject.country, equals: DE}, {attribute: subject.country, equals: FR}]}\nonUnknown: skip"
    #expect(try Self.lint([control], head: nobody).first?.hasPrefix("the pack `p` is for nobody") == true)
  }

  @Test(arguments: [
    ("{uses: [marketing]}", "{uses: [marketing.communications]}", ["`b` adds nothing: whoever meets `a` meets it"]),
    ("{uses: [marketing.communications]}", "{uses: [marketing]}", []),
    ("{uses: [marketing]}", "{uses: [personalize]}", []),
  ])
  func `a weaker condition over no more uses adds nothing`(one: String, two: String, told: [String]) throws {
    let weaker = "{eligibility: {any: [{attribute: subject.age, atLeast: 16}, {attribute: subject.age, equals: 3}]}}"
    #expect(try Self.lint([("a", one, Self.adults), ("b", two, weaker)]) == told)
  }

  @Test func `two conditions that exclude each other forbid every use that both are for`() throws {
    let children = "{eligibility: {not: {attribute: subject.age, atLeast: 12}}}"
    let both = [("a", "{uses: [marketing]}", Self.adults), ("b", "{uses: [marketing.communications]}", children)]
    #expect(try Self.lint(both) == ["`b` contradicts `a`: nobody whom both are for can meet both"])
    let apart = [("a", "{uses: [marketing]}", Self.adults), ("b", "{uses: [personalize]}", children)]
    #expect(try Self.lint(apart).isEmpty)
  }

  @Test(arguments: [
    (
      "{consent: {maxAge: P12M, kinds: [express]}}", "{consent: {maxAge: P24M}}",
      ["`b` adds nothing: a consent that `a` accepts always meets it"]
    ),
    ("{consent: {maxAge: P12M}}", "{consent: {maxAge: P24M, kinds: [express]}}", []),
    (
      "{consent: {minds: [objected], evidence: [method]}}", "{consent: {evidence: [method]}}",
      ["`b` adds nothing: a consent that `a` accepts always meets it"]
    ),
  ])
  func `a laxer consent control adds nothing`(one: String, two: String, told: [String]) throws {
    #expect(try Self.lint([("a", "{}", one), ("b", "{uses: [marketing]}", two)]) == told)
  }
}
