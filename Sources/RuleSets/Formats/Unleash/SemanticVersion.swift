/// A version as Semantic Versioning 2.0.0 has it; its build metadata counts for nothing.
struct SemanticVersion: Comparable {
  private let core: [String]
  private let prerelease: [String]

  /// Nil for anything but three numbers with optional prerelease and build parts: `v1.2.3` and `1.2` are no versions.
  init?(_ text: String) {
    let withoutBuild = text.split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false)
    if withoutBuild.count == 2, Self.identifiers(withoutBuild[1]) == nil { return nil }
    let pieces = withoutBuild[0].split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    let core = pieces[0].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard core.count == 3, core.allSatisfy({ Self.isNumber($0) && Self.hasNoLeadingZero($0) }) else { return nil }
    self.core = core
    guard pieces.count == 2 else {
      prerelease = []
      return
    }
    guard let identifiers = Self.identifiers(pieces[1]),
      identifiers.allSatisfy({ !Self.isNumber($0) || Self.hasNoLeadingZero($0) })
    else { return nil }
    prerelease = identifiers
  }

  /// The spelling without build metadata, which is the same for equal versions.
  var spelling: String {
    core.joined(separator: ".") + (prerelease.isEmpty ? "" : "-" + prerelease.joined(separator: "."))
  }

  static func < (left: SemanticVersion, right: SemanticVersion) -> Bool {
    for (first, second) in zip(left.core, right.core) where first != second { return isLess(first, second) }
    if left.prerelease.isEmpty || right.prerelease.isEmpty {
      return !left.prerelease.isEmpty && right.prerelease.isEmpty
    }
    for (first, second) in zip(left.prerelease, right.prerelease) where first != second {
      return isLess(first, second)
    }
    return left.prerelease.count < right.prerelease.count
  }

  /// Numbers by value and below words; words by their bytes.
  private static func isLess(_ left: String, _ right: String) -> Bool {
    switch (isNumber(left), isNumber(right)) {
    case (true, true):
      left.utf8.count != right.utf8.count
        ? left.utf8.count < right.utf8.count : left.utf8.lexicographicallyPrecedes(right.utf8)
    case (true, false): true
    case (false, true): false
    case (false, false): left.utf8.lexicographicallyPrecedes(right.utf8)
    }
  }

  private static func identifiers(_ text: Substring) -> [String]? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let isSound = parts.allSatisfy { part in
      !part.isEmpty && part.utf8.allSatisfy { $0 &- 48 < 10 || ($0 | 32) &- 97 < 26 || $0 == UInt8(ascii: "-") }
    }
    return isSound ? parts.map(String.init) : nil
  }

  private static func isNumber(_ text: String) -> Bool { !text.isEmpty && text.utf8.allSatisfy { $0 &- 48 < 10 } }
  private static func hasNoLeadingZero(_ text: String) -> Bool { text == "0" || text.utf8.first != 48 }
}
