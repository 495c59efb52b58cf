package import ConsentHistory
package import GovernanceModel
package import Predicates

/// What stores hold of one person: consent events, and the attributes that policies read.
package struct PersonRecord: Sendable {
  /// Each with `source`: `store.collection`.
  package var events: [ConsentEvent] = []
  package var values: [AttributePath: Value] = [:]
  package var birth: BirthDate?
  /// Some table holds a row of the person.
  package var isKnown = false
  /// Negative actions for which some log is complete.
  package var carried: Set<ConsentAction> = []
  /// Logs that were read to their end.
  package var logs: [String] = []
  /// A log holds an event of the person that cannot be read: nothing can be said of their consent.
  package var isTainted = false
  /// Every log that the maps promise was read to its end.
  package var isComplete = true
  package var gaps: [Gap] = []
  /// The zone of the first consent log: `zone: local` means that one.
  package var zone = ZoneRules.utc
}

extension PersonRecord {
  /// The attributes at an instant, as conditions ask for them.
  package func facts(at instant: Instant) -> some Facts { PersonFacts(values: values, now: instant) }
}
