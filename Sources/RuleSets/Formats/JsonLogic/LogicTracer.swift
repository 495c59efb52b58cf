internal import Digests
internal import GovernanceModel
internal import SourceDocuments

/// Gathers what each operator of JsonLogic came to, nested as the operators are.
struct LogicTracer {
  private let file: SourceFile
  private var open: [[TraceStep]] = [[]]
  private var count = 0
  /// Elements of long lists would each repeat the steps.
  private static let limit = 10_000

  init(file: SourceFile) { self.file = file }

  var steps: [TraceStep] { open[0] }

  mutating func begin(_ operation: LogicOperation) { open.append([]) }

  mutating func end(_ operation: LogicOperation, _ result: Result<JSONValue, LogicFailure>) {
    let inner = open.removeLast()
    guard count < Self.limit else { return }
    count += 1
    let outcome =
      switch result {
      case .success(let value): value.kindOfOutcome
      case .failure(let failure): "fails: \(failure.thrown == nil ? failure.reason : "thrown")"
      }
    let node = operation.node
    open[open.count - 1].append(
      TraceStep(
        clause: inner.isEmpty || !node.hasNestedConnective ? node.maskedText : operation.name.rawValue,
        place: file.span(node.position, length: Int(node.length)), outcome: outcome,
        inner: operation.name == .variable || operation.name == .value ? [] : inner))
  }
}

extension JSONValue {
  /// What a step came to, without a value of the person's: truth as it is, anything else by its kind.
  var kindOfOutcome: String {
    switch self {
    case .null: "null"
    case .boolean(let value): String(value)
    case .number(let value): value == 0 ? "zero" : "a number"
    case .text(let text): text.isEmpty ? "an empty text" : "a text"
    case .array(let elements): elements.isEmpty ? "an empty list" : "a list"
    case .object: "an object"
    }
  }
}

extension Node {
  /// True when one of the arguments is an operation with operations in it: its text would repeat the inner steps.
  fileprivate var hasNestedConnective: Bool {
    let arguments = (entries?.first?.value).map { $0.elements ?? [$0] } ?? []
    return arguments.contains { argument in
      guard let inner = argument.entries?.first, inner.key != "var", inner.key != "val" else { return false }
      return true
    }
  }

  /// The node on one line, texts that look personal replaced by their kind.
  var maskedText: String {
    let text = masked.jsonText
    return text.utf8.count > 160 ? String(text.prefix(150)) + " …" : text
  }

  /// The node on one line without texts that look personal, and yet another text for another node.
  var distinctText: String {
    let (whole, shown) = (jsonText, masked.jsonText)
    return whole == shown ? whole : "\(shown) #\(SHA256Digest.hexadecimal(of: Array(whole.utf8)).prefix(8))"
  }

  private var masked: Node {
    switch content {
    case .text(let text):
      PersonalLiteral.kind(of: text).map { Node(.text("<\($0.rawValue)>"), at: position) } ?? self
    case .sequence(let elements): Node(.sequence(elements.map(\.masked)), at: position)
    case .mapping(let entries):
      Node(
        .mapping(
          entries.map { Node.Entry(key: $0.key, keyPosition: $0.keyPosition, value: $0.value.masked) }), at: position)
    case .null, .boolean, .integer, .decimal: self
    }
  }
}
