import ConsentHistory
import ConsentSignals
import GovernanceModel
import Testing

@Suite struct SignalEventTests {
  private func string(created: Int = 20_600) -> TCString {
    let created = Instant(CivilDate(daysSinceEpoch: created))
    var string = TCString(created: created, lastUpdated: created)
    string.cmpID = 28
    string.vendorListVersion = 150
    string.disclosedVendors = IdentifierSet([7])
    string.segments.append(.disclosedVendors)
    string.purposesConsent = IdentifierSet([5, 6])
    string.vendorConsents = IdentifierSet([7])
    return string
  }

  private func actions(_ signal: ConsentSignal, vendor: Int? = nil) -> [String: ConsentAction] {
    Dictionary(
      SignalEvents(vendor: vendor).events(of: signal).map { ($0.purpose.key, $0.action) }, uniquingKeysWith: { $1 })
  }

  @Test func `a TC string gives what it permits and refuses the rest, by the day, for thirteen months`() throws {
    let actions = actions(.tcf(string()))
    #expect(actions["personalize.content.profiled"] == .given)
    #expect(actions["marketing.advertising.profiling"] == .refused)
    #expect(actions.count == TCFPurpose.all.reduce(0) { $0 + $1.uses.count })
    let event = try #require(SignalEvents().events(of: .tcf(string())).first { $0.action == .given })
    let at = try #require(event.at)
    #expect(at.end.microseconds - at.start.microseconds == Instant.microsecondsPerDay)
    #expect(event.expiresAt?.start == CalendarPeriod(months: 13).added(to: at.start))
  }

  @Test func `a vendor needs its own bit, and no restriction against it`() {
    #expect(actions(.tcf(string()), vendor: 7)["personalize.content.profiled"] == .given)
    #expect(actions(.tcf(string()), vendor: 9)["personalize.content.profiled"] == .refused)
    var restricted = string()
    restricted.restrictions = [.init(purpose: 6, kind: .notAllowed, vendors: IdentifierSet([7]))]
    #expect(actions(.tcf(restricted), vendor: 7)["personalize.content.profiled"] == .refused)
    #expect(actions(.tcf(restricted), vendor: 7)["personalize.content.profiling"] == .given)
  }

  @Test func `a string that today's rules do not accept invalidates`() {
    var global = string()
    global.isServiceSpecific = false
    #expect(Set(actions(.tcf(global)).values) == [.invalidated])
  }

  @Test func `purpose 1 that was not disclosed says nothing`() {
    var string = string()
    string.purposeOneTreatment = true
    #expect(actions(.tcf(string))["functional.storage"] == nil)
  }

  @Test(arguments: [
    (
      "BVVVVVVVVWA",
      ["third_party_sharing", "marketing.advertising.third_party", "marketing.advertising.first_party.targeted"]
    ),
    ("BVQqAAAAAgA", []),
    (
      "BVQqAAAAAgA.YA",
      ["third_party_sharing", "marketing.advertising.third_party", "marketing.advertising.first_party.targeted"]
    ),
    ("BVQqAAAAAgA.QA", []),
  ])
  func `a US section opts out of what it says, Global Privacy Control of all`(text: String, uses: [String]) throws {
    let actions = actions(try ConsentSignal(decoding: text, as: "usnat"))
    #expect(Set(actions.keys) == Set(uses))
    #expect(actions.values.allSatisfy { $0 == .optedOut })
  }

  @Test func `a US Privacy string opts out of sale; hints say nothing`() throws {
    #expect(actions(try ConsentSignal(decoding: "1YYN")) == ["third_party_sharing": .optedOut])
    #expect(actions(try ConsentSignal(decoding: "1YNN")) == [:])
    #expect(actions(try ConsentSignal(decoding: "G111")) == [:])
  }
}
