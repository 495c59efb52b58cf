import ConsentHistory
import GovernanceModel
import Predicates
import Testing

@testable import PolicyEngine

@Suite struct `What the judge says by kind` {
  private let location = DataCategory("user.location")

  // MARK: - Consent

  @Test func `Consent follows the history at the instant of the use`() {
    let events = [given, consentEvent(.withdrawn, at: day("02-01"))]
    #expect(obligation(anyConsent).verdict(on: use(at: day("01-31")), events) == .compliant)
    #expect(obligation(anyConsent).verdict(on: use(at: day("02-01")), events) == .violation(.withdrawn))
  }

  @Test func `Special categories need a grant at the use itself unless the control names its levels`() {
    let reads = [read("user.health.diagnosis")]
    let (broad, exact) = (given, consentEvent(.given, emailUse, at: day("01-01")))
    #expect(obligation(anyConsent).verdict(on: use(emailUse, reads: reads), [broad]) == .violation(.tooBroad))
    #expect(obligation(anyConsent).verdict(on: use(emailUse, reads: reads), [exact]) == .compliant)
    #expect(obligation(anyConsent).verdict(on: use(emailUse), [broad]) == .compliant)
    var named = ConsentRequirement()
    named.terms.grantLevels = [communications]
    #expect(obligation(.consent(named)).verdict(on: use(emailUse, reads: reads), [broad]) == .compliant)
  }

  @Test(arguments: [
    (["subject.birthDate": Value.text("2012-06-01")], Verdict.violation(.notAuthorised)),
    (["subject.birthDate": .text("2000-06-01")], .compliant), ([:], .unverifiable(.ageUnknown)),
    (["subject.birthYear": .integer(2010)], .unverifiable(.ageUnknown)),
    (["subject.birthYear": .integer(2009)], .compliant), (["subject.age": .integer(15)], .violation(.notAuthorised)),
    (["subject.age": .integer(17)], .compliant), (["subject.age": .integer(16)], .unverifiable(.ageUnknown)),
  ])
  func `A child needs a guardian at the day of the grant`(_ values: [String: Value], _ expected: Verdict) {
    var requirement = ConsentRequirement()
    requirement.terms.guardianBelowAge = 16
    let asked = obligation(.consent(requirement))
    #expect(asked.verdict(on: use(), [given], values) == expected)
    let guardian = consentEvent(.given, at: day("01-01"), actor: .guardian)
    #expect(asked.verdict(on: use(), [guardian], values) == .compliant)
  }

  // MARK: - Opt-out

  @Test func `An opt-out regime is compliant until somebody says no and only if somebody could be heard`() {
    var requirement = OptOutRequirement()
    requirement.terms.minds = [.optedOut]
    let asked = obligation(.optOut(requirement))
    let no = consentEvent(.optedOut, marketing, at: day("02-01"))
    #expect(asked.verdict(on: use()) == .compliant)
    #expect(asked.verdict(on: use(), [no]) == .violation(.optedOut))
    #expect(asked.verdict(on: use(at: day("01-31")), [no]) == .compliant)
    #expect(asked.verdict(on: use(), [consentEvent(.withdrawn, at: day("02-01"))]) == .compliant)
    #expect(asked.verdict(on: use(), in: context(optOutSource: false)) == .unverifiable(.noOptOutSource))
    #expect(asked.verdict(on: use(), [no], in: context(optOutSource: false)) == .violation(.optedOut))
  }

  @Test func `An opt-out gives time to act by the way it came`() {
    var requirement = OptOutRequirement()
    requirement.terms.minds = [.optedOut]
    requirement.terms.grace.standard = CalendarPeriod(businessDays: 15)
    requirement.terms.grace.byMethod = ["signal": .zero]
    var no = consentEvent(.optedOut, marketing, at: day("02-02"))
    let asked = obligation(.optOut(requirement))
    // 2026-02-02 is a Monday: the fifteenth business day after it is Monday 23 February.
    #expect(asked.verdict(on: use(at: day("02-23")), [no]) == .compliant)
    #expect(asked.verdict(on: use(at: day("02-24")), [no]) == .violation(.optedOut))
    no.method = "signal"
    #expect(asked.verdict(on: use(at: day("02-02")), [no]) == .violation(.optedOut))
  }

  // MARK: - Eligibility

