internal import GovernanceModel
internal import Predicates
internal import SourceDocuments

extension RuleSetFormat {
  /// json-rules-engine 7: facts, operators, boolean trees, an event.
  package static let jsonRulesEngine = RuleSetFormat(
    name: "json-rules-engine",
    recognises: { content, _ in EngineRules.recognises(content.root) },
    lower: { document, _ in JsonRulesEngineFormat.ruleSet(document) },
    evaluate: { document, request throws(EvaluationError) in try JsonRulesEngineFormat.evaluate(document, request) })
}

enum JsonRulesEngineFormat {
  static func ruleSet(_ document: RuleDocument) -> RuleSet {
    let rules = EngineRules(document)
    var segments: [String: Predicate] = [:]
    for (name, node) in rules.shared {
      var lowering = EngineLowering(file: document.file, shared: rules.shared)
      segments[name] = lowering.predicate(node)
    }
    let lowered = rules.items.map { item in
      var lowering = EngineLowering(file: document.file, shared: rules.shared)
      let audience = lowering.predicate(item.conditions).simplified()
      if let event = item.event { lowering.export(event) }
      return Rule(
        id: item.id, audience: audience, notes: lowering.notes, place: lowering.notes.part(item.place, item.id))
    }
    return RuleSet(document, rules: lowered, segments: segments)
  }

  static func evaluate(
    _ document: RuleDocument, _ request: EvaluationRequest
  ) throws(EvaluationError) -> [RuleOutcome] {
    let rules = EngineRules(document)
    let asked = rules.items.filter { request.asks(for: $0.id) }
    if asked.isEmpty, let id = request.ruleID { throw .noRule(id, among: rules.items.map(\.id)) }
    return asked.map { item in
      var evaluator = EngineEvaluator(
        file: document.file, facts: request.data, shared: rules.shared, isTraced: request.isTraced)
      let place = document.file.span(item.place.position, length: Int(item.place.length))
      do throws(EvaluationError) {
        let result = try evaluator.holds(item.conditions)
        return RuleOutcome(
          id: item.id, place: place, result: .success(.boolean(result.holds)),
          trace: request.isTraced ? [result.step] : [])
      } catch {
        return RuleOutcome(id: item.id, place: place, result: .failure(error))
      }
    }
  }
}
