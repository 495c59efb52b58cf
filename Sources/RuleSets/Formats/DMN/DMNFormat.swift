internal import GovernanceModel
internal import Predicates
internal import SourceDocuments
internal import XMLDocuments

extension RuleSetFormat {
  /// Decision models of OMG DMN 1.1 to 1.5.
  package static let dmn = RuleSetFormat(
    name: "dmn", syntax: .markup,
    recognises: { content, _ in if case .markup(let root) = content { DMNReader.recognises(root) } else { false } },
    lower: { document, _ throws(InputError) in
      var lowering = DMNLowering(try document.decisionModel(), file: document.file)
      return lowering.ruleSet()
    },
    evaluate: { document, request throws(EvaluationError) in
      let model = try EvaluationError.wrapping { () throws(InputError) in try document.decisionModel() }
      return try model.outcomes(request, document.file)
    })
}

extension RuleDocument {
  fileprivate func decisionModel() throws(InputError) -> DMNModel {
    guard case .markup(let root) = content else {
      throw InputError([Diagnostic(.error, "a decision model is a document in XML")])
    }
    return try DMNReader.read(root, file)
  }
}

extension DMNModel {
  /// The value of each decision, or of the one that was asked for, by name or id.
  fileprivate func outcomes(
    _ request: EvaluationRequest, _ file: SourceFile
  ) throws(EvaluationError) -> [RuleOutcome] {
    let asked = decisions.filter { request.asks(for: $0.name) || request.asks(for: $0.id) }
    if asked.isEmpty, let id = request.ruleID { throw .noRule(id, among: decisions.map(\.name)) }
    let evaluator = DMNEvaluator(self, data: FormulaValue(request.data))
    let places = XMLPlaces(file.bytes)
    return asked.map { evaluator.outcome(of: $0, places, file, isTraced: request.isTraced) }
  }
}

extension DMNEvaluator {
  fileprivate func outcome(
    of decision: DMNModel.Decision, _ places: XMLPlaces, _ file: SourceFile, isTraced: Bool
  ) -> RuleOutcome {
    let place = places[decision.element].map { RuleNotes(file: file).part(bytes: $0.tag, "").span }
    do {
      let value = try value(of: decision)
      let trace = isTraced ? try trace(of: decision, places, file) : []
      return RuleOutcome(id: decision.name, place: place, result: .success(value.json), trace: trace)
    } catch {
      switch error {
      case .unsupported(let what):
        return RuleOutcome(
          id: decision.name, place: place, result: .failure(EvaluationError("opaque", detail: what, place: place)))
      }
    }
  }

  /// The rows of the decision's table that fire.
  fileprivate func trace(
    of decision: DMNModel.Decision, _ places: XMLPlaces, _ file: SourceFile
  ) throws(FEELFailure) -> [TraceStep] {
    guard case .table(let table) = decision.logic else { return [] }
    let rows = try rows(of: table, decision)
    return rows.map { index in
      let row = table.rows[index]
      let place = places[row.element].map { RuleNotes(file: file).part(bytes: $0.tag, "").span }
      return TraceStep(clause: "row \(index + 1) (\(row.id))", place: place, outcome: "fires")
    }
  }
}
