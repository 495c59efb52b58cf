import ConsentHistory
import GovernanceModel
import PersonalizationCore
import PolicyEngine
import Predicates
import RuleSets
import SourceDocuments

/// A decision point over a small policy: marketing needs consent, places are read at city level, health is never read.
struct CoreFixture {
  let policies: PolicySet
  private let point: DecisionPoint

  static let vocabulary = """
    vocabulary: core
    version: "1"
    dataCategories:
      - {key: user, name: Person}
      - {key: user.contact, name: Contact, family: contact}
      - {key: user.location, name: Place, family: place}
      - {key: user.health, name: Health}
    dataUses:
      - {key: marketing, name: Marketing}
      - {key: personalize, name: Personalisation}
    dataSubjects: [{key: customer, name: Customer}]
    attributes:
      - {path: subject.country, categories: [user.contact], granularity: contact.countryPrefix}
      - {path: place.point, categories: [user.location], granularity: place.coordinates6}
      - {path: health.risk, categories: [user.health]}
    """

  static let pack = """
    pack: own
    title: Own
    version: "1"
    controls:
      - id: agreed
        title: Agreed
        severity: high
        law: {name: L, article: "1"}
        appliesTo: {uses: [marketing]}
        require: {consent: {}}
      - id: coarse
        title: Coarse
        severity: high
        law: {name: L, article: "2"}
        appliesTo: {categories: [user.location]}
        require: {granularity: {place: city}}
      - id: never
        title: Never
        severity: high
        law: {name: L, article: "3"}
        appliesTo: {categories: [user.health]}
        require: {prohibit: {}}
    """

  init(rules: String, more: String = "") throws {
    policies = try PolicySet(
      packs: [PolicyText(path: "pack.yaml", bytes: Array(Self.pack.utf8))],
      vocabularies: [PolicyText(path: "vocabulary.yaml", bytes: Array(Self.vocabulary.utf8))])
    let text = "ruleset: r\n\(more)\nrules:\n\(rules)\n"
    let set = try RuleSet.load(SourceFile(path: "rules.yaml", bytes: Array(text.utf8)))
    point = DecisionPoint(
      ruleSet: set, guard: Guard(policies, context: JudgeContext(policies, isOptOutSourceComplete: true)))
  }

  /// - Parameter actions: what the person said about `marketing`, a day apart from 1 January 2026 on.
  func decide(
    _ values: [String: Value], _ actions: [ConsentAction], at: String = "2026-05-01T00:00:00Z", tactic: Tactic? = nil
  ) -> Decision {
    let start = Instant(iso8601: "2026-01-01") ?? .distantPast
    var profile = Profile(subject: "s", subjectType: DataSubject("customer"))
    for (path, value) in values {
      profile.learn(
        ProfileAttribute(value, categories: [], source: "crm", updatedAt: start), at: AttributePath(path))
    }
    let events = actions.enumerated().map { number, action in
      ConsentEvent(
        subject: "s", purpose: DataUse("marketing"), action: action,
        at: Moment(start.advanced(byMicroseconds: Int64(number) * Instant.microsecondsPerDay)), method: "form",
        evidence: "proof-\(number + 1)")
    }
    return point.decide(
      for: Person(profile, consents: ConsentTimeline(events)), at: Instant(iso8601: at) ?? .distantPast,
      tactic: tactic)
  }
}
