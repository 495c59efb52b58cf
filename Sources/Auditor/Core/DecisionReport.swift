internal import ConsentHistory
internal import Digests
internal import GovernanceModel
internal import PersonalizationCore
internal import PolicyEngine
internal import RuleSets
internal import SourceDocuments

/// One decision of the personalisation core, told under a pseudonym: what was served, on what ground, what was read, and why
/// everything else was not.
public struct DecisionReport: Sendable {
  let decision: Decision
  let pseudonym: String
  /// Nothing is known under the key.
  public let isUnknownPerson: Bool
  /// Policy stood in the way of everything that was meant for the person.
  public var isDenied: Bool { decision.isDenied }

  init(_ decision: Decision, key: PseudonymKey, isUnknownPerson: Bool) {
    (self.decision, self.isUnknownPerson) = (decision, isUnknownPerson)
    pseudonym = key.pseudonym(of: decision.subject)
  }

  /// For people.
  public var text: String {
    var lines = ["\(pseudonym) at \(decision.at)"]
    if isUnknownPerson { lines.append("  nothing is known of this person") }
    switch decision.outcome {
    case .allowed, .generalised: lines += served
    case .fallback:
      lines.append("  fallback: what everyone gets" + (decision.isDenied ? ", since policy refused the rest" : ""))
    }
    if let offering = decision.offering { lines += Self.lines(of: offering) }
    for (rule, refusals) in grouped(decision.refused) {
      for refusal in refusals {
        let control = refusal.control.map { "\($0) (\(refusal.pack ?? ""))" } ?? "the rule itself"
        lines.append(
          "  refused  \(rule): \(control): \(refusal.verdict.name), \(refusal.verdict.reason?.rawValue ?? "")")
      }
    }
    for held in decision.held {
      let until = held.held.until.flatMap { $0 == .distantFuture ? nil : " until \($0)" } ?? ""
      lines.append("  held     \(held.rule): \(held.held.reason.rawValue)\(until)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private var served: [String] {
    var lines = [
      "  \(decision.outcome.rawValue): \(decision.rule ?? "") of \(decision.ruleSet)"
        + (decision.tactic.map { ", \($0.rawValue)" } ?? "") + (decision.channel.map { ", \($0)" } ?? "")
    ]
    lines.append("  use      \(decision.use.map { "\($0)" } ?? "")" + ground)
    for read in decision.reads {
      let level = read.granularity.map { " at \($0)" } ?? ""
      let age = read.updatedAt.map { ", \(Self.days(from: $0, to: decision.at)) days old" } ?? ""
      lines.append("  reads    \(read.attribute)\(level)\(age)" + (read.isInferred ? ", inferred" : ""))
    }
    return lines
  }

  private var ground: String {
    guard let ground = decision.ground, let basis = ground.basis else { return "" }
    guard let consent = ground.consent else { return ", basis \(basis.rawValue)" }
    return ", basis \(basis.rawValue): \(consent.action.rawValue) \(consent.at)"
      + (consent.evidence == nil ? ", without evidence" : ", with evidence")
  }

  private static func lines(of offering: Offering) -> [String] {
    var lines: [String] = []
    if let content = offering.content {
      lines.append("  serves   \(content)" + (offering.step.map { " (\($0))" } ?? ""))
    }
    for (number, item) in offering.items.enumerated() {
      lines.append("  item \(number + 1)   \(item.id)" + (item.title.map { "  \($0)" } ?? ""))
    }
    lines.append("  because  \(offering.because)")
    return lines
  }

  private static func days(from start: Instant, to end: Instant) -> Int64 {
    (end.microseconds - start.microseconds) / Instant.microsecondsPerDay
  }

  private func grouped(_ refusals: [Decision.Refusal]) -> [(String, [Decision.Refusal])] {
    Dictionary(grouping: refusals, by: \.rule).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}

extension DecisionReport {
  /// One JSON object on one line.
  public var json: String { value.jsonText + "\n" }

  private var value: JSONValue {
    var members: [String: JSONValue] = [
      "subject": .text(pseudonym), "at": .text("\(decision.at)"), "outcome": .text(decision.outcome.rawValue),
      "denied": .boolean(isDenied), "knownPerson": .boolean(!isUnknownPerson), "ruleSet": .text(decision.ruleSet),
      "reads": .array(decision.reads.map(value)), "refused": .array(decision.refused.map(value)),
      "held": .array(decision.held.map(value)),
    ]
    members["version"] = decision.version.map { .text($0) }
    members["rule"] = decision.rule.map { .text($0) }
    members["decision"] = decision.decision.map { .text($0) }
    members["tactic"] = decision.tactic.map { .text($0.rawValue) }
    members["use"] = decision.use.map { .text($0.key) }
    members["channel"] = decision.channel.map { .text($0.name) }
    members["basis"] = decision.ground?.basis.map { .text($0.rawValue) }
    members["consentAt"] = decision.ground?.consent.map { .text("\($0.at)") }
    members["offering"] = decision.offering.map(value)
    return .object(members)
  }

  private func value(_ read: AttributeRead) -> JSONValue {
    var members: [String: JSONValue] = [
      "attribute": .text(read.attribute), "inferred": .boolean(read.isInferred),
      "categories": .array(read.categories.map { .text($0.key) }),
    ]
    members["level"] = read.granularity.map { .text($0.description) }
    members["updatedAt"] = read.updatedAt.map { .text("\($0)") }
    return .object(members)
  }

  private func value(_ refusal: Decision.Refusal) -> JSONValue {
    var members: [String: JSONValue] = ["rule": .text(refusal.rule), "verdict": .text(refusal.verdict.name)]
    members["pack"] = refusal.pack.map { .text($0) }
    members["control"] = refusal.control.map { .text($0) }
    members["reason"] = refusal.verdict.reason.map { .text($0.rawValue) }
    return .object(members)
  }

  private func value(_ held: Decision.HeldRule) -> JSONValue {
    var members: [String: JSONValue] = ["rule": .text(held.rule), "reason": .text(held.held.reason.rawValue)]
    members["until"] = held.held.until.flatMap { $0 == .distantFuture ? nil : .text("\($0)") }
    return .object(members)
  }

  private func value(_ offering: Offering) -> JSONValue {
    var members: [String: JSONValue] = [
      "tactic": .text(offering.tactic.rawValue), "because": .text(offering.because),
      "items": .array(
        offering.items.map { item in
          .object(item.title.map { ["item": .text(item.id), "title": .text($0)] } ?? ["item": .text(item.id)])
        }),
    ]
    members["content"] = offering.content.map { .text($0) }
    members["step"] = offering.step.map { .text($0) }
    return .object(members)
  }
}
