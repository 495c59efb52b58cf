package import GovernanceModel
package import Predicates

extension Predicate {
  /// The condition with every literal that looks like personal data, or that `isPersonal` names, replaced by its kind.
  package func masked(_ isPersonal: (AttributePath, Value) -> Bool) -> Predicate {
    func mask(_ path: AttributePath, _ value: Value) -> Value {
      switch value {
      // Nothing is nobody's.
      case .text(""): return value
      case .text(let text):
        if let kind = PersonalLiteral.kind(of: text) { return .text("<\(kind.rawValue)>") }
        return isPersonal(path, value) ? .text("<personal>") : value
      case .set(let values): return .set(values.map { mask(path, $0) })
      case .boolean, .integer, .decimal, .instant: return isPersonal(path, value) ? .text("<personal>") : value
      }
    }
    switch self {
    case .all(let parts): return .all(parts.map { $0.masked(isPersonal) })
    case .any(let parts): return .any(parts.map { $0.masked(isPersonal) })
    case .not(let part): return .not(part.masked(isPersonal))
    case .isTrue(let part): return .isTrue(part.masked(isPersonal))
    case .compare(let path, let comparison, let value): return .compare(path, comparison, mask(path, value))
    case .isIn(let path, let values): return .isIn(path, values.map { mask(path, $0) })
    case .between(let path, let low, let high): return .between(path, mask(path, low), mask(path, high))
    case .set(let path, let test, let values): return .set(path, test, values.map { mask(path, $0) })
    case .text(let path, let test, let text):
      // A part of an identifier is no identifier, unless it looks like one.
      return PersonalLiteral.kind(of: text).map { .text(path, test, "<\($0.rawValue)>") } ?? self
    case .constant, .exists, .within, .olderThan, .eventCount, .consent, .segment, .opaque: return self
    }
  }

  /// Without literals that look personal, and without those that an identifying attribute is compared with.
  package var withoutPersonalLiterals: Predicate { masked { path, _ in RuleNotes.identifies(path.text) } }
}
