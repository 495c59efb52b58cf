internal import GovernanceModel
internal import SourceDocuments

extension NativeReader {
  /// `loyalty: {points: {on: purchase, per: 1}, within: P1Y, tiers: [{id, from}], rewards: [{id, points, tier}]}`.
  mutating func readLoyalty(_ node: Node) -> LoyaltyProgramme? {
    guard var fields = MappingReader(node, "`loyalty`", &problems) else { return nil }
    var (event, per) = ("purchase", 1.0)
    if let node = fields.optional("points"), var points = MappingReader(node, "`points`", &problems) {
      event = points.optionalText("on", &problems) ?? event
      if let node = points.optional("per") { per = positive(node, "per") ?? per }
      points.finish(&problems)
    }
    var programme = LoyaltyProgramme(
      event: event, pointsPerUnit: per, within: fields.period("within", &problems) ?? CalendarPeriod(months: 12),
      join: fields.optionalText("join", &problems) ?? "join", tiers: [], rewards: [])
    for node in fields.list("tiers") { readTier(node, &programme) }
    for node in fields.list("rewards") { readReward(node, &programme) }
    fields.finish(&problems)
    return programme
  }

  private mutating func readTier(_ node: Node, _ programme: inout LoyaltyProgramme) {
    guard var fields = MappingReader(node, "a tier", &problems) else { return }
    let id = fields.text("id", &problems)
    _ = fields.required("from", &problems)
    let from = fields.integer("from", in: 0...1_000_000_000, &problems)
    fields.finish(&problems)
    guard let id, let from else { return }
    if let last = programme.tiers.last, last.from >= from || programme.tiers.contains(where: { $0.id == id }) {
      problems.error(
        "tiers stand from the lowest to the highest, each once; `\(id)` comes after `\(last.id)`", at: node)
    }
    programme.tiers.append(.init(id: id, from: from))
  }

  private mutating func readReward(_ node: Node, _ programme: inout LoyaltyProgramme) {
    guard var fields = MappingReader(node, "a reward", &problems) else { return }
    let id = fields.text("id", &problems)
    _ = fields.required("points", &problems)
    let points = fields.integer("points", in: 0...1_000_000_000, &problems)
    let tier = fields.optional("tier")
    fields.finish(&problems)
    if let tier { check(tier, "tier", among: programme.tiers.map(\.id)) }
    guard let id, let points else { return }
    programme.rewards.append(.init(id: id, points: points, tier: tier?.scalarText))
  }

  /// What rules say of the programme and of each other must be there. A rule with `sameAs` takes over the other's plan,
  /// with all that it reads.
  mutating func settleReferences(of rules: inout [Rule], _ nodes: [Int: Node], _ programme: LoyaltyProgramme?) {
    for (index, node) in nodes.sorted(by: { $0.key < $1.key }) {
      if let id = rules[index].sameAs, let said = node["sameAs"] {
        if rules[index].plan != nil { problems.error("a rule with `sameAs` has no plan of its own", at: said) }
        check(said, "rule with a plan", among: plans.keys.filter { $0 != rules[index].id }.sorted())
        if let shared = plans[id] {
          (rules[index].plan, rules[index].tactic) = (shared.plan, shared.plan.tactic)
          rules[index].hold = rules[index].hold ?? shared.hold
          rules[index].reads += shared.reads
        }
      }
      guard let offer = node["offer"], offer.members != nil else { continue }
      if let reward = offer["reward"] { check(reward, "reward", among: programme?.rewards.map(\.id) ?? []) }
      if let tier = offer["tier"] { check(tier, "tier", among: programme?.tiers.map(\.id) ?? []) }
    }
  }

  private mutating func check(_ node: Node, _ what: String, among known: [String]) {
    guard let id = node.scalarText, !known.contains(id) else { return }
    problems.error(
      "there is no \(what) `\(id)`", at: node,
      help: known.isEmpty ? "the rule set defines none" : Problems.suggestion(for: id, among: known))
  }

  private mutating func positive(_ node: Node, _ key: String) -> Double? {
    if let number = node.number, number > 0, number.isFinite { return number }
    problems.error("`\(key)` is a number above 0; found \(node.kind)", at: node)
    return nil
  }
}
