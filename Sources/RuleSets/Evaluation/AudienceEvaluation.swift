internal import GovernanceModel
package import Predicates
package import SourceDocuments

extension RuleSet {
  /// What the audience of each rule says of a person: true, false, or null where it is unknown. For formats whose
  /// conditions lower exactly.
  package func evaluateAudiences(_ request: EvaluationRequest) throws(EvaluationError) -> [RuleOutcome] {
    let asked = rules.filter { request.asks(for: $0.id) }
    if asked.isEmpty, let id = request.ruleID { throw .noRule(id, among: rules.map(\.id)) }
    var segments = SegmentResolver(segments)
    return asked.map { rule in
      let audience = segments.resolve(rule.audience).predicate
      let facts = JSONFacts(request.data, now: request.now, for: audience)
      var tracer = PredicateTracer(facts: facts, reads: rule.reads)
      let truth = audience.evaluate(on: facts)
      return RuleOutcome(
        id: rule.id, place: rule.spans["id"]?.span, result: .success(JSONValue(truth)),
        trace: request.isTraced ? [tracer.step(audience)] : [])
    }
  }
}

extension JSONValue {
  package init(_ truth: Truth) {
    self = truth == .unknown ? .null : .boolean(truth == .true)
  }
}

/// Evaluates a condition clause by clause, with the place where each attribute is read.
struct PredicateTracer {
  let facts: JSONFacts
  private var places: [AttributePath: ArraySlice<SourceSpan>]

  init(facts: JSONFacts, reads: [RuleRead]) {
    self.facts = facts
    places = Dictionary(grouping: reads, by: \.path).mapValues { $0.map(\.place.span)[...] }
  }

  mutating func step(_ predicate: Predicate) -> TraceStep {
    let outcome =
      switch predicate.evaluate(on: facts) {
      case .true: "true"
      case .false: "false"
      case .unknown: "unknown"
      }
    switch predicate {
    case .all(let parts): return TraceStep(clause: "all", outcome: outcome, inner: parts.map { step($0) })
    case .any(let parts): return TraceStep(clause: "any", outcome: outcome, inner: parts.map { step($0) })
    case .not(let part): return TraceStep(clause: "not", outcome: outcome, inner: [step(part)])
    case .isTrue(let part): return TraceStep(clause: "isTrue", outcome: outcome, inner: [step(part)])
    default:
      return TraceStep(
        clause: predicate.withoutPersonalLiterals.conditionText, place: place(predicate), outcome: outcome)
    }
  }

  /// Reads stand in the order of the file, and so do the clauses: each takes the next place of its attribute.
  private mutating func place(_ clause: Predicate) -> SourceSpan? {
    guard let path = clause.reads.first, let known = places[path] else { return nil }
    if known.count > 1 { places[path] = known.dropFirst() }
    return known.first
  }
}
