internal import GovernanceModel

extension Predicate {
  /// What the condition says of a person at an instant, in SQL's three-valued logic (semantics section 7).
  ///
  /// A comparison with a missing attribute, or with a value of another type, is unknown; so are a segment that nobody
  /// put in its place and an opaque part.
  public func evaluate(on facts: some Facts) -> Truth {
    switch self {
    case .constant(let value): Truth(value)
    case .all(let parts): Self.conjunction(parts, facts)
    case .any(let parts): Self.disjunction(parts, facts)
    case .not(let part): part.evaluate(on: facts).negated
    case .isTrue(let part): Truth(part.evaluate(on: facts) == .true)
    case .exists(let path): Truth(facts.known(path) != nil)
    case .compare(let path, let comparison, let literal):
      facts.known(path).map { comparison.holds($0, literal) } ?? .unknown
    case .isIn(let path, let literals):
      literals.isEmpty ? .false : facts.known(path).map { Self.membership($0, literals) } ?? .unknown
    case .between(let path, let low, let high):
      facts.known(path).map { Comparison.atLeast.holds($0, low).and(Comparison.atMost.holds($0, high)) } ?? .unknown
    case .text(let path, let test, let literal):
      if case .text(let text)? = facts.value(of: path) { test.holds(text, literal) } else { .unknown }
    case .set(let path, let test, let literals):
      if case .set(let elements)? = facts.value(of: path) { Truth(test.holds(elements, literals)) } else { .unknown }
    case .within(let path, let period): Self.isWithin(path, period, facts)
    case .olderThan(let path, let period): Self.isWithin(path, period, facts).negated
    case .eventCount(let count): count.evaluate(on: facts)
    case .consent(let use, let channel): facts.consent(use, channel: channel)
    case .segment, .opaque: .unknown
    }
  }

  private static func conjunction(_ parts: [Predicate], _ facts: some Facts) -> Truth {
    var result = Truth.true
    for part in parts {
      switch part.evaluate(on: facts) {
      case .false: return .false
      case .unknown: result = .unknown
      case .true: break
      }
    }
    return result
  }

  private static func disjunction(_ parts: [Predicate], _ facts: some Facts) -> Truth {
    var result = Truth.false
    for part in parts {
      switch part.evaluate(on: facts) {
      case .true: return .true
      case .unknown: result = .unknown
      case .false: break
      }
    }
    return result
  }

  /// SQL's IN: true on a match, unknown when a literal of another type leaves it open, else false.
  private static func membership(_ value: Value, _ literals: [Value]) -> Truth {
    var result = Truth.false
    for literal in literals {
      switch value.equals(literal) {
      case true?: return .true
      case nil: result = .unknown
      case false?: break
      }
    }
    return result
  }

  private static func isWithin(_ path: AttributePath, _ period: CalendarPeriod, _ facts: some Facts) -> Truth {
    guard case .instant(let anchor)? = facts.value(of: path) else { return .unknown }
    return Truth(facts.now < period.added(to: anchor))
  }
}

extension Facts {
  /// The value of a path; nil when it is absent or NaN.
  func known(_ path: AttributePath) -> Value? {
    guard let value = value(of: path), !value.isMissing else { return nil }
    return value
  }
}

extension Truth {
  func and(_ other: Truth) -> Truth {
    if self == .false || other == .false { return .false }
    return self == .true && other == .true ? .true : .unknown
  }
}
