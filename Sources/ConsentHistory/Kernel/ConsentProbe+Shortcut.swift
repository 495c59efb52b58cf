extension ConsentProbe {
  /// The usual case, found from the latest event backwards: the last act that counts is the person's own yes, at the deepest
  /// level and of the question's channel, and it passes. It lifts every negative before it, and none follows, so that what
  /// is earlier need not be looked at. Nil says nothing: then the events are judged one by one.
  ///
  /// - Returns: The index of that grant.
  @inline(__always)
  func plainlyValid(
    _ events: Span<PackedConsentEvent>, _ window: UseWindow, _ birth: BirthDate?
  ) -> Int? {
    guard shortcut.isOpen, window.first == window.last, !window.isOptimistic else { return nil }
    var index = events.count
    while index > 0 {
      index -= 1
      let level = row[Int(events[index].purpose)] & ~Self.grantBit
      guard level != 0, events[index].start <= window.first else { continue }
      let event = events[index]
      guard event.channel == 0 || event.channel == channel, event.controller == 0 || event.controller == controller
      else { continue }
      guard event.actionBit & (terms.mindedBits | ConsentAction.positiveBits) != 0 else { continue }
      // Of equal instants a negative is met first, since grants stand first in the order of events.
      guard isLifter(event), level == shortcut.deepest, !shortcut.needsChannel || event.channel != 0,
        counts(event, window), passes(event, window, birth)
      else { return nil }
      return index
    }
    return nil
  }
}
