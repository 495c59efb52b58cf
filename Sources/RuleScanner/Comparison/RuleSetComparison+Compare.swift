internal import ConsentHistory
package import GovernanceModel
internal import PolicyEngine
internal import Predicates
package import RuleSets

extension RuleSetComparison {
  /// Who is newly reached by the new rules, and who no longer, with an example person for each answer.
  ///
  /// Rules are the same where set and id are. A rule reaches whoever is in its audience before it expires, at some instant
  /// within a year. For example:
  /// ```swift
  /// let comparison = RuleSetComparison.compare(old: main, new: branch, asOf: today, channelUses: vocabulary.channelUses)
  /// for use in comparison.uses { print(use.reached.example ?? "nobody is newly reached") }
  /// ```
  /// - Parameter channelUses: the uses that are channels, so that two ways to name one consent are one.
  package static func compare(
    old: [RuleSet], new: [RuleSet], asOf: Instant, channelUses: [DataUse: Channel] = [:]
  ) -> RuleSetComparison {
    var work = ComparisonWork(
      old: ComparedRule.all(of: old, channelUses), new: ComparedRule.all(of: new, channelUses), asOf: asOf)
    let rules = work.rules()
    let uses = work.uses()
    return RuleSetComparison(rules: rules, uses: uses, faults: work.faults)
  }
}

/// A rule with its segments inlined.
struct ComparedRule {
  let set: String
  let rule: Rule
  let audience: Predicate
  let conjunction: Conjunction
  let use: DataUse?
  let channel: Channel?

  struct Key: Hashable {
    let use: DataUse?
    let channel: Channel?
  }

  var key: Key { Key(use: use, channel: channel) }
  var name: String { "\(set)/\(rule.id)" }

  /// Reaches the same people whatever the solver would say.
  func isSame(as other: ComparedRule) -> Bool {
    key == other.key && rule.expires == other.rule.expires && audience.conditionText == other.audience.conditionText
  }

  static func all(of sets: [RuleSet], _ channelUses: [DataUse: Channel]) -> [ComparedRule] {
    let names = ChannelUses(channelUses)
    return sets.flatMap { set in
      var resolver = SegmentResolver(set.segments)
      return set.rules.map { rule in
        let audience = resolver.resolve(rule.audience).predicate.normalisingConsents(names)
        let key = rule.use.map { names.normalised($0, rule.channel) }
        return ComparedRule(
          set: set.id, rule: rule, audience: audience, conjunction: Conjunction(audience), use: key?.use,
          channel: key?.channel ?? rule.channel)
      }
    }
  }
}

extension Predicate {
  /// With one name for each consent.
  func normalisingConsents(_ names: ChannelUses) -> Predicate {
    switch self {
    case .consent(let use, let channel):
      let key = names.normalised(use, channel)
      return .consent(key.use, key.channel)
    case .all(let parts): return .all(parts.map { $0.normalisingConsents(names) })
    case .any(let parts): return .any(parts.map { $0.normalisingConsents(names) })
    case .not(let part): return .not(part.normalisingConsents(names))
    case .isTrue(let part): return .isTrue(part.normalisingConsents(names))
    default: return self
    }
  }
}

private struct ComparisonWork {
  let old: [ComparedRule]
  let new: [ComparedRule]
  let asOf: Instant
  private(set) var faults: [ProofFault] = []
  private let prover = RuleProver()
  private let oldByName: [String: ComparedRule]
  private let newByName: [String: ComparedRule]

  /// More rules of one use than this, beside one of them, are not compared.
  private static let most = 400

  init(old: [ComparedRule], new: [ComparedRule], asOf: Instant) {
    (self.old, self.new, self.asOf) = (old, new, asOf)
    oldByName = Dictionary(old.map { ($0.name, $0) }) { first, _ in first }
    newByName = Dictionary(new.map { ($0.name, $0) }) { first, _ in first }
  }

