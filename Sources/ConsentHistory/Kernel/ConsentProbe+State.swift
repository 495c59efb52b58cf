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
    if scan.hasNegative, let negative = latestUnlifted(events, window, row, channel, only: .max) {
      return ConsentDecision(negativeState(events[negative]), decisive: negative)
    }
    if channel == 0, scan.hasChannelledNegative, let negative = channelledNegative(events, window) {
      return ConsentDecision(.unverifiable(.useTooCoarse), decisive: negative)
    }
    if terms.regime == .optOut { return ConsentDecision(.valid) }
    return scan.hasGrant
      ? bestGrant(events, window, scan.latestNo, birth) : ConsentDecision(.invalid(reasonWithoutGrant(events, window)))
  }

  private func negativeState(_ event: PackedConsentEvent) -> ConsentState {
    .invalid(ConsentAction.reason(ofCode: event.actionCode))
  }
}

extension ConsentProbe {
  /// What one pass over the events tells.
  struct Scan {
    /// The last instant at which the latest negative that ends grants can have happened.
    var latestNo = Int64.min
    var hasNegative = false
    var hasChannelledNegative = false
    var hasGrant = false
    /// An event and the use may coincide: the order cannot be told.
    var isAmbiguous = false
  }

  func scan(_ events: Span<PackedConsentEvent>, _ window: UseWindow) -> Scan {
    var scan = Scan()
    for index in events.indices {
      let event = events[index]
      if event.start > window.last { break }
      if event.precision != 0 || window.first != window.last { noteAmbiguity(event, window, &scan) }
      guard event.controller == 0 || event.controller == controller else { continue }
      if event.actionBit & terms.mindedBits != 0 {
        if event.channel != 0, event.channel != channel {
          scan.hasChannelledNegative = true
        } else if row[Int(event.purpose)] != 0, isInForce(event, window) {
          scan.hasNegative = true
          scan.latestNo = max(scan.latestNo, last(of: event))
        }
      } else if event.actionBit & ConsentAction.positiveBits != 0, event.channel == 0 || event.channel == channel,
        row[Int(event.purpose)] != 0
      {
        scan.hasGrant = true
      }
    }
    return scan
  }

  private func noteAmbiguity(_ event: PackedConsentEvent, _ window: UseWindow, _ scan: inout Scan) {
    guard !scan.isAmbiguous else { return }
    var hopeful = window
    hopeful.isOptimistic = true
    scan.isAmbiguous =
      event.actionBit & ConsentAction.positiveBits != 0
      ? counts(event, window) != counts(event, hopeful) : isInForce(event, window) != isInForce(event, hopeful)
  }

  // MARK: - One event

  /// The last instant that the event can have.
  @inline(__always)
  func last(of event: PackedConsentEvent) -> Int64 {
    guard event.precision != 0 else { return event.start }
    let width = precisions[Int(event.precision)].at
    return width == 0 ? event.start : sum(event.start, width) - 1
  }

  /// Where a positive event counts from: the end of its interval.
  @inline(__always)
  func end(of event: PackedConsentEvent) -> Int64 {
    event.precision == 0 ? event.start : sum(event.start, precisions[Int(event.precision)].at)
  }

  /// A positive counts from the later of `at` and `recordedAt`.
  func counts(_ event: PackedConsentEvent, _ window: UseWindow) -> Bool {
    if window.isOptimistic { return max(event.start, event.recorded) <= window.last }
    guard event.precision != 0 else { return max(event.start, event.recorded) <= window.first }
    let width = precisions[Int(event.precision)]
    return sum(event.start, width.at) <= window.first
      && (event.recorded == .min || sum(event.recorded, width.recorded) <= window.first)
  }

  /// A negative is in force from `at`, with `knowledge: recorded` from the later of `at` and `recordedAt`, plus grace.
  func isInForce(_ event: PackedConsentEvent, _ window: UseWindow) -> Bool {
    let from = terms.isKnowledgeRecorded ? max(event.start, event.recorded) : event.start
    if window.isOptimistic {
      guard last(of: event) <= window.first else { return false }
      if terms.isKnowledgeRecorded, lastRecorded(of: event) > window.first { return false }
    }
    let now = window.isOptimistic ? window.first : window.last
    guard !terms.grace.isEmpty else { return from <= now }
    return from <= now && terms.grace[Int(event.method)].hasPassed(since: from, at: now)
  }

  func lastRecorded(of event: PackedConsentEvent) -> Int64 {
    guard event.precision != 0, event.recorded != .min else { return event.recorded }
    let width = precisions[Int(event.precision)].recorded
    return width == 0 ? event.recorded : sum(event.recorded, width) - 1
  }

  func endRecorded(of event: PackedConsentEvent) -> Int64 {
    sum(event.recorded, precisions[Int(event.precision)].recorded)
  }

  private func sum(_ left: Int64, _ right: Int64) -> Int64 {
    let (sum, overflow) = left.addingReportingOverflow(right)
    return overflow ? .max : sum
  }
}
