import ConsentHistory
import GovernanceModel
import PersonalizationCore
import PolicyEngine
import Predicates
import RuleSets
import Testing

@Suite struct DecisionTests {
  @Test func `the first rule that holds and may be served is served`() throws {
    let core = try CoreFixture(
      rules: """
          - {id: far, use: personalize, audience: {attribute: subject.country, equals: US}}
          - {id: news, use: marketing, basis: consent, audience: {attribute: subject.country, equals: FR}}
          - {id: later, use: personalize, audience: {all: []}}
        """)
    let agreed = core.decide(["subject.country": .text("FR")], [.given])
    #expect(agreed.rule == "news" && agreed.outcome == .allowed && agreed.refused.isEmpty)
    #expect(agreed.basis == .consent && agreed.ground?.basis == .consent)
    #expect(agreed.ground?.consent?.evidence == "proof-1")
    #expect(agreed.reads.map(\.attribute) == ["subject.country"])
  }

  @Test func `a refused rule leaves the next, with the control that refused it`() throws {
    let core = try CoreFixture(
      rules: """
          - {id: news, use: marketing, audience: {all: []}}
          - {id: later, use: personalize, audience: {all: []}}
        """)
    let decision = core.decide([:], [.given, .withdrawn])
    #expect(decision.rule == "later")
    #expect(decision.refused == [.init(rule: "news", pack: "own", control: "agreed", verdict: .violation(.withdrawn))])
  }

  @Test func `nothing that holds is the fallback, never an error`() throws {
    let core = try CoreFixture(rules: "  - {id: news, use: marketing, audience: {all: []}}")
    let decision = core.decide([:], [])
    #expect(decision.outcome == .fallback && decision.rule == nil && decision.use == nil && decision.ground == nil)
    #expect(decision.refused.map(\.verdict) == [.violation(.noRecord)])
  }

  @Test func `a rule serves through its last day and nobody after`() throws {
    let core = try CoreFixture(rules: "  - {id: old, use: personalize, expires: 2026-04-30, audience: {all: []}}")
    #expect(core.decide([:], []).outcome == .fallback)
    #expect(core.decide([:], [], at: "2026-04-30T23:59:59Z").rule == "old")
  }

  @Test func `a rule that names no use is refused`() throws {
    let core = try CoreFixture(rules: "  - {id: blank, audience: {all: []}}")
    #expect(core.decide([:], []).refused == [.init(rule: "blank", verdict: .unverifiable(.useTooCoarse))])
  }

  @Test func `a tactic restricts to its rules`() throws {
    let core = try CoreFixture(
      rules: """
          - {id: a, tactic: offer, use: personalize, audience: {all: []}}
          - {id: b, tactic: journey, use: personalize, audience: {all: []}}
        """)
    #expect(core.decide([:], [], tactic: .journey).rule == "b")
    #expect(core.decide([:], [], tactic: .service).outcome == .fallback)
  }

  @Test func `a value is made coarser where a control asks for it`() throws {
    let core = try CoreFixture(
      rules: "  - {id: near, use: personalize, audience: {attribute: place.point, exists: true}}")
    let decision = core.decide(["place.point": .text("48.8583701,2.2944813")], [])
    #expect(decision.outcome == .generalised)
    #expect(decision.generalised == [AttributePath("place.point"): .text("48.8,2.2")])
    #expect(decision.reads.first?.granularity == Granularity(named: "place.city"))
  }

  @Test func `a rule that holds only on finer values is refused`() throws {
    let core = try CoreFixture(
      rules: "  - {id: here, use: personalize, audience: {attribute: place.point, startsWith: \"48.858\"}}")
    let decision = core.decide(["place.point": .text("48.8583701,2.2944813")], [])
    #expect(decision.outcome == .fallback)
    #expect(decision.refused == [.init(rule: "here", pack: "own", control: "coarse", verdict: .violation(.tooFine))])
  }

  @Test func `a value that cannot be made coarser is withheld`() throws {
    let core = try CoreFixture(
      rules: "  - {id: near, use: personalize, audience: {attribute: place.point, exists: true}}")
    #expect(core.decide(["place.point": .text("the square")], []).refused.map(\.verdict) == [.violation(.tooFine)])
  }

  @Test func `what a segment reads and an export hands on counts as read`() throws {
    let core = try CoreFixture(
      rules: """
          - {id: through, use: personalize, audience: {segment: ill}}
          - {id: out, use: personalize, audience: {all: []}, exports: [{to: mailer, attributes: [health.risk]}]}
          - {id: whole, use: personalize, audience: {all: []}, exports: [{to: mailer, attributes: "*"}]}
        """, more: "segments: [{id: ill, audience: {attribute: health.risk, exists: true}}]")
    let decision = core.decide(["health.risk": .text("low")], [])
    #expect(decision.outcome == .fallback)
    #expect(decision.refused.map(\.rule) == ["through", "out", "whole"])
    #expect(decision.refused.allSatisfy { $0.control == "never" && $0.verdict == .violation(.prohibited) })
  }

  @Test func `an attribute that nobody classified may be what is prohibited`() throws {
    let core = try CoreFixture(
      rules: "  - {id: odd, use: personalize, audience: {attribute: shoe.size, exists: true}}")
    let decision = core.decide(["shoe.size": .integer(40)], [])
    #expect(decision.refused.contains { $0.control == "never" && $0.verdict == .unverifiable(.unknownAttribute) })
  }

  @Test func `a consent condition asks the guard for this rule's reads`() throws {
    let core = try CoreFixture(
      rules: """
          - {id: news, use: marketing, audience: {consent: marketing}}
          - {id: french, use: marketing, audience: {all: [{consent: marketing}, {attribute: subject.country, equals: FR}]}}
        """)
    #expect(core.decide([:], [.given]).rule == "news")
    let none = core.decide([:], [.refused])
    // Who is left out for want of consent alone is told which control that is.
    #expect(none.isDenied && none.refused.map(\.verdict) == [.violation(.refused)])
  }
}
