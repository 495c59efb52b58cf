internal import GovernanceModel
internal import Patterns
internal import Predicates
internal import SourceDocuments

/// Lowers conditions: a missing attribute is null there, which is less than 1, unequal to everything else and found by a
/// pattern that finds `null`.
///
/// Literals are compared with values of their own kind; that a text `"5"` counts as the number 5 is not said.
struct GrowthBookConditionLowering {
  /// Ids by group.
  let groups: [String: [Value]]
  var notes: RuleNotes

  mutating func condition(_ node: Node) -> Predicate {
    .every(
      (node.entries ?? []).map { entry in
        switch entry.key {
        case "$or": return some(entry.value)
        case "$nor": return .isNotTrue(some(entry.value))
        case "$and": return .every((entry.value.elements ?? []).map { condition($0) })
        case "$not": return .isNotTrue(condition(entry.value))
        default:
          let path = notes.attribute(entry.key, at: entry.keyNode)
          return matches(entry.value, path)
        }
      })
  }

  private mutating func some(_ node: Node) -> Predicate {
    guard let parts = node.elements, !parts.isEmpty else { return .constant(true) }
    return .some(parts.map { condition($0) })
  }

  /// What stands for an attribute: a value, or operators.
  private mutating func matches(_ node: Node, _ path: AttributePath) -> Predicate {
    notePersonal(node, path)
    switch node.content {
    case .text(let text): return Self.sameText(text, path)
    case .integer, .decimal:
      return orMissing(.compare(path, .equal, node.value ?? .integer(0)), path, JSONValue(node) == .number(0))
    case .boolean(let wanted): return .compare(path, .equal, .boolean(wanted))
    case .null: return .not(.exists(path))
    case .sequence: return notes.opaque("a list in this very order", at: node, reads: [path.text])
    case .mapping(let entries):
      guard !entries.isEmpty, entries.allSatisfy({ $0.key.hasPrefix("$") }) else {
        return notes.opaque("a whole object", at: node, reads: [path.text])
      }
      return .every(entries.map { test($0.key, $0.value, path, at: $0.keyNode) })
    }
  }

  /// `value + "" === text`: a number and a truth value by their spelling, null by `null`.
  private static func sameText(_ text: String, _ path: AttributePath) -> Predicate {
    var choices: [Predicate] = [.compare(path, .equal, .text(text))]
    let number = JavaScriptNumber.parse(text)
    if !number.isNaN, JSONValue.number(number).scriptText == text {
      choices.append(.compare(path, .equal, number.literal))
    }
    if text == "true" || text == "false" { choices.append(.compare(path, .equal, .boolean(text == "true"))) }
    if text == "null" { choices.append(.not(.exists(path))) }
    return .some(choices)
  }

  private func orMissing(_ predicate: Predicate, _ path: AttributePath, _ isMet: Bool) -> Predicate {
    isMet ? .some([predicate, .not(.exists(path))]) : predicate
  }

  private mutating func test(_ name: String, _ wanted: Node, _ path: AttributePath, at place: Node) -> Predicate {
    switch name {
    case "$eq": return strictly(wanted, path)
    case "$ne": return .isNotTrue(strictly(wanted, path))
    case "$lt", "$lte", "$gt", "$gte": return order(name, wanted, path)
    case "$exists": return JSONValue(wanted).isScriptTruthy ? .exists(path) : .not(.exists(path))
    case "$in": return wanted.elements.map { Self.membership($0, path) } ?? .constant(false)
    case "$nin": return wanted.elements.map { .isNotTrue(Self.membership($0, path)) } ?? .constant(false)
    case "$ini": return folded(wanted, path, at: place)
    case "$nini": return wanted.elements == nil ? .constant(false) : .isNotTrue(folded(wanted, path, at: place))
    case "$inGroup": return group(wanted, path)
    case "$notInGroup": return .isNotTrue(group(wanted, path))
    case "$not": return .isNotTrue(matches(wanted, path))
    case "$regex", "$regexi": return pattern(wanted, path, flags: name == "$regexi" ? "(?i)" : "", at: place)
    case "$type": return type(wanted, path, at: place)
    case "$elemMatch": return element(wanted, path, at: place)
    case "$all": return all(wanted, path, at: place)
    case "$alli": return notes.opaque("elements whatever their case", at: place, reads: [path.text], of: wanted)
    case "$size": return notes.opaque("the size of a list", at: place, reads: [path.text], of: wanted)
    case "$veq", "$vne", "$vgt", "$vgte", "$vlt", "$vlte":
      return notes.opaque("a comparison of versions by `\(name)`", at: place, reads: [path.text], of: wanted)
    default:
      notes.missing("operator", name, among: Self.operators, at: place)
      return .constant(false)
    }
  }

