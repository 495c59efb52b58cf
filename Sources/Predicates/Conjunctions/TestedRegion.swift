internal import GovernanceModel

/// A region with tests on its texts, sets or instants that intervals cannot say.
struct TestedRegion {
  let region: ValueRegion
  private var texts: [(test: Predicate.TextTest, literal: String, wanted: Bool)] = []
  private var sets: [(test: Predicate.SetTest, literals: [Value], wanted: Bool)] = []
  private var windows: [(period: CalendarPeriod, wanted: Bool)] = []

  init(_ region: ValueRegion, _ tests: [Conjunction.Test]) {
    self.region = region
    for test in tests {
      switch test.predicate {
      case .text(_, let kind, let literal): texts.append((kind, literal, test.wanted))
      case .set(_, let kind, let literals): sets.append((kind, literals, test.wanted))
      case .within(_, let period): windows.append((period, test.wanted))
      default: break
      }
    }
  }

  /// False only when it is certain that no value passes.
  var mayHoldSome: Bool {
    if !region.few.isDisjoint(with: [.missing, .yes, .no]) || !region.numbers.isEmpty { return true }
    if region.few.contains(.sets), sets.isEmpty || mayHoldSet { return true }
    if !region.texts.isEmpty, texts.isEmpty || mayHoldText { return true }
    return !region.instants.isEmpty && mayHoldInstant
  }
}

// MARK: - Texts

extension TestedRegion {
  private var mayHoldText: Bool {
    if let points = region.texts.points { return points.contains { passes($0.text) } }
    return !texts.contains { one in
      texts.contains { two in
        one.wanted && !two.wanted && one.test == two.test && one.literal.utf8.elementsEqual(two.literal.utf8)
      }
    }
  }

  private func passes(_ text: String) -> Bool {
    texts.allSatisfy { $0.test.holds(text, $0.literal) == Truth($0.wanted) }
  }

  /// A text of the region that passes, if a simple one does.
  var text: String? {
    if let points = region.texts.points { return points.first { passes($0.text) }?.text }
    let wanted = texts.filter { $0.wanted && $0.test != .matches }
    let middle = wanted.filter { $0.test == .contains }.map(\.literal).joined()
    let end = wanted.filter { $0.test == .endsWith }.map(\.literal).max { $0.utf8.count < $1.utf8.count } ?? ""
    let lows = region.texts.intervals.map(\.low.text)
    for start in lows + [""] {
      for candidate in [start, start + middle + end, start + "x" + middle + "x" + end, start + end + middle + end] {
        if region.texts.contains(TextBound(candidate)), passes(candidate) { return candidate }
      }
    }
    return nil
  }
}

// MARK: - Sets

extension TestedRegion {
  /// More elements than this are not tried one by one.
  private static let mostElements = 12

  private var mayHoldSet: Bool {
    sets.reduce(0) { $0 + $1.literals.count } > Self.mostElements || set != nil
  }

  /// A set that passes, of the elements that the tests name.
  var set: [Value]? {
    var elements: [Value] = []
    for literal in sets.flatMap(\.literals)
    where !literal.isMissing && !elements.contains(where: { $0.isSameElement(as: literal) }) {
      elements.append(literal)
    }
    elements = Array(elements.prefix(Self.mostElements))
    for choice in 0..<(1 << elements.count) {
      let chosen = elements.indices.filter { choice >> $0 & 1 == 1 }.map { elements[$0] }
      if sets.allSatisfy({ $0.test.holds(chosen, $0.literals) == $0.wanted }) { return chosen }
    }
    return nil
  }
}

// MARK: - Instants

extension TestedRegion {
  /// `now < anchor + inside` and `anchor + outside ≤ now` exclude each other when `inside` never ends later.
  private var mayHoldInstant: Bool {
    !windows.contains { inside in
      inside.wanted
        && windows.contains { outside in !outside.wanted && inside.period.neverExceeds(outside.period) }
    }
  }

  /// An instant of the region that passes at `now`, tried around the ends of the windows.
  func instant(at now: Instant) -> Instant? {
    var candidates = [now]
    for (period, _) in windows {
      let back = now.advanced(byMicroseconds: -period.roughMicroseconds)
      for days in [-3, -1, 0, 1, 3] as [Int64] {
        candidates.append(back.advanced(byMicroseconds: days * Instant.microsecondsPerDay))
      }
      for step in [-1, 1] as [Int64] { candidates.append(back.advanced(byMicroseconds: step * 3_600_000_000)) }
      candidates.append(back.advanced(byMicroseconds: -period.roughMicroseconds / 2))
      candidates.append(back.advanced(byMicroseconds: period.roughMicroseconds / 2))
    }
    for interval in region.instants.intervals {
      candidates.append(interval.low)
      if let high = interval.high { candidates.append(high.advanced(byMicroseconds: -1)) }
    }
    return candidates.first { candidate in
      region.instants.contains(candidate)
        && windows.allSatisfy { (now < $0.period.added(to: candidate)) == $0.wanted }
    }
  }
}
