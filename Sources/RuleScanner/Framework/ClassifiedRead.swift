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
  /// The same for paths without capitals; made when one asks.
  private lazy var folded = AttributeClassifier(
    all.map { pattern in
      var pattern = pattern
      pattern.glob = pattern.glob.lowercased()
      return pattern
    })
  private let all: [Vocabulary.AttributePattern]
  private var known: [String: Int] = [:]
  private var numbers: [String: Int] = [:]
  /// The patterns that were met so far; the first stands for none.
  private(set) var patterns: [PatternBox?] = [nil]
  private var nearest: [String: String?] = [:]
  /// Globs of all patterns, for "did you mean".
  private let names: [String]

  init(_ patterns: [Vocabulary.AttributePattern]) {
    (classifier, all) = (AttributeClassifier(patterns), patterns)
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
  ///
  /// - Parameter isFolded: capitals mean nothing in the path.
  mutating func patternID(for path: AttributePath, isFolded: Bool) -> Int {
    let text = isFolded ? path.text.lowercased() : path.text
    let key = isFolded ? "\(text) folded" : text
    if let number = known[key] { return number }
    var pattern = isFolded ? folded.pattern(for: text) : classifier.pattern(for: text)
    // Every column of a table: a pattern for one of them says more than the one for all.
    if isFolded, text.hasSuffix(".*"), let found = pattern,
      all.contains(where: { $0.glob.lowercased().hasPrefix(text.dropLast()) && $0.categories != found.categories })
    {
      pattern = nil
    }
    let number = path == .anything ? 0 : pattern.map { self.number(of: $0) } ?? 0
    known[key] = number
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
