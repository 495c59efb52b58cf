import GovernanceModel

extension ConsentProbe {
  /// No grant is live here: would one be live on another channel, or for another controller?
  func reasonWithoutGrant(_ events: Span<PackedConsentEvent>, _ window: UseWindow) -> Reason {
    if hasLiveGrant(elsewhere: .channel, events, window) { return .wrongChannel }
    return hasLiveGrant(elsewhere: .controller, events, window) ? .wrongController : .noRecord
  }

  private enum Axis { case channel, controller }

  private func hasLiveGrant(elsewhere axis: Axis, _ events: Span<PackedConsentEvent>, _ window: UseWindow) -> Bool {
    // The latest grant of a place is live there if any is.
    var tried: Set<UInt16> = []
    for index in events.indices.reversed() {
      let event = events[index]
      guard event.actionBit & ConsentAction.positiveBits != 0 else { continue }
      let place = axis == .channel ? event.channel : event.controller
      guard place != 0, place != (axis == .channel ? channel : controller) else { continue }
      let there = axis == .channel ? (place, controller) : (channel, place)
      guard applies(event, there), counts(event, window), tried.insert(place).inserted else { continue }
      if !isEnded(event, events, window, there) { return true }
    }
    return false
  }

  private func applies(_ event: PackedConsentEvent, _ place: (channel: UInt16, controller: UInt16)) -> Bool {
    row[Int(event.purpose)] != 0 && (event.channel == 0 || event.channel == place.channel)
      && (event.controller == 0 || event.controller == place.controller)
  }

  /// A negative in force at that place is not before the grant.
  private func isEnded(
    _ grant: PackedConsentEvent, _ events: Span<PackedConsentEvent>, _ window: UseWindow,
    _ place: (channel: UInt16, controller: UInt16)
  ) -> Bool {
    for index in events.indices {
      let event = events[index]
      guard event.actionBit & terms.mindedBits != 0, last(of: event) >= grant.start, applies(event, place)
      else { continue }
      if isInForce(event, window) { return true }
    }
    return false
  }
}
