import ConsentHistory
import GovernanceModel
import Predicates
import ProvisoTesting

/// A person as the stores hold one: attributes, when they last changed, and consents.
struct StoredPerson {
  var key: String
  /// Nil: no profile row.
  var values: [String: Value]?
  var updatedAt: Instant?
  var events: [ConsentEvent] = []

  /// The same as a condition sees it at an instant.
  func facts(at now: Instant) -> PersonFacts { PersonFacts(values: values ?? [:], now: now) }
}

/// Attributes at hand at an instant; consent is for the guard to answer.
struct PersonFacts: Facts {
  var values: [String: Value]
  var now: Instant
  func value(of path: AttributePath) -> Value? { values[path.text] }
  func consent(_ use: DataUse, channel: Channel?) -> Truth { .unknown }
  func events(of type: String) -> [Instant]? { nil }
}

/// An act of processing as a log holds it.
struct StoredUse {
  var person: Int
  var use: String
  var channel: String?
  var controller: String?
  var at: Moment
  var basis: LegalBasis?
  var attributes: [String]
  var rule: String
  /// Values that are logged with the use, of its attributes.
  var logged: [String: Value]?
}

/// People and uses on a coarse grid of instants, so that ties, dates and ends of periods meet often.
struct RandomPeople {
  var consent: RandomConsent

  init(seed: UInt64) { consent = RandomConsent(seed: seed) }

  mutating func person(_ number: Int) -> StoredPerson {
    var person = StoredPerson(key: consent.generator.oneIn(3) ? "\(number * 7)" : "p\(number)")
    person.events = consent.history()
    for index in person.events.indices { person.events[index].subject = person.key }
    if !consent.generator.oneIn(8) {
      person.values = values()
      person.updatedAt = consent.generator.oneIn(5) ? nil : consent.generator.oneIn(4) ? consent.instant() : Self.early
    }
    return person
  }

  /// Before everything else.
  static let early = Instant(iso8601: "2026-01-20T00:00:00Z") ?? .distantPast

  private mutating func values() -> [String: Value] {
    var values: [String: Value] = [:]
    if let country = maybe(["FR", "DE", "US"]) { values["subject.country"] = .text(country) }
    if let born = maybe(["2009-12-31", "2010-02-10", "2010", "1980-05", "1970-01-01"]) {
      values["subject.birthDate"] = .text(born)
    }
    if let yes = maybe([true, false]) { values["subject.suppressed"] = .boolean(yes) }
    if let score = maybe([0.1, 0.3, 0.5, 0.9]) { values["score.bakery"] = .decimal(score) }
    if !consent.generator.oneIn(3) { values["lastPurchase"] = .instant(consent.instant()) }
    if consent.generator.oneIn(3) { values["health.risk"] = .text("low") }
    return values
  }

  private mutating func maybe<Element>(_ elements: [Element]) -> Element? {
    consent.generator.oneIn(4) ? nil : consent.pick(elements)
  }

  mutating func use(of person: Int, rule: String) -> StoredUse {
    let question = consent.question()
    let bases: [LegalBasis?] = [nil, nil, .consent, .contract, .legitimateInterests]
    return StoredUse(
      person: person, use: question.use == .every ? "marketing" : question.use.key, channel: question.channel?.name,
      controller: question.controller, at: question.at, basis: consent.pick(bases),
      attributes: attributes(), rule: rule)
  }

  /// Values of the attributes as they were when the use took place, for a log that holds them.
  mutating func logged(_ attributes: [String]) -> [String: Value] {
    var now = values()
    if consent.generator.oneIn(2) { now["media.radio.hours"] = .integer(3) }
    return now.filter { attributes.contains($0.key) }
  }

  private mutating func attributes() -> [String] {
    let count = consent.pick([0, 1, 1, 2, 3])
    let all = SmallWorld.attributes.dropLast(consent.generator.oneIn(5) ? 0 : 1)
    return Array(all.shuffled(using: &consent.generator).prefix(count)).sorted()
  }
}
