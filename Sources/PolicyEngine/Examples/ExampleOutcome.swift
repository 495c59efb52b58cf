package import GovernanceModel

/// What became of one example of a control.
package struct ExampleOutcome: Sendable {
  /// What the author says the judge will say.
  package enum Expectation: Hashable, Sendable {
    case complies
    case violates(Reason?)
    case unverifiable(Reason?)
  }

  package let pack: String
  package let control: String
  /// Counted from one, in the order of the control.
  package let number: Int
  package let expected: Expectation
  /// Nil: the control does not apply to the example.
  package let actual: Verdict?
  package let span: SourceSpan
  /// The data uses of the control's obligations that judged it; nil where the control asks of no use.
  private let uses: [DataUse?]?

  package init(
    pack: String, control: String, number: Int, expected: Expectation, actual: Verdict?, span: SourceSpan,
    uses: [DataUse?]? = nil
  ) {
    (self.pack, self.control, self.number) = (pack, control, number)
    (self.expected, self.actual, self.span, self.uses) = (expected, actual, span, uses)
  }

  /// The obligation of the control over this use judged it.
  func reaches(_ use: DataUse?) -> Bool { uses?.contains(use) ?? true }

  package var isAsExpected: Bool {
    switch (expected, actual) {
    case (.complies, .compliant), (.complies, nil): true
    case (.violates(let reason), .violation(let found)), (.unverifiable(let reason), .unverifiable(let found)):
      reason == nil || reason == found
    default: false
    }
  }

  /// An error at the example; nil when it came out as expected.
  package var diagnostic: Diagnostic? {
    guard !isAsExpected else { return nil }
    let found = actual.map { verdict in
      verdict.name + (verdict.reason.map { " (\($0.rawValue))" } ?? "")
    }
    return Diagnostic(
      .error, "example \(number) of `\(control)`: expected \(expected.words), found \(found ?? "not applicable")",
      at: span)
  }
}

extension ExampleOutcome.Expectation {
  package init(_ example: ControlExample) {
    self =
      example.isUnverifiable
      ? .unverifiable(example.reason) : example.violates ? .violates(example.reason) : .complies
  }

  /// As in a verdict: `violation (withdrawn)`.
  var words: String {
    switch self {
    case .complies: "compliant"
    case .violates(let reason): "violation" + (reason.map { " (\($0.rawValue))" } ?? "")
    case .unverifiable(let reason): "unverifiable" + (reason.map { " (\($0.rawValue))" } ?? "")
    }
  }
}
