/// Reads RE2 syntax as far as conditions use it: literals, classes, groups, repetitions, alternatives, `^` and `$` at the
/// ends of the whole, `(?i)` and `(?s)` at its start. Nil for anything else, such as `\b` or `\pL`.
struct RegexReader {
  private let scalars: [Unicode.Scalar]
  private var index = 0
  private var isFolding = false
  private var dotMatchesAll = false
  private var depth = 0

  /// The expression that accepts every text in which `source` is found.
  static func search(_ source: String, in regexes: inout Regexes) -> Int? {
    var reader = RegexReader(scalars: Array(source.unicodeScalars))
    reader.readFlags()
    var branches: [Int] = []
    repeat {
      guard let branch = reader.topBranch(&regexes) else { return nil }
      branches.append(branch)
    } while reader.take("|")
    return reader.index == reader.scalars.count && !regexes.isFull ? regexes.choice(branches) : nil
  }

  private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

  private var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard next == scalar else { return false }
    index += 1
    return true
  }

  private mutating func take(_ text: String) -> Bool {
    let wanted = Array(text.unicodeScalars)
    guard scalars[index...].starts(with: wanted) else { return false }
    index += wanted.count
    return true
  }

  private mutating func readFlags() {
    while true {
      if take("(?i)") { isFolding = true } else if take("(?s)") { dotMatchesAll = true } else { return }
      if take("(?si)") || take("(?is)") { (isFolding, dotMatchesAll) = (true, true) }
    }
  }

  private mutating func topBranch(_ regexes: inout Regexes) -> Int? {
    let isFromStart = take("^") || take("\\A")
    guard var branch = sequence(&regexes) else { return nil }
    let isToEnd = take("$") || take("\\z")
    let anything = regexes.anything()
    if !isFromStart { branch = regexes.sequence(anything, branch) }
    if !isToEnd { branch = regexes.sequence(branch, anything) }
    return branch
  }

  private mutating func choice(_ regexes: inout Regexes) -> Int? {
    var branches: [Int] = []
    repeat {
      guard let branch = sequence(&regexes) else { return nil }
      branches.append(branch)
    } while take("|")
    return regexes.choice(branches)
  }

  private mutating func sequence(_ regexes: inout Regexes) -> Int? {
    var parts: [Int] = []
    while let scalar = next, scalar != "|", scalar != ")", scalar != "$", !isEndMark {
      guard let atom = atom(&regexes), let part = repeated(atom, &regexes) else { return nil }
      parts.append(part)
    }
    return parts.reversed().reduce(Regexes.empty) { regexes.sequence($1, $0) }
  }

  private var isEndMark: Bool { scalars[index...].starts(with: ["\\", "z"]) }

  private mutating func repeated(_ atom: Int, _ regexes: inout Regexes) -> Int? {
    var result = atom
    while let scalar = next {
      switch scalar {
      case "*": result = regexes.star(result)
      case "+":
        let star = regexes.star(result)
        result = regexes.sequence(result, star)
      case "?": result = regexes.choice([Regexes.empty, result])
      case "{":
        guard let counts = counts() else { return nil }
        guard let times = times(result, counts.low, counts.high, &regexes) else { return nil }
        result = times
        index -= 1
      default: return result
      }
      index += 1
      // Greedy or not, the same texts match.
      _ = take("?")
    }
    return result
  }

  /// `{2}`, `{2,}`, `{2,5}`; stands behind it afterwards.
  private mutating func counts() -> (low: Int, high: Int?)? {
    guard let end = scalars[index...].firstIndex(of: "}") else { return nil }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[(index + 1)..<end])
    let parts = String(text).split(separator: ",", omittingEmptySubsequences: false)
    guard let low = parts.first.flatMap({ Int($0) }), low <= 100, parts.count <= 2 else { return nil }
    index = end + 1
    if parts.count == 1 { return (low, low) }
    if parts[1].isEmpty { return (low, nil) }
    guard let high = Int(parts[1]), high <= 100, high >= low else { return nil }
    return (low, high)
  }

  private func times(_ part: Int, _ low: Int, _ high: Int?, _ regexes: inout Regexes) -> Int? {
    var result = Regexes.empty
    if let high {
      for _ in low..<max(low, high) {
        let more = regexes.sequence(part, result)
        result = regexes.choice([Regexes.empty, more])
      }
    } else {
      result = regexes.star(part)
    }
    for _ in 0..<low { result = regexes.sequence(part, result) }
    return regexes.isFull ? nil : result
  }

  private mutating func atom(_ regexes: inout Regexes) -> Int? {
    guard let scalar = next else { return nil }
    index += 1
    switch scalar {
    case "(": return group(&regexes)
    case "[": return set().map { regexes.one($0) }
    case ".": return regexes.one(dotMatchesAll ? .all : .notNewline)
    case "\\": return escaped().flatMap { fold($0) }.map { regexes.one($0) }
    case "^", "*", "+", "?", "{", ")": return nil
    default: return fold(ScalarSet(scalar.value)).map { regexes.one($0) }
    }
  }

  private mutating func group(_ regexes: inout Regexes) -> Int? {
    depth += 1
    defer { depth -= 1 }
    guard depth < 100 else { return nil }
    if next == "?", !take("?:") { return nil }
    guard let inner = choice(&regexes), take(")") else { return nil }
    return inner
  }

  private func fold(_ set: ScalarSet) -> ScalarSet? {
    if !isFolding { return set }
    return set.isFoldable ? set.folded : nil
  }

  private mutating func escaped() -> ScalarSet? {
    guard let scalar = next else { return nil }
    index += 1
    switch scalar {
    case "d": return .digits
    case "D": return isFolding ? nil : ScalarSet.digits.complement
    case "w": return .words
    case "W": return isFolding ? nil : ScalarSet.words.complement
    case "s": return .spaces
    case "S": return isFolding ? nil : ScalarSet.spaces.complement
    case "n": return ScalarSet(0x0A)
    case "t": return ScalarSet(0x09)
    case "r": return ScalarSet(0x0D)
    case "f": return ScalarSet(0x0C)
    default:
      let isLetterOrDigit = ScalarSet.words.contains(scalar.value) && scalar != "_"
      return isLetterOrDigit || scalar.value >= 0x80 ? nil : ScalarSet(scalar.value)
    }
  }

  private mutating func set() -> ScalarSet? {
    let isNegated = take("^")
    var found: [ClosedRange<UInt32>] = []
    var isFirst = true
    while let scalar = next, isFirst || scalar != "]" {
      isFirst = false
      if scalar == "[", index + 1 < scalars.count, scalars[index + 1] == ":" { return nil }
      index += 1
      var low = ScalarSet(scalar.value)
      if scalar == "\\" {
        guard let set = escaped() else { return nil }
        low = set
      }
      if next == "-", index + 1 < scalars.count, scalars[index + 1] != "]" {
        guard let range = range(from: low) else { return nil }
        found.append(range)
      } else {
        found += low.ranges
      }
    }
    guard take("]"), let folded = fold(ScalarSet(found)) else { return nil }
    return isNegated ? folded.complement : folded
  }

  private mutating func range(from low: ScalarSet) -> ClosedRange<UInt32>? {
    index += 1
    guard let scalar = next else { return nil }
    index += 1
    var high = ScalarSet(scalar.value)
    if scalar == "\\" {
      guard let set = escaped() else { return nil }
      high = set
    }
    guard low.ranges.count == 1, high.ranges.count == 1, low.ranges[0].count == 1, high.ranges[0].count == 1,
      low.ranges[0].lowerBound <= high.ranges[0].lowerBound
    else { return nil }
    return low.ranges[0].lowerBound...high.ranges[0].lowerBound
  }
}
