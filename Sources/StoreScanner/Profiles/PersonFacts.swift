import GovernanceModel
import Predicates

/// Attribute values at hand for one evaluation. Counts of events are unknown: no map declares a history of events.
struct PersonFacts: Facts {
  var values: [AttributePath: Value]
  var now: Instant
  /// What is known of the use that is judged; nil where none is.
  var use: UseKnowledge?

  func value(of path: AttributePath) -> Value? { values[path] }
  func consent(_ use: DataUse, channel: Channel?) -> Truth { self.use?.consent(use, channel) ?? .unknown }
  func events(of type: String) -> [Instant]? { nil }
}

/// What a use adds to the current profile.
struct UseKnowledge {
  /// Values that were logged with it: they come before those of the profile.
  var logged: [AttributePath: Value] = [:]
  /// The guard's answer at the instant of the use.
  let consent: (DataUse, Channel?) -> Truth
}
