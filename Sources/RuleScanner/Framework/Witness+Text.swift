internal import ConsentHistory
internal import GovernanceModel
internal import Predicates
internal import RuleSets

extension Witness {
  /// The person in one line, such as
  /// `{ affinity.bakery: 0.4, consent(marketing): none, at 2026-11-22T00:00:00Z } (replayed: the rule fires)`.
  ///
  /// - Parameters:
  ///   - asked: the consent condition that the person does not meet.
  ///   - history: what the person said of consent, as policy packs write it.
  ///   - missing: attributes to be named even where the person has none.
  func text(asking asked: String?, _ history: [ConsentEvent], _ missing: [AttributePath] = []) -> String {
    var parts = values.map { "\($0.path): \($0.value.shownText)" }
    for path in missing where value(of: path) == nil { parts.append("\(path): missing") }
    for count in counts { parts.append("events.\(count.event): \(count.instants.count)") }
    for consent in consents {
      let answer = consent.truth == .true ? "given" : consent.truth == .false ? "none" : "unknown"
      parts.append("\(Predicate.consent(consent.use, consent.channel).conditionText): \(answer)")
    }
    for event in unknownEvents { parts.append("events.\(event): unknown") }
    if let asked { parts.append("\(asked): none") }
    if !history.isEmpty { parts.append("history [\(history.map(\.shownText).joined(separator: ", "))]") }
    parts.append("at \(now)")
    return "{ \(parts.joined(separator: ", ")) } (replayed: the rule fires)"
  }
}

extension ConsentEvent {
  /// Such as `{refused: marketing, channel: email, at: 2026-11-20}`.
  fileprivate var shownText: String {
    var text = "{\(action.rawValue): \(purpose)"
    if let channel { text += ", channel: \(channel)" }
    text += ", at: \(Value.instant(at.start).literalText)"
    if let expiresAt { text += ", expiresAt: \(Value.instant(expiresAt.start).literalText)" }
    if action.isPositive { text += ", kind: \(kind.rawValue)" }
    if actor != .self { text += ", actor: \(actor.rawValue)" }
    return text + "}"
  }
}

extension Value {
  /// As conditions write it; what looks personal is covered.
  var shownText: String {
    if case .text(let text) = self, PersonalLiteral.isPersonal(text) { return Redacted(text).description }
    if case .set(let values) = self { return "[" + values.map(\.shownText).joined(separator: ", ") + "]" }
    return literalText
  }
}

extension Predicate {
  /// As one writes it; conditions with a literal that looks personal are named by their attribute only.
  var shownText: String {
    var isPersonal = false
    forEachPart { if $0.hasPersonalLiteral { isPersonal = true } }
    return isPersonal ? "a condition on \(reads.map(\.text).joined(separator: ", "))" : conditionText
  }

  private var hasPersonalLiteral: Bool {
    func isPersonal(_ value: Value) -> Bool {
      if case .text(let text) = value { PersonalLiteral.isPersonal(text) } else { false }
    }
    switch self {
    case .compare(_, _, let value): return isPersonal(value)
    case .isIn(_, let values), .set(_, _, let values): return values.contains(where: isPersonal)
    case .between(_, let low, let high): return isPersonal(low) || isPersonal(high)
    case .text(_, _, let text): return PersonalLiteral.isPersonal(text)
    default: return false
    }
  }
}
