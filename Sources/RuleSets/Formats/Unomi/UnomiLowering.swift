internal import GovernanceModel
internal import Predicates
internal import SourceDocuments

/// Lowers Unomi conditions to predicates, and notes every read, opaque part and dangling reference on the way.
///
/// Unomi is two-valued: a comparison with a missing property is false, and `missing`, `notEquals`, `notIn`, `notContains`,
/// `hasNoneOf` are true there. Each leaf is therefore wrapped in `isTrue` where its negation could be asked.
struct UnomiLowering {
  let file: SourceFile
  let library: UnomiLibrary
  var reads: [RuleRead] = []
  var opaque: [RulePart] = []
  var dangling: [RulePart] = []
  var personalLiterals: [RulePart] = []
  /// The longest look-back of an event condition.
  var lookBack: CalendarPeriod?
  /// Some event condition looks back without a bound.
  var isUnbounded = false
  /// Inside a macro, spans point at the use of the macro.
  private var site: Node?
  private var depth = 0
  private var arguments: [String: Node] = [:]

  init(file: SourceFile, library: UnomiLibrary) {
    self.file = file
    self.library = library
  }

  /// The predicate of a condition; what cannot be understood is opaque, never true.
  mutating func predicate(_ condition: Node) -> Predicate {
    guard depth < 64 else { return unknown("nested deeper than 64 conditions", at: condition) }
    depth += 1
    defer { depth -= 1 }
    guard let type = condition["type"]?.scalarText else {
      return unknown("a condition without `type`", at: condition)
    }
    let parameters = Parameters(condition["parameterValues"], arguments)
    switch type {
    case "booleanCondition": return boolean(parameters, condition)
    case "notCondition":
      guard let inner = parameters.node("subCondition") else { return unknown("`not` of nothing", at: condition) }
      return .not(.isTrue(predicate(inner)))
    case "matchAllCondition": return .constant(true)
    case "idsCondition": return identifiers(parameters, condition)
    case "pastEventCondition": return pastEvents(parameters, condition)
    case "nestedCondition": return nested(parameters, condition)
    case "geoLocationByPointSessionCondition":
      return unknown(
        "distance to a place", at: condition,
        reads: ["session.properties.location.lat", "session.properties.location.lon"])
    case "profilePropertyCondition": return property("", parameters, condition)
    case "sessionPropertyCondition": return property("session.", parameters, condition)
    case "eventPropertyCondition": return property("event.", parameters, condition)
    case "sourceEventPropertyCondition": return property("event.source.", parameters, condition)
    case "topicPropertyCondition": return property("topic.", parameters, condition)
    case "profileAliasesPropertyCondition": return property("alias.", parameters, condition)
    case "userListPropertyCondition": return property("userList.", parameters, condition)
    default: return macro(type, parameters, condition)
    }
  }

  private mutating func boolean(_ parameters: Parameters, _ condition: Node) -> Predicate {
    let inner = parameters.list("subConditions").map { predicate($0) }
    guard !inner.isEmpty else { return unknown("a boolean condition without parts", at: condition) }
    switch parameters.text("operator")?.lowercased() {
    case "and", nil: return .all(inner)
    case "or": return .any(inner)
    case .some(let other): return unknown("unknown boolean operator `\(other)`", at: condition)
    }
  }

  private mutating func identifiers(_ parameters: Parameters, _ condition: Node) -> Predicate {
    let nodes = parameters.list("ids")
    noteRead("itemId", at: condition)
    for node in nodes { personalLiterals.append(part(node, "a list of identifiers")) }
    let match = parameters.text("match") != "false"
    let found = Predicate.isIn(AttributePath("itemId"), nodes.compactMap(\.value))
    return match ? found : .not(.isTrue(found))
  }

  private mutating func nested(_ parameters: Parameters, _ condition: Node) -> Predicate {
    let path = parameters.text("path") ?? "properties"
    return unknown("a condition on the elements of `\(path)`", at: condition, reads: [path])
  }

  /// Expands a condition type that stands for another one.
  private mutating func macro(_ type: String, _ parameters: Parameters, _ condition: Node) -> Predicate {
    guard let parent = library.macros[type] else {
      let near = nearestName(to: type, among: library.macros.keys)
      dangling.append(part(condition["type"] ?? condition, "condition type `\(type)`"))
      return unknown("unknown condition type `\(type)`" + (near.map { "; did you mean `\($0)`?" } ?? ""), at: condition)
    }
    let (outerArguments, outerSite) = (arguments, site)
    arguments = parameters.values
    site = site ?? condition
    defer { (arguments, site) = (outerArguments, outerSite) }
    return predicate(parent)
  }

  // MARK: - Notes

  mutating func noteRead(_ path: String, at node: Node) {
    reads.append(RuleRead(path: AttributePath(path), place: part(node, path)))
  }

  /// An opaque predicate, noted with its place.
  mutating func unknown(_ why: String, at node: Node, reads paths: [String] = []) -> Predicate {
    opaque.append(part(node, why))
    for path in paths { noteRead(path, at: node) }
    if paths.isEmpty { reads.append(RuleRead(path: .anything, place: part(node, why))) }
    // A macro says something else wherever it stands.
    let whole = [node.distinctText(reading: paths), site?.distinctText(reading: paths)].compactMap(\.self)
    return .opaque(text: "\(why): \(whole.joined(separator: " in "))", reads: paths.map(AttributePath.init))
  }

  func part(_ node: Node, _ text: String) -> RulePart {
    RulePart(site ?? node, in: file, text: text)
  }
}

/// The parameters of a condition, with those of the macro around it filled in.
struct Parameters {
  private(set) var values: [String: Node] = [:]

  init(_ node: Node?, _ arguments: [String: Node]) {
    for entry in node?.entries ?? [] {
      guard let filled = Self.filled(entry.value, arguments) else { continue }
      values[entry.key] = filled
    }
  }

  func node(_ key: String) -> Node? { values[key] }
  func text(_ key: String) -> String? { values[key]?.scalarText }
  func list(_ key: String) -> [Node] { values[key].map { $0.elements ?? [$0] } ?? [] }

  /// Replaces `parameter::name` by the argument, and `{name}` inside a text by its spelling; nil when it was not given.
  private static func filled(_ node: Node, _ arguments: [String: Node]) -> Node? {
    guard case .text(let text) = node.content else {
      guard let elements = node.elements else { return node }
      return Node(.sequence(elements.compactMap { filled($0, arguments) }), at: node.position)
    }
    if text.hasPrefix("parameter::") { return arguments[String(text.dropFirst("parameter::".count))] }
    guard text.contains("{"), !arguments.isEmpty else { return node }
    var result = text
    for (name, value) in arguments.sorted(by: { $0.key < $1.key }) {
      guard let spelling = value.scalarText, let range = result.firstRange(of: "{\(name)}") else { continue }
      result.replaceSubrange(range, with: spelling)
    }
    return Node(.text(result), at: node.position, length: Int(node.length))
  }
}
