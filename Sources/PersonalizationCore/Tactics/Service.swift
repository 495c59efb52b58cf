package import GovernanceModel
package import RuleSets

extension ServicePlan {
  /// The play for who called again about the same thing, else the first whose condition holds.
  func outcome(_ context: TacticContext) -> TacticOutcome {
    if let onRepeat, isRepeat(context.person.events, at: context.now), onRepeat.when.map(context.holds) ?? true {
      return .serve(offering(onRepeat, "a contact on the same topic within \(repeatWithin)"))
    }
    guard let play = plays.first(where: { $0.when.map(context.holds) ?? true }) else { return .hold(Held(.noPlay)) }
    return .serve(offering(play, "the first play of the book that fits"))
  }

  private func offering(_ play: Play, _ because: String) -> Offering {
    Offering(.service, content: play.advise, step: play.id, because: because)
  }

  /// True when the last contact follows another on the same topic within the period. A contact without a topic is on none.
  package func isRepeat(_ history: EventHistory, at now: Instant) -> Bool {
    let contacts = history.events(of: [contact], until: now)
    guard let last = contacts.last, let topic = last.topic else { return false }
    return contacts.dropLast().contains { $0.topic == topic && last.at < repeatWithin.added(to: $0.at) }
  }
}
