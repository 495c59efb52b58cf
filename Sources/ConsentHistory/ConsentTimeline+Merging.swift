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
      let actions: [ConsentAction] =
        negative.action.isAlwaysMinded ? [.invalidated] : [.invalidated, negative.action]
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

  /// One unlifted negative for each (purpose, channel, controller, action that some controls do not mind).
  private func standingNegatives(before instant: Instant) -> [ConsentEvent] {
    struct Scope: Hashable {
      var purpose: DataUse
      var channel: Channel?
      var controller: String?
      var minded: ConsentAction?
    }
    let known = events.filter { $0.at.start < instant }
    let lifters = known.filter { $0.mayLift && max($0.at.end, $0.recordedAt?.end ?? $0.at.end) < instant }
    var seen: Set<Scope> = []
    var standing: [ConsentEvent] = []
    for event in known where event.action.isNegative {
      let purpose = event.action == .erased ? .every : event.purpose
      let scope = Scope(
        purpose: purpose, channel: event.channel, controller: event.controller,
        minded: event.action.isAlwaysMinded ? nil : event.action)
      guard !seen.contains(scope), !lifters.contains(where: { lifts($0, event) }) else { continue }
      seen.insert(scope)
      standing.append(event)
    }
    return standing
  }

  /// A lifter takes the negative away in every question where the negative applies: its scope holds the negative's whole.
  private func lifts(_ grant: ConsentEvent, _ negative: ConsentEvent) -> Bool {
    let uses = ChannelUses(channelUses)
    let no = uses.normalised(negative.action == .erased ? .every : negative.purpose, negative.channel)
    let yes = uses.normalised(grant.purpose, grant.channel)
    let last = negative.at.isExact ? negative.at.start : negative.at.end.advanced(byMicroseconds: -1)
    return grant.at.start > last && yes == no
      && (grant.controller == nil || grant.controller == negative.controller)
  }
}

extension ConsentEvent {
  /// `given`, by the person or the guardian, in so many words: the only events that lift a negative.
  var mayLift: Bool {
    action == .given && (actor == .self || actor == .guardian)
      && (kind == .express || kind == .explicit || kind == .authorisation)
  }
}
