public import GovernanceModel
internal import RuleSets
internal import SourceDocuments

/// What the rules of a file say of a person.
public struct RuleEvaluation: Sendable {
  let outcomes: [RuleOutcome]

  /// True when some rule could not be evaluated.
  public var hasErrors: Bool { outcomes.contains { if case .failure = $0.result { true } else { false } } }

  /// Evaluates a rule file on the data in another file.
  ///
  /// - Parameter rule: the id of one rule; nil for all.
  public static func evaluate(
    _ inspection: RuleInspection, data path: String, rule id: String?, at now: Instant, isTraced: Bool
  ) throws(InputError) -> RuleEvaluation {
    let data: JSONValue
    do {
      data = JSONValue(try Node.read(SourceFile.reading(path)))
    } catch { throw error.withoutPersonalWords }
    do throws(EvaluationError) {
      let request = EvaluationRequest(data: data, now: now, ruleID: id, isTraced: isTraced)
      return RuleEvaluation(outcomes: try inspection.document.evaluate(request))
    } catch {
      throw InputError([Diagnostic(.error, error.message, at: error.place)]).withoutPersonalWords
    }
  }

  /// One line a rule, and below it why, clause by clause.
  public var text: String {
    outcomes.map { outcome in
      let place = outcome.place.map { "  \($0)" } ?? ""
      let word: String =
        switch outcome.result {
        case .success(.boolean(true)): "matches"
        case .success(.boolean(false)): "does not match"
        case .success(.null): "unknown"
        case .success(let value): "gives \(value.jsonText)"
        case .failure(let error): "fails: \(error.message)"
        }
      return ["\(outcome.id): \(word)\(place)"] + outcome.trace.flatMap { Self.lines($0, depth: 1) }
    }.joined().map { $0 + "\n" }.joined()
  }

  private static func lines(_ step: TraceStep, depth: Int) -> [String] {
    let place = step.place.map { "  \($0.line):\($0.column)" } ?? ""
    let indent = String(repeating: "  ", count: min(depth, 40))
    return ["\(indent)\(step.outcome)  \(step.clause)\(place)"] + step.inner.flatMap { lines($0, depth: depth + 1) }
  }

  /// The same as one JSON object: `{"rules": [{"rule", "result" | "error", "trace"}]}`.
  public var json: String {
    let rules = outcomes.map { outcome -> JSONValue in
      var members = ["rule": JSONValue.text(outcome.id)]
      switch outcome.result {
      case .success(let value): members["result"] = value
      case .failure(let error): members["error"] = .text(error.reason)
      }
      if !outcome.trace.isEmpty { members["trace"] = .array(outcome.trace.map(Self.value)) }
      return .object(members)
    }
    return JSONValue.object(["rules": .array(rules)]).jsonText + "\n"
  }

  private static func value(_ step: TraceStep) -> JSONValue {
    var members: [String: JSONValue] = ["clause": .text(step.clause), "outcome": .text(step.outcome)]
    if let place = step.place {
      members["line"] = .number(Double(place.line))
      members["column"] = .number(Double(place.column))
    }
    if !step.inner.isEmpty { members["inner"] = .array(step.inner.map(value)) }
    return .object(members)
  }
}

extension EvaluationError {
  var message: String { detail.map { "\(reason) (\($0))" } ?? reason }
}
