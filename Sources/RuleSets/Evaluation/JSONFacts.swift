package import GovernanceModel
package import Predicates
package import SourceDocuments

/// The facts of a person in JSON: nested by dots or flat (`{"subject": {"age": 40}}`, `{"subject.age": 40}`).
///
/// `consents: {"marketing.communications.email": true}` are the guard's answers by data use, `events: {"purchase":
/// ["2026-01-05T10:00:00Z"]}` the history. A text is an instant only where the condition compares instants.
package struct JSONFacts: Facts {
  private let data: JSONValue
  package let now: Instant
  private let instants: Set<AttributePath>

  package init(_ data: JSONValue, now: Instant, for predicate: Predicate) {
    (self.data, self.now) = (data, now)
    var instants: Set<AttributePath> = []
    predicate.forEachPart { part in
      switch part {
      case .within(let path, _), .olderThan(let path, _), .compare(let path, _, .instant),
        .between(let path, .instant, _):
        instants.insert(path)
      default: break
      }
    }
    self.instants = instants
  }

  package func value(of path: AttributePath) -> Value? {
    guard let found = data.value(at: path.text[...]), let value = Value(found) else { return nil }
    guard case .text(let text) = value, instants.contains(path) else { return value }
    return Value.instant(named: text).map(Value.instant) ?? value
  }

  package func consent(_ use: DataUse, channel: Channel?) -> Truth {
    guard let consents = data["consents"] else { return .unknown }
    let answer = channel.flatMap { consents["\(use)/\($0)"] } ?? consents["\(use)"]
    if case .boolean(let value)? = answer { return Truth(value) }
    return .unknown
  }

  package func events(of type: String) -> [Instant]? {
    guard case .array(let moments)? = data["events"]?[type] else { return nil }
    return moments.compactMap { moment in
      if case .text(let text) = moment { Instant(iso8601: text) } else { nil }
    }.sorted()
  }
}

extension JSONValue {
  /// The value at a dotted path; a key with dots in it goes before the way through them.
  func value(at path: Substring) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    if let found = members[String(path)] { return found }
    var dot = path.lastIndex(of: ".")
    while let split = dot {
      if let found = members[String(path[..<split])]?.value(at: path[split...].dropFirst()) { return found }
      dot = path[..<split].lastIndex(of: ".")
    }
    return nil
  }
}

extension Value {
  /// A JSON value in the type model of conditions; nil for null, NaN and objects.
  init?(_ json: JSONValue) {
    switch json {
    case .null, .object: return nil
    case .boolean(let value): self = .boolean(value)
    case .number(let value):
      if value.isNaN { return nil }
      self = Int64(exactly: value).map(Value.integer) ?? .decimal(value)
    case .text(let text): self = .text(text)
    case .array(let elements): self = .set(elements.compactMap { Value($0) })
    }
  }
}
