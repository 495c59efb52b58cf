internal import GovernanceModel
internal import PolicyEngine
internal import Predicates

/// What a guard's answer asks to be coarser, made so.
struct Coarsening {
  private(set) var values: [AttributePath: Value] = [:]
  /// The history with times as coarse as was asked; nil: as it is.
  private(set) var events: EventHistory?
  /// Asks for a level at which a value cannot be told.
  private(set) var withheld: GuardAnswer.Generalisation?
  /// In byte order of the attributes.
  private(set) var first: GuardAnswer.Generalisation?

  init(_ asked: [String: GuardAnswer.Generalisation], of person: Person, until now: Instant) {
    var histories: [String: GuardAnswer.Generalisation] = [:]
    for (attribute, generalisation) in asked.sorted(by: { AttributePath($0.key) < AttributePath($1.key) }) {
      let path = AttributePath(attribute)
      if let type = path.eventType, person.events.latest(type, until: now) != nil {
        histories[type] = generalisation
        first = first ?? generalisation
      }
      // What the person has no value of reveals nothing.
      guard let value = person.profile[path]?.value else { continue }
      first = first ?? generalisation
      if let coarser = Generalisation.generalise(value, to: generalisation.level) {
        values[path] = coarser
      } else {
        withheld = withheld ?? generalisation
      }
    }
    guard !histories.isEmpty else { return }
    events = person.events.coarsened(histories.mapValues(\.level))
    if events == nil { withheld = withheld ?? histories.min { $0.key < $1.key }?.value }
  }
}

extension AttributePath {
  /// `purchase` of `events.purchase`.
  var eventType: String? { text.hasPrefix("events.") ? String(text.dropFirst("events.".count)) : nil }
}

/// What a profile knows of a person at an instant, with some values made coarser.
struct ProfileFacts: Facts {
  let profile: Profile
  let history: EventHistory
  let now: Instant
  var coarse: [AttributePath: Value] = [:]

  func value(of path: AttributePath) -> Value? { coarse[path] ?? profile[path]?.value }
  /// Consent is the guard's to answer.
  func consent(_ use: DataUse, channel: Channel?) -> Truth { .unknown }
  func events(of type: String) -> [Instant]? { history.instants(of: type, until: now) }
}
