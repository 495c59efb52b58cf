import ConsentHistory
import GovernanceModel
import PolicyEngine
import Predicates
import SourceDocuments
import Testing

@Suite struct PackReadingTests {
  @Test func `all kinds are read, in the order of the file`() throws {
    let pack = try PolicyFixtures.allKinds()
    #expect(pack.id == "all-kinds")
    #expect(pack.version == "2026.10", "as it is spelt, not as a number")
    #expect(!pack.appliesWhenUnknown)
    #expect(pack.scope == .isIn(AttributePath("subject.country"), [.text("FR"), .text("NO")]))
    #expect(pack.controls.map(\.requirement.kind) == RequirementKind.allCases)
    #expect(pack.digest.count == 64)
  }

  @Test func `every control has the span of its id and of its requirement`() throws {
    let text = String(decoding: try PolicyFixtures.bytes(of: "all-kinds.yaml"), as: UTF8.self)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for control in try PolicyFixtures.allKinds().controls {
      #expect(lines[control.span.line - 1].dropFirst(control.span.column - 1).hasPrefix(control.id))
      #expect(control.span.length == control.id.count)
      let asked = lines[control.requirementSpan.line - 1].dropFirst(control.requirementSpan.column - 1)
      #expect(asked.hasPrefix(control.requirement.kind.rawValue + ":"))
    }
  }

  @Test func `a control keeps law, applicability and remedy`() throws {
    let control = try #require(try PolicyFixtures.allKinds().controls.first)
    #expect(control.law.name == "GDPR")
    #expect(control.law.article == "6")
    #expect(!control.law.isChecked)
    #expect(control.law.inForce == Instant(iso8601: "2018-05-25"))
    #expect(control.law.until == Instant(iso8601: "2030-01-01"))
    #expect(control.law.note == "five grounds")
    #expect(control.severity == .high)
    #expect(control.appliesTo.uses == [DataUse("marketing")])
    #expect(control.appliesTo.categories == [DataCategory("user.contact")])
    #expect(control.appliesTo.subjects == [DataSubject("customer")])
    #expect(control.appliesTo.channels == [Channel("email")])
    #expect(control.because == "no processing without a ground")
    #expect(control.remedy == "declare one")
  }

  @Test func `the terms of consent`() throws {
    guard case .consent(let consent) = try PolicyFixtures.allKinds().controls[1].requirement else {
      Issue.record("no consent control")
      return
    }
    #expect(consent.terms.grantLevels == [DataUse("marketing"), .every])
    #expect(consent.terms.kinds == [.express, .explicit])
    #expect(consent.terms.maxAge == CalendarPeriod(months: 24))
    #expect(consent.terms.minds == [.objected])
    #expect(consent.terms.minimumNotice == ["privacy-notice": "3"])
    #expect(consent.terms.evidence == [.method, .reference])
    #expect(consent.terms.actors == [.self, .guardian])
    #expect(consent.terms.grace.byMethod == ["signal": .zero])
    #expect(consent.terms.grace.standard == CalendarPeriod(businessDays: 15))
    #expect(consent.terms.knowledge == .recorded)
    #expect(consent.terms.guardianBelowAge == 16)
    #expect(consent.terms.zone == .local)
    #expect(consent.bases == [.consent])
  }

  @Test func `grantLevels: exact`() throws {
    let control = try PolicyFixtures.control(require: "{consent: {grantLevels: exact}}")
    guard case .consent(let consent) = control.requirement else { throw ExpectedConsent() }
    #expect(consent.terms.exactLevelOnly)
    #expect(consent.terms.grantLevels == nil)
  }

  private struct ExpectedConsent: Error {}

  @Test func `a use example keeps its events, reads and reason`() throws {
    let controls = try PolicyFixtures.allKinds().controls
    let first = try #require(controls[0].examples.first)
    #expect(first.violates)
    #expect(first.reason == .wrongBasis)
    #expect(first.asOf == Instant(iso8601: "2026-03-03"))
    guard case .use(let use, let events, let attributes) = first.situation else { throw ExpectedConsent() }
    #expect(use.at == Moment(iso8601: "2026-03-02"))
    #expect(use.basis == .contract)
    #expect(use.subjectType == DataSubject("customer"))
    #expect(use.reads.map(\.attribute) == ["user.contact.email", "affinity.bakery", "home"])
    #expect(use.reads.map(\.isInferred) == [false, true, false])
    #expect(use.reads[2].granularity == Granularity(named: "place.city"))
    #expect(events.isEmpty)
    #expect(attributes == ["subject.country": .text("FR")])

    guard case .use(_, let history, _) = try #require(controls[1].examples.first).situation else {
      throw ExpectedConsent()
    }
    let event = try #require(history.first)
    #expect(event.action == .given)
    #expect(event.purpose == DataUse("marketing"))
    #expect(event.notice == .init(id: "privacy-notice", version: "3", language: "fr"))
    #expect(event.expiresAt == Moment(iso8601: "2027-01-01"))
    #expect(event.source == "crm")
  }

  @Test func `a rule example is kept as JSON that reads back`() throws {
    let review = try PolicyFixtures.allKinds().controls[16]
    guard case .rule(let text) = try #require(review.examples.first).situation else { throw ExpectedConsent() }
    let node = try Node.json(PolicyFixtures.file(text))
    #expect(node["id"]?.scalarText == "a")
    #expect(node["use"]?.scalarText == "marketing")
  }

  @Test func `a pack in JSON says the same as in YAML`() throws {
    let yaml = try PolicyFixtures.allKinds()
    let file = try SourceFile(path: "a.yaml", bytes: PolicyFixtures.bytes(of: "all-kinds.yaml"))
    let json = try PolicyFixtures.pack(try Node.yaml(file).jsonText, path: "pack.json")
    #expect(json.version == yaml.version)
    #expect(json.controls.map(\.id) == yaml.controls.map(\.id))
    #expect(json.controls.map(\.requirementDigest) == yaml.controls.map(\.requirementDigest))
  }

  @Test func `Windows line ends and a byte order mark change nothing`() throws {
    let text = String(decoding: try PolicyFixtures.bytes(of: "all-kinds.yaml"), as: UTF8.self)
    let windows = [0xEF, 0xBB, 0xBF] + Array(text.replacing("\n", with: "\r\n").utf8)
    let pack = try Pack.read(
      SourceFile(path: "all-kinds.yaml", bytes: windows), vocabulary: PolicyFixtures.vocabulary)
    let plain = try PolicyFixtures.allKinds()
    #expect(pack.controls.map(\.span) == plain.controls.map(\.span))
    #expect(pack.controls.map(\.requirementDigest) == plain.controls.map(\.requirementDigest))
  }
}

@Suite struct RequirementDigestTests {
  private func digest(_ require: String) throws -> String {
    try PolicyFixtures.control(require: require).requirementDigest
  }

  @Test func `formatting, comments and the order of keys do not matter`() throws {
    let one = try digest("{consent: {maxAge: P24M, kinds: [express, explicit]}}")
    let other = try digest("\n      consent: # why\n        kinds: [express, 'explicit']\n        maxAge: \"P24M\"")
    #expect(one == other)
    #expect(one.count == 64)
  }

  @Test(arguments: [
    "{consent: {maxAge: P25M, kinds: [express, explicit]}}", "{consent: {maxAge: P24M}}",
    "{consent: {maxAge: P24M, kinds: [express]}}", "{freshness: {maxAge: P24M}}",
  ])
  func `another requirement has another digest`(_ require: String) throws {
    #expect(try digest(require) != digest("{consent: {maxAge: P24M, kinds: [express, explicit]}}"))
  }
}
