import ConsentHistory
import GovernanceModel
import PersonalizationCore
import PolicyEngine
import Predicates
import ProvisoTesting
import Testing

@Suite struct ProfileTests {
  private static let path = AttributePath("subject.country")

  private static func attribute(_ value: String, _ source: String, _ at: Int64) -> ProfileAttribute {
    ProfileAttribute(
      .text(value), categories: [DataCategory("user.contact")], source: source,
      updatedAt: Instant(microseconds: at))
  }

  @Test func `the newer value counts, whatever comes first`() {
    var profile = Profile(subject: "a")
    profile.learn(Self.attribute("DE", "crm", 20), at: Self.path)
    profile.learn(Self.attribute("FR", "shop", 10), at: Self.path)
    #expect(profile[Self.path]?.value == .text("DE"))
    profile.learn(Self.attribute("US", "shop", 30), at: Self.path)
    #expect(profile[Self.path]?.source == "shop")
  }

  @Test func `the order of learning and of merging does not matter`() {
    let known = [("DE", "crm", 20), ("FR", "app", 20), ("US", "app", 20), ("IT", "crm", 10)].map { value, source, at in
      Self.attribute(value, source, Int64(at))
    }
    var random = SplitMix64(seed: 4)
    let results = (0..<24).map { _ in
      var profile = Profile(subject: "a")
      for attribute in known.shuffled(using: &random) { profile.learn(attribute, at: Self.path) }
      return profile
    }
    #expect(Set(results).count == 1)
    #expect(results[0][Self.path]?.source == "app")
    let parts = known.map { Profile(subject: "a", attributes: [Self.path: $0]) }
    #expect(parts.reduce(Profile(subject: "a")) { $0.merging($1) } == results[0])
    #expect(parts.reversed().reduce(Profile(subject: "a")) { $0.merging($1) } == results[0])
  }

  @Test func `a read joins what the vocabulary says with what the profile knows`() {
    let profile = Profile(subject: "a", attributes: [Self.path: Self.attribute("DE", "crm", 20)])
    let classified = AttributeRead(
      attribute: Self.path.text, categories: [DataCategory("user.location")], isInferred: true)
    let read = profile.read(Self.path, classified: classified)
    #expect(read.categories.map(\.key) == ["user.location", "user.contact"])
    #expect(read.isInferred && read.updatedAt == Instant(microseconds: 20))
    let other = AttributeRead(attribute: "x", categories: [])
    #expect(profile.read(AttributePath("x"), classified: other) == other)
  }

  /// Semantics 3.7: valid after a merge only if neither part was negative.
  @Test(arguments: 0..<8)
  func `a merge of two people never brings back a consent`(seed: Int) {
    var random = RandomConsent(seed: UInt64(seed) + 700)
    random.allowsDates = false
    var valid = 0
    for _ in 0..<400 {
      let people = (0..<2).map { number in
        Person(
          Profile(subject: "p\(number)"),
          consents: ConsentTimeline(random.history(), channelUses: RandomConsent.channelUses))
      }
      var question = random.question()
      let (instant, terms) = (random.instant(), random.terms())
      question.at = Moment(instant)
      let merged = people[0].merging(people[1], at: instant)
      guard merged.consents.state(of: question, under: terms) == .valid else { continue }
      valid += 1
      for person in people { #expect(!isNo(person.consents.state(of: question, under: terms))) }
    }
    #expect(valid > 5)
  }

  private func isNo(_ state: ConsentState) -> Bool {
    guard case .invalid(let reason) = state else { return false }
    return ConsentAction(rawValue: reason.rawValue)?.isNegative ?? false
  }

  @Test func `a withdrawal in one part ends the consent of the other, until the person says yes again`() {
    func person(_ key: String, _ events: [(ConsentAction, String)]) -> Person {
      let history = events.map { action, day in
        ConsentEvent(
          subject: key, purpose: DataUse("marketing"), action: action,
          at: Moment(Instant(iso8601: day) ?? .distantPast))
      }
      return Person(Profile(subject: key), consents: ConsentTimeline(history))
    }
    let first = person("a", [(.given, "2026-03-01")])
    let second = person("b", [(.given, "2026-01-01"), (.withdrawn, "2026-02-01")])
    let merged = first.merging(second, at: Instant(iso8601: "2026-04-01") ?? .distantPast)
    func state(_ person: Person, _ day: String) -> ConsentState {
      let question = ConsentQuestion(use: DataUse("marketing"), at: Moment(Instant(iso8601: day) ?? .distantPast))
      return person.consents.state(of: question, under: ConsentTerms())
    }
    #expect(state(first, "2026-04-02") == .valid)
    #expect(state(merged, "2026-04-02") == .invalid(.invalidated))
    let again = person("a", [(.given, "2026-05-01")])
    let later = Person(
      merged.profile, consents: ConsentTimeline(merged.consents.events + again.consents.events))
    #expect(state(later, "2026-05-02") == .valid)
    #expect(merged.profile.subject == "a")
  }
}
