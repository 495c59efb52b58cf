extension Predicate {
  /// A condition with the same truth on all facts: nested connectives flattened, double negations and constants gone,
  /// equal neighbours told once.
  public func simplified() -> Predicate {
    switch self {
    case .all(let parts): Self.flattened(parts, isAll: true)
    case .any(let parts): Self.flattened(parts, isAll: false)
    case .not(let part): Self.negation(of: part.simplified())
    case .isTrue(let part): Self.certainty(of: part.simplified())
    case .isIn(_, let values) where values.isEmpty: .constant(false)
    default: self
    }
  }

  private static func flattened(_ parts: [Predicate], isAll: Bool) -> Predicate {
    var (kept, seen) = ([Predicate](), Set<Predicate>())
    kept.reserveCapacity(parts.count)
    for part in parts {
      let part = part.simplified()
      switch (part, isAll) {
      case (.constant(let value), _):
        if value != isAll { return .constant(value) }
      case (.all(let inner), true), (.any(let inner), false):
        for each in inner where seen.insert(each).inserted { kept.append(each) }
      default:
        if seen.insert(part).inserted { kept.append(part) }
      }
    }
    if kept.isEmpty { return .constant(isAll) }
    if kept.count == 1, let only = kept.first { return only }
    return isAll ? .all(kept) : .any(kept)
  }

  private static func negation(of part: Predicate) -> Predicate {
    switch part {
    case .constant(let value): .constant(!value)
    case .not(let inner): inner
    case .within(let path, let period): .olderThan(path, period)
    case .olderThan(let path, let period): .within(path, period)
    default: .not(part)
    }
  }

  private static func certainty(of part: Predicate) -> Predicate {
    switch part {
    case .constant, .exists, .isTrue: part
    case .not(let inner) where inner.isTwoValued: part
    default: .isTrue(part)
    }
  }

  /// Never unknown.
  private var isTwoValued: Bool {
    switch self {
    case .constant, .exists, .isTrue: true
    default: false
    }
  }
}
