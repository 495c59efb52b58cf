internal import GovernanceModel
internal import Predicates

/// Texts that meet every combination of conditions on one attribute that any text can meet.
///
/// Comparisons and prefixes part the texts into intervals of bytes; the start of each is a sample. Where some condition
/// looks inside, all conditions are folded into one automaton, a walk through all of them at once, scalar by scalar, and
/// the shortest text to each of its states is a sample. UTF-8 keeps the order of scalars, so that bytes and scalars agree.
struct TextSamples {
  private(set) var samples: [String] = [""]
  private(set) var isPartial = false

  /// States beyond this are not visited.
  static let most = 4_000

  init(_ conditions: [Predicate]) {
    var literals: [(text: String, isPrefix: Bool)] = []
    var inner: [(test: Predicate.TextTest, literal: String)] = []
    func add(_ value: Value) { if case .text(let text) = value { literals.append((text, false)) } }
    for condition in conditions {
      switch condition {
      case .compare(_, _, let literal): add(literal)
      case .isIn(_, let values): values.forEach(add)
      case .between(_, let low, let high):
        add(low)
        add(high)
      case .text(_, .startsWith, let prefix): literals.append((prefix, true))
      case .text(_, let test, let literal): inner.append((test, literal))
      default: break
      }
    }
    if inner.isEmpty {
      for literal in literals { samples += Self.ends(of: literal.text, isPrefix: literal.isPrefix) }
    } else {
      var walk = TextWalk(literals.map(\.text), inner)
      samples = walk.samples(atMost: Self.most)
      isPartial = walk.isPartial
    }
  }

  /// The text itself, the next ones, and behind a prefix the first text without it.
  private static func ends(of text: String, isPrefix: Bool) -> [String] {
    var found = [text, text + "x", text + "\0"]
    guard isPrefix else { return found }
    var scalars = Array(text.unicodeScalars)
    while let last = scalars.popLast() {
      guard let next = Unicode.Scalar(last.value == 0xD7FF ? 0xE000 : last.value + 1) else { continue }
      var after = String.UnicodeScalarView()
      after.append(contentsOf: scalars + [next])
      found.append(String(after))
      break
    }
    return found
  }
}

/// The product of the automata of all conditions on a text.
private struct TextWalk {
  private enum Part {
    /// How a text stands to a literal: how far they agree, else less, greater or longer.
    case order([UInt32])
    case regex(start: Int)
  }

  private static let less = -1
  private static let greater = -2
  /// The literal with something behind it.
  private static let longer = -3

  private var regexes = Regexes()
  private var parts: [Part] = []
  private(set) var isPartial = false
  private let classes: ScalarClasses

  init(_ literals: [String], _ inner: [(test: Predicate.TextTest, literal: String)]) {
    var sets: Set<ScalarSet> = []
    for literal in literals {
      let scalars = literal.unicodeScalars.map(\.value)
      parts.append(.order(scalars))
      for scalar in scalars { sets.insert(ScalarSet(scalar)) }
    }
    for (test, literal) in inner {
      if let start = Self.start(test, literal, &regexes) {
        parts.append(.regex(start: start))
      } else {
        isPartial = true
      }
    }
    classes = ScalarClasses(Array(sets.union(regexes.sets)))
  }

  private static func start(_ test: Predicate.TextTest, _ literal: String, _ regexes: inout Regexes) -> Int? {
    if test == .matches { return RegexReader.search(literal, in: &regexes) }
    let ones = literal.unicodeScalars.map { regexes.one(ScalarSet($0.value)) }
    let anything = regexes.anything()
    var result = test == .contains ? anything : Regexes.empty
    for one in ones.reversed() { result = regexes.sequence(one, result) }
    return regexes.sequence(anything, result)
  }

  private var start: [Int] {
    parts.map { if case .regex(let start) = $0 { start } else { 0 } }
  }

  private mutating func next(_ state: [Int], _ scalar: UInt32) -> [Int] {
    var following = state
    for (index, part) in parts.enumerated() {
      switch part {
      case .regex: following[index] = regexes.derivative(of: state[index], by: scalar)
      case .order(let literal):
        let place = state[index]
        guard place >= 0 else { continue }
        if place == literal.count {
          following[index] = Self.longer
        } else if literal[place] == scalar {
          following[index] = place + 1
        } else {
          following[index] = scalar < literal[place] ? Self.less : Self.greater
        }
      }
    }
    return following
  }

  /// The shortest text to each state, of equals the first in the order of classes.
  mutating func samples(atMost most: Int) -> [String] {
    var seen: Set<[Int]> = [start]
    var (texts, states, place) = ([String.UnicodeScalarView()], [start], 0)
    while place < states.count {
      for scalar in classes.samples {
        let following = next(states[place], scalar.value)
        guard seen.insert(following).inserted else { continue }
        guard states.count < most, !regexes.isFull else {
          isPartial = true
          return texts.map { String($0) }
        }
        var text = texts[place]
        text.append(scalar)
        texts.append(text)
        states.append(following)
      }
      place += 1
    }
    return texts.map { String($0) }
  }
}
