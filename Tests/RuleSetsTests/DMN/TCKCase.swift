import SourceDocuments
import XMLDocuments

@testable import RuleSets

/// A test case of the DMN Technology Compatibility Kit: inputs, and what decisions give on them.
struct TCKCase {
  var id: String
  var inputs: FormulaValue
  var expected: [(decision: String, value: FormulaValue)]

  static func read(_ bytes: [UInt8]) throws -> [TCKCase] {
    let root = try XMLDocument(bytes).root()
    let places = XMLPlaces(bytes)
    return root.all("testCase").map { element in
      var inputs: [String: FormulaValue] = [:]
      for node in element.all("inputNode") {
        inputs[name(node)] = value(node, places, bytes)
      }
      let expected = element.all("resultNode").map { node in
        (name(node), node.first("expected").map { value($0, places, bytes) } ?? .null)
      }
      return TCKCase(id: element.attributes["id"] ?? "", inputs: .context(inputs), expected: expected)
    }
  }

  private static func name(_ element: XMLElement) -> String { DMNReader.normalised(element.attributes["name"] ?? "") }

  private static func value(_ element: XMLElement, _ places: XMLPlaces, _ bytes: [UInt8]) -> FormulaValue {
    let components = element.all("component")
    if !components.isEmpty {
      return .context(
        Dictionary(components.map { (name($0), value($0, places, bytes)) }, uniquingKeysWith: { $1 }))
    }
    if let list = element.first("list") { return .list(list.all("item").map { value($0, places, bytes) }) }
    guard let scalar = element.first("value") else { return .null }
    let attributes = places[scalar]?.attributes ?? [:]
    func attribute(_ suffix: String) -> String? {
      attributes.first { $0.key.hasSuffix(suffix) }.map { String(decoding: bytes[$0.value], as: UTF8.self) }
    }
    if attribute(":nil") == "true" { return .null }
    let text = scalar.text
    switch attribute(":type")?.split(separator: ":").last {
    case "boolean": return .boolean(text == "true")
    case nil: return text.isEmpty ? .null : .text(text)
    case "string": return .text(text)
    case "date": return FEELTemporal.date(text)
    case "time": return FEELTemporal.time(text)
    case "dateTime": return FEELTemporal.dateTime(text)
    case "duration": return FEELTemporal.duration(text)
    default: return DecimalNumber(text: text).map { .number($0) } ?? .null
    }
  }

  /// The kit's own runners compare numbers to eight places.
  static func agree(_ left: FormulaValue, _ right: FormulaValue) -> Bool {
    switch (left, right) {
    case (.number(let first), .number(let second)): abs((first - second).doubleValue) < 1e-8
    case (.list(let first), .list(let second)): first.count == second.count && zip(first, second).allSatisfy(agree)
    case (.context(let first), .context(let second)):
      Set(first.keys) == Set(second.keys) && first.allSatisfy { agree($0.value, second[$0.key] ?? .null) }
    default: left == right || FEELComparison.areEqual(left, right) == true
    }
  }
}
