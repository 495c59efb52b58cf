import ProvisoTesting

/// Policy packs of several random controls, as text, so that they go through the real reader.
struct RandomPack {
  var random: SplitMix64
  /// Conditions of eligibility and scope may ask the guard for consent.
  var asksForConsent = false
  /// Consents of children count when a guardian gave them; a log of decisions does not hold how old anybody is.
  var asksForAge = true

  /// Conditions over the attributes of ``SmallWorld``.
  static let conditions = [
    "{attribute: subject.country, in: [FR, DE]}", "{attribute: subject.country, notIn: [US]}",
    "{attribute: score.bakery, atLeast: 0.5}", "{attribute: subject.suppressed, equals: false}",
    "{not: {isTrue: {attribute: subject.suppressed, equals: true}}}", "{attribute: lastPurchase, within: P12D}",
    "{attribute: lastPurchase, olderThan: P1M}", "{attribute: health.risk, exists: true}",
    "{all: [{attribute: subject.country, equals: FR}, {attribute: lastPurchase, within: P20D}]}",
    "{any: [{attribute: score.bakery, lessThan: 0.3}, {attribute: health.risk, exists: true}]}",
    "{any: [{opaque: ask the shop, reads: [score.bakery]}, {attribute: subject.country, equals: FR}]}",
  ]

  /// Conditions that ask for consent.
  static let consentConditions = [
    "{consent: marketing.communications, channel: email}", "{consent: personalize}",
    "{all: [{consent: marketing.communications.sms}, {attribute: subject.country, in: [FR, DE]}]}",
    "{any: [{not: {consent: marketing}}, {attribute: score.bakery, atLeast: 0.5}]}",
  ]

  private mutating func condition(_ conditions: [String]) -> String {
    pick(asksForConsent && random.oneIn(3) ? Self.consentConditions : conditions)
  }

  /// - Parameter kinds: those of the controls, in turn.
  mutating func text(kinds: [String], controls count: Int) -> String {
    var text = "pack: own\ntitle: Own\nversion: \"1\"\n"
    if random.oneIn(3) {
      text += "applies: \(condition(Self.conditions.dropLast()))\nonUnknown: \(pick(["apply", "skip"]))\n"
    }
    text += "controls:\n"
    for number in 0..<count {
      let kind = kinds[number % kinds.count]
      text += "  - id: \(kind)\(number)\n    title: Control\n    severity: low\n"
      text += "    law: {name: L, article: \"1\"\(inForce())}\n"
      text += "    appliesTo: \(appliesTo(kind))\n    require: {\(kind): \(requirement(kind))}\n"
    }
    return text
  }

  private mutating func pick<Elements: Collection<String>>(_ elements: Elements) -> String {
    elements.randomElement(using: &random) ?? ""
  }

  private mutating func inForce() -> String {
    var text = ""
    if random.oneIn(6) { text += ", inForce: \(pick(["2026-02-07", "2026-02-20"]))" }
    if random.oneIn(6) { text += ", until: \(pick(["2026-02-21", "2026-03-05"]))" }
    return text
  }

  private mutating func appliesTo(_ kind: String) -> String {
    var parts: [String] = []
    if !random.oneIn(3) {
      let uses = (0...Int.random(in: 0...1, using: &random)).map { _ in pick(SmallWorld.uses) }
      parts.append("uses: [\(Set(uses).sorted().joined(separator: ", "))]")
    }
    if kind == "prohibit" || random.oneIn(4) {
      parts.append("categories: [\(pick(["user.behavior", "user.health", "user.contact", "user.demographic.birth"]))]")
    }
    if random.oneIn(6) { parts.append("channels: [\(pick(["email", "sms"]))]") }
    if random.oneIn(6) { parts.append("subjects: [customer]") }
    return "{\(parts.joined(separator: ", "))}"
  }

  private mutating func requirement(_ kind: String) -> String {
    switch kind {
    case "consent": return consent()
    case "optOut":
      let minds = pick(["[objected]", "[optedOut, objected]", "[optedOut, limited]"])
      return "{minds: \(minds)" + (random.oneIn(2) ? ", \(grace())" : "")
        + (random.oneIn(4) ? ", bases: [consent]" : "")
        + "}"
    case "eligibility": return condition(Self.conditions)
    case "prohibit": return "{inferred: \(pick(["true", "false"]))}"
    case "basis": return "{allowed: \(pick(["[consent]", "[consent, contract]", "[legitimateInterests]"]))}"
    case "freshness": return "{maxAge: \(pick(["P5D", "P1M"]))}"
    case "granularity": return "{\(pick(["history: weekly", "birth: year", "contact: domain", "history: events"]))}"
    default: return "{}"
    }
  }

  private mutating func grace() -> String {
    "grace: " + pick(["P3D", "{signal: P0D, default: P1M}", "{signal: P0D, default: 3 business days}"])
  }

  private mutating func consent() -> String {
    var parts: [String] = []
    if random.oneIn(4) { parts.append("grantLevels: \(pick(["exact", "[marketing]", "[marketing.communications]"]))") }
    if random.oneIn(3) { parts.append("kinds: \(pick(["[express, explicit]", "[explicit]"]))") }
    if random.oneIn(3) { parts.append("maxAge: \(pick(["P10D", "P1M", "PT36H"]))") }
    if random.oneIn(3) { parts.append("minds: \(pick(["[objected]", "[optedOut, limited]"]))") }
    if random.oneIn(4) { parts.append("notice: {minimum: {privacy: \"\(pick(["2", "10"]))\"}}") }
    if random.oneIn(4) { parts.append("evidence: \(pick(["[method]", "[reference, notice]", "[recordedAt]"]))") }
    if random.oneIn(4) { parts.append("actors: [self, guardian]") }
    if random.oneIn(3) { parts.append(grace()) }
    if random.oneIn(4) { parts.append("knowledge: recorded") }
    if random.oneIn(5) { parts.append("bases: [consent]") }
    if random.oneIn(5), asksForAge { parts.append("guardianBelowAge: 16") }
    return "{\(parts.joined(separator: ", "))}"
  }
}
