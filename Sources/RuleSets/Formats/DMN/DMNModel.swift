internal import GovernanceModel
internal import XMLDocuments

/// A decision model (OMG DMN 1.1 to 1.5): decisions, the inputs that they require, the knowledge that they call.
struct DMNModel: Sendable {
  struct Input: Sendable {
    var id: String
    var name: String
    var type: String?
    var element: XMLElement
  }

  struct Decision: Sendable {
    var id: String
    var name: String
    var type: String?
    /// Identifiers of inputs and decisions.
    var requires: [String]
    /// Identifiers of knowledge models and services.
    var calls: [String]
    var logic: DMNExpression
    var element: XMLElement
  }

  struct Knowledge: Sendable {
    var id: String
    var name: String
    var calls: [String]
    var parameters: [(name: String, type: String?)]
    var logic: DMNExpression
    var type: String?
    var element: XMLElement
  }

  struct Service: Sendable {
    var id: String
    var name: String
    var outputs: [String]
    var inputs: [String]
    var inputDecisions: [String]
  }

  var name: String
  var inputs: [Input]
  var decisions: [Decision]
  var knowledge: [Knowledge]
  var services: [Service]
  var types: [String: DMNType]
  /// Names under which other models are imported.
  var imports: [String]
  var names: FEELNames
  var element: XMLElement
}

/// An item definition.
indirect enum DMNType: Sendable {
  case alias(String)
  case list(DMNType)
  case structure([(name: String, type: DMNType)])
}

/// The logic of a decision: a boxed expression (DMN 1.5, chapter 7.3 and 10.2).
indirect enum DMNExpression: Sendable {
  case literal(DMNText)
  case table(DMNTable)
  /// Entries in their order; one without a name is the result.
  case context([(name: String?, type: String?, value: DMNExpression)])
  case invocation(DMNExpression, [(name: String, value: DMNExpression)])
  case function([String], DMNExpression)
  case list([DMNExpression])
  case relation([String], [[DMNExpression]])
  case conditional(DMNExpression, DMNExpression, DMNExpression)
  case iteration(Formula.Iteration, String, DMNExpression, DMNExpression)
  case filter(DMNExpression, DMNExpression)
  /// A general language, or what no version of DMN knows.
  case unsupported(String, XMLElement)
}

/// A text in FEEL with its place; nil where it cannot be parsed.
struct DMNText: Sendable {
  var text: String
  var element: XMLElement
  var formula: Formula?
  var fault: FormulaFault?
}

/// A decision table (DMN 1.5, chapter 8).
struct DMNTable: Sendable {
  enum HitPolicy: String, Sendable {
    case unique = "UNIQUE"
    case first = "FIRST"
    case priority = "PRIORITY"
    case any = "ANY"
    case collect = "COLLECT"
    case ruleOrder = "RULE ORDER"
    case outputOrder = "OUTPUT ORDER"
  }
  struct Input: Sendable {
    var expression: DMNText
    var type: String?
    /// The values that may occur; empty when the table does not say.
    var values: [Formula]
    var element: XMLElement
  }
  struct Output: Sendable {
    var name: String
    /// In the order of their priority.
    var values: [Formula]
    var fallback: DMNText?
  }
  struct Row: Sendable {
    var id: String
    var inputs: [DMNText]
    var outputs: [DMNText]
    var element: XMLElement
  }
  var hitPolicy: HitPolicy
  /// `SUM`, `MIN`, `MAX`, `COUNT`.
  var aggregation: String?
  var inputs: [Input]
  var outputs: [Output]
  var rows: [Row]
  var element: XMLElement
}
