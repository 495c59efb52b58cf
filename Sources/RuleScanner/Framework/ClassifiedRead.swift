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
  fileprivate let box: PatternBox?
  /// The number of the pattern in the run; 0 for none.
  let patternID: Int

  init(path: AttributePath, part: RulePart, origin: Origin, box: PatternBox?, patternID: Int) {
    (self.path, self.part, self.origin) = (path, part, origin)
    (self.box, self.patternID) = (box, patternID)
  }

  /// Nil: no map and no vocabulary says what it is.
  var pattern: Vocabulary.AttributePattern? { box?.pattern }
}

/// A pattern that many reads share.
final class PatternBox: Sendable {
  let pattern: Vocabulary.AttributePattern
  init(_ pattern: Vocabulary.AttributePattern) { self.pattern = pattern }
}

/// Classifies each path once a run.
struct AttributeIndex {
  private let classifier: AttributeClassifier
  private var known: [String: Int] = [:]
  private var numbers: [String: Int] = [:]
  /// The patterns that were met so far; the first stands for none.
  private(set) var patterns: [PatternBox?] = [nil]
  private var nearest: [String: String?] = [:]
  /// Globs of all patterns, for "did you mean".
  private let names: [String]

  init(_ patterns: [Vocabulary.AttributePattern]) {
    classifier = AttributeClassifier(patterns)
    names = patterns.map(\.glob)
  }

  /// The known path nearest to one that no pattern says.
  mutating func nearest(to path: AttributePath) -> String? {
    if let near = nearest[path.text] { return near }
    let near = nearestName(to: path.text, among: names)
    nearest[path.text] = .some(near)
    return near
  }

  /// The number of the pattern that says what the path is; 0 when none does.
  mutating func patternID(for path: AttributePath) -> Int {
    if let number = known[path.text] { return number }
    let number = classifier.pattern(for: path.text).map { self.number(of: $0) } ?? 0
    known[path.text] = number
    return number
  }

  private mutating func number(of pattern: Vocabulary.AttributePattern) -> Int {
    if let number = numbers[pattern.glob] { return number }
    numbers[pattern.glob] = patterns.count
    patterns.append(PatternBox(pattern))
    return patterns.count - 1
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
  func match(_ asked: [DataCategory]) -> CategoryMatch { CategoryMatch(pattern, asked) }
}

extension CategoryMatch {
  init(_ pattern: Vocabulary.AttributePattern?, _ asked: [DataCategory]) {
    self = Self.of(pattern, asked)
  }

  private static func of(_ pattern: Vocabulary.AttributePattern?, _ asked: [DataCategory]) -> CategoryMatch {
    guard let pattern, !pattern.categories.isEmpty else { return .unclear }
    if asked.isEmpty { return .within(pattern.categories[0]) }
    for category in pattern.categories where asked.contains(where: { category.isSameOrBelow($0) }) {
      return .within(category)
    }
    let isAbove = pattern.categories.contains { category in asked.contains { $0.isSameOrBelow(category) } }
    return isAbove ? .unclear : .outside
  }
}
