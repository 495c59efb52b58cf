package import GovernanceModel

extension ConsentProbe {
  /// The state over [entered, left) ∩ (−∞, asOf], tested at `entered` and wherever it can change.
  ///
  /// - Parameter left: nil for a member that is still in; then `asOf` belongs to the membership.
  /// - Returns: Nil where nothing of the membership lies before `asOf`.
  package func membership(
    of events: Span<PackedConsentEvent>, entered: Moment, left: Moment?, asOf: Instant, birth: BirthDate? = nil
  ) -> ConsentMembership? {
    var points: [Int64] = []
    for index in events.indices { appendBreakpoints(of: events[index], to: &points) }
    points.sort()
    let end = asOf.microseconds
    func sweep(_ isOptimistic: Bool, until left: Instant?) -> ConsentMembership? {
      var window = UseWindow(entered)
      window.isOptimistic = isOptimistic
      let limit = left.map { min($0.microseconds, end) } ?? end
      guard window.first <= end, left.map({ window.first < $0.microseconds }) ?? true else { return nil }
      return self.sweep(
        events, points, from: window, through: left.map { min($0.microseconds - 1, end) } ?? end, limit, birth)
    }
    guard let strict = sweep(false, until: left?.end) else { return nil }
    if strict.state == .valid { return strict }
    guard let lenient = sweep(true, until: left?.start) else {
      return ConsentMembership(state: .unverifiable(.sameDay), first: strict.first, last: strict.last)
    }
    if lenient.state.isSameVerdict(as: strict.state) { return strict }
    return ConsentMembership(state: .unverifiable(.sameDay), first: strict.first, last: strict.last)
  }

  /// Every instant at which the event can change an answer.
  private func appendBreakpoints(of event: PackedConsentEvent, to points: inout [Int64]) {
    guard event.actionBit & (terms.mindedBits | ConsentAction.positiveBits) != 0 else { return }
    points.append(event.start)
    if event.recorded != .min { points.append(event.recorded) }
    if event.precision != 0 {
      points += [last(of: event), end(of: event)]
      if event.recorded != .min { points += [lastRecorded(of: event), endRecorded(of: event)] }
    }
    if event.actionBit & ConsentAction.positiveBits != 0 {
      if event.expires != .max { points.append(event.expires) }
      if let maxAge = terms.maxAge { points.append(maxAge.end(from: end(of: event))) }
    } else if !terms.grace.isEmpty {
      let from = terms.isKnowledgeRecorded ? max(event.start, event.recorded) : event.start
      points.append(terms.grace[Int(event.method)].end(from: from))
    }
  }

  /// - Parameters:
  ///   - final: The last instant that belongs to the membership.
  ///   - limit: Where its last interval ends.
  private func sweep(
    _ events: Span<PackedConsentEvent>, _ points: [Int64], from entered: UseWindow, through final: Int64,
    _ limit: Int64, _ birth: BirthDate?
  ) -> ConsentMembership {
    var found = ConsentMembership(state: .valid)
    func note(_ state: ConsentState, from: Int64, to: Int64) {
      guard state != .valid else { return }
      if case .unverifiable = found.state, case .invalid = state { found = ConsentMembership(state: .valid) }
      if case .invalid = found.state, case .unverifiable = state { return }
      if found.state == .valid { (found.state, found.first) = (state, Instant(microseconds: from)) }
      found.last = Instant(microseconds: to)
    }
    var (at, window) = (entered.first, entered)
    var next = points.firstIndex { $0 > entered.last } ?? points.count
    while at <= final {
      while next < points.count, points[next] <= at { next += 1 }
      let until = next < points.count ? min(points[next], limit) : limit
      note(plainDecision(on: events, in: window, birth: birth).state, from: at, to: max(at, until))
      guard next < points.count else { break }
      at = points[next]
      window = UseWindow(at)
      window.isOptimistic = entered.isOptimistic
    }
    return found
  }
}