  static let operators = [
    "$eq", "$ne", "$lt", "$lte", "$gt", "$gte", "$exists", "$in", "$nin", "$ini", "$nini", "$inGroup", "$notInGroup",
    "$not", "$regex", "$regexi", "$type", "$elemMatch", "$all", "$alli", "$size", "$veq", "$vne", "$vgt", "$vgte",
    "$vlt", "$vlte",
  ]

  // MARK: - Operators

  /// `===`: no two lists and no two objects are the same.
  private func strictly(_ wanted: Node, _ path: AttributePath) -> Predicate {
    switch wanted.content {
    case .null: .not(.exists(path))
    case .sequence, .mapping: .constant(false)
    case .text, .integer, .decimal, .boolean: wanted.value.map { .compare(path, .equal, $0) } ?? .constant(false)
    }
  }

  /// A text that spells a number is compared with numbers as one.
  private func order(_ name: String, _ wanted: Node, _ path: AttributePath) -> Predicate {
    let (literal, comparison) = (JSONValue(wanted), Self.comparisons[name] ?? .less)
    let order = JSONValue.null.scriptOrder(to: literal)
    let isMetByNull = order.map { comparison.holds(order: $0) } ?? false
    let number = literal.scriptNumber
    var choices: [Predicate] = number.isNaN ? [] : [.compare(path, comparison, number.literal)]
    if case .text(let text) = literal { choices.insert(.compare(path, comparison, .text(text)), at: 0) }
    return orMissing(.some(choices), path, isMetByNull)
  }

  private static let comparisons: [String: Predicate.Comparison] = [
    "$lt": .less, "$lte": .atMost, "$gt": .greater, "$gte": .atLeast,
  ]

  /// A value, or an element of a list, is one of the literals.
  static func membership(_ nodes: [Node], _ path: AttributePath) -> Predicate {
    let values = nodes.filter { $0.elements == nil }.compactMap(\.value)
    let isNullIn = nodes.contains { $0.isNull }
    var choices: [Predicate] = values.isEmpty ? [] : [.isIn(path, values), .set(path, .containsAny, values)]
    if isNullIn { choices.append(.not(.exists(path))) }
    return .some(choices)
  }

  private mutating func folded(_ wanted: Node, _ path: AttributePath, at place: Node) -> Predicate {
    guard let nodes = wanted.elements else { return .constant(false) }
    let texts = nodes.compactMap { if case .text(let text) = $0.content { text } else { nil } }
    let others = nodes.filter { if case .text = $0.content { false } else { true } }
    guard let pattern = Predicate.foldedText(path, nil, texts) else {
      return notes.opaque("letters beyond ASCII, whatever their case", at: place, reads: [path.text], of: wanted)
    }
    return .some([pattern, Self.membership(others, path)])
  }

  private mutating func group(_ wanted: Node, _ path: AttributePath) -> Predicate {
    let name = wanted.scalarText ?? ""
    guard let values = groups[name] else {
      notes.missing("saved group", name, among: groups.keys, at: wanted)
      return .constant(false)
    }
    if values.isEmpty { return .constant(false) }
    notes.identifiers([wanted], "a list of identifiers")
    return .some([.isIn(path, values), .set(path, .containsAny, values)])
  }

