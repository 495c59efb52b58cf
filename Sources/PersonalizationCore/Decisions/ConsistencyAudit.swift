package import GovernanceModel
package import RuleSets

/// Looks whether one decision was served alike in all its channels.
///
/// Of each decision that a rule set holds for a period (`hold`), everything that was served to one person within that period
/// of the first time must be alike.
package struct ConsistencyAudit: Sendable {
  package struct Inconsistency: Hashable, Sendable {
    package var subject: String
    package var ruleSet: String
    package var decision: String
    /// The first serving of the period, and the one that differs.
    package var first: Instant
    package var at: Instant
    package var channels: [String]
  }

  /// Decisions that were looked at, each with its servings.
  package private(set) var examined = 0
  package private(set) var servings = 0
  package private(set) var found: [Inconsistency] = []
  private let holds: [String: CalendarPeriod]

  package init(_ ruleSets: [RuleSet]) {
    var holds: [String: CalendarPeriod] = [:]
    for set in ruleSets {
      for rule in set.rules { if let hold = rule.hold { holds["\(set.id)/\(rule.sameAs ?? rule.id)"] = hold } }
    }
    self.holds = holds
  }

  /// Takes in what one person was served, in any order.
  package mutating func examine(_ served: [Served], of subject: String) {
    for (decision, own) in Dictionary(grouping: served, by: { "\($0.ruleSet)/\($0.decision)" }).sorted(by: {
      $0.key < $1.key
    }) {
      guard let hold = holds[decision] else { continue }
      var first: Served?
      for serving in own.sorted(by: { $0.at < $1.at }) {
        servings += 1
        guard let begun = first, serving.at < hold.added(to: begun.at) else {
          first = serving
          examined += 1
          continue
        }
        guard let one = begun.offering, let other = serving.offering, one.isAlike(other) else {
          found.append(
            Inconsistency(
              subject: subject, ruleSet: serving.ruleSet, decision: serving.decision, first: begun.at, at: serving.at,
              channels: [begun, serving].map { $0.channel?.name ?? "" }))
          continue
        }
      }
    }
  }
}
