internal import Digests
internal import GovernanceModel
internal import Predicates
internal import SourceDocuments

extension RuleSetFormat {
  /// JsonLogic (jsonlogic.com), with the operators that the open suites agree on.
  package static let jsonLogic = RuleSetFormat(
    name: "jsonlogic",
    recognises: { content, _ in LogicRules.recognises(content.root) },
    lower: { document, _ in JsonLogicFormat.ruleSet(document) },
    evaluate: { document, request throws(EvaluationError) in try JsonLogicFormat.evaluate(document, request) })
}

enum JsonLogicFormat {
  static func ruleSet(_ document: RuleDocument) -> RuleSet {
    let rules = LogicRules(document).items.map { item in
      var lowering = JsonLogicLowering(file: document.file)
      let audience = lowering.truth(of: item.logic).simplified()
      let place = lowering.notes.part(item.place, item.id)
      return Rule(id: item.id, audience: audience, notes: lowering.notes, place: place)
    }
    return RuleSet(document, rules: rules)
  }

  static func evaluate(
    _ document: RuleDocument, _ request: EvaluationRequest
  ) throws(EvaluationError) -> [RuleOutcome] {
    let items = LogicRules(document).items
    let asked = items.filter { request.asks(for: $0.id) }
    if asked.isEmpty, let id = request.ruleID { throw .noRule(id, among: items.map(\.id)) }
    return asked.map { item in
      var compiler = LogicCompiler()
      let expression = compiler.compile(item.logic)
      var evaluator = LogicEvaluator(
        data: request.data, tracer: request.isTraced ? LogicTracer(file: document.file) : nil)
      let result = evaluator.result(expression)
      return RuleOutcome(
        id: item.id, place: document.file.span(item.place.position, length: Int(item.place.length)), result: result,
        trace: evaluator.tracer?.steps ?? [])
    }
  }
}

extension LogicEvaluator {
  /// The value, or the error in the words of the suites. What a rule throws is the rule's own word.
  mutating func result(_ expression: LogicExpression) -> Result<JSONValue, EvaluationError> {
    do {
      return .success(try value(expression))
    } catch {
      return .failure(EvaluationError(error.reason))
    }
  }
}

extension RuleSet {
  /// The rules of a document of a format without segments.
  init(_ document: RuleDocument, id: String? = nil, rules: [Rule], segments: [String: Predicate] = [:]) {
    self.init(
      id: id ?? RuleSet.identifier(ofPath: document.file.path), format: document.format.name,
      path: document.file.path, digest: SHA256Digest.hexadecimal(of: document.file.bytes), rules: rules,
      segments: segments)
  }
}
