internal import Patterns
internal import SourceDocuments

/// Conditions in the manner of MongoDB (`evalCondition` of the GrowthBook SDK 0.8): two-valued, with the conversions of
/// JavaScript; a missing attribute is null.
struct GrowthBookCondition {
  /// Lists of ids by group, for `$inGroup`.
  var savedGroups: JSONValue = .object([:])

  func holds(_ condition: JSONValue, on attributes: JSONValue) -> Bool {
    (condition.members ?? [:]).allSatisfy { key, value in
      switch key {
      case "$or": some(value, attributes)
      case "$nor": !some(value, attributes)
      case "$and": (value.elements ?? []).allSatisfy { holds($0, on: attributes) }
      case "$not": !holds(value, on: attributes)
      default: matches(value, Self.value(at: key, of: attributes))
      }
    }
  }

  /// One of no conditions holds.
  private func some(_ conditions: JSONValue, _ attributes: JSONValue) -> Bool {
    guard let conditions = conditions.elements, !conditions.isEmpty else { return true }
    return conditions.contains { holds($0, on: attributes) }
  }

  /// The value at a path of names between dots; null where there is none.
  static func value(at path: String, of attributes: JSONValue) -> JSONValue {
    var current = attributes
    for part in path.split(separator: ".", omittingEmptySubsequences: false) {
      switch current {
      case .object(let members): current = members[String(part)] ?? .null
      case .array(let elements):
        if part == "length" {
          current = .number(Double(elements.count))
        } else if let index = Int(part), elements.indices.contains(index), String(index) == part {
          current = elements[index]
        } else {
          return .null
        }
      default: return .null
      }
    }
    return current
  }

  /// True when there are keys and each is an operator.
  static func isOperators(_ value: JSONValue) -> Bool {
    guard let keys = value.members?.keys, !keys.isEmpty else { return false }
    return keys.allSatisfy { $0.hasPrefix("$") }
  }

  private func matches(_ condition: JSONValue, _ value: JSONValue, ignoringCase: Bool = false) -> Bool {
    switch condition {
    case .text(let text):
      ignoringCase
        ? value.scriptText.lowercased() == text.lowercased() : value.scriptText.utf8.elementsEqual(text.utf8)
    case .number(let number): value.scriptNumber == number
    case .boolean(let wanted): value != .null && value.isScriptTruthy == wanted
    case .null: value == .null
    case .array: value == condition
    case .object(let members):
      Self.isOperators(condition) ? members.allSatisfy { holds($0.key, value, $0.value) } : value == condition
    }
  }

  private func holds(_ test: String, _ value: JSONValue, _ wanted: JSONValue) -> Bool {
    switch test {
    case "$eq": value.isIdentical(to: wanted)
    case "$ne": !value.isIdentical(to: wanted)
    case "$lt": value.scriptOrder(to: wanted).map { $0 < 0 } ?? false
    case "$lte": value.scriptOrder(to: wanted).map { $0 <= 0 } ?? false
    case "$gt": value.scriptOrder(to: wanted).map { $0 > 0 } ?? false
    case "$gte": value.scriptOrder(to: wanted).map { $0 >= 0 } ?? false
    case "$exists": (value != .null) == wanted.isScriptTruthy
    case "$in": wanted.elements.map { Self.isIn(value, $0) } ?? false
    case "$nin": wanted.elements.map { !Self.isIn(value, $0) } ?? false
    case "$ini": wanted.elements.map { Self.isIn(value.folded, $0.map(\.folded)) } ?? false
    case "$nini": wanted.elements.map { !Self.isIn(value.folded, $0.map(\.folded)) } ?? false
    case "$inGroup": Self.isIn(value, group(wanted))
    case "$notInGroup": !Self.isIn(value, group(wanted))
    case "$not": !matches(wanted, value)
    case "$size": value.elements.map { matches(wanted, .number(Double($0.count))) } ?? false
    case "$elemMatch": hasElement(value, wanted)
    case "$all": hasAll(value, wanted, ignoringCase: false)
    case "$alli": hasAll(value, wanted, ignoringCase: true)
    case "$regex": isFound(wanted, in: value, flags: "")
    case "$regexi": isFound(wanted, in: value, flags: "(?i)")
    case "$type": wanted == .text(value.typeName)
    default: holdsVersion(test, value, wanted)
    }
  }

