package import GovernanceModel

/// What is known of a rule's life.
package struct RuleLife: Sendable, Equatable {
  package var changed: Instant?
  package var reviewed: Instant?
  package var expires: Instant?
  /// The last decision that served the rule.
  package var lastServed: Instant?
  /// People for whom the rule was asked, and to whom it was served, since it was changed.
  package var asked: Int
  package var served: Int

  package init(
    changed: Instant? = nil, reviewed: Instant? = nil, expires: Instant? = nil, lastServed: Instant? = nil,
    asked: Int = 0, served: Int = 0
  ) {
    (self.changed, self.reviewed, self.expires) = (changed, reviewed, expires)
    (self.lastServed, self.asked, self.served) = (lastServed, asked, served)
  }
}

/// Why a rule is stale.
package enum StaleReason: Sendable, Equatable {
  /// Its end is past, and it is still there.
  case expired(days: Int)
  case neverReviewed
  /// So many days over the time within which it is to be reviewed.
  case reviewOverdue(days: Int)
  case neverServed
  /// Nobody was served for so many days.
  case quiet(days: Int)
  /// It tells nobody from anybody: everyone who was asked was served.
  case servesEveryone
}

/// From when on a rule is stale. The defaults: a review a year; 30 days without a decision, and one-sidedness over them, as
/// feature flags are held to by Flagsmith, Amplitude and Datadog.
package struct StalenessLimits: Sendable, Equatable {
  package var reviewDays = 365
  package var quietDays = 30
  /// Fewer people asked say nothing about one-sidedness.
  package var oneSidedFrom = 1_000

  package init() {}

  /// Every reason for which a rule is stale at an instant; none for one that is alive. An instant of the future in the rule's
  /// life, other than its end, is taken for now.
  package func reasons(_ rule: RuleLife, at now: Instant) -> [StaleReason] {
    var reasons: [StaleReason] = []
    if let end = rule.expires, end <= now { reasons.append(.expired(days: days(from: end, to: now))) }
    if let reviewed = rule.reviewed {
      let over = days(from: reviewed, to: now) - reviewDays
      if over > 0 { reasons.append(.reviewOverdue(days: over)) }
    } else {
      reasons.append(.neverReviewed)
    }
    let isOld = rule.changed.map { days(from: $0, to: now) > quietDays } ?? true
    if let last = rule.lastServed {
      if days(from: last, to: now) > quietDays { reasons.append(.quiet(days: days(from: last, to: now))) }
    } else if isOld {
      reasons.append(.neverServed)
    }
    if isOld, rule.asked >= max(oneSidedFrom, 1), rule.served >= rule.asked { reasons.append(.servesEveryone) }
    return reasons
  }

  private func days(from start: Instant, to end: Instant) -> Int {
    guard start < end else { return 0 }
    let (span, overflow) = end.microseconds.subtractingReportingOverflow(start.microseconds)
    return overflow ? .max : Int(span / Instant.microsecondsPerDay)
  }
}
