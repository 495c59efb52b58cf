internal import GovernanceModel
internal import SourceDocuments

/// One flag of a flagd document, with the evaluators that its targeting may refer to.
struct FlagdFlag {
  /// OpenFeature's reasons.
  enum Reason: String {
    case fixed = "STATIC"
    case targetingMatch = "TARGETING_MATCH"
    case byDefault = "DEFAULT"
    case disabled = "DISABLED"
  }

  struct Resolution {
    /// Nil: the caller's own default.
    var value: JSONValue?
    var variant: String?
    var reason: Reason
  }

  let key: String
  let place: Node
  let node: Node
  let evaluators: [String: Node]

  var isDisabled: Bool { node["state"]?.scalarText == "DISABLED" }
  var variants: [Node.Entry] { node["variants"]?.entries ?? [] }
  /// Nil when there is none, or an empty one.
  var targeting: Node? {
    guard let targeting = node["targeting"] else { return nil }
    if case .null = targeting.content { return nil }
    return targeting.entries?.isEmpty == true ? nil : targeting
  }

  var defaultVariant: String? { node["defaultVariant"].flatMap { $0.value == nil ? nil : $0.scalarText } }

  func value(of variant: String) -> JSONValue? { variants.first { $0.key == variant }.map { JSONValue($0.value) } }

  /// The flag's metadata over that of the whole document.
  func metadata(_ document: Node) -> [String: JSONValue] {
    var all: [String: JSONValue] = [:]
    for entry in (document["metadata"]?.entries ?? []) + (node["metadata"]?.entries ?? []) {
      all[entry.key] = JSONValue(entry.value)
    }
    return all
  }

  /// - Throws: `PARSE_ERROR` for targeting that fails, `GENERAL` for a variant that does not exist.
  func resolve(
    _ data: JSONValue, now: Instant, tracer: inout LogicTracer?
  ) throws(EvaluationError) -> Resolution {
    if isDisabled { return Resolution(reason: .disabled) }
    guard let targeting else { return try byDefault(.fixed) }
    var compiler = LogicCompiler(evaluators: evaluators)
    let expression = compiler.compile(targeting)
    var evaluator = LogicEvaluator(data: enriched(data, now), flagKey: flagKey(data), tracer: tracer)
    defer { tracer = evaluator.tracer }
    let chosen: JSONValue
    do throws(LogicFailure) {
      chosen = try evaluator.value(expression)
    } catch {
      throw EvaluationError("PARSE_ERROR", detail: error.thrown == nil ? error.reason : nil)
    }
    if chosen == .null { return try byDefault(.byDefault) }
    let variant = chosen.asText
    guard let value = value(of: variant) else { throw EvaluationError("GENERAL", detail: "no such variant") }
    return Resolution(value: value, variant: variant, reason: .targetingMatch)
  }

  private func byDefault(_ reason: Reason) throws(EvaluationError) -> Resolution {
    guard let variant = defaultVariant else { return Resolution(reason: .byDefault) }
    guard let value = value(of: variant) else { throw EvaluationError("GENERAL", detail: "no such default variant") }
    return Resolution(value: value, variant: variant, reason: reason)
  }

  /// A flag without its document has the name that the data give it.
  private func flagKey(_ data: JSONValue) -> String {
    if key.isEmpty, case .text(let name)? = data["$flagd"]?["flagKey"] { return name }
    return key
  }

  /// `$flagd.flagKey` and `$flagd.timestamp` (seconds since 1970).
  private func enriched(_ data: JSONValue, _ now: Instant) -> JSONValue {
    var members: [String: JSONValue] = [:]
    if case .object(let given) = data { members = given }
    let seconds =
      (now.microseconds - (now.microseconds % Instant.microsecondsPerSecond)) / Instant.microsecondsPerSecond
    members["$flagd"] = .object(["flagKey": .text(flagKey(data)), "timestamp": .number(Double(seconds))])
    return .object(members)
  }
}

extension FlagdFlag {
  /// The flags of a document; a flag definition, or targeting alone, is one flag without a name.
  static func flags(in document: RuleDocument) -> [FlagdFlag] {
    let root = document.root
    let evaluators = Dictionary(
      (root["$evaluators"]?.entries ?? []).map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
    if let entries = root["flags"]?.entries {
      return entries.map { entry in
        FlagdFlag(
          key: entry.key,
          place: Node(.text(entry.key), at: entry.keyPosition, length: entry.key.unicodeScalars.count + 2),
          node: entry.value, evaluators: evaluators)
      }
    }
    return [FlagdFlag(key: root["key"]?.scalarText ?? "", place: root, node: root, evaluators: evaluators)]
  }
}
