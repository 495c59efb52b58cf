/// A version as Semantic Versioning 2.0.0 orders it; what is behind `+` says nothing.
package struct SemanticVersion: Sendable, Hashable, Comparable {
  package var major: UInt64
  package var minor: UInt64
  package var patch: UInt64
  package var prerelease: [String]

  /// - Parameter isLenient: takes `v1.2`, `1`: a leading `v`, and missing parts as 0.
  package init?(_ text: String, isLenient: Bool = false) {
    var rest = text[...]
    if isLenient, rest.first == "v" || rest.first == "V" { rest = rest.dropFirst() }
    let build = rest.split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false)
    let halves = build[0].split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    let numbers = halves[0].split(separator: ".", omittingEmptySubsequences: false).map(Self.number)
    guard numbers.count <= 3, isLenient || numbers.count == 3, !numbers.contains(nil) else { return nil }
    let known = numbers.compactMap { $0 } + [0, 0]
    (major, minor, patch) = (known[0], known[1], known.count > 2 ? known[2] : 0)
    prerelease =
      halves.count > 1 ? halves[1].split(separator: ".", omittingEmptySubsequences: false).map(String.init) : []
    guard prerelease.allSatisfy(Self.isIdentifier) else { return nil }
    if build.count > 1,
      !build[1].split(separator: ".", omittingEmptySubsequences: false).allSatisfy({ Self.isWord($0) })
    {
      return nil
    }
  }

  /// Digits without a leading zero.
  private static func number(_ text: Substring) -> UInt64? {
    guard !text.isEmpty, text.utf8.allSatisfy({ $0 &- 48 < 10 }), text.count == 1 || text.first != "0" else {
      return nil
    }
    return UInt64(text)
  }

  private static func isWord(_ text: some StringProtocol) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { $0 &- 48 < 10 || ($0 | 32) &- 97 < 26 || $0 == UInt8(ascii: "-") }
  }

  private static func isIdentifier(_ text: String) -> Bool {
    isWord(text) && !(text.count > 1 && text.first == "0" && text.utf8.allSatisfy { $0 &- 48 < 10 })
  }

  package static func < (left: SemanticVersion, right: SemanticVersion) -> Bool {
    let (first, second) = ([left.major, left.minor, left.patch], [right.major, right.minor, right.patch])
    if first != second { return first.lexicographicallyPrecedes(second) }
    // A version without a prerelease comes after those with one.
    if left.prerelease.isEmpty || right.prerelease.isEmpty {
      return !left.prerelease.isEmpty && right.prerelease.isEmpty
    }
    for (one, other) in zip(left.prerelease, right.prerelease) where one != other { return isBefore(one, other) }
    return left.prerelease.count < right.prerelease.count
  }

  /// Numbers by size, before words; words by their bytes.
  private static func isBefore(_ one: String, _ other: String) -> Bool {
    switch (UInt64(one), UInt64(other)) {
    case (let first?, let second?): first < second
    case (_?, nil): true
    case (nil, _?): false
    case (nil, nil): one.utf8.lexicographicallyPrecedes(other.utf8)
    }
  }
}
