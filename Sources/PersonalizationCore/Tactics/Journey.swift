internal import GovernanceModel
internal import RuleSets

extension JourneyPlan {
  /// The next step that is due. A person who left, reached the goal or saw all steps gets nothing more, unless what starts the
  /// journey happens anew; who withdrew consent never comes here, since the guard is asked first.
  func outcome(_ context: TacticContext) -> TacticOutcome {
    var anchor: Instant?
    if let start {
      guard let begun = context.events([start]).last else { return .hold(Held(.notBegun)) }
      anchor = begun.at
    }
    let served = context.served.filter { $0.at >= anchor ?? .distantPast }
    if let exit, context.holds(exit) { return .hold(Held(.exited)) }
    let began = anchor ?? served.first?.at
    if let goal, let began, let last = context.person.events.latest(goal, until: context.now), last.at > began {
      return .hold(Held(.finished))
    }
    let last = served.last
    let done = last?.offering?.step.flatMap { id in steps.firstIndex { $0.id == id } }
    let rest = steps[((done ?? -1) + 1)...]
    guard let step = rest.first(where: { $0.when.map(context.holds) ?? true }) else { return .hold(Held(.finished)) }
    if let from = last?.at ?? anchor {
      // The waits of steps that are passed over are waited for as well.
      let due = rest.prefix { $0.id != step.id }.map(\.wait).reduce(from) { $1.added(to: $0) }
      let instant = step.wait.added(to: due)
      if context.now < instant { return .hold(Held(.waiting, until: instant)) }
    }
    if let end = quietHours?.end(at: context.now, context.assets.zones) { return .hold(Held(.quiet, until: end)) }
    let number = (steps.firstIndex { $0.id == step.id } ?? 0) + 1
    return .serve(
      Offering(
        .journey, content: step.send, step: step.id, because: "step \(number) of \(steps.count), due after its wait"))
  }
}

extension QuietHours {
  /// When the quiet time ends that `now` lies in; nil outside it.
  func end(at now: Instant, _ zones: [String: ZoneRules]) -> Instant? {
    let zone = zones[zone] ?? .utc
    let local = zone.local(now)
    let minute = Int(local.timeOfDay / (60 * Instant.microsecondsPerSecond))
    let isQuiet = from <= until ? (from..<until).contains(minute) : minute >= from || minute < until
    guard isQuiet else { return nil }
    let day = Instant(local.date)
    let days: Int64 = minute < until ? 0 : 1
    let end = day.advanced(
      byMicroseconds: days * Instant.microsecondsPerDay + Int64(until) * 60 * Instant.microsecondsPerSecond)
    return zone.instant(ofLocal: end)
  }
}