  private func holdsVersion(_ test: String, _ value: JSONValue, _ wanted: JSONValue) -> Bool {
    let order = PaddedVersion.order(value, wanted)
    return switch test {
    case "$veq": order == 0
    case "$vne": order != 0
    case "$vgt": order > 0
    case "$vgte": order >= 0
    case "$vlt": order < 0
    case "$vlte": order <= 0
    default: false
    }
  }

  private func group(_ name: JSONValue) -> [JSONValue] { savedGroups[name.scriptText]?.elements ?? [] }

  /// A list is in when one of its elements is.
  static func isIn(_ value: JSONValue, _ wanted: [JSONValue]) -> Bool {
    if let elements = value.elements {
      return elements.contains { element in wanted.contains { $0.isIdentical(to: element) } }
    }
    return wanted.contains { $0.isIdentical(to: value) }
  }

  private func hasElement(_ value: JSONValue, _ wanted: JSONValue) -> Bool {
    let isOperators = Self.isOperators(wanted)
    return (value.elements ?? []).contains { element in
      element.isScriptTruthy && (isOperators ? matches(wanted, element) : holds(wanted, on: element))
    }
  }

  private func hasAll(_ value: JSONValue, _ wanted: JSONValue, ignoringCase: Bool) -> Bool {
    guard let wanted = wanted.elements, let elements = value.elements else { return false }
    return wanted.allSatisfy { one in elements.contains { matches(one, $0, ignoringCase: ignoringCase) } }
  }

  /// What is no pattern of RE2 is found nowhere.
  private func isFound(_ pattern: JSONValue, in value: JSONValue, flags: String) -> Bool {
    guard case .text(let source) = pattern else { return false }
    return Pattern.shared(flags + source)?.isFound(in: value.scriptText) ?? false
  }
}

extension JSONValue {
  fileprivate var folded: JSONValue {
    switch self {
    case .text(let text): .text(text.lowercased())
    case .array(let elements):
      .array(elements.map { if case .text(let text) = $0 { .text(text.lowercased()) } else { $0 } })
    default: self
    }
  }

  fileprivate var typeName: String {
    switch self {
    case .null: "null"
    case .boolean: "boolean"
    case .number: "number"
    case .text: "string"
    case .array: "array"
    case .object: "object"
    }
  }
}

/// Versions as GrowthBook compares them: parts between dots and dashes, numbers padded, so that texts compare.
enum PaddedVersion {
  static func order(_ left: JSONValue, _ right: JSONValue) -> Int {
    let (first, second) = (padded(left), padded(right))
    if first.utf8.elementsEqual(second.utf8) { return 0 }
    return first.utf16.lexicographicallyPrecedes(second.utf16) ? -1 : 1
  }

  static func padded(_ value: JSONValue) -> String {
    var text =
      switch value {
      case .number: value.scriptText
      case .text(let text) where !text.isEmpty: text
      default: "0"
      }
    if text.hasPrefix("v") { text.removeFirst() }
    if let plus = text.firstIndex(of: "+") { text = String(text[..<plus]) }
    var parts = text.split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "." }.map(String.init)
    // A release is greater than what comes before it.
    if parts.count == 3 { parts.append("~") }
    return parts.map { part in
      let isNumber = !part.isEmpty && part.utf8.allSatisfy { $0 &- 48 < 10 }
      return isNumber ? String(repeating: " ", count: max(0, 5 - part.utf8.count)) + part : part
    }.joined(separator: "-")
  }
}
