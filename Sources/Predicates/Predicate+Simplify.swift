internal import GovernanceModel

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
        for each in inner where each.isUnheard(of: &seen) { kept.append(each) }
      default:
        if part.isUnheard(of: &seen) { kept.append(part) }
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

  /// False when an equal part was met before. `==` of String calls two normal forms of a text the same and conditions do
  /// not, so a part with text beyond ASCII is always kept.
  private func isUnheard(of seen: inout Set<Predicate>) -> Bool {
    var isPlain = true
    forEachPart { if !$0.hasPlainTexts { isPlain = false } }
    return !isPlain || seen.insert(self).inserted
  }

  private var hasPlainTexts: Bool {
    func isPlain(_ text: String) -> Bool { text.utf8.allSatisfy { $0 < 0x80 } }
    func isPlain(_ value: Value) -> Bool {
      switch value {
      case .text(let text): isPlain(text)
      case .set(let values): values.allSatisfy(isPlain)
      default: true
      }
    }
    switch self {
    case .compare(_, _, let value): return isPlain(value)
    case .between(_, let low, let high): return isPlain(low) && isPlain(high)
    case .isIn(_, let values), .set(_, _, let values): return values.allSatisfy(isPlain)
    case .text(_, _, let text), .opaque(let text, _), .segment(let text): return isPlain(text)
    default: return true
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
