internal import GovernanceModel
internal import Measurement
internal import RuleSets

/// One rule in figures.
struct RuleSheet {
  let rule: Rule
  let days: Int
  let asOf: Instant

  func sheet(_ servings: RuleServings, _ outcomes: PersonOutcomes) -> MeasurementSheet {
    let served = servings.byRule[rule.id] ?? [:]
    let window = Int64(days) * Instant.microsecondsPerDay
    let ripe = served.compactMapValues { instants in
      let over = instants.filter { $0.advanced(byMicroseconds: window) <= asOf }
      return over.isEmpty ? nil : over
    }
    let life = RuleLife(
      reviewed: rule.reviewed, expires: rule.expires, lastServed: served.values.joined().max(),
      asked: servings.people.count, served: served.count)
    let measured = rule.metric.map { RuleFigure(metric: $0.name, served: ripe, window: window).measure(outcomes) }
    let card = RuleScorecard(
      rule: rule.id, metric: rule.metric?.name, figure: measured?.figure, threshold: threshold, life: life, at: asOf)
    var sheet = MeasurementSheet(kind: "rules", "rule \(rule.id)")
    sheet.records = served.count
    sheet.add("served", "people served", Double(served.count), .count)
    sheet.add(
      "metric", rule.metric?.name ?? "metric", measured?.figure?.value, measured?.unit ?? .plain,
      interval: measured?.figure?.interval,
      note: measured.map { $0.figure == nil ? $0.reason : nil } ?? "the rule declares none")
    sheet.say("threshold", "threshold", thresholdWords)
    sheet.say("verdict", "verdict", Self.words(card.verdict))
    sheet.say("stale", "stale", card.staleness.isEmpty ? "no" : card.staleness.map(Self.words).joined(separator: "; "))
    return sheet
  }

  private var threshold: SuccessThreshold? {
    if let least = rule.metric?.atLeast { return SuccessThreshold(.atLeast, least) }
    return rule.metric?.atMost.flatMap { SuccessThreshold(.atMost, $0) }
  }

  private var thresholdWords: String {
    threshold.map { "\($0.direction == .atLeast ? "at least" : "at most") \($0.value)" } ?? "none"
  }

  static func words(_ verdict: ThresholdVerdict) -> String {
    switch verdict {
    case .met: "met"
    case .missed: "missed"
    case .undecided(let leansTo): "undecided, leans to \(leansTo ? "met" : "missed"): too few cases to tell"
    case .notMeasured: "not measured"
    }
  }

  static func words(_ reason: StaleReason) -> String {
    switch reason {
    case .expired(let days): "ended \(days) days ago"
    case .neverReviewed: "never reviewed"
    case .reviewOverdue(let days): "review overdue by \(days) days"
    case .neverServed: "never served"
    case .quiet(let days): "served nobody for \(days) days"
    case .servesEveryone: "serves everyone, so that it tells nobody from anybody"
    }
  }
}

/// A rule's success metric over the people whom it was served to, and whose days are over.
struct RuleFigure {
  let metric: String
  /// By person, when.
  let served: [String: [Instant]]
  /// Microseconds.
  let window: Int64

  struct Result {
    var figure: Figure?
    var unit = MeasurementSheet.Unit.percent
    var reason: String?
  }

  /// The event that each rate counts.
  private static let events = [
    "clickRate": "click", "openRate": "open", "unsubscribeRate": "unsubscribe", "conversion": "purchase",
    "conversionRate": "purchase", "redemption": "redeem", "redemptionRate": "redeem", "activation": "activate",
    "activationRate": "activate", "joinRate": "join",
  ]

  func measure(_ outcomes: PersonOutcomes) -> Result {
    guard !served.isEmpty else { return Result(reason: "nobody was served whose days are over") }
    switch metric {
    case "csat":
      let csat = CustomerSatisfaction(answers: answers("csat", outcomes))
      return Result(figure: csat.map { Figure($0.satisfied) }, reason: "nobody answered")
    case "nps":
      let score = NetPromoterScore(answers: answers("nps", outcomes))
      let figure = score.flatMap { Figure($0.score, interval: $0.interval(), cases: $0.promoters.of) }
      return Result(figure: figure, unit: .points, reason: "nobody answered")
    case "firstContactResolution":
      return share { happened("contact", $0, $1, outcomes).isEmpty }
    case "conversionLift":
      return Result(reason: "a lift needs a random control: measure it with --kind experiment")
    default:
      let event = Self.events[metric] ?? metric
      return share { !happened(event, $0, $1, outcomes).isEmpty }
    }
  }

  private func share(_ isSuccess: (String, [Instant]) -> Bool) -> Result {
    Result(figure: Proportion(served.count { isSuccess($0.key, $0.value) }, of: served.count).map { Figure($0) })
  }

  private func answers(_ type: String, _ outcomes: PersonOutcomes) -> [Int] {
    served.flatMap { subject, instants in
      happened(type, subject, instants, outcomes).compactMap { $0.value.flatMap { Int(exactly: $0) } }
    }
  }

  /// What a person did after a serving and within its days.
  private func happened(
    _ type: String, _ subject: String, _ instants: [Instant], _ outcomes: PersonOutcomes
  ) -> [PersonOutcomes.Event] {
    outcomes.events(of: subject, type).filter { event in
      instants.contains { $0 < event.at && event.at <= $0.advanced(byMicroseconds: window) }
    }
  }
}
