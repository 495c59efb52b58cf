extension ConsentProbe {
  /// The latest negative in force that no grant lifts (semantics 3.2, 3.3, 3.6); of equals the first of the action table.
  ///
  /// Purposes that apply lie on one path, so "the grant's purpose is the negative's or below it" compares two levels. One
  /// round a level that holds negatives: linear in the events, without allocating.
  /// - Parameter only: only negatives of this channel are looked for; `.max` for those of `channel` and of none.
  func latestUnlifted(
    _ events: Span<PackedConsentEvent>, _ window: UseWindow, _ row: Row, _ channel: UInt16, only: UInt16
  ) -> Int? {
    var found: Int?
    var ceiling: UInt16 = .max
    while let level = deepestNegative(events, window, row, channel, only, under: ceiling) {
      let lifters = latestLifters(events, window, row, channel, from: level)
      for index in events.indices {
        let event = events[index]
        guard event.actionBit & terms.mindedBits != 0, self.level(event, row) == level,
          isLookedFor(event, channel, only), isInForce(event, window)
        else { continue }
        let lifter = event.channel == 0 ? max(lifters.plain, lifters.channelled) : lifters.channelled
        if lifter <= last(of: event), found.map({ event.isGraver(than: events[$0]) }) ?? true { found = index }
      }
      ceiling = level
    }
    return found
  }

  /// A use without a channel where a negative of some channel is in force (semantics 4): the first such negative.
  func channelledNegative(_ events: Span<PackedConsentEvent>, _ window: UseWindow) -> Int? {
    var done: UInt16 = 0
    while let next = nextChannel(events, after: done) {
      if let found = latestUnlifted(events, window, row(forChannel: next), next, only: next) { return found }
      done = next
    }
    return nil
  }

  private func nextChannel(_ events: Span<PackedConsentEvent>, after done: UInt16) -> UInt16? {
    var next: UInt16?
    for index in events.indices {
      let event = events[index]
      guard event.actionBit & terms.mindedBits != 0, event.channel > done else { continue }
      next = min(next ?? .max, event.channel)
    }
    return next
  }

  private func isLookedFor(_ event: PackedConsentEvent, _ channel: UInt16, _ only: UInt16) -> Bool {
    guard event.controller == 0 || event.controller == controller else { return false }
    return only == .max ? event.channel == 0 || event.channel == channel : event.channel == only
  }

  private func level(_ event: PackedConsentEvent, _ row: Row) -> UInt16 { row[Int(event.purpose)] & ~Self.grantBit }

  private func deepestNegative(
    _ events: Span<PackedConsentEvent>, _ window: UseWindow, _ row: Row, _ channel: UInt16, _ only: UInt16,
    under ceiling: UInt16
  ) -> UInt16? {
    var deepest: UInt16 = 0
    for index in events.indices {
      let event = events[index]
      guard event.actionBit & terms.mindedBits != 0, isLookedFor(event, channel, only) else { continue }
      let level = level(event, row)
      if level > deepest, level < ceiling, isInForce(event, window) { deepest = level }
    }
    return deepest == 0 ? nil : deepest
  }

  /// The latest lifting grant at `level` or below it, without a channel and with the one that is asked.
  private func latestLifters(
    _ events: Span<PackedConsentEvent>, _ window: UseWindow, _ row: Row, _ channel: UInt16, from level: UInt16
  ) -> (plain: Int64, channelled: Int64) {
    var (plain, channelled) = (Int64.min, Int64.min)
    for index in events.indices {
      let event = events[index]
      guard isLifter(event), self.level(event, row) >= level, event.channel == 0 || event.channel == channel,
        event.controller == 0 || event.controller == controller, counts(event, window)
      else { continue }
      if event.channel == 0 { plain = max(plain, event.start) } else { channelled = max(channelled, event.start) }
    }
    return (plain, channelled)
  }

  /// `given`, by the person or the guardian, in so many words.
  func isLifter(_ event: PackedConsentEvent) -> Bool {
    event.actionCode == ConsentAction.given.code && event.kindBit & 0b1_0011 != 0 && event.actorBit & 0b11 != 0
      && !(terms.isKnowledgeRecorded && event.recorded == .min)
  }
}
