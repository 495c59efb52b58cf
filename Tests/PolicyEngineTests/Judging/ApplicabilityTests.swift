import ConsentHistory
import GovernanceModel
import Predicates
import Testing

@testable import PolicyEngine

@Suite struct `Whether an obligation is about a use` {
  @Test func `It is about its use and everything below it`() {
    let asked = obligation(anyConsent, use: communications)
    #expect(asked.verdict(on: use(communications)) == .violation(.noRecord))
    #expect(asked.verdict(on: use(emailUse)) == .violation(.noRecord))
    #expect(asked.verdict(on: use(DataUse("personalize"))) == nil)
    #expect(asked.verdict(on: use(DataUse("marketing.communicationsx"))) == nil)
  }

  @Test func `A use above it is too coarse, never skipped`() {
    #expect(obligation(anyConsent, use: communications).verdict(on: use(marketing)) == .unverifiable(.useTooCoarse))
    #expect(obligation(anyConsent, use: communications).verdict(on: use(.every)) == .unverifiable(.useTooCoarse))
  }

  @Test func `An obligation without a use is about every use`() {
    #expect(obligation(anyConsent, use: nil).verdict(on: use(DataUse("sales"))) == .violation(.noRecord))
  }

  @Test func `Both ways to say a channel are one key`() {
    let asked = obligation(anyConsent, use: emailUse)
    #expect(asked.verdict(on: use(communications, channel: email), [given]) == .compliant)
    #expect(asked.verdict(on: use(emailUse), [consentEvent(.given, emailUse, at: day("01-01"))]) == .compliant)
    #expect(asked.verdict(on: use(communications), [given]) == .unverifiable(.useTooCoarse))
  }

  @Test func `A control of channels asks the channel of the use`() {
    let asked = obligation(anyConsent) { $0.channels = [email] }
    #expect(asked.verdict(on: use(channel: email), [given]) == .compliant)
    #expect(asked.verdict(on: use(emailUse), [given]) == .compliant)
    #expect(asked.verdict(on: use(channel: Channel("sms")), [given]) == nil)
    #expect(asked.verdict(on: use(), [given]) == .unverifiable(.useTooCoarse))
  }

  @Test func `Subject types match from the top down and an unknown one is inside`() {
    let asked = obligation(anyConsent) { $0.subjects = [DataSubject("customer")] }
    #expect(asked.verdict(on: use(subjectType: DataSubject("customer.gold"))) == .violation(.noRecord))
    #expect(asked.verdict(on: use(subjectType: DataSubject("employee"))) == nil)
    #expect(asked.verdict(on: use()) == .violation(.noRecord))
  }

  @Test func `A law counts from its first day up to its last`() {
    let law = Law(
      name: "L", article: "1", inForce: day("02-01").start, until: day("04-01").start, isChecked: true)
    let asked = obligation(anyConsent, law: law)
    #expect(asked.verdict(on: use(at: day("01-31"))) == nil)
    #expect(asked.verdict(on: use(at: day("02-01"))) == .violation(.noRecord))
    #expect(asked.verdict(on: use(at: day("04-01"))) == nil)
  }

  @Test(arguments: [
    (["subject.country": Value.text("FR")], true, true), (["subject.country": .text("US")], true, false),
    ([:], true, true), ([:], false, false),
  ])
  func `A scope applies unless it is false`(_ values: [String: Value], _ appliesWhenUnknown: Bool, _ applies: Bool) {
    let scope = Predicate.isIn(AttributePath("subject.country"), [.text("FR"), .text("DE")])
    let asked = obligation(anyConsent, scope: scope, appliesWhenUnknown: appliesWhenUnknown)
    #expect(asked.verdict(on: use(), [], values) == (applies ? .violation(.noRecord) : nil))
  }

  @Test func `A scope that rests on a profile which changed since is unknown`() {
    let scope = Predicate.isIn(AttributePath("subject.country"), [.text("FR")])
    let changed = context { $0.isProfileChangedSince = true }
    let values = ["subject.country": Value.text("US")]
    #expect(obligation(anyConsent, scope: scope).verdict(on: use(), [], values, in: changed) == .violation(.noRecord))
  }

  @Test func `A recorded basis is outside only where the control lists bases`() {
    var listed = ConsentRequirement()
    listed.bases = [.consent]
    #expect(obligation(.consent(listed)).verdict(on: use(basis: .contract)) == nil)
    #expect(obligation(.consent(listed)).verdict(on: use(basis: .consent)) == .violation(.noRecord))
    #expect(obligation(.consent(listed)).verdict(on: use()) == .violation(.noRecord))
    #expect(obligation(anyConsent).verdict(on: use(basis: .contract)) == .violation(.noRecord))
  }

  @Test func `A control of categories is about uses that read them`() {
    let asked = obligation(anyConsent) { $0.categories = [DataCategory("user.location")] }
    #expect(asked.verdict(on: use(reads: [read("user.location.precise")])) == .violation(.noRecord))
    #expect(asked.verdict(on: use(reads: [read("user.contact")])) == nil)
    #expect(asked.verdict(on: use()) == nil)
    let unknown = context { $0.areReadsKnown = false }
    #expect(asked.verdict(on: use(), in: unknown) == .unverifiable(.unknownAttribute))
    #expect(asked.verdict(on: use(), [given], in: unknown) == .compliant)
  }

  @Test func `Kinds that are not about uses are not asked`() {
    #expect(obligation(.declared, use: nil).verdict(on: use()) == nil)
    #expect(obligation(.reconcile(ReconcileRequirement()), use: nil).verdict(on: use()) == nil)
  }
}