  private mutating func pattern(_ wanted: Node, _ path: AttributePath, flags: String, at place: Node) -> Predicate {
    guard case .text(let source) = wanted.content else { return .constant(false) }
    guard let pattern = Pattern.shared(flags + source) else {
      let what = "a regular expression that is none of RE2" + (flags.isEmpty ? "" : ", whatever the case")
      return notes.opaque(what, at: wanted, reads: [path.text])
    }
    return orMissing(.text(path, .matches, flags + source), path, pattern.isFound(in: "null"))
  }

  private mutating func type(_ wanted: Node, _ path: AttributePath, at place: Node) -> Predicate {
    switch wanted.scalarText {
    case "null": return .not(.exists(path))
    case "string": return .text(path, .startsWith, "")
    case "boolean": return .isIn(path, [.boolean(true), .boolean(false)])
    case "number": return .any([.compare(path, .less, .integer(0)), .compare(path, .atLeast, .integer(0))])
    case "array": return .set(path, .containsAll, [])
    case "object": return notes.opaque("any object", at: place, reads: [path.text], of: wanted)
    default: return .constant(false)
    }
  }

  /// Elements that are null, false, 0 or empty are never looked at.
  private mutating func element(_ wanted: Node, _ path: AttributePath, at place: Node) -> Predicate {
    if let entry = wanted.entries?.first, wanted.entries?.count == 1 {
      let nodes = entry.key == "$in" ? entry.value.elements : entry.key == "$eq" ? [entry.value] : nil
      if let nodes {
        let values = nodes.filter { $0.elements == nil && JSONValue($0).isScriptTruthy }.compactMap(\.value)
        return values.isEmpty ? .constant(false) : .set(path, .containsAny, values)
      }
    }
    // What is asked of the elements names no attributes of the person.
    return notes.opaque("a condition on the elements of a list", at: place, reads: [path.text], of: wanted)
  }

  private mutating func all(_ wanted: Node, _ path: AttributePath, at place: Node) -> Predicate {
    guard let nodes = wanted.elements else { return .constant(false) }
    let values = nodes.filter { $0.elements == nil }.compactMap(\.value)
    guard values.count == nodes.count else {
      return notes.opaque("conditions on the elements of a list", at: place, reads: [path.text], of: wanted)
    }
    return .set(path, .containsAll, values)
  }

  // MARK: - Personal data

  /// Texts that look like they name somebody, and values of attributes that do.
  private mutating func notePersonal(_ node: Node, _ path: AttributePath) {
    for (literal, isList) in Self.literals(node) {
      notes.personalValues([literal], of: path.text, isList: isList)
    }
  }

  /// The values that an attribute is compared with, and whether each stands in a list.
  private static func literals(_ node: Node) -> [(Node, Bool)] {
    switch node.content {
    case .text, .integer: return [(node, false)]
    case .mapping(let entries):
      return entries.flatMap { entry -> [(Node, Bool)] in
        switch entry.key {
        case "$in", "$nin", "$ini", "$nini": (entry.value.elements ?? []).map { ($0, true) }
        case "$eq", "$ne": [(entry.value, false)]
        default: []
        }
      }
    default: return []
    }
  }
}

extension Node.Entry {
  /// The key as a text with its place, quotes included.
  var keyNode: Node { Node(.text(key), at: keyPosition, length: key.unicodeScalars.count + 2) }
}

extension Predicate.Comparison {
  /// - Parameter order: -1, 0 or 1.
  func holds(order: Int) -> Bool {
    switch self {
    case .equal: order == 0
    case .notEqual: order != 0
    case .less: order < 0
    case .atMost: order <= 0
    case .greater: order > 0
    case .atLeast: order >= 0
    }
  }
}
