package import GovernanceModel
package import SourceDocuments

/// A person, or a moment, that rules are asked about.
package struct EvaluationRequest: Sendable {
  /// What the rule sees: a profile, a context, the inputs of a table.
  package var data: JSONValue
  package var now: Instant
  /// Nil: every rule of the document.
  package var ruleID: String?
  package var isTraced: Bool

  package init(data: JSONValue, now: Instant, ruleID: String? = nil, isTraced: Bool = false) {
    (self.data, self.now, self.ruleID, self.isTraced) = (data, now, ruleID, isTraced)
  }

  /// True for every rule when none was asked for.
  package func asks(for id: String) -> Bool { ruleID.map { $0 == id } ?? true }
}

/// What one rule says of a person.
package struct RuleOutcome: Sendable {
  package var id: String
  package var place: SourceSpan?
  /// The value of an expression; true, false or null of a condition; the served value of a feature; outputs of a table.
  package var result: Result<JSONValue, EvaluationError>
  /// Why; empty when nobody asked.
  package var trace: [TraceStep]

  package init(
    id: String, place: SourceSpan? = nil, result: Result<JSONValue, EvaluationError>, trace: [TraceStep] = []
  ) {
    (self.id, self.place, self.result, self.trace) = (id, place, result, trace)
  }
}

/// One clause of a rule as it was evaluated.
package struct TraceStep: Sendable, Hashable {
  /// The clause in the words of its format, without personal literals.
  package var clause: String
  package var place: SourceSpan?
  /// What came of it: `true`, `false`, `unknown`, a value, an error. Holds no value of the person's.
  package var outcome: String
  package var inner: [TraceStep]

  package init(clause: String, place: SourceSpan? = nil, outcome: String, inner: [TraceStep] = []) {
    (self.clause, self.place, self.outcome, self.inner) = (clause, place, outcome, inner)
  }
}

/// Why a rule has no result. Holds no value of the data.
package struct EvaluationError: Error, Hashable, Sendable {
  /// In the format's own words: `NaN`, `Unknown Operator`, `FLAG_NOT_FOUND`.
  package var reason: String
  package var detail: String?
  package var place: SourceSpan?

  package init(_ reason: String, detail: String? = nil, place: SourceSpan? = nil) {
    (self.reason, self.detail, self.place) = (reason, detail, place)
  }

  /// The document is malformed.
  package init(_ input: InputError) {
    let first = input.diagnostics.first
    self.init("malformed", detail: first?.message, place: first?.span)
  }

  /// Reads a document; what is malformed becomes an error of the evaluation.
  static func wrapping<Result>(_ read: () throws(InputError) -> Result) throws(EvaluationError) -> Result {
    do {
      return try read()
    } catch {
      throw EvaluationError(error)
    }
  }

  /// No rule of that id.
  package static func noRule(_ id: String, among known: [String]) -> EvaluationError {
    EvaluationError("no rule `\(id)`", detail: Problems.suggestion(for: id, among: known))
  }
}
