import ConsentHistory
import GovernanceModel
import PolicyEngine
import Predicates
import RuleScanner
import RuleSets

/// A person whom a rule would wrong, read back from what the gate shows of it:
/// `reached without consent: { score.bakery: 0.5, {consent: marketing}: none, at 2026-01-20T00:00:00Z } (replayed: ...)`.
struct Counterexample {
  let rule: Rule
  let control: String
  let reason: Reason
  let text: String
  private(set) var values: [String: Value] = [:]
  /// Consents that the person gave, in the words of the rule.
  private(set) var given: [(use: DataUse, channel: Channel?)] = []
  private(set) var now = Instant.distantPast
  private let reads: [String]

  init?(_ observation: Observation, _ gated: GatedRules) {
    guard case .violation(let reason) = observation.verdict, let text = observation.example,
      case .rule(_, let id?) = observation.asset, let rule = gated.ruleSet.rules.first(where: { $0.id == id }),
      let start = text.firstRange(of: "{ "), let end = text.firstRange(of: " } (replayed")
    else { return nil }
    (self.rule, control, self.reason, self.text) = (rule, observation.control, reason, text)
    var segments = SegmentResolver(gated.ruleSet.segments)
    let audience = segments.resolve(rule.audience).predicate
    reads = Set(rule.reads.map(\.path.text) + audience.reads.map(\.text)).sorted()
    for part in Self.parts(text[start.upperBound..<end.lowerBound]) {
      if part.hasPrefix("at ") {
        now = Instant(iso8601: part.dropFirst(3)) ?? .distantPast
      } else if part.hasPrefix("{consent: ") {
        if part.hasSuffix(": given") { note(consent: part) }
      } else if let colon = part.firstRange(of: ": "), part[colon.upperBound...] != "missing" {
        values[String(part[..<colon.lowerBound])] = Self.value(String(part[colon.upperBound...]))
      }
    }
  }

  private mutating func note(consent part: String) {
    let words = part.split { " ,{}".contains($0) }.map(String.init)
    let channel = words.firstIndex(of: "channel:").map { Channel(words[$0 + 1]) }
    if words.count > 1 { given.append((DataUse(words[1]), channel)) }
  }

  /// Parted by `, ` outside of braces.
  private static func parts(_ text: Substring) -> [String] {
    var (parts, part, depth) = ([String](), "", 0)
    for letter in text {
      depth += letter == "{" ? 1 : letter == "}" ? -1 : 0
      if letter == ",", depth == 0 {
        parts.append(part)
        part = ""
      } else if letter != " " || !part.isEmpty {
        part.append(letter)
      }
    }
    return parts + [part]
  }

  private static func value(_ text: String) -> Value {
    if text == "true" || text == "false" { return .boolean(text == "true") }
    if let number = Int64(text) { return .integer(number) }
    if let number = Double(text) { return .decimal(number) }
    if let instant = Instant(iso8601: text) { return .instant(instant) }
    return .text(text.filter { $0 != "\"" })
  }

  /// The person with the consents that the example names and, where one of these would cover the use too, a no to the use
  /// itself: the example says that there is none.
  func person(_ key: String, _ gated: GatedRules) -> StoredPerson {
    let day = Instant.microsecondsPerDay
    var events: [ConsentEvent] = []
    for consent in given {
      events.append(
        ConsentEvent(
          subject: key, purpose: consent.use, channel: consent.channel, action: .given,
          at: Moment(now.advanced(byMicroseconds: -2 * day)),
          recordedAt: Moment(now.advanced(byMicroseconds: -2 * day)), kind: .explicit, method: "form",
          notice: .init(id: "privacy", version: "10", language: "en"), evidence: "e"))
    }
    let control = gated.policies.packs[0].controls.first { $0.id == self.control }
    if let use = rule.use, let negative = negative(control, use) {
      let at = Moment(now.advanced(byMicroseconds: negative == .refused ? -day : -200 * day))
      events.append(
        ConsentEvent(
          subject: key, purpose: use, channel: rule.channel, action: negative, at: at, recordedAt: at,
          method: "signal"))
    }
    return StoredPerson(key: key, values: values, updatedAt: RandomPeople.early, events: events)
  }

  /// What makes `{consent: ...}: none` true: of a consent control that nothing was given, with a refusal where a broader
  /// consent was; of an opt-out control an objection that it minds.
  private func negative(_ control: Control?, _ use: DataUse) -> ConsentAction? {
    switch control?.requirement {
    case .consent: given.contains { use.isCovered(by: $0.use) } ? .refused : nil
    case .optOut(let requirement): requirement.terms.minds.sorted { $0.rawValue < $1.rawValue }.first
    default: nil
    }
  }

  func use(_ number: Int) -> StoredUse {
    StoredUse(
      person: number, use: rule.use?.key ?? "", channel: rule.channel?.name, at: Moment(now), basis: rule.basis,
      attributes: reads, rule: "x\(number)")
  }
}

extension GatedRules {
  /// The violations that the gate shows a person for.
  var counterexamples: [Counterexample] { result.observations.compactMap { Counterexample($0, self) } }
}
