package import GovernanceModel

/// The events of one person by time, each once. At an instant only what has happened by then is seen, whatever clock a source
/// had.
package struct EventHistory: Sendable {
  package let events: [PersonEvent]
  private let places: [String: [Int32]]
  private let instants: [String: [Instant]]

  /// An event that came twice counts once: told by source and id, or without an id by all that it says.
  package init(_ arrived: [PersonEvent] = []) {
    var known: Set<Name> = []
    var kept: [PersonEvent] = []
    kept.reserveCapacity(arrived.count)
    for event in arrived.sorted(by: PersonEvent.precedes) {
      if let id = event.id {
        guard known.insert(Name(source: event.source, id: id)).inserted else { continue }
      } else if kept.last == event {
        continue
      }
      kept.append(event)
    }
    var places: [String: [Int32]] = [:]
    for (index, event) in kept.enumerated() { places[event.type, default: []].append(Int32(truncatingIfNeeded: index)) }
    self.places = places
    instants = places.mapValues { $0.map { kept[Int($0)].at } }
    events = kept
  }

  private struct Name: Hashable {
    let source: String
    let id: String
  }

  /// The instants of the events of a type, those after `now` left out.
  package func instants(of type: String, until now: Instant) -> [Instant] {
    guard let all = instants[type], let last = all.last else { return [] }
    return last <= now ? all : Array(all[..<Self.count(all, until: now)])
  }

  /// The events of some types that had happened by `now`, by time; with `period`, those that it has not run out for.
  package func events(of types: [String], until now: Instant, within period: CalendarPeriod? = nil) -> [PersonEvent] {
    var found: [Int32] = []
    for type in Set(types) {
      guard let all = instants[type], let own = places[type] else { continue }
      found += own[..<Self.count(all, until: now)]
    }
    if types.count > 1 { found.sort() }
    let told = found.map { events[Int($0)] }
    guard let period else { return told }
    return told.filter { now < period.added(to: $0.at) }
  }

  /// The latest event of a type by `now`.
  package func latest(_ type: String, until now: Instant) -> PersonEvent? {
    guard let all = instants[type], let own = places[type] else { return nil }
    let count = Self.count(all, until: now)
    return count == 0 ? nil : events[Int(own[count - 1])]
  }

  package func merging(_ other: EventHistory) -> EventHistory { EventHistory(events + other.events) }

  private static func count(_ instants: [Instant], until now: Instant) -> Int {
    var (low, high) = (0, instants.count)
    while low < high {
      let middle = (low + high) / 2
      if instants[middle] <= now { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
