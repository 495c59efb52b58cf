import GovernanceModel
import Predicates
import ProvisoTesting

/// Conditions of any shape over few attributes and literals of every type, and everybody who can matter to them.
struct ProofGenerator {
  var random: SplitMix64

  static let now = Instant(iso8601: "2026-03-01T00:00:00Z") ?? .distantPast
  private static let january = Instant(iso8601: "2026-01-15T00:00:00Z") ?? .distantPast
  private static let literals: [Value] = [
    .integer(1), .decimal(1.5), .integer(2), .text("m"), .text("mm"), .text("2026-01-15"), .boolean(true),
    .instant(january), .set([.text("m")]),
  ]

  mutating func atom() -> Predicate {
    let path = AttributePath(random.pick(["a", "b"]) ?? "a")
    switch Int.random(in: 0..<10, using: &random) {
    case 0, 1, 2: return .compare(path, random.pick(Predicate.Comparison.allCases) ?? .equal, literal())
    case 3: return .isIn(path, [literal(), literal()])
    case 4: return .between(path, literal(), literal())
    case 5: return .exists(path)
    case 6:
      return .text(path, random.pick([.startsWith, .endsWith, .contains]) ?? .contains, random.oneIn(3) ? "mm" : "m")
    case 7: return .set(path, random.pick(Predicate.SetTest.allCases) ?? .containsAny, [element(), element()])
    case 8: return .text(path, .matches, random.pick(["^m+$", "m.", "(?i)^M", "[0-9]{2}"]) ?? "m")
    default: return .consent(DataUse("u"), nil)
    }
  }

  private mutating func literal() -> Value { random.pick(Self.literals) ?? .integer(0) }

  private mutating func element() -> Value { random.pick(Array(Self.literals.dropLast())) ?? .integer(0) }

  mutating func tree(_ depth: Int) -> Predicate {
    if depth == 0 || random.oneIn(4) { return random.oneIn(15) ? .constant(random.oneIn(2)) : atom() }
    let parts = (0..<Int.random(in: 1...3, using: &random)).map { _ in tree(depth - 1) }
    switch Int.random(in: 0..<5, using: &random) {
    case 0, 1: return .all(parts)
    case 2: return .any(parts)
    case 3: return .not(tree(depth - 1))
    default: return .isTrue(tree(depth - 1))
    }
  }

  /// One value of every kind that the literals and patterns can tell apart, missing among them; written down by hand.
  static let values: [Value?] = {
    let texts = [
      "", "!", "!m", "!mx", "!mm", "!mmx", "0", "10", "2026-01-14", "2026-01-15", "2026-01-15m", "2026-01-15mm",
      "2026-01-16", "2m", "2m1", "2mm",
      "2mmx",
      "2m10", "M", "M1", "M10", "Mm", "Mmm", "Mm10", "Mmx", "l", "l10", "lm", "lmx", "lmm", "lmmx", "lm10", "lmm10",
      "m",
      "m0", "m10", "m0m", "m0mm", "m10m", "m10mm", "mm", "mmm", "mm0", "mm10", "mm0m", "mm0mm", "mn", "mnm", "mnmm",
      "mn10",
      "n", "nm", "nmx", "nmm", "nmmx", "n10", "nm10", "m\n", "\nm", "l\nm", "1m", "10m", "10mm", "m0n", "m\nm",
      "2026-01-15x",
      "mm\n", "nm\n", "Mm\n", "2m\n", "2026m", "2026-01-15m\n",
    ]
    let days = [-40, -1, 0, 1, 40] as [Int64]
    let instants = days.map { january.advanced(byMicroseconds: $0 * Instant.microsecondsPerDay) }
    let elements: [[Value]] = [
      [], [.text("m")], [.text("mm")], [.integer(1)], [.text("z")], [.text("m"), .text("z")], [.boolean(true)],
      [.text("m"), .integer(1)], [.decimal(1.5)], [.integer(2)], [.text("2026-01-15")], [.text("mm"), .text("m")],
    ]
    let singles: [Value?] = [
      nil, .integer(0), .integer(1), .decimal(1.25), .decimal(1.5), .decimal(1.75), .integer(2), .integer(3),
      .boolean(true), .boolean(false),
    ]
    return singles + texts.map(Value.text) + instants.map(Value.instant) + sets(elements)
  }()

  /// Every set of the elements that the literals name, with and without another one.
  private static func sets(_ some: [[Value]]) -> [Value?] {
    let named: [Value] = [
      .integer(1), .decimal(1.5), .integer(2), .text("m"), .text("mm"), .text("2026-01-15"), .boolean(true),
      .instant(january),
    ]
    var found: [Value?] = some.map { .set($0) }
    for choice in 0..<(1 << named.count) {
      found.append(.set(named.indices.filter { choice >> $0 & 1 == 1 }.map { named[$0] }))
    }
    return found
  }
}

/// Somebody in a table.
struct TablePerson: Facts {
  var values: [String: Value] = [:]
  var consent = Truth.unknown
  var now = ProofGenerator.now
  func value(of path: AttributePath) -> Value? { values[path.text] }
  func consent(_ use: DataUse, channel: Channel?) -> Truth { consent }
  func events(of type: String) -> [Instant]? { nil }
}

/// Tries every value of each attribute that is read, and every answer about consent.
///
/// What one comparison says of every value is worked out once; of values that all comparisons of a condition treat alike
/// one is tried.
struct BruteForce {
  private var known: [String: [Truth]] = [:]

  mutating func somebody(meets condition: Predicate) -> Bool {
    let paths = condition.reads
    var choices: [(path: AttributePath, values: [Value?])] = []
    for path in paths { choices.append((path, values(of: path, in: condition))) }
    var person = TablePerson()
    return Self.search(choices[...], &person, condition)
  }

  private static func search(
    _ choices: ArraySlice<(path: AttributePath, values: [Value?])>, _ person: inout TablePerson, _ condition: Predicate
  ) -> Bool {
    guard let choice = choices.first else {
      return [Truth.true, .false, .unknown].contains { truth in
        person.consent = truth
        return condition.evaluate(on: person) == .true
      }
    }
    return choice.values.contains { value in
      person.values[choice.path.text] = value
      return search(choices.dropFirst(), &person, condition)
    }
  }

  private mutating func values(of path: AttributePath, in condition: Predicate) -> [Value?] {
    var leaves: [Predicate] = []
    condition.forEachPart { part in
      switch part {
      case .all, .any, .not, .isTrue: break
      default: if part.reads == [path] { leaves.append(part) }
      }
    }
    var columns: [[Truth]] = []
    for leaf in leaves { columns.append(said(leaf, path)) }
    var (seen, found) = (Set<[Truth]>(), [Value?]())
    for (index, value) in ProofGenerator.values.enumerated()
    where seen.insert(columns.map { $0[index] }).inserted { found.append(value) }
    return found
  }

  private mutating func said(_ leaf: Predicate, _ path: AttributePath) -> [Truth] {
    let text = leaf.conditionText
    if let known = known[text] { return known }
    let column = ProofGenerator.values.map { value in
      leaf.evaluate(on: TablePerson(values: value.map { [path.text: $0] } ?? [:]))
    }
    known[text] = column
    return column
  }
}
