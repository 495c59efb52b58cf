internal import GovernanceModel
internal import PolicyEngine

/// What columns probably hold, told by their names alone: a beginning for the reader of a new data map, no verdict.
///
/// A name counts when it ends like the last part of an attribute path of the vocabulary: `birth_date`, `BirthDate` and
/// `customer_birth_date` all do like `properties.birthDate`.
struct ColumnNames {
  private var byName: [String: Vocabulary.AttributePattern] = [:]

  init(_ vocabulary: Vocabulary) {
    for pattern in vocabulary.attributes where !pattern.isInferred && !pattern.glob.contains("*") {
      let parts = pattern.glob.split(separator: ".").map { Self.words(of: String($0)).joined() }
      for count in 1...2 where parts.count >= count {
        let name = parts.suffix(count).joined()
        // The first path of a name is its plainest.
        if byName[name] == nil, !Self.vague.contains(name) { byName[name] = pattern }
      }
    }
  }

  /// What many things have.
  private static let vague: Set = ["id", "type", "name", "view", "search", "play", "purchase", "precise"]

  /// The most telling entry: the longest end of the name that the vocabulary knows.
  func meaning(of column: String) -> Vocabulary.AttributePattern? {
    let words = Self.words(of: column)
    for start in words.indices {
      if let found = byName[words[start...].joined()] { return found }
    }
    return nil
  }

  /// The column that names the person in most tables; nil where none has the name of one.
  static func subject(of tables: [[String]]) -> String? {
    var counts: [String: Int] = [:]
    for column in tables.joined() {
      let words = words(of: column)
      guard words.count > 1, ["id", "key"].contains(words.last), people.contains(words[words.count - 2]) else {
        continue
      }
      counts[column, default: 0] += 1
    }
    return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
  }

  private static let people: Set = [
    "customer", "user", "subject", "person", "household", "contact", "member", "client", "profile", "visitor", "party",
  ]

  /// Lowercased words: `BirthDate`, `birth_date` and `birth-date` are two each.
  static func words(of name: String) -> [String] {
    var words: [String] = []
    var previousIsLower = false
    for scalar in name.unicodeScalars {
      let properties = scalar.properties
      guard properties.isAlphabetic || properties.numericType != nil else {
        previousIsLower = false
        words.append("")
        continue
      }
      if words.isEmpty || (properties.isUppercase && previousIsLower) { words.append("") }
      words[words.count - 1] += properties.lowercaseMapping
      previousIsLower = properties.isLowercase
    }
    return words.filter { !$0.isEmpty }
  }
}
