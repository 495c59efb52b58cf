internal import GovernanceModel
internal import Patterns
internal import Predicates
internal import SourceDocuments

extension UnleashLowering {
  /// A constraint as a condition: false where the field is missing, unless inverted (or `NOT_IN`).
  mutating func constraint(_ constraint: UnleashConstraint) -> Predicate {
    let path = notes.attribute(UnleashPath.path(constraint.contextName), at: constraint.contextNode)
    notePersonal(constraint)
    guard UnleashConstraint.operators.contains(constraint.test) else {
      notes.missing(
        "operator", constraint.test, among: UnleashConstraint.operators,
        at: constraint.node["operator"] ?? constraint.node)
      return .constant(false)
    }
    let matched = matched(constraint, path)
    return constraint.isInverted ? .isNotTrue(matched) : matched
  }

  private mutating func matched(_ constraint: UnleashConstraint, _ path: AttributePath) -> Predicate {
    let texts = constraint.values.map(\.trimmed)
    switch constraint.test {
    case "IN": return membership(path, texts, constraint)
    case "NOT_IN": return .isNotTrue(membership(path, texts, constraint))
    case "STR_CONTAINS": return text(path, .contains, texts, constraint)
    case "STR_STARTS_WITH": return text(path, .startsWith, texts, constraint)
    case "STR_ENDS_WITH": return text(path, .endsWith, texts, constraint)
    case "REGEX":
      guard constraint.pattern != nil, let source = constraint.patternSource else { return .constant(false) }
      return .text(path, .matches, source)
    case "IN_CIDR": return networks(constraint, path)
    case "DATE_AFTER": return constraint.instant.map { .compare(path, .greater, .instant($0)) } ?? .constant(false)
    case "DATE_BEFORE": return constraint.instant.map { .compare(path, .less, .instant($0)) } ?? .constant(false)
    default:
      return constraint.test.hasPrefix("NUM_") ? number(constraint, path) : version(constraint, path)
    }
  }

  private mutating func membership(
    _ path: AttributePath, _ texts: [String], _ constraint: UnleashConstraint
  ) -> Predicate {
    guard constraint.ignoresCase else { return texts.isEmpty ? .constant(false) : .isIn(path, texts.map { .text($0) }) }
    return folded(path, nil, texts, constraint)
  }

  private mutating func text(
    _ path: AttributePath, _ test: Predicate.TextTest, _ texts: [String], _ constraint: UnleashConstraint
  ) -> Predicate {
    constraint.ignoresCase
      ? folded(path, test, texts, constraint) : .some(texts.map { .text(path, test, $0) })
  }

  private mutating func folded(
    _ path: AttributePath, _ test: Predicate.TextTest?, _ texts: [String], _ constraint: UnleashConstraint
  ) -> Predicate {
    .foldedText(path, test, texts)
      ?? notes.opaque(
        "letters beyond ASCII, whatever their case", at: constraint.node, reads: [path.text],
        of: constraint.node.without("inverted"))
  }

  private mutating func networks(_ constraint: UnleashConstraint, _ path: AttributePath) -> Predicate {
    let patterns = constraint.networks.map(\.pattern)
    if patterns.isEmpty { return .constant(false) }
    let known = patterns.compactMap(\.self)
    guard known.count == patterns.count else {
      return notes.opaque(
        "IPv6 networks", at: constraint.node, reads: [path.text], of: constraint.node.without("inverted"))
    }
    return .text(path, .matches, "^(?:" + known.joined(separator: "|") + ")$")
  }

  private func number(_ constraint: UnleashConstraint, _ path: AttributePath) -> Predicate {
    guard !constraint.number.isNaN else { return .constant(false) }
    let comparison: Predicate.Comparison =
      switch constraint.test {
      case "NUM_EQ": .equal
      case "NUM_GT": .greater
      case "NUM_GTE": .atLeast
      case "NUM_LT": .less
      default: .atMost
      }
    return .compare(path, comparison, constraint.number.literal)
  }

  /// Equal versions differ at most in their build; an order of versions is no order of texts.
  private mutating func version(_ constraint: UnleashConstraint, _ path: AttributePath) -> Predicate {
    guard let wanted = constraint.value.flatMap({ SemanticVersion($0) }) else { return .constant(false) }
    guard constraint.test == "SEMVER_EQ" else {
      return notes.opaque(
        "a comparison of versions", at: constraint.node, reads: [path.text], of: constraint.node.without("inverted"))
    }
    let build = "(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?"
    return .text(path, .matches, "^" + Self.spelling(wanted).quotedPattern + build + "$")
  }

  /// Without build metadata, which is the same for equal versions.
  private static func spelling(_ version: SemanticVersion) -> String {
    "\(version.major).\(version.minor).\(version.patch)"
      + (version.prerelease.isEmpty ? "" : "-" + version.prerelease.joined(separator: "."))
  }

  /// Ids of people, and texts that look like they name somebody.
  private mutating func notePersonal(_ constraint: UnleashConstraint) {
    let isList = ["IN", "NOT_IN", "IN_CIDR"].contains(constraint.test)
    notes.personalValues(constraint.valueNodes, of: isList ? constraint.contextName : "", isList: true)
    notes.personal(below: constraint.node["value"])
  }
}
