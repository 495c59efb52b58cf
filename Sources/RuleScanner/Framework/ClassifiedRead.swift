internal import GovernanceModel
internal import PolicyEngine
internal import Predicates
internal import RuleSets

/// An attribute that a rule reads, in its audience or through a segment, hands on, or writes; with what it is.
struct ClassifiedRead {
  enum Origin { case read, export, write }

  let path: AttributePath
  let part: RulePart
  let origin: Origin
  /// Nil: no map and no vocabulary says what it is.
  let pattern: Vocabulary.AttributePattern?
}

/// Classifies each path once a run.
struct AttributeIndex {
  private let classifier: AttributeClassifier
  private var known: [String: Int] = [:]
  private var patterns: [Vocabulary.AttributePattern?] = []
  /// Paths without wildcards, for "did you mean".
  let names: [String]

  init(_ patterns: [Vocabulary.AttributePattern]) {
    classifier = AttributeClassifier(patterns)
    names = patterns.map(\.glob)
  }

  mutating func pattern(for path: AttributePath) -> Vocabulary.AttributePattern? {
    if let index = known[path.text] { return patterns[index] }
    let pattern = classifier.pattern(for: path.text)
    known[path.text] = patterns.count
    patterns.append(pattern)
    return pattern
  }
}

/// How an attribute's categories stand to those that a control names.
enum CategoryMatch {
  /// This category of the attribute is one of them, or below one.
  case within(DataCategory)
  /// The attribute may be one of them: it is not mapped, or only to a category above one of them.
  case unclear
  case outside
}

extension ClassifiedRead {
  /// A control that names no category is met by every attribute.
  func match(_ asked: [DataCategory]) -> CategoryMatch {
    guard let pattern, !pattern.categories.isEmpty else { return .unclear }
    if asked.isEmpty { return .within(pattern.categories[0]) }
    for category in pattern.categories where asked.contains(where: { category.isSameOrBelow($0) }) {
      return .within(category)
    }
    let isAbove = pattern.categories.contains { category in asked.contains { $0.isSameOrBelow(category) } }
    return isAbove ? .unclear : .outside
  }
}
