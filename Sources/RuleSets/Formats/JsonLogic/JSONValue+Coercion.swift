internal import SourceDocuments

// How JavaScript turns values into truth, numbers and texts (ECMA-262 sections 7.1.2, 7.1.4, 7.1.17), as JsonLogic has it.

extension JSONValue {
  /// JsonLogic differs from JavaScript in one case: an empty list is false.
  var isTruthy: Bool {
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
    case .text(let text): Self.number(text)
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

  var elements: [JSONValue]? { if case .array(let elements) = self { elements } else { nil } }

  /// ECMA-262 StringToNumber: blanks around are nothing, and so is nothing.
  private static func number(_ text: String) -> Double {
    let bytes = Array(text.utf8)
    guard let first = bytes.firstIndex(where: { !isBlank($0) }), let last = bytes.lastIndex(where: { !isBlank($0) })
    else { return 0 }
    let trimmed = bytes[first...last]
    let word = String(decoding: trimmed, as: UTF8.self)
    switch word {
    case "Infinity", "+Infinity": return .infinity
    case "-Infinity": return -.infinity
    default: break
    }
    if let radix = radix(trimmed) { return UInt64(word.dropFirst(2), radix: radix).map { Double($0) } ?? .nan }
    // Swift reads `inf`, `nan` and hexadecimal fractions too.
    let isDecimal = trimmed.allSatisfy { byte in
      byte &- 48 < 10 || byte == 43 || byte == 45 || byte == 46 || byte | 32 == UInt8(ascii: "e")
    }
    return isDecimal ? Double(word.hasSuffix(".") ? word + "0" : word) ?? .nan : .nan
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

  private static func radix(_ bytes: ArraySlice<UInt8>) -> Int? {
    guard bytes.count > 2, bytes.first == 48 else { return nil }
    switch bytes[bytes.startIndex + 1] | 32 {
    case UInt8(ascii: "x"): return 16
    case UInt8(ascii: "o"): return 8
    case UInt8(ascii: "b"): return 2
    default: return nil
    }
  }
}

extension JSONValue {
  /// Equality as JavaScript sees texts: by their code units, where Swift would call two spellings of é the same.
  func isSame(as other: JSONValue) -> Bool {
    switch (self, other) {
    case (.text(let left), .text(let right)): left.utf8.elementsEqual(right.utf8)
    case (.array(let left), .array(let right)):
      left.count == right.count && zip(left, right).allSatisfy { $0.isSame(as: $1) }
    case (.object(let left), .object(let right)):
      left.count == right.count && left.allSatisfy { key, value in right[key].map(value.isSame) ?? false }
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
