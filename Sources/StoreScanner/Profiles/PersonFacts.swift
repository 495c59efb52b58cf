import GovernanceModel
import Predicates

/// Attribute values at hand for one evaluation. Consent atoms and event counts are unknown: an audit judges uses against
/// consent by the controls themselves.
struct PersonFacts: Facts {
  var values: [AttributePath: Value]
  var now: Instant

  func value(of path: AttributePath) -> Value? { values[path] }
  func consent(_ use: DataUse, channel: Channel?) -> Truth { .unknown }
  func events(of type: String) -> [Instant]? { nil }
}
