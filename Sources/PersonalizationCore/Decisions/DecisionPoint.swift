internal import ConsentHistory
package import GovernanceModel
package import PolicyEngine
internal import Predicates
package import RuleSets

/// Serves the first rule whose audience holds the person and which the guard lets pass; else the fallback, never an error.
package struct DecisionPoint: Sendable {
  private let ruleSet: String
  private let rules: [PreparedRule]
  private let guardian: Guard

  package init(ruleSet: RuleSet, guard guardian: Guard) {
    var segments = SegmentResolver(ruleSet.segments)
    rules = ruleSet.rules.map { PreparedRule($0, &segments, guardian) }
    (self.ruleSet, self.guardian) = (ruleSet.id, guardian)
  }

  /// Decides for one person at one instant; `tactic` restricts to rules of one kind.
  ///
  /// A rule that has ended serves nobody. Where the guard asks for coarser values, the audience is asked again on these: a
  /// rule that holds only on finer ones is refused.
  package func decide(for person: Person, at now: Instant, tactic: Tactic? = nil) -> Decision {
    var decision = Decision(subject: person.profile.subject, at: now, ruleSet: ruleSet)
    for prepared in rules where tactic == nil || prepared.rule.tactic == tactic {
      if let end = prepared.rule.expires, end <= now { continue }
      if serve(prepared, person, in: &decision) { break }
    }
    return decision
  }

  /// Fills in what is served; false when the person is not in the audience, or with why the rule was refused.
  private func serve(_ prepared: PreparedRule, _ person: Person, in decision: inout Decision) -> Bool {
    let id = prepared.rule.id
    let plain = ProfileFacts(profile: person.profile, now: decision.at)
    guard let use = prepared.rule.use else {
      if prepared.audience.evaluate(on: guardian.facts(plain, history: person.consents)) == .true {
        decision.refused.append(.init(rule: id, verdict: .unverifiable(.useTooCoarse)))
      }
      return false
    }
    var request = prepared.request(person.profile, use, at: decision.at, guardian)
    let facts = guardian.facts(plain, history: person.consents, reads: request.reads)
    guard prepared.audience.evaluate(on: facts) == .true else { return false }
    let answer = guardian.decide(request, history: person.consents, facts: facts)
    guard answer.isAllowed else {
      decision.refused += answer.refusals.map {
        .init(rule: id, pack: $0.pack, control: $0.control, verdict: $0.verdict)
      }
      return false
    }
    let coarse = Coarsening(answer.generalisations, of: person.profile)
    if let refused = coarse.withheld {
      decision.refused.append(
        .init(rule: id, pack: refused.pack, control: refused.control, verdict: .violation(.tooFine)))
      return false
    }
    let coarseFacts = guardian.facts(
      ProfileFacts(profile: person.profile, now: decision.at, coarse: coarse.values), history: person.consents,
      reads: request.reads)
    if let first = coarse.first, prepared.audience.evaluate(on: coarseFacts) != .true {
      decision.refused.append(.init(rule: id, pack: first.pack, control: first.control, verdict: .violation(.tooFine)))
      return false
    }
    for index in request.reads.indices {
      if let asked = answer.generalisations[request.reads[index].attribute] {
        request.reads[index].granularity = asked.level
      }
    }
    decision.fill(request, answer, coarse.values)
    return true
  }
}

extension Decision {
  fileprivate mutating func fill(_ request: UseRecord, _ answer: GuardAnswer, _ coarse: [AttributePath: Value]) {
    outcome = coarse.isEmpty ? .allowed : .generalised
    (rule, use, channel) = (request.rule, request.use, request.channel)
    (basis, ground) = (request.basis, answer.ground)
    (reads, generalised) = (request.reads, coarse)
  }
}

/// The values that a guard's answer asks to be coarser.
private struct Coarsening {
  private(set) var values: [AttributePath: Value] = [:]
  /// Asks for a level at which a value cannot be told.
  private(set) var withheld: GuardAnswer.Generalisation?
  /// In byte order of the attributes.
  private(set) var first: GuardAnswer.Generalisation?

  init(_ asked: [String: GuardAnswer.Generalisation], of profile: Profile) {
    for (attribute, generalisation) in asked.sorted(by: { AttributePath($0.key) < AttributePath($1.key) }) {
      let path = AttributePath(attribute)
      // What the person has no value of reveals nothing.
      guard let value = profile[path]?.value else { continue }
      first = first ?? generalisation
      if let coarser = Generalisation.generalise(value, to: generalisation.level) {
        values[path] = coarser
      } else {
        withheld = withheld ?? generalisation
      }
    }
  }
}

/// What a profile knows of a person at an instant, with some values made coarser.
struct ProfileFacts: Facts {
  let profile: Profile
  let now: Instant
  var coarse: [AttributePath: Value] = [:]

  func value(of path: AttributePath) -> Value? { coarse[path] ?? profile[path]?.value }
  /// Consent is the guard's to answer.
  func consent(_ use: DataUse, channel: Channel?) -> Truth { .unknown }
  func events(of type: String) -> [Instant]? { nil }
}
