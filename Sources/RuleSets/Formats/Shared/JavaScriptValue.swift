internal import SourceDocuments

/// How ECMA-262 converts and compares values, for engines that are written in JavaScript.
extension JSONValue {
  /// `!!value`.
  var isScriptTruthy: Bool {
    switch self {
    case .null: false
    case .boolean(let value): value
    case .number(let value): value != 0 && !value.isNaN
    case .text(let text): !text.isEmpty
    case .array, .object: true
    }
  }

  /// `Number(value)`.
  var scriptNumber: Double {
    switch self {
    case .null: 0
    case .boolean(let value): value ? 1 : 0
    case .number(let value): value
    case .text(let text): JavaScriptNumber.parse(text)
    case .array: JavaScriptNumber.parse(scriptText)
    case .object: .nan
    }
  }

  /// `String(value)`.
  var scriptText: String {
    switch self {
    case .null: "null"
    case .boolean, .number: jsonText
    case .text(let text): text
    case .array(let elements): elements.map { $0 == .null ? "" : $0.scriptText }.joined(separator: ",")
    case .object: "[object Object]"
    }
  }

  /// `left === right`; two lists or objects are never the same one.
  func isIdentical(to other: JSONValue) -> Bool {
    switch (self, other) {
    case (.array, _), (.object, _): false
    case (.text(let left), .text(let right)): left.utf8.elementsEqual(right.utf8)
    default: self == other
    }
  }

  /// `left < right` and the like: texts by UTF-16 code units, anything else as numbers; nil where NaN is compared.
  func scriptOrder(to other: JSONValue) -> Int? {
    if case (.text(let left), .text(let right)) = (scriptPrimitive, other.scriptPrimitive) {
      if left.utf8.elementsEqual(right.utf8) { return 0 }
      return left.utf16.lexicographicallyPrecedes(right.utf16) ? -1 : 1
    }
    let (left, right) = (scriptNumber, other.scriptNumber)
    return left.isNaN || right.isNaN ? nil : left < right ? -1 : left > right ? 1 : 0
  }

  private var scriptPrimitive: JSONValue {
    switch self {
    case .array, .object: .text(scriptText)
    default: self
    }
  }

  var elements: [JSONValue]? { if case .array(let elements) = self { elements } else { nil } }
  var members: [String: JSONValue]? { if case .object(let members) = self { members } else { nil } }
  var textValue: String? { if case .text(let text) = self { text } else { nil } }
  var numberValue: Double? { if case .number(let number) = self { number } else { nil } }
}
