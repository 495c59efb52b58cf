internal import GovernanceModel
internal import Predicates

/// What is known before or after a node of a graph.
struct JDMScope: Sendable {
  /// When the node is reached.
  var reached: Predicate = .constant(true)
  /// When each branch of a switch is taken, by the id of its statement.
  var branches: [String: Predicate] = [:]
  /// What earlier nodes computed, by dotted path.
  var computed: [String: FormulaOperand] = [:]
  /// The input is there as well: earlier nodes passed it through.
  var isOpen = true
  /// Something before that nobody can read computed it.
  var isOpaque = false
  /// Paths are below this one.
  var prefix = ""
  /// Paths are those of an element of a list.
  var isElement = false
  var elementOf: String?

  /// A condition with more parts is not inlined.
  static let maximumInlined = 400

  /// What a dotted path stands for here.
  func resolve(_ path: String) -> FormulaOperand {
    if path.hasPrefix("$nodes.") {
      // `$nodes.request.customer.country`: below the name of a node.
      let rest = path.split(separator: ".", maxSplits: 2)
      guard rest.count == 3 else { return .opaque("the results of all nodes", reads: []) }
      return .attribute(AttributePath(String(rest[2])))
    }
    if isElement {
      return .opaque("a member of an element", reads: elementOf.map { [AttributePath($0 + "." + path)] } ?? [])
    }
    let full = path.hasPrefix("$") ? path : prefix + path
    if let found = computed[full] { return found }
    // Part of something computed, or something with computed parts.
    let related = computed.filter { full.hasPrefix($0.key + ".") || $0.key.hasPrefix(full + ".") }
    if !related.isEmpty {
      let reads = related.sorted { $0.key < $1.key }.flatMap { FormulaLowering.attributes(of: $0.value) }
      return .opaque("`\(full)`, computed before", reads: reads)
    }
    if full.hasPrefix("$") { return .opaque("`\(full)`", reads: []) }
    if isOpaque { return .opaque("`\(full)`, computed before", reads: []) }
    return isOpen ? .attribute(AttributePath(full)) : .constant(.null)
  }

  func attributes(of path: String) -> [AttributePath] { FormulaLowering.attributes(of: resolve(path)) }

  func lowering() -> FormulaLowering {
    let scope = self
    return FormulaLowering(dialect: .zen) { scope.resolve($0) }
  }

  /// Two ways into one node: what only one of them computed may be missing.
  func merged(with other: JDMScope) -> JDMScope {
    var merged = self
    merged.reached = Predicate.any([reached, other.reached]).simplified()
    merged.isOpen = isOpen || other.isOpen
    merged.isOpaque = isOpaque || other.isOpaque
    let isBranched = reached != .constant(true) || other.reached != .constant(true)
    for (path, operand) in other.computed {
      guard let own = computed[path] else {
        merged.computed[path] = isBranched ? Self.guarded(operand, other.reached) : operand
        continue
      }
      merged.computed[path] = .alternatives([
        (other.reached, operand), (.all([reached, .not(.isTrue(other.reached))]), own),
      ])
    }
    if isBranched {
      for (path, operand) in computed where other.computed[path] == nil {
        merged.computed[path] = Self.guarded(operand, reached)
      }
    }
    return merged
  }

  private static func guarded(_ operand: FormulaOperand, _ reached: Predicate) -> FormulaOperand {
    .alternatives([(reached, operand), (.not(.isTrue(reached)), .constant(.null))])
  }

  /// The scope after a node that computes these outputs.
  func after(
    _ transform: JDMGraph.Transform, _ outputs: [(String, FormulaOperand)], isList: Bool = false
  ) -> JDMScope {
    var after = self
    after.branches = [:]
    if !transform.passesThrough {
      (after.computed, after.isOpen, after.isOpaque) = ([:], false, false)
    }
    after.computed = after.computed.filter { !$0.key.hasPrefix("$") }
    let isOpaque = isList || transform.isLoop
    if isOpaque {
      let reads = outputs.flatMap { FormulaLowering.attributes(of: $0.1) }
      if let path = transform.outputPath {
        after.computed[path] = .opaque("`\(path)`, a list computed before", reads: reads)
      } else if !transform.passesThrough {
        after.isOpaque = true
      }
      return after
    }
    let prefix = transform.outputPath.map { $0 + "." } ?? ""
    for (path, operand) in outputs {
      after.computed[prefix + path] = Self.bounded(operand, prefix + path)
    }
    return after
  }

  /// What is too large to be inlined again and again is opaque.
  private static func bounded(_ operand: FormulaOperand, _ path: String) -> FormulaOperand {
    size(of: operand) <= maximumInlined
      ? operand : .opaque("`\(path)`, computed before", reads: FormulaLowering.attributes(of: operand))
  }

  private static func size(of operand: FormulaOperand) -> Int {
    switch operand {
    case .alternatives(let alternatives):
      alternatives.reduce(0) { $0 + FormulaCondition(yes: $1.when, no: .constant(false)).size + size(of: $1.value) }
    case .condition(let condition): condition.size
    case .attribute, .constant, .opaque: 1
    }
  }
}
