import GovernanceModel
import Predicates
import SourceDocuments

/// A person in a table.
struct TestFacts: Facts {
  var values: [String: Value] = [:]
  var consents: [String: Truth] = [:]
  var history: [String: [Instant]]? = [:]
  var now = Instant(microseconds: 0)

  func value(of path: AttributePath) -> Value? { values[path.text] }
  func consent(_ use: DataUse, channel: Channel?) -> Truth {
    consents[use.key + (channel.map { "/\($0)" } ?? "")] ?? .unknown
  }
  func events(of type: String) -> [Instant]? { history.map { $0[type] ?? [] } }
}

/// The day as an instant.
func day(_ text: String) -> Instant { Instant(iso8601: text) ?? .distantPast }

/// Reads a condition in YAML; nil when there is an error.
func condition(_ yaml: String) throws -> Predicate? {
  let file = try SourceFile(path: "condition.yaml", bytes: Array(yaml.utf8))
  var problems = Problems(in: file)
  let predicate = Predicate.read(try Node.yaml(file), &problems)
  return problems.hasErrors ? nil : predicate
}

/// The messages about a condition, each with its help.
func complaints(_ yaml: String) throws -> [String] {
  let file = try SourceFile(path: "condition.yaml", bytes: Array(yaml.utf8))
  var problems = Problems(in: file)
  _ = Predicate.read(try Node.yaml(file), &problems)
  return problems.diagnostics.map { diagnostic in
    let place = diagnostic.span.map { "\($0.line):\($0.column) " } ?? ""
    return place + diagnostic.message + (diagnostic.help.map { " (\($0))" } ?? "")
  }
}
