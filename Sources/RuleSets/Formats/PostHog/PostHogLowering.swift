internal import GovernanceModel
internal import Patterns
internal import Predicates
internal import SourceDocuments

/// Lowers the properties of cohorts: trees of `AND` and `OR` with properties of the person, events in a window and other
/// cohorts. PostHog is two-valued: a missing property satisfies `is_not`, `not_icontains`, `not_regex` and `is_not_set`.
struct PostHogLowering {
  var notes: RuleNotes
  let known: Set<String>
  var lookBack: CalendarPeriod?
  var countsAllHistory = false

  init(notes: RuleNotes, known: Set<String>) { (self.notes, self.known) = (notes, known) }

  mutating func predicate(_ node: Node) -> Predicate {
    let lowered: Predicate
    if let values = node["values"]?.elements, node["key"] == nil {
      let parts = values.map { predicate($0) }
      lowered = node["type"]?.scalarText == "OR" ? .some(parts) : .every(parts)
    } else {
      lowered = leaf(node)
    }
    return node["negation"]?.isTrue == true ? .isNotTrue(lowered) : lowered
  }

  private mutating func leaf(_ node: Node) -> Predicate {
    switch node["type"]?.scalarText {
    case "person", nil: return property(node)
    case "behavioral": return behaviour(node)
    case "cohort", "static-cohort", "precalculated-cohort": return cohort(node)
    case .some(let type):
      return notes.opaque("a filter of type `\(type)`", at: node["type"] ?? node, of: Self.whole(node))
    }
  }

  /// The groups of a feature flag, each for a share of those that it is about.
  mutating func flag(_ groups: [Node], _ item: Node) -> Predicate {
    let key = item["key"]?.scalarText ?? ""
    return .some(
      groups.map { group in
        let parts = (group["properties"]?.elements ?? []).map { predicate($0) }
        let share = group["rollout_percentage"]?.value
        let percentage: Double? =
          switch share {
          case .integer(let number): Double(number)
          case .decimal(let number): number
          default: nil
          }
        guard let percentage, percentage < 100 else { return .every(parts) }
        guard percentage > 0 else { return .constant(false) }
        let atom = notes.atom(
          "rollout of `\(key)` to \(percentage.shortText) % by distinct_id", at: group["rollout_percentage"] ?? group,
          reads: ["distinct_id"])
        return .every(parts + [atom])
      })
  }

  private mutating func cohort(_ node: Node) -> Predicate {
    guard let idNode = node["value"], let id = idNode.scalarText else {
      return notes.opaque("a cohort without `value`", at: node, of: Self.whole(node))
    }
    if !known.contains(id) { notes.missing("segment", id, among: known, at: idNode) }
    notes.reference(id, at: idNode)
    let isOutside = node["operator"]?.scalarText == "not_in"
    return isOutside ? .isNotTrue(.segment(id)) : .segment(id)
  }

  /// The condition itself: its negation is said around it.
  static func whole(_ node: Node) -> Node { node.without("negation") }

  // MARK: - Properties

  private mutating func property(_ node: Node) -> Predicate {
    guard let keyNode = node["key"], let key = keyNode.scalarText else {
      return notes.opaque("a property without `key`", at: node, of: Self.whole(node))
    }
    let path = notes.attribute("properties." + key, at: keyNode)
    let value = node["value"]
    notePersonal(value, key)
    let test = node["operator"]?.scalarText ?? "exact"
    let texts = value.map { $0.elements ?? [$0] }?.compactMap(\.scalarText) ?? []
    switch test {
    case "is_set": return .exists(path)
    case "is_not_set": return .not(.exists(path))
    case "exact": return Self.exact(texts, path)
    case "is_not": return .isNotTrue(Self.exact(texts, path))
    case "icontains", "not_icontains":
      guard let folded = Predicate.foldedText(path, .contains, texts) else {
        return notes.opaque(
          "letters beyond ASCII, whatever their case", at: value ?? node, reads: [path.text], of: Self.whole(node))
      }
      return test == "icontains" ? folded : .isNotTrue(folded)
    case "regex", "not_regex":
      guard let source = texts.first, Pattern.shared(source) != nil else {
        return notes.opaque(
          "a regular expression that is none of RE2", at: value ?? node, reads: [path.text], of: Self.whole(node))
      }
      let found = Predicate.text(path, .matches, source)
      return test == "regex" ? found : .isNotTrue(found)
    case "gt", "gte", "lt", "lte": return order(path, test, value, node)
    case "is_date_exact", "is_date_before", "is_date_after": return date(path, test, texts.first, node)
    default:
      return notes.opaque("operator `\(test)`", at: node["operator"] ?? node, reads: [path.text], of: Self.whole(node))
    }
  }

  /// Values are compared by their spelling: `5` is the number and the text.
  private static func exact(_ texts: [String], _ path: AttributePath) -> Predicate {
    var values: [Value] = []
    for text in texts {
      values.append(.text(text))
      let number = JavaScriptNumber.parse(text)
      if !number.isNaN, JSONValue.number(number).scriptText == text { values.append(number.literal) }
      if text == "true" || text == "false" { values.append(.boolean(text == "true")) }
    }
    return values.isEmpty ? .constant(false) : .some(values.grouped.map { .isIn(path, $0) })
  }

  private mutating func order(_ path: AttributePath, _ test: String, _ value: Node?, _ node: Node) -> Predicate {
    guard let text = value?.scalarText, let number = Double(text), !number.isNaN,
      let comparison = Self.comparisons[test]
    else { return notes.opaque("`\(test)` of no number", at: value ?? node, reads: [path.text], of: Self.whole(node)) }
    return .compare(path, comparison, number.literal)
  }

  private mutating func date(_ path: AttributePath, _ test: String, _ text: String?, _ node: Node) -> Predicate {
    if let text, let period = PostHogWindow.period(ofRelativeDate: text), test != "is_date_exact" {
      return test == "is_date_after" ? .within(path, period) : .olderThan(path, period)
    }
    guard let text, let moment = Moment(iso8601: text), text.utf8.count >= 10 else {
      return notes.opaque(
        "a date relative to today", at: node["value"] ?? node, reads: [path.text], of: Self.whole(node))
    }
    switch test {
    case "is_date_before": return .compare(path, .less, .instant(moment.start))
    case "is_date_after":
      return .compare(path, moment.start == moment.end ? .greater : .atLeast, .instant(moment.end))
    default:
      return .all([.compare(path, .atLeast, .instant(moment.start)), .compare(path, .less, .instant(moment.end))])
    }
  }

  static let comparisons: [String: Predicate.Comparison] = [
    "gt": .greater, "gte": .atLeast, "lt": .less, "lte": .atMost, "exact": .equal, "eq": .equal,
  ]

  private mutating func notePersonal(_ value: Node?, _ key: String) {
    guard let value else { return }
    notes.personalValues(value.elements ?? [value], of: key, isList: true)
  }
}

extension [Value] {
  /// By type: a list of several types leaves an answer open that one type would decide.
  fileprivate var grouped: [[Value]] {
    let texts = filter { if case .text = $0 { true } else { false } }
    let others = filter { if case .text = $0 { false } else { true } }
    return ([texts] + others.map { [$0] }).filter { !$0.isEmpty }
  }
}
