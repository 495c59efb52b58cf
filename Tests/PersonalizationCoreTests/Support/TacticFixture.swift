import ConsentHistory
import GovernanceModel
import PersonalizationCore
import PolicyEngine
import Predicates
import RuleSets
import SourceDocuments

/// A shop under a policy of consent for marketing, with one rule set of any tactics.
struct TacticFixture {
  static let vocabulary = """
    vocabulary: core
    version: "1"
    dataCategories:
      - {key: user, name: Person}
      - {key: user.behavior, name: Behaviour, family: history}
      - {key: user.account, name: Account}
    dataUses:
      - {key: marketing, name: Marketing}
      - {key: personalize, name: Personalisation}
      - {key: support, name: Support}
    dataSubjects: [{key: customer, name: Customer}]
    attributes:
      - {path: "events.**", categories: [user.behavior], granularity: history.events}
      - {path: "purchases.**", categories: [user.behavior], granularity: history.aggregate}
      - {path: "affinity.**", categories: [user.behavior], granularity: history.aggregate, inferred: true}
      - {path: "support.**", categories: [user.account]}
      - {path: "feedback.**", categories: [user.account]}
      - {path: "loyalty.**", categories: [user.account]}
    """

  static let consent = """
      - id: agreed
        title: Agreed
        severity: high
        law: {name: L, article: "1"}
        appliesTo: {uses: [marketing]}
        require: {consent: {}}
    """

  let point: DecisionPoint
  let ruleSet: RuleSet
  private let derivation: ProfileDerivation

  /// - Parameter controls: beside the one of consent.
  init(_ rules: String, controls: String = "", assets: TacticAssets = TacticAssets()) throws {
    let pack = "pack: own\ntitle: Own\nversion: \"1\"\ncontrols:\n\(Self.consent)\n\(controls)\n"
    let policies = try PolicySet(
      packs: [PolicyText(path: "pack.yaml", bytes: Array(pack.utf8))],
      vocabularies: [PolicyText(path: "vocabulary.yaml", bytes: Array(Self.vocabulary.utf8))])
    ruleSet = try RuleSet.load(SourceFile(path: "rules.yaml", bytes: Array("ruleset: shop\n\(rules)\n".utf8)))
    let guardian = Guard(policies, context: JudgeContext(policies, isOptOutSourceComplete: true))
    point = DecisionPoint(ruleSet: ruleSet, guard: guardian, assets: assets)
    derivation = ProfileDerivation(catalogue: assets.catalogue, programme: ruleSet.loyalty)
  }

  /// One rule with a plan, of a use that needs no consent.
  static func rule(_ plan: String, more: String = "", use: String = "personalize") -> String {
    """
    rules:
      - id: one
        use: \(use)
        channel: app
        \(more)
        \(plan)
    """
  }

  func decide(_ person: Person, at: String, channel: String? = nil, item: String? = nil) -> Decision {
    let now = Self.instant(at)
    let request = DecisionRequest(at: now, channel: channel.map { Channel($0) }, item: item)
    return point.decide(for: derivation.deriving(person, at: now), request)
  }

  /// Decides, and remembers what was served.
  func serve(_ person: inout Person, at: String, channel: String? = nil) -> Decision {
    let decision = decide(person, at: at, channel: channel)
    if let served = decision.asServed { person.served.append(served) }
    return decision
  }

  static func person(_ events: [PersonEvent] = [], consents: [ConsentEvent] = []) -> Person {
    Person(
      Profile(subject: "s", subjectType: DataSubject("customer")), consents: ConsentTimeline(consents),
      events: EventHistory(events))
  }

  static func consent(_ action: ConsentAction, _ day: String, purpose: String = "marketing") -> ConsentEvent {
    ConsentEvent(subject: "s", purpose: DataUse(purpose), action: action, at: Moment(instant(day)), evidence: "proof")
  }

  static func instant(_ text: String) -> Instant { Instant(iso8601: text) ?? .distantPast }
}

extension PersonEvent {
  /// Such as `purchase`, on a day, of an item.
  static func made(
    _ type: String, _ day: String, _ item: String? = nil, order: String? = nil, amount: Double? = nil,
    value: Double? = nil, topic: String? = nil
  ) -> PersonEvent {
    PersonEvent(
      type, at: TacticFixture.instant(day), item: item, order: order, amount: amount, value: value, topic: topic,
      source: "test")
  }
}
