import GovernanceModel
import PersonalizationCore
import PolicyEngine
import Predicates
import ProvisoTesting
import RuleSets
import SourceDocuments
import Testing

/// At which level each purpose may read each attribute.
@Suite struct LevelTests {
  private static let pack = """
    pack: own
    title: Own
    version: "1"
    controls:
      - {id: years, title: Years, severity: low, law: {name: L, article: "1"}, appliesTo: {uses: [marketing]},
         require: {granularity: {birth: year}}}
      - {id: none, title: None, severity: low, law: {name: L, article: "1", inForce: 2026-06-01},
         appliesTo: {uses: [marketing], categories: [user.health]}, require: {prohibit: {inferred: true}}}
      - {id: french, title: French, severity: low, law: {name: L, article: "1"}, appliesTo: {uses: [personalize]},
         require: {granularity: {birth: band10}}}
      - {id: consent, title: Consent, severity: low, law: {name: L, article: "1"}, require: {consent: {}}}
    """
  private static let vocabulary = """
    vocabulary: small
    version: "1"
    dataCategories:
      - {key: user, name: Person}
      - {key: user.health, name: Health}
      - {key: user.birth, name: Birth, family: birth}
    dataUses: [{key: marketing, name: Marketing}, {key: personalize, name: P}, {key: service, name: Service}]
    dataSubjects: [{key: customer, name: Customer}]
    attributes:
      - {path: born, categories: [user.birth], granularity: birth.date}
      - {path: bornIn, categories: [user.birth], granularity: birth.year}
      - {path: "health.*", categories: [user.health]}
    """
  private static let rules = """
    ruleset: r
    segments: [{id: young, audience: {attribute: born, exists: true}}]
    rules:
      - {id: a, use: marketing, channel: email, audience: {segment: young}, reads: [health.risk, shoe]}
      - {id: b, use: marketing, channel: email, audience: {attribute: bornIn, atLeast: 1990}}
      - {id: c, use: personalize, audience: {segment: young}}
      - {id: d, use: service, audience: {segment: young}}
    """

  private func levels(_ day: String, and more: [String] = []) throws -> [String] {
    func file(_ text: String, _ path: String) throws -> SourceFile {
      try SourceFile(path: path, bytes: Array(text.utf8))
    }
    let vocabulary = try Vocabulary.read([file(Self.vocabulary, "v.yaml")])
    let pack = try Pack.read(file(Self.pack, "pack.yaml"), vocabulary: vocabulary)
    let policies = PolicySet(vocabulary: vocabulary, packs: [pack], legalBases: [])
    let ruleSet = try RuleSet.load(file(Self.rules, "rules.yaml"))
    let guardian = Guard(policies, context: JudgeContext(policies, isOptOutSourceComplete: true))
    let point = DecisionPoint(ruleSet: ruleSet, guard: guardian)
    return point.levels(at: TacticFixture.instant(day), and: more.map { AttributePath($0) }).map { found in
      let level = found.isWithheld ? "not at all" : found.level?.description ?? "as held"
      return "\(found.use) \(found.attribute.text) \(found.held?.description ?? "-"): \(level) \(found.control ?? "")"
    }
  }

  @Test func `each purpose has levels of its own, through segments too, whatever was agreed to`() throws {
    #expect(
      try levels("2026-07-01") == [
        "marketing born birth.date: birth.year years", "marketing health.risk -: not at all none",
        "marketing shoe -: as held ", "marketing bornIn birth.year: as held ",
        "personalize born birth.date: birth.band10 french", "service born birth.date: as held ",
      ])
  }

  @Test func `a control that is not in force yet asks for nothing`() throws {
    #expect(try levels("2026-05-31").contains("marketing health.risk -: as held "))
  }

  @Test func `attributes that no rule reads are told where they are asked for, once`() throws {
    let told = try levels("2026-07-01", and: ["bornIn", "health.x"])
    #expect(told.count == 11 && told.contains("personalize bornIn birth.year: birth.band10 french"))
    #expect(told.contains("marketing health.x -: not at all none") && told.contains("service health.x -: as held "))
  }
}