  @Test func `Who is not known to be eligible is not`() {
    let adult = Predicate.compare(AttributePath("subject.age"), .atLeast, .integer(18))
    #expect(obligation(.eligibility(adult)).verdict(on: use(), [], ["subject.age": .integer(18)]) == .compliant)
    let child = obligation(.eligibility(adult)).verdict(on: use(), [], ["subject.age": .integer(17)])
    #expect(child == .violation(.notEligible))
    #expect(obligation(.eligibility(adult)).verdict(on: use()) == .violation(.notEligible))
    let opaque = Predicate.opaque(text: "score()", reads: [])
    #expect(obligation(.eligibility(.all([adult, opaque]))).verdict(on: use()) == .unverifiable(.opaque))
    let changed = context { $0.isProfileChangedSince = true }
    let later = obligation(.eligibility(adult)).verdict(on: use(), [], ["subject.age": .integer(18)], in: changed)
    #expect(later == .unverifiable(.profileChangedSince))
  }

  // MARK: - Basis

  @Test func `Each pair of category and use has an allowed basis`() {
    let asked = obligation(.basis(BasisRequirement(allowed: [.consent, .contract])))
    let declared = context(bases: [
      DeclaredBasis(use: marketing, categories: [DataCategory("user.contact")], basis: .consent),
      DeclaredBasis(use: marketing, categories: [location], basis: .legitimateInterests),
    ])
    #expect(asked.verdict(on: use(reads: [read("user.contact.email")]), in: declared) == .compliant)
    #expect(asked.verdict(on: use(reads: [read("user.location")]), in: declared) == .violation(.wrongBasis))
    let both = use(reads: [read("user.contact.email"), read("user.health")])
    #expect(asked.verdict(on: both, in: declared) == .violation(.noBasis))
    #expect(asked.verdict(on: use(basis: .contract), in: declared) == .compliant)
    #expect(asked.verdict(on: use(basis: .vitalInterests), in: declared) == .violation(.wrongBasis))
    #expect(asked.verdict(on: use(), in: declared) == .violation(.noBasis))
  }

  // MARK: - What is read

  @Test func `A prohibited category must not be read nor inferred`() {
    let asked = obligation(.prohibit(ProhibitRequirement())) { $0.categories = [DataCategory("user.health")] }
    #expect(asked.verdict(on: use(reads: [read("user.health.weight")])) == .violation(.prohibited))
    #expect(asked.verdict(on: use(reads: [read("user.health", inferred: true)])) == .violation(.inferred))
    #expect(asked.verdict(on: use(reads: [read("user.contact")])) == nil)
    #expect(asked.verdict(on: use(), in: context { $0.areReadsKnown = false }) == .unverifiable(.unknownAttribute))
    let declaredOnly = obligation(.prohibit(ProhibitRequirement(includesInferred: false))) {
      $0.categories = [DataCategory("user.health")]
    }
    #expect(declaredOnly.verdict(on: use(reads: [read("user.health", inferred: true)])) == .compliant)
  }

  @Test(arguments: [
    ("place.city", Verdict.compliant), ("place.country", .compliant), ("place.postcode", .violation(.tooFine)),
    ("birth.year", .violation(.tooFine)),
  ])
  func `A level is no finer than the control allows`(_ level: String, _ expected: Verdict) {
    let city = [Granularity(named: "place.city")].compactMap { $0 }
    let asked = obligation(.granularity(GranularityRequirement(maximum: city)))
    #expect(asked.verdict(on: use(reads: [read("user.location", level: level)])) == expected)
  }

  @Test func `A level that nobody declared is not measured`() {
    let city = [Granularity(named: "place.city")].compactMap { $0 }
    let asked = obligation(.granularity(GranularityRequirement(maximum: city)))
    #expect(asked.verdict(on: use(reads: [read("user.location")])) == .unverifiable(.notMeasured))
    #expect(asked.verdict(on: use(reads: [read("user.birth", level: "birth.date")])) == .compliant)
  }

  @Test func `A value is no older than its period when it is used`() {
    let asked = obligation(.freshness(FreshnessRequirement(maxAge: CalendarPeriod(months: 1))))
    #expect(asked.verdict(on: use(reads: [read("user.location", updatedAt: day("02-02"))])) == .compliant)
    #expect(asked.verdict(on: use(reads: [read("user.location", updatedAt: day("02-01"))])) == .violation(.stale))
    #expect(asked.verdict(on: use(reads: [read("user.location")])) == .unverifiable(.noTimestamp))
  }
}
