import GovernanceModel
import Predicates
import SourceDocuments

@testable import RuleSets

/// A person in JSON as conditions see them: whole paths first, then one name after another.
struct PersonFacts: Facts {
  var person: JSONValue
  var now = Instant(microseconds: 0)

  func value(of path: AttributePath) -> Value? {
    if path.text == "currentTime" { return .instant(now) }
    return Self.value(GrowthBookCondition.value(at: path.text, of: person))
  }

  func consent(_ use: DataUse, channel: Channel?) -> Truth { .unknown }
  func events(of type: String) -> [Instant]? { nil }

  private static func value(_ value: JSONValue) -> Value? {
    switch value {
    case .null, .object: nil
    case .boolean(let value): .boolean(value)
    case .number(let number): number == number.rounded() ? .integer(Int64(number)) : .decimal(number)
    case .text(let text): .text(text)
    case .array(let elements): .set(elements.compactMap(Self.value))
    }
  }
}

/// A rule file from the text of a test.
func document(_ text: String, path: String = "rules.json") throws -> (root: Node, file: SourceFile) {
  let file = try SourceFile(path: path, bytes: Array(text.utf8))
  return (try Node.json(file), file)
}

extension JSONValue {
  static func parse(_ text: String) throws -> JSONValue {
    JSONValue(try Node.json(SourceFile(path: "data.json", bytes: Array(text.utf8))))
  }
}
