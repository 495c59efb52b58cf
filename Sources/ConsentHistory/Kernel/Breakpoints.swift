/// The instants at which an answer over a history can change. In no order: a person has few, and one look at each is less
/// work than sorting them.
struct Breakpoints {
  /// Where a negative begins to count.
  var negative: [Int64] = []
  /// Where a grant begins to count.
  var positive: [Int64] = []
  /// Where a grant ends.
  var ends: [Int64] = []
  var isImprecise = false
  /// Some event has a channel.
  var hasChannel = false

  mutating func removeAll() {
    negative.removeAll(keepingCapacity: true)
    positive.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    (isImprecise, hasChannel) = (false, false)
  }

  /// The next instant at which the state can differ, given why it is what it is: a valid state ends with the grant that
  /// passes or at a negative (adding a grant never ends it); an invalid one ends at a grant (adding a negative never does).
  ///
  /// - Parameters:
  ///   - end: where the grant that passes ends, for a valid state.
  ///   - isPlain: the question has no channel and some event has one: its negative changes even what is invalid.
  func next(after now: Int64, _ state: ConsentState, _ end: Int64?, isPlain: Bool) -> Int64? {
    switch state {
    case .valid:
      let no = Self.first(after: now, in: negative)
      guard let end, end != .max else { return no }
      return min(max(end, now == .max ? now : now + 1), no ?? .max)
    case .invalid where !isPlain: return Self.first(after: now, in: positive)
    default: return [negative, positive, ends].compactMap { Self.first(after: now, in: $0) }.min()
    }
  }

  private static func first(after now: Int64, in points: [Int64]) -> Int64? {
    var first: Int64?
    for point in points where point > now { first = min(first ?? point, point) }
    return first
  }
}

extension ConsentProbe {
  /// Of every event that can matter to the question or to one on another channel.
  func readBreakpoints(of events: Span<PackedConsentEvent>, into points: inout Breakpoints) {
    points.removeAll()
    for index in events.indices {
      let event = events[index]
      if event.precision != 0 { points.isImprecise = true }
      if event.channel != 0 { points.hasChannel = true }
      if event.actionBit & terms.mindedBits != 0 { append(negative: event, to: &points) }
      if event.actionBit & ConsentAction.positiveBits != 0 { append(positive: event, to: &points) }
    }
  }

  private func append(negative event: PackedConsentEvent, to points: inout Breakpoints) {
    appendOnsets(of: event, to: &points.negative)
    guard !terms.grace.isEmpty else { return }
    let from = terms.isKnowledgeRecorded ? max(event.start, event.recorded) : event.start
    points.negative.append(terms.grace[Int(event.method)].end(from: from))
  }

  private func append(positive event: PackedConsentEvent, to points: inout Breakpoints) {
    appendOnsets(of: event, to: &points.positive)
    if event.expires != .max { points.ends.append(event.expires) }
    if let maxAge = terms.maxAge { points.ends.append(maxAge.end(from: end(of: event))) }
  }

  private func appendOnsets(of event: PackedConsentEvent, to points: inout [Int64]) {
    points.append(event.start)
    if event.recorded != .min { points.append(event.recorded) }
    guard event.precision != 0 else { return }
    points += [last(of: event), end(of: event)]
    if event.recorded != .min { points += [lastRecorded(of: event), endRecorded(of: event)] }
  }
}
