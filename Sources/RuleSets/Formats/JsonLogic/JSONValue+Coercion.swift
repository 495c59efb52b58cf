internal import SourceDocuments

// How JavaScript turns values into truth, numbers and texts (ECMA-262 sections 7.1.2, 7.1.4, 7.1.17), as JsonLogic has it.

extension JSONValue {
  /// JsonLogic differs from JavaScript in one case: an empty list is false.
  var countsAsTrue: Bool {
    switch self {
    case .null: false
    case .boolean(let value): value
    case .number(let value): value != 0 && !value.isNaN
    case .text(let text): !text.isEmpty
    case .array(let elements): !elements.isEmpty
    case .object: true
    }
  }

  /// `Number(x)` of a scalar; NaN for lists and objects, which the suites of JsonLogic refuse.
  var asNumber: Double {
    switch self {
    case .null: 0
    case .boolean(let value): value ? 1 : 0
    case .number(let value): value
    case .text(let text): JavaScriptNumber.parse(text)
    case .array, .object: .nan
    }
  }

  /// `String(x)`.
  var asText: String {
    switch self {
    case .null: "null"
    case .boolean(let value): String(value)
    case .number(let value): value.isFinite ? jsonText : value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity"
    case .text(let text): text
    case .array(let elements): elements.map { $0 == .null ? "" : $0.asText }.joined(separator: ",")
    case .object: "[object Object]"
    }
  }

  /// True when the text has the part in it, code unit by code unit.
  static func text(_ text: String, contains part: String) -> Bool {
    part.isEmpty || Array(text.utf8).firstRange(of: Array(part.utf8)) != nil
  }
}

extension JSONValue {
  /// Equality as JavaScript sees texts: by their code units, where Swift would call two spellings of é the same.
  func equals(_ other: JSONValue) -> Bool {
    switch (self, other) {
    case (.text(let left), .text(let right)): left.utf8.elementsEqual(right.utf8)
    case (.array(let left), .array(let right)):
      left.count == right.count && zip(left, right).allSatisfy { $0.equals($1) }
    case (.object(let left), .object(let right)):
      left.count == right.count && left.allSatisfy { key, value in right[key].map(value.equals) ?? false }
    default: self == other
    }
  }

  /// A member by name, an element by index, the length of a list or text; nil when there is none.
  func member(_ key: String) -> JSONValue? {
    switch self {
    case .object(let members): return members[key]
    case .array(let elements):
      if key == "length" { return .number(Double(elements.count)) }
      guard let index = Int(key), elements.indices.contains(index) else { return nil }
      return elements[index]
    case .text(let text): return key == "length" ? .number(Double(text.utf16.count)) : nil
    case .null, .boolean, .number: return nil
    }
  }
}
