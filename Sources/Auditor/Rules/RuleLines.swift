public import GovernanceModel
internal import RuleSets
internal import SourceDocuments

/// Evaluates `{"format", "rule", "data"}` lines, so that any suite can be run from outside.
///
/// A line may also hold `id` (of the rule in a document of several) and `now` (an ISO 8601 instant).
public struct RuleLines: Sendable {
  let now: Instant
  /// Of lines that name none.
  let format: RuleSetFormat?

  public init(at now: Instant, format: String?) throws(InputError) {
    self.now = now
    self.format = try RuleInspection.format(format)
  }

  /// `{"result": …}`, or `{"error": reason}`; a document of several rules gives an object of results by id.
  public func answer(_ line: [UInt8]) -> String {
    do throws(EvaluationError) {
      return JSONValue.object(["result": try result(line)]).jsonText
    } catch {
      return JSONValue.object(["error": .text(error.reason)]).jsonText
    }
  }

  private func result(_ line: [UInt8]) throws(EvaluationError) -> JSONValue {
    let (document, request) = try read(line)
    let outcomes = try document.evaluate(request)
    if outcomes.count == 1 { return try outcomes[0].result.get() }
    var results: [String: JSONValue] = [:]
    for outcome in outcomes {
      switch outcome.result {
      case .success(let value): results[outcome.id] = value
      case .failure(let error): results[outcome.id] = .object(["error": .text(error.reason)])
      }
    }
    return .object(results)
  }

  private func read(_ line: [UInt8]) throws(EvaluationError) -> (RuleDocument, EvaluationRequest) {
    guard line.contains(where: { $0 > 32 }) else { throw EvaluationError("the line is blank") }
    do throws(InputError) {
      let file = try SourceFile(path: "line.json", bytes: line)
      let node = try Node.json(file)
      let named = try RuleInspection.format(node["format"]?.scalarText) ?? format
      guard let rule = node["rule"], let format = named else {
        throw InputError([Diagnostic(.error, "a line has `format`, `rule` and `data`")])
      }
      var now = now
      if let text = node["now"]?.scalarText, let instant = Instant(iso8601: text) { now = instant }
      let request = EvaluationRequest(
        data: node["data"].map(JSONValue.init) ?? .null, now: now, ruleID: node["id"]?.scalarText)
      return (try RuleDocument(rule: rule, in: file, as: format), request)
    } catch {
      throw EvaluationError(error.diagnostics.first?.message ?? "malformed")
    }
  }
}
