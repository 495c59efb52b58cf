public import GovernanceModel

extension ConsentTimeline {
  /// One timeline for two profiles that turn out to be one person (semantics 3.7).
  ///
  /// Law: valid at `instant` only if neither part was negative then. Each scope that is negative in a part just before gets
  /// an `invalidated` event by the system. A negative that only some controls mind is repeated as well, so that those which
  /// do not take `invalidated` for an answer, such as opt-out controls, still see it.
  /// - Parameter subject: the key of the merged profile, borne by the events that are added.
  public static func merging(
    _ first: ConsentTimeline, _ second: ConsentTimeline, at instant: Instant, subject: String? = nil
  ) -> ConsentTimeline {
    var added: [ConsentEvent] = []
    for negative in first.standingNegatives(before: instant) + second.standingNegatives(before: instant) {
      let actions: [ConsentAction] = negative.action.isAlwaysMinded ? [.invalidated] : [.invalidated, negative.action]
      for action in actions {
        added.append(
          ConsentEvent(
            subject: subject ?? negative.subject, purpose: negative.purpose, channel: negative.channel,
            controller: negative.controller, action: action, at: Moment(instant), recordedAt: Moment(instant),
            actor: .system, method: ConsentEvent.mergeMethod, source: negative.source))
      }
    }
    let channelUses = first.channelUses.merging(second.channelUses) { own, _ in own }
    return ConsentTimeline(first.events + second.events + added, channelUses: channelUses)
  }

  private struct Scope: Hashable {
    var purpose: DataUse
    var channel: Channel?
    var controller: String?
  }

  private struct Standing: Hashable {
    var scope: Scope
    /// The action, where only some controls mind it.
    var minded: ConsentAction?
  }

  /// One negative for each scope, and for each action that only some controls mind, that no grant has lifted in every
  /// question where it counts; with its normalised key.
  private func standingNegatives(before instant: Instant) -> [ConsentEvent] {
    let names = ChannelUses(channelUses)
    let lifted = latestLifters(before: instant, names)
    var seen: Set<Standing> = []
    var standing: [ConsentEvent] = []
    for var event in events where event.action.isNegative && event.at.start < instant {
      if event.action == .erased { (event.purpose, event.channel) = (.every, nil) }
      (event.purpose, event.channel) = names.normalised(event.purpose, event.channel)
      var scope = Scope(purpose: event.purpose, channel: event.channel, controller: event.controller)
      let standingScope = Standing(scope: scope, minded: event.action.isAlwaysMinded ? nil : event.action)
      let own = lifted[scope] ?? .distantPast
      scope.controller = nil
      guard max(own, lifted[scope] ?? .distantPast) <= event.at.last, seen.insert(standingScope).inserted else {
        continue
      }
      standing.append(event)
    }
    return standing
  }

  /// The start of the latest lifting grant of each normalised scope.
  private func latestLifters(before instant: Instant, _ names: ChannelUses) -> [Scope: Instant] {
    var latest: [Scope: Instant] = [:]
    for event in events where event.mayLift && max(event.at.end, event.recordedAt?.end ?? event.at.end) < instant {
      let key = names.normalised(event.purpose, event.channel)
      let scope = Scope(purpose: key.use, channel: key.channel, controller: event.controller)
      latest[scope] = max(latest[scope] ?? .distantPast, event.at.start)
    }
    return latest
  }
}

extension ConsentEvent {
  /// `given`, by the person or the guardian, in so many words: the only events that lift a negative.
  var mayLift: Bool {
    action == .given && (actor == .self || actor == .guardian)
      && (kind == .express || kind == .explicit || kind == .authorisation)
  }
}

extension Moment {
  /// The last instant that it can name.
  var last: Instant { isExact ? start : end.advanced(byMicroseconds: -1) }
}
