internal import SourceDocuments

/// How GrowthBook spreads people: a hash from 0 to 1, ranges of it, namespaces.
enum GrowthBookBucket {
  /// FNV-1a of 32 bits over UTF-16 code units. Version 1 is biased and kept for old experiments; nil for other versions.
  static func hash(seed: String, value: String, version: Int) -> Double? {
    switch version {
    case 1: Double(fnv1a(value + seed) % 1000) / 1000
    case 2: Double(fnv1a(String(fnv1a(seed + value))) % 10000) / 10000
    default: nil
    }
  }

  private static func fnv1a(_ text: String) -> UInt32 {
    text.utf16.reduce(0x811C_9DC5) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
  }

  static func contains(_ range: JSONValue, _ bucket: Double) -> Bool {
    guard let ends = range.elements, ends.count == 2, let start = ends[0].numberValue, let end = ends[1].numberValue
    else { return false }
    return bucket >= start && bucket < end
  }

  /// The first range that holds the bucket; -1 when none does.
  static func choose(_ bucket: Double, among ranges: [JSONValue]) -> Int {
    ranges.firstIndex { contains($0, bucket) } ?? -1
  }

  /// `[name, start, end]` of a namespace.
  static func isInNamespace(_ value: String, _ namespace: JSONValue) -> Bool {
    guard let parts = namespace.elements, parts.count == 3,
      let bucket = hash(seed: "__" + parts[0].scriptText, value: value, version: 1)
    else { return false }
    return contains(.array([parts[1], parts[2]]), bucket)
  }

  static func equalWeights(_ count: Int) -> [Double] {
    count <= 0 ? [] : Array(repeating: 1 / Double(count), count: count)
  }

  /// One range a variation; weights that do not fit, or do not add up to one, give way to equal ones.
  static func ranges(_ count: Int, coverage: Double?, weights: [Double]?) -> [JSONValue] {
    let coverage = min(1, max(0, coverage ?? 1))
    var weights = weights ?? equalWeights(count)
    if weights.count != count { weights = equalWeights(count) }
    let total = weights.reduce(0, +)
    if total < 0.99 || total > 1.01 { weights = equalWeights(count) }
    var start = 0.0
    return weights.map { weight in
      defer { start += weight }
      return .array([.number(start), .number(start + coverage * weight)])
    }
  }

  /// The variation that a query string asks for (`?my-experiment=1`), for previews.
  static func queryOverride(_ key: String, url: String, count: Int) -> Int? {
    guard let mark = url.firstIndex(of: "?") else { return nil }
    // Up to a second question mark, without the anchor.
    let query = url[url.index(after: mark)...].prefix { $0 != "?" }.prefix { $0 != "#" }
    for pair in query.split(separator: "&") {
      let parts = pair.split(separator: "=", omittingEmptySubsequences: false)
      guard parts.count >= 2, parts[0] == key else { continue }
      guard let index = leadingInteger(parts[1]), (0..<count).contains(index) else { return nil }
      return index
    }
    return nil
  }

  private static func leadingInteger(_ text: Substring) -> Int? { Int(text.prefix { ("0"..."9").contains($0) }) }
}
