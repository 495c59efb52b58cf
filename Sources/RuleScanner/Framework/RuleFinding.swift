internal import GovernanceModel
internal import PolicyEngine
internal import Predicates
internal import RuleSets

/// What one check saw in one rule, before it becomes an observation.
struct RuleFinding {
  /// Never `compliant`.
  var verdict: Verdict
  /// The value that broke the control.
  var part: RulePart?
  /// What is said at it.
  var label: String
  var attribute: String?
  var category: DataCategory?
  var help: String?
  var example: String?
  /// Other places that explain it.
  var others: [RulePart] = []
  var parameters: [Parameter] = []
  var records: Int?

  init(_ verdict: Verdict, at part: RulePart?, _ label: String, help: String? = nil) {
    (self.verdict, self.part, self.label, self.help) = (verdict, part, label, help)
  }

  /// About an attribute and, where known, its category.
  init(_ verdict: Verdict, _ read: ClassifiedRead, _ category: DataCategory?, _ label: String, help: String? = nil) {
    self.init(verdict, at: read.part, label, help: help)
    (attribute, self.category) = (read.path.text, category)
  }
}

extension ClassifiedRead {
  /// Nobody can tell whether the attribute is what the control speaks of.
  func unknown(_ asked: [DataCategory]) -> RuleFinding {
    if path == .anything {
      return RuleFinding(
        .unverifiable(.opaque), self, nil, "nobody can tell what this reads",
        help: "say it in a form that can be read, or list what it reads where the format has a place for it")
    }
    guard let pattern, let category = pattern.categories.first else {
      return RuleFinding(
        .unverifiable(.unknownAttribute), self, nil, "nobody says what data this is",
        help: "map `\(path)` to a data category under `attributes:` in proviso.yaml")
    }
    let named = asked.first { $0.isSameOrBelow(category) } ?? category
    return RuleFinding(
      .unverifiable(.unknownAttribute), self, category, "`\(category)` may hold `\(named)`",
      help: "map `\(path)` to a category that is not above `\(named)`")
  }
}
