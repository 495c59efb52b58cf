internal import GovernanceModel
internal import Predicates
internal import SourceDocuments

extension RuleSetFormat {
  /// Decision graphs of GoRules (JSON Decision Model).
  package static let jdm = RuleSetFormat(
    name: "jdm",
    recognises: { content, _ in JDMReader.recognises(content.root) },
    lower: { document, _ throws(InputError) in
      var lowering = JDMLowering(try JDMReader.read(document.root, document.file), file: document.file)
      return lowering.ruleSet()
    },
    evaluate: { document, request throws(EvaluationError) in
      let graph = try EvaluationError.wrapping { () throws(InputError) in
        try JDMReader.read(document.root, document.file)
      }
      if let id = request.ruleID, !graph.nodes.contains(where: { $0.name == id || $0.id == id }) {
        throw .noRule(id, among: graph.nodes.map(\.name))
      }
      return [graph.outcome(request, document.file)]
    })
}

extension JDMGraph {
  /// The result of the whole graph, or of the node that was asked for.
  fileprivate func outcome(_ request: EvaluationRequest, _ file: SourceFile) -> RuleOutcome {
    var evaluator = JDMEvaluator(self, now: request.now)
    let id = request.ruleID ?? RuleSet.identifier(ofPath: file.path)
    var result: Result<JSONValue, EvaluationError>
    do {
      let value = try evaluator.run(FormulaValue(request.data))
      result = .success(value.json)
      if let asked = request.ruleID { result = .success(evaluator.result(ofNode: asked)?.json ?? .null) }
    } catch {
      switch error {
      case .invalid(let message): result = .failure(EvaluationError(message))
      case .opaque(let what): result = .failure(EvaluationError("opaque", detail: what))
      }
    }
    let steps = evaluator.trace.map { step in
      TraceStep(
        clause: "\(step.node): \(step.what)",
        place: file.span(step.place.position, length: Int(step.place.length)), outcome: "fires")
    }
    let place = nodes.first { $0.name == id }.map { file.span($0.node.position) }
    return RuleOutcome(id: id, place: place, result: result, trace: request.isTraced ? steps : [])
  }
}
