internal import GovernanceModel

/// Where a condition on one attribute is definitely true, and where it is definitely false; elsewhere it is unknown.
struct RegionPair: Sendable {
  var holds: ValueRegion
  var fails: ValueRegion

  var negated: RegionPair { RegionPair(holds: fails, fails: holds) }

  /// Nil when the condition reads several attributes, or the instant, or looks into texts or sets: regions cannot say it.
  static func of(_ predicate: Predicate) -> (path: AttributePath, pair: RegionPair)? {
    switch predicate {
    case .exists(let path):
      return (path, RegionPair(holds: ValueRegion.missing.complement, fails: .missing))
    case .compare(let path, let comparison, let literal):
      return comparing(comparison, literal).map { (path, $0) }
    case .isIn(let path, let literals): return joined(path, literals.map { comparing(.equal, $0) }, isAll: false)
    case .between(let path, let low, let high):
      return joined(path, [comparing(.atLeast, low), comparing(.atMost, high)], isAll: true)
    case .text(let path, .startsWith, let prefix):
      let start = IntervalSet.from(TextBound(prefix), until: TextBound(prefix).afterPrefix)
      return (path, RegionPair(holds: ValueRegion(texts: start), fails: ValueRegion(texts: start.complement)))
    case .not(let part): return of(part).map { ($0.path, $0.pair.negated) }
    case .isTrue(let part):
      return of(part).map { ($0.path, RegionPair(holds: $0.pair.holds, fails: $0.pair.holds.complement)) }
    case .all(let parts), .any(let parts):
      let isAll = if case .all = predicate { true } else { false }
      var (path, pairs) = (AttributePath?.none, [RegionPair?]())
      for part in parts {
        guard let (own, pair) = of(part), path == nil || path == own else { return nil }
        path = own
        pairs.append(pair)
      }
      return path.flatMap { joined($0, pairs, isAll: isAll) }
    case .constant, .text, .set, .within, .olderThan, .eventCount, .consent, .segment, .opaque: return nil
    }
  }

  /// The attribute of a condition that ``of(_:)`` can say; nil otherwise.
  static func path(of predicate: Predicate) -> AttributePath? {
    func isSaid(_ literal: Value) -> Bool { if case .set = literal { false } else { true } }
    switch predicate {
    case .exists(let path), .text(let path, .startsWith, _): return path
    case .compare(let path, _, let literal): return isSaid(literal) ? path : nil
    case .between(let path, let low, let high): return isSaid(low) && isSaid(high) ? path : nil
    case .isIn(let path, let literals): return !literals.isEmpty && literals.allSatisfy(isSaid) ? path : nil
    case .not(let part), .isTrue(let part): return self.path(of: part)
    case .all(let parts), .any(let parts):
      var found: AttributePath?
      for part in parts {
        guard let path = path(of: part), found == nil || found == path else { return nil }
        found = path
      }
      return found
    case .constant, .text, .set, .within, .olderThan, .eventCount, .consent, .segment, .opaque: return nil
    }
  }

  /// True when a condition, asked to hold alone, surely leaves a value; told without making regions.
  static func surelyHoldsSomewhere(_ predicate: Predicate) -> Bool {
    switch predicate {
    case .exists: true
    case .compare(_, let comparison, let literal):
      comparison != .less && comparison != .greater && !literal.isMissing
        && (!comparison.isOrder || literal.equals(literal) == true && literal.order(to: literal) != nil)
    case .isIn(_, let literals): literals.contains { !$0.isMissing }
    default: false
    }
  }

  private static func joined(
    _ path: AttributePath, _ pairs: [RegionPair?], isAll: Bool
  ) -> (path: AttributePath, pair: RegionPair)? {
    guard var result = pairs.first ?? nil else { return nil }
    for pair in pairs.dropFirst() {
      guard let pair else { return nil }
      if isAll {
        result.holds = result.holds.intersection(pair.holds)
        result.fails = result.fails.union(pair.fails)
      } else {
        result.holds = result.holds.union(pair.holds)
        result.fails = result.fails.intersection(pair.fails)
      }
    }
    return (path, result)
  }

  /// Mirrors ``Value/order(to:)`` and ``Value/equals(_:)``.
  private static func comparing(_ comparison: Predicate.Comparison, _ literal: Value) -> RegionPair? {
    switch literal {
    case .boolean(let value):
      guard !comparison.isOrder else { return RegionPair(holds: ValueRegion(), fails: ValueRegion()) }
      let same = RegionPair(
        holds: ValueRegion(few: value ? .yes : .no), fails: ValueRegion(few: value ? .no : .yes))
      return comparison == .equal ? same : same.negated
    case .integer, .decimal:
      guard let number = ExactNumber(literal) else { return RegionPair(holds: ValueRegion(), fails: ValueRegion()) }
      let lane = lane(comparison, number)
      return RegionPair(holds: ValueRegion(numbers: lane), fails: ValueRegion(numbers: lane.complement))
    case .instant(let instant):
      let lane = lane(comparison, instant)
      return RegionPair(holds: ValueRegion(instants: lane), fails: ValueRegion(instants: lane.complement))
    case .text(let text):
      let lane = lane(comparison, TextBound(text))
      var pair = RegionPair(holds: ValueRegion(texts: lane), fails: ValueRegion(texts: lane.complement))
      if let instant = Value.instant(named: text) {
        pair.holds.instants = self.lane(comparison, instant)
        pair.fails.instants = pair.holds.instants.complement
      }
      return pair
    case .set: return nil
    }
  }

  private static func lane<Bound: Discrete>(_ comparison: Predicate.Comparison, _ bound: Bound) -> IntervalSet<Bound> {
    switch comparison {
    case .equal: .only(bound)
    case .notEqual: .only(bound).complement
    case .less: .below(bound)
    case .atMost: .atMost(bound)
    case .greater: .above(bound)
    case .atLeast: .atLeast(bound)
    }
  }
}
