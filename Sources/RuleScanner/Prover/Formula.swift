internal import GovernanceModel
internal import Predicates

/// A condition taken apart for the solver: its leaves are numbers in a ``Leaves``.
///
/// Leaves are counted by where they stand and never compared: `==` of String calls two spellings of a text the same, and
/// conditions do not.
indirect enum Formula {
  case constant(Bool)
  case all([Formula])
  case any([Formula])
  case not(Formula)
  case isTrue(Formula)
  /// A condition on one attribute.
  case atom(Int)
  case count(Int)
  case consent(Int)
  case opaque(Int)
}

/// What the conditions of a question ask about.
struct Leaves {
  struct Atom {
    let attribute: Int
    /// Its place among the atoms of the attribute.
    let place: Int
    let predicate: Predicate
  }

  struct Consent: Hashable {
    let use: DataUse
    let channel: Channel?
  }

  private(set) var atoms: [Atom] = []
  private(set) var attributes: [AttributePath] = []
  /// By attribute, the numbers of its atoms.
  private(set) var atomsOf: [[Int]] = []
  private(set) var counts: [Predicate.EventCount] = []
  private(set) var consents: [Consent] = []
  private(set) var opaque: [String] = []
  private var numbers: [AttributePath: Int] = [:]
  /// Some opaque part stands under `isTrue`, where knowing less can make more true.
  private(set) var hasCertainOpaque = false

  mutating func take(_ predicate: Predicate) -> Formula { take(predicate, isCertain: false) }

  private mutating func take(_ predicate: Predicate, isCertain: Bool) -> Formula {
    switch predicate {
    case .constant(let value): return .constant(value)
    case .all(let parts): return .all(parts.map { take($0, isCertain: isCertain) })
    case .any(let parts): return .any(parts.map { take($0, isCertain: isCertain) })
    case .not(let part): return .not(take(part, isCertain: isCertain))
    case .isTrue(let part): return .isTrue(take(part, isCertain: true))
    case .eventCount(let count):
      counts.append(count)
      return .count(counts.count - 1)
    case .consent(let use, let channel):
      return .consent(Self.number(of: Consent(use: use, channel: channel), in: &consents))
    case .opaque(let text, _): return opaque(text, isCertain)
    case .segment(let id): return opaque("segment \(id)", isCertain)
    case .isIn(_, let literals) where literals.isEmpty: return .constant(false)
    case .isIn(let path, let literals) where literals.contains(where: \.isSet):
      return .any(literals.map { atom(path, .compare(path, .equal, $0)) })
    case .olderThan(let path, let period): return .not(atom(path, .within(path, period)))
    case .compare(let path, _, _), .isIn(let path, _), .between(let path, _, _), .text(let path, _, _),
      .exists(let path), .set(let path, _, _), .within(let path, _):
      return atom(path, predicate)
    }
  }

  private mutating func atom(_ path: AttributePath, _ predicate: Predicate) -> Formula {
    let attribute: Int
    if let known = numbers[path] {
      attribute = known
    } else {
      attribute = attributes.count
      numbers[path] = attribute
      attributes.append(path)
      atomsOf.append([])
    }
    atoms.append(Atom(attribute: attribute, place: atomsOf[attribute].count, predicate: predicate))
    atomsOf[attribute].append(atoms.count - 1)
    return .atom(atoms.count - 1)
  }

  private mutating func opaque(_ text: String, _ isCertain: Bool) -> Formula {
    if isCertain { hasCertainOpaque = true }
    if let known = opaque.firstIndex(where: { $0.utf8.elementsEqual(text.utf8) }) { return .opaque(known) }
    opaque.append(text)
    return .opaque(opaque.count - 1)
  }

  private static func number<Element: Equatable>(of element: Element, in list: inout [Element]) -> Int {
    if let known = list.firstIndex(of: element) { return known }
    list.append(element)
    return list.count - 1
  }
}

extension Formula {
  var hasOpaque: Bool {
    switch self {
    case .opaque: true
    case .all(let parts), .any(let parts): parts.contains(where: \.hasOpaque)
    case .not(let part), .isTrue(let part): part.hasOpaque
    case .constant, .atom, .count, .consent: false
    }
  }
}

extension Value {
  var isSet: Bool { if case .set = self { true } else { false } }
}
