package import GovernanceModel

/// When a use takes place, and how to read events whose order to it cannot be told.
struct UseWindow {
  /// The first and the last instant that the use can have.
  let first: Int64
  let last: Int64
  /// False: positives come late and negatives early. True: the other way round.
  var isOptimistic = false

  init(_ moment: Moment) {
    first = moment.start.microseconds
    last = moment.isExact ? first : moment.end.microseconds - 1
  }

  init(_ instant: Int64) { (first, last) = (instant, instant) }
}

extension ConsentProbe {
  /// The state of one person at a moment (semantics section 3), without allocating for what is usual.
  ///
  /// - Parameter events: all events of the person, sorted by ``PackedConsentEvent/precedes(_:_:)``.
  package func state(of events: Span<PackedConsentEvent>, at moment: Moment, birth: BirthDate? = nil) -> ConsentState {
    decision(on: events, at: moment, birth: birth).state
  }

  /// The same with the event that decided it.
  package func decision(
    on events: Span<PackedConsentEvent>, at moment: Moment, birth: BirthDate? = nil
  ) -> ConsentDecision { decision(on: events, in: UseWindow(moment), birth: birth) }

  func decision(on events: Span<PackedConsentEvent>, in window: UseWindow, birth: BirthDate?) -> ConsentDecision {
    // What is later than the use decides nothing.
    let events = events.extracting(first: countUpTo(window, events))
    if let grant = plainlyValid(events, window, birth) { return ConsentDecision(.valid, decisive: grant) }
    let scan = scan(events, window)
    let strict = settle(scan, events, window, birth)
    guard scan.isAmbiguous else { return strict }
    var hopeful = window
    hopeful.isOptimistic = true
    let lenient = settle(self.scan(events, hopeful), events, hopeful, birth)
    return lenient.state.isSameVerdict(as: strict.state)
      ? strict : ConsentDecision(.unverifiable(.sameDay), decisive: strict.decisive)
  }

  /// The decision under one reading of what cannot be told, which the window names.
  func plainDecision(
    on events: Span<PackedConsentEvent>, in window: UseWindow, birth: BirthDate?
  ) -> ConsentDecision {
    let events = events.extracting(first: countUpTo(window, events))
    if let grant = plainlyValid(events, window, birth) { return ConsentDecision(.valid, decisive: grant) }
    return settle(scan(events, window), events, window, birth)
  }

  /// How many events are not later than the use; long histories are cut by binary search, short ones by the scan itself.
  private func countUpTo(_ window: UseWindow, _ events: Span<PackedConsentEvent>) -> Int {
    guard events.count > 32 else { return events.count }
    var (low, high) = (0, events.count)
    while low < high {
      let middle = (low + high) / 2
      if events[middle].start <= window.last { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func settle(
    _ scan: Scan, _ events: Span<PackedConsentEvent>, _ window: UseWindow, _ birth: BirthDate?
  ) -> ConsentDecision {
    if let negative = standingNegative(scan, events, window) {
      return ConsentDecision(
        .invalid(ConsentAction.reason(ofCode: events[negative].actionCode)), decisive: negative)
    }
    if channel == 0, scan.hasChannelledNegative, let negative = channelledNegative(events, window) {
      return ConsentDecision(.unverifiable(.useTooCoarse), decisive: negative)
    }
    if terms.regime == .optOut { return ConsentDecision(.valid) }
    return scan.hasGrant
      ? bestGrant(events, window, scan.latestNo, birth) : ConsentDecision(.invalid(reasonWithoutGrant(events, window)))
  }

  /// The negative that decides. Most people need no second look: the latest negative is later than every lifting grant, or
  /// the latest lifting grant lifts all.
  private func standingNegative(
    _ scan: Scan, _ events: Span<PackedConsentEvent>, _ window: UseWindow
  ) -> Int? {
    guard scan.negative >= 0 else { return nil }
    if scan.lifterStart <= last(of: events[scan.negative]) { return scan.negative }
    let liftsAll =
      scan.lifterStart > scan.latestNo && scan.lifterLevel >= scan.deepestNo
      && (scan.lifterHasChannel || !scan.hasOwnChannelNegative)
    return liftsAll ? nil : latestUnlifted(events, window, row, channel, only: .max)
  }
}
