internal import GovernanceModel
internal import Predicates

/// Conditions of two-valued engines, said in three-valued logic.
extension Predicate {
  /// The negation of an engine that knows no third value: true where the condition is false or cannot be told.
  static func isNotTrue(_ part: Predicate) -> Predicate {
    switch part {
    case .constant(let value): .constant(!value)
    case .exists: .not(part)
    default: .not(.isTrue(part))
    }
  }

  /// All of them; one stands for itself.
  static func every(_ parts: [Predicate]) -> Predicate {
    let kept = parts.filter { $0 != .constant(true) }
    if kept.contains(.constant(false)) { return .constant(false) }
    return kept.isEmpty ? .constant(true) : kept.count == 1 ? kept[0] : .all(kept)
  }

  /// One of them.
  static func some(_ parts: [Predicate]) -> Predicate {
    let kept = parts.filter { $0 != .constant(false) }
    if kept.contains(.constant(true)) { return .constant(true) }
    return kept.isEmpty ? .constant(false) : kept.count == 1 ? kept[0] : .any(kept)
  }

  /// A text that is, starts, ends or contains one of the literals whatever the case of its letters; nil when a literal has
  /// letters beyond ASCII, which engines fold in ways of their own.
  static func foldedText(_ path: AttributePath, _ test: TextTest?, _ literals: [String]) -> Predicate? {
    var patterns: [String] = []
    for literal in literals {
      guard let pattern = foldedPattern(literal) else { return nil }
      patterns.append(pattern)
    }
    if patterns.isEmpty { return .constant(false) }
    let choice = "(?:" + patterns.joined(separator: "|") + ")"
    switch test {
    case nil: return .text(path, .matches, "^" + choice + "$")
    case .startsWith: return .text(path, .matches, "^" + choice)
    case .endsWith: return .text(path, .matches, choice + "$")
    case .contains, .matches: return .text(path, .matches, choice)
    }
  }

  /// Each ASCII letter in both cases; the Kelvin sign is a k in small letters.
  private static func foldedPattern(_ literal: String) -> String? {
    var pattern = ""
    for scalar in literal.unicodeScalars {
      guard scalar.isASCII else { return nil }
      switch scalar {
      case "k", "K": pattern += "[kK\u{212A}]"
      case "a"..."z", "A"..."Z":
        pattern += "[" + String(scalar).lowercased() + String(scalar).uppercased() + "]"
      case "0"..."9", "_", " ", "@", "-": pattern.unicodeScalars.append(scalar)
      default:
        guard scalar.value >= 32, scalar.value < 127 else { return nil }
        pattern += "\\" + String(scalar)
      }
    }
    return pattern
  }
}

extension String {
  /// The text as a pattern in RE2 syntax that matches it alone.
  var quotedPattern: String {
    var quoted = ""
    for scalar in unicodeScalars {
      if scalar.isASCII, !scalar.properties.isAlphabetic, !("0"..."9").contains(scalar), scalar != "_" {
        quoted += "\\"
      }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted
  }
}
