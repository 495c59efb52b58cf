package import GovernanceModel

/// A person, made up to meet conditions: values, events and consents, at an instant.
package struct Witness: Facts, Sendable {
  package var values: [(path: AttributePath, value: Value)] = []
  package var counts: [(event: String, instants: [Instant])] = []
  package var consents: [(use: DataUse, channel: Channel?, truth: Truth)] = []
  /// Types of events of which nobody has a history.
  package var unknownEvents: [String] = []
  package var now: Instant

  package init(now: Instant) { self.now = now }

  package func value(of path: AttributePath) -> Value? { values.first { $0.path == path }?.value }

  /// No, where nothing was recorded: nobody agreed.
  package func consent(_ use: DataUse, channel: Channel?) -> Truth {
    consents.first { $0.use == use && $0.channel == channel }?.truth ?? .false
  }

  package func events(of type: String) -> [Instant]? {
    if unknownEvents.contains(type) { return nil }
    return counts.first { $0.event == type }?.instants ?? []
  }
}

extension Conjunction {
  /// Someone who meets the conditions at `now`; nil when there is nobody, or nobody simple enough to be found. Replayed:
  /// the first condition evaluates to true on who is returned.
  package func witness(at now: Instant) -> Witness? {
    guard constantFault == nil else { return nil }
    var witness = Witness(now: now)
    for key in keys {
      let (region, tests) = region(of: key)
      if case .events(let event, let window) = key {
        guard let count = region.instants.intervals.first?.low.microseconds, count <= 1000 else {
          if region.few.contains(.missing) { continue }
          return nil
        }
        witness.join(event, Int(count), window)
        continue
      }
      guard let pick = Pick(region, tests, at: now) else { return nil }
      switch key {
      case .attribute(let path): if let value = pick.value { witness.values.append((path, value)) }
      case .consent(let use, let channel):
        let truth: Truth = if case .boolean(let yes)? = pick.value { Truth(yes) } else { .unknown }
        witness.consents.append((use, channel, truth))
      case .events: break
      }
    }
    return parts.allSatisfy({ $0.evaluate(on: witness) == .true }) ? witness : nil
  }
}

extension Witness {
  /// As many events as asked for, all at the evaluation instant; the greatest number when several windows ask.
  fileprivate mutating func join(_ event: String, _ count: Int, _ window: CalendarPeriod?) {
    let instants = [Instant](repeating: now, count: count)
    if let index = counts.firstIndex(where: { $0.event == event }) {
      if counts[index].instants.count < count { counts[index].instants = instants }
    } else {
      counts.append((event, instants))
    }
  }
}

/// The simplest value of a region: missing, then the plainest of each type.
private struct Pick {
  let value: Value?

  init?(_ region: ValueRegion, _ tests: [Conjunction.Test], at now: Instant) {
    if region.few.contains(.missing) {
      value = nil
      return
    }
    let tested = TestedRegion(region, tests)
    if let found = Self.number(region.numbers) ?? Self.truth(region.few) {
      value = found
    } else if !region.texts.isEmpty, let text = tested.text {
      value = .text(text)
    } else if !region.instants.isEmpty, let instant = tested.instant(at: now) {
      value = .instant(instant)
    } else if region.few.contains(.sets), let set = tested.set {
      value = .set(set)
    } else {
      return nil
    }
  }

  private static func truth(_ few: ValueRegion.Few) -> Value? {
    few.contains(.no) ? .boolean(false) : few.contains(.yes) ? .boolean(true) : nil
  }

  /// Zero, else an end that is short to write, else a whole number near an end, else the end itself.
  private static func number(_ set: IntervalSet<ExactNumber>) -> Value? {
    guard let first = set.intervals.first else { return nil }
    var candidates: [Value] = [.integer(0)]
    candidates += set.intervals.map(\.low.value).filter { "\($0)".utf8.count <= 18 }
    for interval in set.intervals {
      for end in [interval.low, interval.high].compactMap({ $0 }) {
        if case .decimal(let number) = end.value, abs(number) < 1e15 {
          candidates += [.integer(Int64(number.rounded(.up))), .integer(Int64(number.rounded(.down)))]
          candidates.append(.integer(Int64(number.rounded(.down)) - 1))
        } else if case .integer(let number) = end.value {
          candidates.append(.integer(number))
          if number > .min { candidates.append(.integer(number - 1)) }
        }
      }
    }
    return candidates.first { ExactNumber($0).map { set.contains($0) } == true } ?? first.low.value
  }
}
