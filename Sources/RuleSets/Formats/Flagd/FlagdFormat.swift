internal import GovernanceModel
internal import Predicates
internal import SourceDocuments

extension RuleSetFormat {
  /// flagd's flag definitions (flagd.dev): JsonLogic targeting with operators of its own.
  package static let flagd = RuleSetFormat(
    name: "flagd",
    recognises: { content, _ in FlagdFormat.recognises(content.root) },
    lower: { document, _ in FlagdFormat.ruleSet(document) },
    evaluate: { document, request throws(EvaluationError) in try FlagdFormat.evaluate(document, request) })
}

enum FlagdFormat {
  /// `flags` by name, each with `state` and `variants`.
  static func recognises(_ root: Node) -> Bool {
    guard let flags = root["flags"]?.entries else { return false }
    return flags.allSatisfy { $0.value["variants"] != nil || $0.value["state"] != nil }
  }

  static func ruleSet(_ document: RuleDocument) -> RuleSet {
    let rules = FlagdFlag.flags(in: document).map { flag in
      var lowering = FlagdLowering(flag: flag, file: document.file)
      let audience = lowering.audience()
      let id = flag.key.isEmpty ? "flag" : flag.key
      return Rule(
        id: id, audience: audience, notes: lowering.logic.notes, place: lowering.logic.notes.part(flag.place, id))
    }
    return RuleSet(document, rules: rules)
  }

  static func evaluate(
    _ document: RuleDocument, _ request: EvaluationRequest
  ) throws(EvaluationError) -> [RuleOutcome] {
    let flags = FlagdFlag.flags(in: document, named: request.ruleID)
    let asked = flags.filter { $0.key.isEmpty || request.asks(for: $0.key) }
    if asked.isEmpty, request.ruleID != nil { throw EvaluationError("FLAG_NOT_FOUND") }
    return asked.map { flag in
      var tracer = request.isTraced ? LogicTracer(file: document.file) : nil
      let result = result(of: flag, request, &tracer)
      return RuleOutcome(
        id: flag.key.isEmpty ? "flag" : flag.key,
        place: document.file.span(flag.place.position, length: Int(flag.place.length)), result: result,
        trace: tracer?.steps ?? [])
    }
  }

  /// The value that a flag serves; targeting alone answers with what it comes to.
  private static func result(
    of flag: FlagdFlag, _ request: EvaluationRequest, _ tracer: inout LogicTracer?
  ) -> Result<JSONValue, EvaluationError> {
    guard flag.isDefinition else {
      do throws(LogicFailure) {
        return .success(try flag.outcome(of: flag.node, request.data, now: request.now, tracer: &tracer))
      } catch {
        return .failure(EvaluationError(error.reason))
      }
    }
    do throws(EvaluationError) {
      return .success(try flag.resolve(request.data, now: request.now, tracer: &tracer).value ?? .null)
    } catch {
      return .failure(error)
    }
  }
}
