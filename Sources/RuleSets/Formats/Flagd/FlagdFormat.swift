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
    // Targeting alone answers with what it comes to.
    if document.root["flags"] == nil, document.root["variants"] == nil { return [targeting(document, request)] }
    let flags = FlagdFlag.flags(in: document)
    let asked = flags.filter { $0.key.isEmpty || request.asks(for: $0.key) }
    if asked.isEmpty, request.ruleID != nil { throw EvaluationError("FLAG_NOT_FOUND") }
    return asked.map { flag in
      var tracer = request.isTraced ? LogicTracer(file: document.file) : nil
      let result: Result<JSONValue, EvaluationError>
      do throws(EvaluationError) {
        result = .success(try flag.resolve(request.data, now: request.now, tracer: &tracer).value ?? .null)
      } catch {
        result = .failure(error)
      }
      return RuleOutcome(
        id: flag.key.isEmpty ? "flag" : flag.key,
        place: document.file.span(flag.place.position, length: Int(flag.place.length)), result: result,
        trace: tracer?.steps ?? [])
    }
  }

  private static func targeting(_ document: RuleDocument, _ request: EvaluationRequest) -> RuleOutcome {
    var compiler = LogicCompiler(evaluators: [:])
    let expression = compiler.compile(document.root)
    var name: String?
    if case .text(let text)? = request.data["$flagd"]?["flagKey"] { name = text }
    var evaluator = LogicEvaluator(
      data: request.data, flagKey: name, tracer: request.isTraced ? LogicTracer(file: document.file) : nil)
    let result = evaluator.result(expression)
    return RuleOutcome(
      id: "targeting", place: document.file.span(document.root.position), result: result,
      trace: evaluator.tracer?.steps ?? [])
  }
}
