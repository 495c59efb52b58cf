internal import GovernanceModel
internal import Patterns
internal import Predicates
internal import SourceDocuments

extension UnleashConstraint {
  /// Every operator of Unleash 7; what is no operator holds for nobody, inverted or not.
  static let operators = [
    "IN", "NOT_IN", "STR_CONTAINS", "STR_STARTS_WITH", "STR_ENDS_WITH", "REGEX", "IN_CIDR", "NUM_EQ", "NUM_GT",
    "NUM_GTE", "NUM_LT", "NUM_LTE", "DATE_AFTER", "DATE_BEFORE", "SEMVER_EQ", "SEMVER_GT", "SEMVER_GTE", "SEMVER_LT",
    "SEMVER_LTE",
  ]

  func holds(_ context: UnleashContext) -> Bool {
    guard Self.operators.contains(test) else { return false }
    return matches(context) != isInverted
  }

  private func matches(_ context: UnleashContext) -> Bool {
    if test.hasPrefix("DATE_") { return compareDates(context) }
    guard let text = context.text(contextName) else { return test == "NOT_IN" }
    switch test {
    case "IN": return isIn(text)
    case "NOT_IN": return !isIn(text)
    case "STR_CONTAINS": return folded(values).contains { Self.contains(folded(text), $0) }
    case "STR_STARTS_WITH": return folded(values).contains { folded(text).utf8.starts(with: $0.utf8) }
    case "STR_ENDS_WITH":
      return folded(values).contains { folded(text).utf8.reversed().starts(with: $0.utf8.reversed()) }
    case "REGEX": return pattern?.isFound(in: text) ?? false
    case "IN_CIDR": return IPNetwork(text).map { address in networks.contains { $0.contains(address) } } ?? false
    default: return test.hasPrefix("NUM_") ? compareNumbers(text) : compareVersions(text)
    }
  }

  private func isIn(_ text: String) -> Bool { folded(values).contains { $0.utf8.elementsEqual(folded(text).utf8) } }

  private func folded(_ text: String) -> String { ignoresCase ? text.lowercased() : text }
  private func folded(_ texts: [String]) -> [String] { texts.map { folded($0.trimmed) } }

  private static func contains(_ text: String, _ part: String) -> Bool {
    Array(text.utf8).firstRange(of: Array(part.utf8)) != nil || part.isEmpty
  }

  /// Nil for what is no pattern of RE2, with which Unleash matches.
  var pattern: Pattern? { patternSource.flatMap { Pattern.shared($0) } }
  var patternSource: String? { value.map { ignoresCase ? "(?i)" + $0 : $0 } }

  /// The addresses among the values; others are passed over.
  var networks: [IPNetwork] { values.compactMap { IPNetwork($0.trimmed) } }

  var number: Double { value.map(JavaScriptNumber.parse) ?? .nan }
  var instant: Instant? { value.flatMap { Instant(iso8601: $0) } }

  private func compareNumbers(_ text: String) -> Bool {
    let found = JavaScriptNumber.parse(text)
    return switch test {
    case "NUM_EQ": found == number
    case "NUM_GT": found > number
    case "NUM_GTE": found >= number
    case "NUM_LT": found < number
    default: found <= number
    }
  }

  private func compareDates(_ context: UnleashContext) -> Bool {
    let found = contextName == "currentTime" ? context.time : context.text(contextName).flatMap { Instant(iso8601: $0) }
    guard let found, let instant else { return false }
    return test == "DATE_AFTER" ? found > instant : found < instant
  }

  private func compareVersions(_ text: String) -> Bool {
    guard let found = SemanticVersion(text), let wanted = value.flatMap({ SemanticVersion($0) }) else { return false }
    return switch test {
    case "SEMVER_EQ": found == wanted
    case "SEMVER_GT": found > wanted
    case "SEMVER_GTE": found >= wanted
    case "SEMVER_LT": found < wanted
    default: found <= wanted
    }
  }
}
