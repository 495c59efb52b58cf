extension Predicate {
  /// Every attribute that the condition reads, each once, in order of appearance; a count of events reads
  /// `events.<type>`. Consent atoms and segment references read no attribute themselves.
  public var reads: [AttributePath] {
    var (found, seen) = ([AttributePath](), Set<AttributePath>())
    forEachRead { if seen.insert($0).inserted { found.append($0) } }
    return found
  }

  /// Visits each place that reads an attribute.
  package func forEachRead(_ body: (AttributePath) -> Void) {
    switch self {
    case .constant, .consent, .segment: break
    case .all(let parts), .any(let parts): for part in parts { part.forEachRead(body) }
    case .not(let part), .isTrue(let part): part.forEachRead(body)
    case .compare(let path, _, _), .isIn(let path, _), .between(let path, _, _), .text(let path, _, _),
      .exists(let path), .set(let path, _, _), .within(let path, _), .olderThan(let path, _):
      body(path)
    case .eventCount(let count): body(AttributePath("events.\(count.event)"))
    case .opaque(_, let reads): for path in reads { body(path) }
    }
  }

  /// Visits every condition of the tree, this one first.
  package func forEachPart(_ body: (Predicate) -> Void) {
    body(self)
    switch self {
    case .all(let parts), .any(let parts): for part in parts { part.forEachPart(body) }
    case .not(let part), .isTrue(let part): part.forEachPart(body)
    default: break
    }
  }
}
