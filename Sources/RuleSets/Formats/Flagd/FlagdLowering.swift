internal import GovernanceModel
internal import Predicates
internal import SourceDocuments

/// Lowers a flag to those whom it serves something: a variant whose value is not false, 0, empty or null.
struct FlagdLowering {
  let flag: FlagdFlag
  var logic: JsonLogicLowering

  init(flag: FlagdFlag, file: SourceFile) {
    self.flag = flag
    logic = JsonLogicLowering(file: file, evaluators: flag.evaluators)
  }

  mutating func audience() -> Predicate {
    logic.notes.literals(flag.node["variants"] ?? flag.node)
    if flag.isDisabled { return .constant(false) }
    guard let targeting = flag.targeting else { return servedByDefault(flag.node) }
    return served(targeting).simplified()
  }

  /// Without a default variant the caller's own default counts, which nobody here knows.
  private mutating func servedByDefault(_ node: Node) -> Predicate {
    guard let variant = flag.defaultVariant else {
      return logic.notes.opaque("the caller's default value", at: flag.place)
    }
    guard let value = flag.value(of: variant) else {
      logic.notes.dangling.append(logic.notes.part(flag.node["defaultVariant"] ?? node, "variant `\(variant)`"))
      return .constant(false)
    }
    return .constant(value.serves)
  }

  /// When what the targeting comes to names a variant that serves something.
  private mutating func served(_ node: Node) -> Predicate {
    switch node.content {
    case .null: return servedByDefault(node)
    case .text, .boolean, .integer, .decimal: return servedVariant(node)
    case .sequence: return logic.unknown("a list for a variant", node)
    case .mapping(let entries):
      guard entries.count == 1 else { return logic.unknown("unknown operator", node) }
      return served(entries[0], node)
    }
  }

  private mutating func served(_ entry: Node.Entry, _ node: Node) -> Predicate {
    switch LogicOperator(rawValue: entry.key) {
    case .choose?, .ternary?: return choice((entry.value.elements ?? [entry.value])[...], node)
    case .fractional?, .fractionalEvaluation?: return shares(entry.value, node)
    case .equal?, .unequal?, .strictlyEqual?, .strictlyUnequal?, .less?, .atMost?, .greater?, .atLeast?, .not?, .truth?,
      .contained?, .startsWith?, .endsWith?:
      // The variants are named `true` and `false`.
      let test = logic.truth(of: node)
      let (yes, no) = (flag.value(of: "true")?.serves ?? false, flag.value(of: "false")?.serves ?? false)
      return yes ? no ? .constant(true) : .isTrue(test) : no ? .not(test) : .constant(false)
    default: return logic.unknown("a variant that `\(entry.key)` computes", node)
    }
  }

  private mutating func choice(_ arguments: ArraySlice<Node>, _ node: Node) -> Predicate {
    guard let condition = arguments.first else { return servedByDefault(node) }
    let rest = arguments.dropFirst()
    guard let consequence = rest.first else { return served(condition) }
    let test = logic.truth(of: condition)
    let then = served(consequence)
    let otherwise = rest.count == 1 ? servedByDefault(node) : choice(rest.dropFirst(), node)
    return .any([.all([test, then]), .all([.not(test), otherwise])])
  }

  private mutating func servedVariant(_ node: Node) -> Predicate {
    let name = JSONValue(node).asText
    guard let value = flag.value(of: name) else {
      logic.notes.dangling.append(logic.notes.part(node, "variant `\(name)`"))
      return .constant(false)
    }
    return .constant(value.serves)
  }

  /// Who falls into which share depends on a hash: opaque, unless every share comes to the same.
  private mutating func shares(_ arguments: Node, _ node: Node) -> Predicate {
    let parts = arguments.elements ?? [arguments]
    let hasKey = parts.first.map { $0.elements == nil } ?? false
    let outcomes = parts.dropFirst(hasKey ? 1 : 0).map { part -> Predicate in
      guard let variant = part.elements?.first, let value = flag.value(of: JSONValue(variant).asText) else {
        return .opaque(text: "", reads: [])
      }
      return .constant(value.serves)
    }
    var reads = LogicReads()
    reads.visit(node, evaluators: flag.evaluators)
    if !hasKey { logic.notes.read("targetingKey", at: node) }
    if let first = outcomes.first, first == .constant(true) || first == .constant(false), Set(outcomes).count == 1,
      hasKey == false
    {
      for read in reads.reads { logic.notes.read(read.path, at: read.node) }
      // Without a targeting key the default is served.
      let key = AttributePath("targetingKey")
      return .any([.all([.exists(key), first]), .all([.not(.exists(key)), servedByDefault(node)])])
    }
    let share = logic.unknown("a share of people", node)
    guard case .opaque(let text, let paths) = share, !hasKey else { return share }
    return .opaque(text: "\(text) of \(flag.key)", reads: paths + [AttributePath("targetingKey")])
  }
}

extension JSONValue {
  /// Something that a flag may serve: neither false, 0, empty nor nothing.
  fileprivate var serves: Bool {
    if case .object(let members) = self { return !members.isEmpty }
    return isTruthy
  }
}
