internal import GovernanceModel

/// Tells what an attribute path is, by the patterns of vocabulary and project; compiled once, asked often.
///
/// The most specific pattern that matches wins: a path without wildcards, then fewer `**`, fewer `*`, more letters; of
/// equals the later one, so that a project overrides what is shipped.
package struct AttributeClassifier: Sendable {
  private let exact: [String: Vocabulary.AttributePattern]
  /// By the first segment where that has no wildcard, most specific first.
  private let anchored: [String: [(order: Int, glob: AttributeGlob)]]
  private let floating: [(order: Int, glob: AttributeGlob)]
  private let patterns: [Vocabulary.AttributePattern]

  package init(_ patterns: [Vocabulary.AttributePattern]) {
    var exact: [String: Vocabulary.AttributePattern] = [:]
    for pattern in patterns where !pattern.glob.utf8.contains(UInt8(ascii: "*")) { exact[pattern.glob] = pattern }
    let globs = patterns.enumerated().filter { $0.element.glob.utf8.contains(UInt8(ascii: "*")) }
      .map { (index: $0.offset, pattern: $0.element, glob: AttributeGlob($0.element.glob)) }
      .sorted { left, right in
        let (first, second) = (left.glob.rank, right.glob.rank)
        return (first.0, first.1, first.2, -left.index) < (second.0, second.1, second.2, -right.index)
      }
    var anchored: [String: [(order: Int, glob: AttributeGlob)]] = [:]
    var floating: [(order: Int, glob: AttributeGlob)] = []
    for (order, entry) in globs.enumerated() {
      let first = entry.pattern.glob.prefix { $0 != "." }
      if first.utf8.contains(UInt8(ascii: "*")) {
        floating.append((order, entry.glob))
      } else {
        anchored[String(first), default: []].append((order, entry.glob))
      }
    }
    (self.exact, self.anchored, self.floating) = (exact, anchored, floating)
    self.patterns = globs.map(\.pattern)
  }

  /// The pattern that says what the path is; nil when none does.
  package func pattern(for path: String) -> Vocabulary.AttributePattern? {
    if let found = exact[path] { return found }
    let bytes = Array(path.utf8)
    let dot = path.utf8.firstIndex(of: UInt8(ascii: ".")) ?? path.endIndex
    let near = anchored[String(path[..<dot])]?.first { $0.glob.matches(bytes) }
    let far = floating.first { entry in near.map { entry.order < $0.order } ?? true && entry.glob.matches(bytes) }
    return (far ?? near).map { patterns[$0.order] }
  }
}

/// `*` stands for any letters within one dotted segment, `**` for any letters at all.
struct AttributeGlob: Sendable {
  private enum Part: Sendable {
    case letter(UInt8)
    case segment, path
  }

  private let parts: [Part]

  init(_ glob: String) {
    var parts: [Part] = []
    for byte in glob.utf8 {
      if byte != UInt8(ascii: "*") {
        parts.append(.letter(byte))
      } else if case .segment = parts.last {
        parts[parts.count - 1] = .path
      } else {
        parts.append(.segment)
      }
    }
    self.parts = parts
  }

  /// At least one letter in each segment, no blank, no control character.
  static func isValid(_ glob: String) -> Bool {
    !glob.isEmpty && glob.utf8.allSatisfy { $0 > 32 && $0 != 127 }
      && glob.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { !$0.isEmpty }
      && !glob.contains("***")
  }

  /// Smaller is more specific.
  var rank: (Int, Int, Int) {
    var (paths, segments, letters) = (0, 0, 0)
    for part in parts {
      switch part {
      case .path: paths += 1
      case .segment: segments += 1
      case .letter: letters += 1
      }
    }
    return (paths, segments, -letters)
  }

  /// Backtracks to the last `*`, then to the last `**`: linear in practice, never exponential.
  func matches(_ path: [UInt8]) -> Bool {
    var (part, place) = (0, 0)
    var segmentRetry: (part: Int, place: Int)?
    var pathRetry: (part: Int, place: Int)?
    while place < path.count || part < parts.count {
      if part < parts.count {
        switch parts[part] {
        case .letter(let letter) where place < path.count && path[place] == letter:
          (part, place) = (part + 1, place + 1)
          continue
        case .segment:
          segmentRetry = (part, place)
          part += 1
          continue
        case .path:
          (pathRetry, segmentRetry) = ((part, place), nil)
          part += 1
          continue
        case .letter: break
        }
      }
      if let retry = segmentRetry, retry.place < path.count, path[retry.place] != UInt8(ascii: ".") {
        segmentRetry = (retry.part, retry.place + 1)
        (part, place) = (retry.part + 1, retry.place + 1)
      } else if let retry = pathRetry, retry.place < path.count {
        (pathRetry, segmentRetry) = ((retry.part, retry.place + 1), nil)
        (part, place) = (retry.part + 1, retry.place + 1)
      } else {
        return false
      }
    }
    return true
  }
}
