/// The offsets of a time zone as a sorted table, made once at the rim so that no core reads the zone database.
public struct ZoneRules: Hashable, Sendable {
  /// A change of the offset, in seconds east of UTC, from an instant on.
  public struct Transition: Hashable, Sendable {
    public let at: Instant
    public let offsetSeconds: Int
    public init(at: Instant, offsetSeconds: Int) { (self.at, self.offsetSeconds) = (at, offsetSeconds) }
  }

  public let name: String
  /// The offset before the first transition, in seconds east of UTC.
  public let firstOffsetSeconds: Int
  /// Ascending by instant.
  public let transitions: [Transition]

  public init(name: String, firstOffsetSeconds: Int, transitions: [Transition]) {
    self.name = name
    self.firstOffsetSeconds = firstOffsetSeconds
    self.transitions = transitions
  }

  public static let utc = ZoneRules(name: "UTC", firstOffsetSeconds: 0, transitions: [])

  /// Seconds east of UTC at an instant.
  public func offsetSeconds(at instant: Instant) -> Int {
    var (low, high) = (0, transitions.count)
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle].at <= instant { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? firstOffsetSeconds : transitions[low - 1].offsetSeconds
  }

  /// The wall clock at an instant, written as if it were UTC.
  public func local(_ instant: Instant) -> Instant {
    instant.advanced(byMicroseconds: Int64(offsetSeconds(at: instant)) * Instant.microsecondsPerSecond)
  }

  /// The instant at which the wall clock shows `local`; the earlier one when it shows it twice, the end of the gap when it
  /// never does.
  public func instant(ofLocal local: Instant) -> Instant {
    guard !transitions.isEmpty else {
      return local.advanced(byMicroseconds: -Int64(firstOffsetSeconds) * Instant.microsecondsPerSecond)
    }
    func reading(_ offset: Int) -> Instant {
      local.advanced(byMicroseconds: -Int64(offset) * Instant.microsecondsPerSecond)
    }
    let nearby = reading(0)
    let before = offsetSeconds(at: nearby.advanced(byMicroseconds: -Instant.microsecondsPerDay))
    let after = offsetSeconds(at: nearby.advanced(byMicroseconds: Instant.microsecondsPerDay))
    if self.local(reading(before)) == local { return reading(before) }
    return reading(after) == reading(before) || self.local(reading(after)) == local ? reading(after) : reading(before)
  }
}
