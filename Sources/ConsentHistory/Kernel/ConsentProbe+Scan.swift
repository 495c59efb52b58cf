extension ConsentProbe {
  /// What one pass over the events tells.
  struct Scan {
    /// The gravest of the negatives in force, lifted or not: its index, -1 for none, and what makes it the gravest.
    var negative = -1
    var negativeStart = Int64.min
    var negativeCode: UInt16 = 0
    /// The last instant at which a negative in force can have happened.
    var latestNo = Int64.min
    var deepestNo: UInt16 = 0
    /// A negative in force has the channel of the question.
    var hasOwnChannelNegative = false
    /// A minded negative has another channel.
    var hasChannelledNegative = false
    var hasGrant = false
    /// The latest lifting grant, of equals the deepest.
    var lifterStart = Int64.min
    var lifterLevel: UInt16 = 0
    var lifterHasChannel = false
    /// An event and the use may coincide: the order cannot be told.
    var isAmbiguous = false
  }

  func scan(_ events: Span<PackedConsentEvent>, _ window: UseWindow) -> Scan {
    var scan = Scan()
    for index in events.indices {
      let event = events[index]
      if event.start > window.last { break }
      if event.precision != 0 || window.first != window.last { noteAmbiguity(event, window, &scan) }
      let level = row[Int(event.purpose)] & ~Self.grantBit
      guard event.controller == 0 || event.controller == controller else { continue }
      let isOwn = event.channel == 0 || event.channel == channel
      if event.actionBit & terms.mindedBits != 0 {
        if !isOwn { scan.hasChannelledNegative = true }
        if isOwn, level != 0, isInForce(event, window) {
          scan.note(negative: event, at: index, level, last: last(of: event))
        }
      } else if event.actionBit & ConsentAction.positiveBits != 0, isOwn, level != 0 {
        scan.hasGrant = true
        if event.start >= scan.lifterStart, isLifter(event), counts(event, window) { scan.note(lifter: event, level) }
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
}

extension ConsentProbe.Scan {
  @inline(__always)
  fileprivate mutating func note(negative event: PackedConsentEvent, at index: Int, _ level: UInt16, last: Int64) {
    latestNo = max(latestNo, last)
    deepestNo = max(deepestNo, level)
    if event.channel != 0 { hasOwnChannelNegative = true }
    if negative >= 0, event.start < negativeStart { return }
    if negative >= 0, event.start == negativeStart, event.actionCode >= negativeCode { return }
    (negative, negativeStart, negativeCode) = (index, event.start, event.actionCode)
  }

  @inline(__always)
  fileprivate mutating func note(lifter event: PackedConsentEvent, _ level: UInt16) {
    if event.start == lifterStart, level < lifterLevel || (level == lifterLevel && lifterHasChannel) { return }
    (lifterStart, lifterLevel, lifterHasChannel) = (event.start, level, event.channel != 0)
  }
}

extension PackedConsentEvent {
  /// The later of two negatives, of equals the one that stands first in the action table.
  func isGraver(than other: PackedConsentEvent) -> Bool {
    start != other.start ? start > other.start : actionCode < other.actionCode
  }
}
