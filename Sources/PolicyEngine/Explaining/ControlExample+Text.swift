internal import ConsentHistory
internal import GovernanceModel

extension ControlExplanation.Example {
  init(_ example: ControlExample) {
    let outcome = example.isUnverifiable ? "unverifiable" : example.violates ? "violates" : "complies"
    self.init(outcome: outcome, reason: example.reason, text: example.situation.text(asOf: example.asOf))
  }
}

extension ControlExample.Situation {
  /// The case in one line, parts separated by semicolons.
  func text(asOf: Instant?) -> String {
    let tail = asOf.map { ["as of \(String($0.description.prefix(10)))"] } ?? []
    switch self {
    case .rule(let rule): return "rule \(rule)"
    case .record(let values, let events):
      let fields = values.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.words)" }
      return (fields + events.map(\.words) + tail).joined(separator: "; ")
    case .use(let use, let events, let attributes):
      let facts = attributes.sorted { $0.key < $1.key }.map { "\($0.key) is \($0.value.words)" }
      return (events.map(\.words) + facts + [use.words] + tail).joined(separator: "; ")
    }
  }
}

extension ConsentEvent {
  fileprivate var words: String {
    var text = "\(at) \(action.words) \(purpose == .every ? "every purpose" : purpose.key)"
    if action.isPositive { text += " (\(kind.words))" }
    if let channel { text += " by \(channel)" }
    if let source { text += " in \(source)" }
    return text
  }
}

extension UseRecord {
  fileprivate var words: String {
    var text = "\(at) used for \(use)"
    if let channel { text += " by \(channel)" }
    if let basis { text += " on the ground of \(basis.words)" }
    if !reads.isEmpty { text += ", reading \(listed(reads.map(\.attribute), "and"))" }
    return text
  }
}

extension Value {
  fileprivate var words: String {
    switch self {
    case .boolean(let value): "\(value)"
    case .integer(let number): "\(number)"
    case .decimal(let number): "\(number)"
    case .instant(let instant): instant.timeOfDay == 0 ? String(instant.description.prefix(10)) : "\(instant)"
    case .text(let text): text
    case .set(let values): listed(values.map(\.words), "and")
    }
  }
}
