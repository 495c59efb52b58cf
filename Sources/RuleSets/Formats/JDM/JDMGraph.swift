internal import GovernanceModel
internal import SourceDocuments

/// A decision graph of GoRules (JDM): nodes, and the edges along which their results flow.
struct JDMGraph: Sendable {
  struct GraphNode: Sendable {
    var id: String
    var name: String
    var kind: Kind
    var node: Node
    /// Which part of the input it works on, and where its result goes.
    var transform: Transform
  }

  enum Kind: Sendable {
    case input(schema: Node?)
    case output
    case table(JDMTable)
    case expressions([JDMExpression])
    case switching([JDMStatement], isFirst: Bool)
    /// Another graph, by the key under which the engine loads it.
    case decision(String)
    /// A program, a request over the network, or a kind that nobody knows.
    case opaque(String)
  }

  struct Transform: Sendable {
    var inputField: JDMFormula?
    var outputPath: String?
    var isLoop: Bool
    var passesThrough: Bool
  }

  struct Edge: Sendable, Hashable {
    var source: Int
    var target: Int
    var handle: String?
  }

  var nodes: [GraphNode]
  var edges: [Edge]
  /// Cells and expressions that cannot be parsed.
  var faults: [(node: Node, message: String)]
  /// A node that lies on a cycle, if any.
  var cyclicNode: Int?
}

/// An expression with its text and place. A formula that cannot be parsed is nil.
struct JDMFormula: Sendable {
  var text: String
  var node: Node
  var formula: Formula?
}

struct JDMTable: Sendable {
  struct Row: Sendable {
    var id: String
    var node: Node
    /// One a column, nil for an empty cell and for one that is not there.
    var inputs: [JDMFormula?]
    var outputs: [JDMFormula?]
  }
  var isCollect: Bool
  /// Nil for a column without a field: its cells are conditions of their own.
  var fields: [JDMFormula?]
  var outputs: [String]
  var rows: [Row]
}

struct JDMExpression: Sendable {
  var key: String
  var formula: JDMFormula
}

struct JDMStatement: Sendable {
  var id: String
  /// Nil for the statement that always holds.
  var condition: JDMFormula?
}
