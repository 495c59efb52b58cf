package import GovernanceModel

extension ConsentProbe {
  /// The state over [entered, left) ∩ (−∞, asOf], tested at `entered` and wherever it can change.
  ///
  /// - Parameter left: nil for a member that is still in; then `asOf` belongs to the membership.
  /// - Returns: Nil where nothing of the membership lies before `asOf`.
  package func membership(
    of events: Span<PackedConsentEvent>, entered: Moment, left: Moment?, asOf: Instant, birth: BirthDate? = nil
  ) -> ConsentMembership? {
    var scratch = MembershipScratch()
    return membership(of: events, entered: entered, left: left, asOf: asOf, birth: birth, &scratch)
  }

  /// The same with storage that is used again: nothing is allocated for one of many people.
  package func membership(
    of events: Span<PackedConsentEvent>, entered: Moment, left: Moment?, asOf: Instant, birth: BirthDate? = nil,
    _ scratch: inout MembershipScratch
  ) -> ConsentMembership? {
    var (relevant, breakpoints): ([PackedConsentEvent], Breakpoints) = ([], Breakpoints())
    swap(&relevant, &scratch.events)
    swap(&breakpoints, &scratch.breakpoints)
    defer {
      swap(&relevant, &scratch.events)
      swap(&breakpoints, &scratch.breakpoints)
    }
    relevant.removeAll(keepingCapacity: true)
    appendRelevant(events, to: &relevant)
    readBreakpoints(of: relevant.span, into: &breakpoints)
    return membership(of: relevant.span, breakpoints, entered, left, asOf, birth)
  }

  private func membership(
    of events: Span<PackedConsentEvent>, _ breakpoints: Breakpoints, _ entered: Moment, _ left: Moment?,
    _ asOf: Instant, _ birth: BirthDate?
  ) -> ConsentMembership? {
    guard let strict = sweep(events, breakpoints, Stay(entered, left?.end, asOf, isOptimistic: false), birth) else {
      return nil
    }
    let isExact = entered.isExact && left?.isExact ?? true && !breakpoints.isImprecise
    if isExact || strict.state == .valid { return strict }
    let lenient = sweep(events, breakpoints, Stay(entered, left?.start, asOf, isOptimistic: true), birth)
    if let lenient, lenient.state.isSameVerdict(as: strict.state) { return strict }
    return ConsentMembership(state: .unverifiable(.sameDay), first: strict.first, last: strict.last)
  }

  /// A membership under one reading of what is imprecise.
  private struct Stay {
    /// When it begins, as a use.
    var window: UseWindow
    /// The last instant that belongs to it.
    var final: Int64
    /// Where its last interval ends.
    var limit: Int64

    /// Nil when it is empty.
    init?(_ entered: Moment, _ left: Instant?, _ asOf: Instant, isOptimistic: Bool) {
      var window = UseWindow(entered)
      window.isOptimistic = isOptimistic
      let end = asOf.microseconds
      let start = window.first
      guard start <= end, left.map({ start < $0.microseconds }) ?? true else { return nil }
      self.window = window
      limit = left.map { min($0.microseconds, end) } ?? end
      final = left.map { min($0.microseconds - 1, end) } ?? end
    }
  }

  private func sweep(
    _ events: Span<PackedConsentEvent>, _ breakpoints: Breakpoints, _ stay: Stay?, _ birth: BirthDate?
  ) -> ConsentMembership? {
    guard let stay else { return nil }
    var tally = MembershipTally()
    var (at, window) = (stay.window.first, stay.window)
    while at <= stay.final {
      let decision = plainDecision(on: events, in: window, birth: birth)
      let passing = decision.decisive.map { events[$0] }
      // Strictly the membership begins as early as it can, so that what happens within that interval counts.
      let now = window.isOptimistic ? max(at, window.last) : at
      let next = breakpoints.next(
        after: now, decision.state, passing.map(end(ofGrant:)), isPlain: channel == 0 && breakpoints.hasChannel)
      tally.note(decision.state, from: at, to: max(at, min(next ?? .max, stay.limit)))
      guard let next, next > at else { break }
      at = next
      window = UseWindow(at)
      window.isOptimistic = stay.window.isOptimistic
    }
    return tally.membership
  }

  /// When a grant that passes now stops to pass: the earlier of its expiry and the end of its age.
  private func end(ofGrant event: PackedConsentEvent) -> Int64 {
    min(event.expires, terms.maxAge.map { $0.end(from: end(of: event)) } ?? .max)
  }
}

/// Storage for ``ConsentProbe/membership(of:entered:left:asOf:birth:_:)``.
package struct MembershipScratch {
  var events: [PackedConsentEvent] = []
  var breakpoints = Breakpoints()
  package init() {}
}

/// The graver of the bad states that were seen, and the ends of the intervals in which it holds.
private struct MembershipTally {
  private(set) var membership = ConsentMembership(state: .valid)

  mutating func note(_ state: ConsentState, from: Int64, to: Int64) {
    switch (membership.state, state) {
    case (_, .valid), (.invalid, .unverifiable): return
    case (.valid, _), (.unverifiable, .invalid):
      membership = ConsentMembership(state: state, first: Instant(microseconds: from))
    default: break
    }
    membership.last = Instant(microseconds: to)
  }
}
