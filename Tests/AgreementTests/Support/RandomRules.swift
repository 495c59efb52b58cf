import ProvisoTesting

/// Native rule sets over ``SmallWorld``, as text; half are conjunctions, the others join conditions by `any` and `not`.
struct RandomRules {
  var random: SplitMix64
  /// Each rule carries out a tactic, so that what the plan reads counts as well.
  var hasTactics = false

  mutating func text(count: Int) -> String {
    var text = "ruleset: r\n\(hasTactics ? TacticPlans.programme : "")segments:\n"
    text += "  - {id: french, audience: {attribute: subject.country, equals: FR}}\n"
    text += "  - {id: buyers, audience: {all: [{attribute: lastPurchase, within: P30D}, {segment: french}]}}\nrules:\n"
    for number in 0..<count {
      let use = random.pick(SmallWorld.uses) ?? "marketing"
      var head = "id: r\(number), use: \(use)"
      let channel = random.pick([nil, nil, "email", "sms"]) ?? nil
      if let channel { head += ", channel: \(channel)" }
      if let basis = random.pick([nil, nil, "consent", "contract"]) ?? nil { head += ", basis: \(basis)" }
      if random.oneIn(4) { head += ", expires: 2026-02-20" }
      if random.oneIn(4) { head += ", subjects: customer" }
      if random.oneIn(6) { head += ", reads: [\(random.pick(["health.risk", "media.radio.hours"]) ?? "")]" }
      let audience = audience(use, channel)
      let plan = hasTactics ? ", " + TacticPlans.all[number % TacticPlans.all.count] : ""
      text += "  - {\(head), audience: \(audience)\(plan)}\n"
    }
    return text
  }

  private mutating func audience(_ use: String, _ channel: String?) -> String {
    var parts: [String] = []
    if !random.oneIn(3) { parts.append(consent(use, channel)) }
    if random.oneIn(5) { parts.append(consent(random.pick(SmallWorld.uses) ?? use, nil)) }
    for _ in 0..<Int.random(in: 0...2, using: &random) { parts.append(condition()) }
    let joined = parts.joined(separator: ", ")
    switch Int.random(in: 0..<10, using: &random) {
    case 0: return "{any: [\(parts.isEmpty ? condition() : joined)]}"
    case 1: return "{any: [{all: [\(joined)]}, {all: [\(consent(use, channel)), \(condition())]}]}"
    case 2: return "{all: [{not: {all: [\(condition()), \(condition())]}}, \(consent(use, channel))]}"
    case 3: return "{not: {any: [{not: {all: [\(joined)]}}, {isTrue: \(condition())}]}}"
    case 4: return "{all: [{any: [\(condition()), {not: \(consent(use, nil))}]}\(parts.map { ", " + $0 }.joined())]}"
    default: return "{all: [\(joined)]}"
    }
  }

  private mutating func consent(_ use: String, _ channel: String?) -> String {
    "{consent: \(use)" + (channel.map { ", channel: \($0)" } ?? "") + "}"
  }

  private mutating func condition() -> String {
    if random.oneIn(4) { return "{segment: \(random.pick(["french", "buyers"]) ?? "french")}" }
    // Without the last, which is opaque: the gate says nothing of it.
    return random.pick(Array(RandomPack.conditions.dropLast())) ?? "{all: []}"
  }
}
