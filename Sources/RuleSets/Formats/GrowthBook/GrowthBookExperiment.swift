internal import SourceDocuments

/// An experiment, from a rule of a feature or by itself.
struct GrowthBookExperiment {
  /// What reports show of it.
  var definition: JSONValue
  let key: String
  let variations: [JSONValue]
  /// The bandit that weighs the variations by leaves of its own.
  let bandit: String?

  /// An experiment that stands by itself.
  init(_ definition: JSONValue) {
    self.definition = definition
    key = definition["key"]?.scriptText ?? ""
    variations = definition["variations"]?.elements ?? []
    bandit = nil
  }

  /// Keys of a rule that are its experiment's; of those an empty one counts for nothing.
  private static let keys = [
    "weights", "hashAttribute", "fallbackAttribute", "disableStickyBucketing", "namespace", "meta", "ranges", "name",
    "phase", "seed", "hashVersion", "filters", "condition",
  ]

  /// Nil for a rule without variations.
  init?(rule: JSONValue, feature: String) {
    let contextual = rule["contextualVariations"]?.elements
    guard let variations = rule["variations"]?.elements ?? contextual else { return nil }
    bandit = rule["variations"] == nil ? rule["contextualBanditRef"]?.textValue : nil
    key = rule["key"].flatMap { $0.isScriptTruthy ? $0.scriptText : nil } ?? feature
    self.variations = variations
    var members: [String: JSONValue] = ["variations": .array(variations), "key": .text(key)]
    for key in ["coverage", "bucketVersion", "minBucketVersion"] { members[key] = rule[key] }
    for key in Self.keys { if let value = rule[key], value.isScriptTruthy { members[key] = value } }
    definition = .object(members)
  }

  subscript(key: String) -> JSONValue? { definition[key] }

  var keepsBuckets: Bool { definition["disableStickyBucketing"]?.isScriptTruthy != true }

  func with(_ key: String, _ value: JSONValue) -> GrowthBookExperiment {
    var copy = self
    copy.definition = .object((definition.members ?? [:]).merging([key: value]) { $1 })
    return copy
  }
}

/// In what variation a person is.
struct GrowthBookResult {
  var members: [String: JSONValue]
  var isIn: Bool { members["inExperiment"]?.isScriptTruthy == true }
  var isPassedThrough: Bool { members["passthrough"]?.isScriptTruthy == true }
  var value: JSONValue { members["value"] ?? .null }
  var json: JSONValue { .object(members) }
}
