/// Puts the definitions of segments in the place of references to them (semantics section 7). What is unresolved,
/// cyclic or unfolds without bound becomes opaque.
package struct SegmentResolver {
  /// Nobody defines the segment; it refers to itself; it grows beyond all bounds.
  package enum Fault: Hashable, Sendable { case dangling, cyclic, unbounded }

  /// A reference that could not be resolved.
  package struct Failure: Hashable, Sendable {
    package let segment: String
    package let fault: Fault
    package init(segment: String, fault: Fault) { (self.segment, self.fault) = (segment, fault) }
  }

  private let definitions: [String: Predicate]
  /// Segments that are defined by themselves, through however many others.
  private let cyclic: Set<String>
  private var expanded: [String: Expansion] = [:]
  private var depth = 0

  private struct Expansion {
    var predicate: Predicate
    var failures: [Failure]
    var size: Int
    var depth: Int
  }

  /// Beyond these a definition is called unbounded: segments that each name the one before twice unfold to 2^n.
  private static let largest = 50_000
  private static let deepest = 512

  package init(_ definitions: [String: Predicate]) {
    self.definitions = definitions
    cyclic = SegmentCycles.members(of: definitions)
  }

  /// The condition with every segment inlined, and the references that could not be, each once, in order.
  package mutating func resolve(_ predicate: Predicate) -> (predicate: Predicate, failures: [Failure]) {
    guard predicate.hasSegment else { return (predicate, []) }
    let result = expand(predicate)
    return (result.predicate, result.failures)
  }

  private mutating func expand(_ predicate: Predicate) -> Expansion {
    switch predicate {
    case .segment(let id): return segment(id)
    case .all(let parts): return connect(parts, Predicate.all)
    case .any(let parts): return connect(parts, Predicate.any)
    case .not(let part): return wrap(part, Predicate.not)
    case .isTrue(let part): return wrap(part, Predicate.isTrue)
    default: return Expansion(predicate: predicate, failures: [], size: 1, depth: 1)
    }
  }

  private mutating func segment(_ id: String) -> Expansion {
    if let known = expanded[id] { return known }
    if cyclic.contains(id) { return failed(id, .cyclic) }
    guard let definition = definitions[id] else { return failed(id, .dangling) }
    guard depth < Self.deepest else { return failed(id, .unbounded) }
    depth += 1
    var result = expand(definition)
    depth -= 1
    if result.size > Self.largest || result.depth > Self.deepest { result = failed(id, .unbounded) }
    expanded[id] = result
    return result
  }

  private func failed(_ id: String, _ fault: Fault) -> Expansion {
    Expansion(
      predicate: .opaque(text: "segment \(id)", reads: []), failures: [Failure(segment: id, fault: fault)], size: 1,
      depth: 1)
  }

  private mutating func connect(_ parts: [Predicate], _ make: ([Predicate]) -> Predicate) -> Expansion {
    var (kept, failures, size, depth) = ([Predicate](), [Failure](), 1, 0)
    kept.reserveCapacity(parts.count)
    for part in parts {
      let result = expand(part)
      kept.append(result.predicate)
      size += result.size
      depth = max(depth, result.depth)
      for failure in result.failures where !failures.contains(failure) { failures.append(failure) }
    }
    return Expansion(predicate: make(kept), failures: failures, size: size, depth: depth + 1)
  }

  private mutating func wrap(_ part: Predicate, _ make: (Predicate) -> Predicate) -> Expansion {
    var result = expand(part)
    result.predicate = make(result.predicate)
    result.size += 1
    result.depth += 1
    return result
  }
}

extension Predicate {
  fileprivate var hasSegment: Bool {
    switch self {
    case .segment: true
    case .all(let parts), .any(let parts): parts.contains(where: \.hasSegment)
    case .not(let part), .isTrue(let part): part.hasSegment
    default: false
    }
  }
}
