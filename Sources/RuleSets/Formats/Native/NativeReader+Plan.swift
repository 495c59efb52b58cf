internal import GovernanceModel
internal import Predicates
internal import SourceDocuments

/// What a rule with `sameAs` takes over.
struct SharedPlan {
  let plan: TacticPlan
  let hold: CalendarPeriod?
  let reads: [RuleRead]
}

extension NativeReader {
  /// The mapping under the name of the rule's tactic, such as `journey: {steps: [...]}`; what it reads counts as read by the
  /// rule, within the rule's look-back.
  mutating func readPlan(_ rule: inout Rule, _ fields: inout MappingReader, _ segments: [String: Predicate]) {
    rule.sameAs = fields.optionalText("sameAs", &problems)
    rule.hold = fields.period("hold", &problems)
    let before = rule.reads.count
    for tactic in Tactic.allCases {
      guard let node = fields.optional(tactic.rawValue) else { continue }
      if let said = rule.tactic, said != tactic {
        problems.error(
          "`\(tactic.rawValue)` belongs to `tactic: \(tactic.rawValue)`; the rule's is `\(said.rawValue)`", at: node)
        continue
      }
      rule.tactic = tactic
      guard var plan = MappingReader(node, "`\(tactic.rawValue)`", &problems) else { continue }
      switch tactic {
      case .recommendation: rule.plan = recommendation(&plan)
      case .discovery: rule.plan = discovery(&plan)
      case .journey: rule.plan = journey(&plan, &rule, segments)
      case .onboarding: rule.plan = onboarding(&plan)
      case .service: rule.plan = service(&plan, &rule, segments)
      case .offer: rule.plan = offer(&plan)
      case .feedback: rule.plan = feedback(&plan)
      }
      plan.finish(&problems)
      notePlan(node, &rule)
      if let plan = rule.plan {
        plans[rule.id] = SharedPlan(plan: plan, hold: rule.hold, reads: Array(rule.reads[before...]))
      }
    }
  }

  /// What the plan reads; its texts are looked through for personal data; two rules of equal plans do the same.
  private mutating func notePlan(_ node: Node, _ rule: inout Rule) {
    for path in rule.plan?.paths ?? [] { rule.reads.append(RuleRead(path: path, place: part(node, path.text))) }
    rule.action = (rule.action ?? "") + node.normalisedText
    notePersonal(node, &rule)
  }

  private mutating func recommendation(_ fields: inout MappingReader) -> TacticPlan {
    var plan = RecommendationPlan(from: events("from", &fields))
    plan.kind = fields.choice("kind", &problems) ?? plan.kind
    plan.measure = fields.choice("measure", &problems) ?? plan.measure
    plan.neighbours = fields.integer("neighbours", in: 1...1000, &problems) ?? plan.neighbours
    plan.count = fields.integer("count", in: 1...1000, &problems) ?? plan.count
    plan.repeats = fields.boolean("repeats", default: false, &problems)
    return .recommendation(plan)
  }

  private mutating func discovery(_ fields: inout MappingReader) -> TacticPlan? {
    let from = events("from", &fields)
    var plan = DiscoveryPlan(from: from, every: fields.period("every", &problems) ?? CalendarPeriod(days: 7))
    plan.measure = fields.choice("measure", &problems) ?? plan.measure
    plan.neighbours = fields.integer("neighbours", in: 1...1000, &problems) ?? plan.neighbours
    plan.count = fields.integer("count", in: 1...1000, &problems) ?? plan.count
    plan.perCategory = fields.integer("perCategory", in: 1...1000, &problems)
    plan.novelty = fraction("novelty", &fields) ?? plan.novelty
    return .discovery(plan)
  }

  private mutating func offer(_ fields: inout MappingReader) -> TacticPlan? {
    let plan = OfferPlan(
      reward: fields.optionalText("reward", &problems), offer: fields.optionalText("offer", &problems),
      tier: fields.optionalText("tier", &problems),
      isForMembers: fields.boolean("membersOnly", default: false, &problems))
    if (plan.reward == nil) == (plan.offer == nil) {
      problems.error("`offer` needs one of `reward` and `offer`", at: fields.node)
    }
    return .offer(plan)
  }

  private mutating func feedback(_ fields: inout MappingReader) -> TacticPlan? {
    let ask: FeedbackPlan.Survey? = fields.required("ask", &problems)?.readChoice("ask", &problems)
    let after = fields.text("after", &problems)
    let within = fields.period("within", &problems) ?? CalendarPeriod(days: 7)
    let every = fields.period("every", &problems) ?? CalendarPeriod(days: 90)
    guard let ask, let after else { return nil }
    return .feedback(FeedbackPlan(ask: ask, after: after, within: within, every: every))
  }

  /// Types of events; `purchase` where nothing is said.
  private mutating func events(_ key: String, _ fields: inout MappingReader) -> [String] {
    let events = fields.texts(key, &problems)
    return events.isEmpty ? ["purchase"] : events
  }

  private mutating func fraction(_ key: String, _ fields: inout MappingReader) -> Double? {
    guard let node = fields.optional(key) else { return nil }
    if let number = node.number, (0...1).contains(number) { return number }
    problems.error("`\(key)` is a number from 0 to 1; found \(node.kind)", at: node)
    return nil
  }
}

extension Node {
  /// The value of an integer or decimal.
  var number: Double? {
    switch content {
    case .integer(let value): Double(value)
    case .decimal(let value): value
    default: nil
    }
  }
}