  mutating func rules() -> [RuleChange] {
    var changes: [RuleChange] = []
    for rule in new {
      let before = oldByName[rule.name].flatMap { $0.key == rule.key ? $0 : nil }
      if let before, before.isSame(as: rule) { continue }
      let reached = reach(rule, besides: before.map { [$0] } ?? [])
      let lost = before.map { reach($0, besides: [rule]) } ?? .nobody
      if case (.nobody, .nobody) = (reached, lost), oldByName[rule.name] != nil { continue }
      changes.append(change(rule, oldByName[rule.name] == nil ? .added : .changed, reached, lost))
    }
    for rule in old where newByName[rule.name] == nil {
      changes.append(change(rule, .removed, .nobody, reach(rule, besides: [])))
    }
    return changes
  }

  private func change(_ rule: ComparedRule, _ kind: RuleChange.Kind, _ reached: Reach, _ lost: Reach) -> RuleChange {
    RuleChange(
      set: rule.set, rule: rule.rule.id, kind: kind, use: rule.use, channel: rule.channel,
      place: rule.rule.spans["audience"] ?? rule.rule.spans["id"], reached: reached, lost: lost)
  }

  mutating func uses() -> [UseChange] {
    var (keys, seen) = ([ComparedRule.Key](), Set<ComparedRule.Key>())
    for rule in new + old where seen.insert(rule.key).inserted { keys.append(rule.key) }
    var changes: [UseChange] = []
    for key in keys {
      let (before, after) = (old.filter { $0.key == key }, new.filter { $0.key == key })
      let reached = first(of: after, besides: before)
      let lost = first(of: before, besides: after)
      if case (.nobody, .nobody) = (reached.reach, lost.reach) { continue }
      changes.append(
        UseChange(
          use: key.use, channel: key.channel, reached: reached.reach, reachedBy: reached.by, lost: lost.reach,
          lostBy: lost.by))
    }
    return changes
  }

  /// The first rule that reaches somebody whom none of the others does.
  private mutating func first(
    of rules: [ComparedRule], besides others: [ComparedRule]
  ) -> (reach: Reach, by: String?) {
    var open: (reach: Reach, by: String?) = (.nobody, nil)
    for rule in rules where !others.contains(where: { $0.name == rule.name && $0.isSame(as: rule) }) {
      let found = reach(rule, besides: others)
      switch found {
      case .somebody: return (found, rule.name)
      case .undecided: if open.by == nil { open = (found, rule.name) }
      case .nobody: break
      }
    }
    return open
  }

  /// Somebody whom a rule reaches and none of the others does at that instant.
  private mutating func reach(_ rule: ComparedRule, besides others: [ComparedRule]) -> Reach {
    let end = rule.rule.expires?.advanced(byMicroseconds: -1) ?? CalendarPeriod(months: 12).added(to: asOf)
    guard end >= asOf else { return .nobody }
    let near = others.filter { other in
      guard let ways = Clause.ways(other.audience, .holds) else { return true }
      return !ways.allSatisfy { rule.conjunction.contradicts($0) }
    }
    guard near.count <= Self.most else { return .undecided(.limit) }
    var goals: [Question.Goal] = [.condition(rule.audience, .holds)]
    for other in near {
      let isOutside = Question.Goal.condition(other.audience, .notHolds)
      goals.append(other.rule.expires.map { .either([[isOutside], [.since($0)]]) } ?? isOutside)
    }
    let answer = prover.answer(Question(goals, from: asOf, through: end)) { candidate in
      rule.reaches(candidate.person) && !near.contains { $0.reaches(candidate.person) }
    }
    switch answer {
    case .nobody: return .nobody
    case .somebody(let candidate): return .somebody(Redacted(candidate.person))
    case .opaque: return .undecided(.opaque)
    case .undecided(let reason): return .undecided(reason)
    case .fault(let text):
      faults.append(ProofFault(subject: "rule \(rule.name), compared", reproducer: text))
      return .undecided(.limit)
    }
  }
}

extension ComparedRule {
  func reaches(_ person: Witness) -> Bool {
    rule.expires.map { person.now < $0 } != false && audience.evaluate(on: person) == .true
  }
}
