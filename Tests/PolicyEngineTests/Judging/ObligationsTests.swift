import ConsentHistory
import GovernanceModel
import Predicates
import Testing

@testable import PolicyEngine

@Suite struct `Obligations of a policy set` {
  private func uses(of listed: [String]) -> [String?] {
    let control = obligation(anyConsent) { $0.uses = listed.map { DataUse($0) } }.control
    let pack = Pack(
      id: "p", title: "", version: "1", digest: "", scope: nil, appliesWhenUnknown: true, controls: [control])
    return PolicySet(vocabulary: Vocabulary(), packs: [pack]).obligations().map { $0.use?.key }
  }

  @Test func `One for each use in byte order, whatever the order of writing`() {
    #expect(uses(of: ["personalize", "marketing"]) == ["marketing", "personalize"])
    #expect(uses(of: ["marketing", "personalize"]) == ["marketing", "personalize"])
  }

  @Test func `A use below another of the control adds nothing`() {
    #expect(uses(of: ["marketing.communications", "marketing", "marketingx"]) == ["marketing", "marketingx"])
  }

  @Test func `No use is every use`() {
    #expect(uses(of: []) == [nil])
    #expect(uses(of: ["*", "marketing"]) == [nil])
  }

  @Test func `A consent atom asks every consent and opt-out obligation that applies`() {
    var optOut = OptOutRequirement()
    optOut.terms.minds = [.optedOut]
    let asked = [obligation(anyConsent, use: communications), obligation(.optOut(optOut))]
    func atom(_ events: [ConsentEvent], _ use: DataUse = communications, optOutSource: Bool = true) -> Truth {
      let base = Attributes(now: day("03-01").start)
      let context = context(optOutSource: optOutSource)
      let facts = GuardedFacts(base, history: ConsentTimeline(events), obligations: asked, context: context)
      return Predicate.consent(use, nil).evaluate(on: facts)
    }
    #expect(atom([given]) == .true)
    #expect(atom([]) == .false)
    #expect(atom([given, consentEvent(.optedOut, marketing, at: day("02-01"))]) == .false)
    #expect(atom([given], optOutSource: false) == .unknown)
    #expect(atom([], DataUse("marketing.advertising")) == .true)
  }
}
