import Foundation
import Testing

/// The shipped packs as their users meet them.
@Suite struct ShippedPolicyTests {
  @Test func `every example of the shipped packs is judged as it says, rules included`() throws {
    let outcome = try Workplace().proviso.run("policy", "test")
    #expect(outcome.status == 0, "\(outcome.output)")
    #expect(outcome.output.contains("0 not"))
  }

  @Test func `the shipped packs have no error that lint knows`() throws {
    let outcome = try Workplace().proviso.run("policy", "lint")
    #expect(outcome.status == 0, "\(outcome.output)")
  }

  @Test func `the page on controls is up to date: make it anew with proviso policy docs`() throws {
    let outcome = try Workplace().proviso.run("policy", "docs")
    let page = try String(contentsOfFile: "\(Binary.root)/Documentation/Controls.md", encoding: .utf8)
    #expect(outcome.output == page)
  }

  @Test func `an example that is judged otherwise fails the test of its pack, with its place`() throws {
    let place = try Workplace()
    try place.write(
      """
      pack: own
      title: Own
      version: "1"
      controls:
        - id: own-consent
          title: Consent
          because: Since it is asked.
          law: {name: House rule, article: "1"}
          severity: low
          appliesTo: {uses: [marketing]}
          require: {consent: {}}
          remedy: Ask.
          examples:
            - complies: {use: {is: marketing.communications, at: 2026-01-01}}
      """, to: "own.yaml")
    let outcome = try place.proviso.run("policy", "test", "own.yaml")
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("own.yaml:14"))
    #expect(outcome.output.contains("noRecord"))
  }

  @Test(arguments: ["gdpr-6-1-a-consent", "personalisation-crowd-5", "ccpa-120-sale"])
  func `a control of any shipped pack is explained without a project`(control: String) throws {
    let outcome = try Workplace().proviso.run("explain", control)
    #expect(outcome.status == 0)
    for word in [control, "law:", "why:", "asks:", "to mend:", "examples:"] { #expect(outcome.output.contains(word)) }
  }

  @Test func `an unchecked citation says so, and an unknown control gets the nearest name`() throws {
    let unchecked = try Workplace().proviso.run("explain", "ccpa-125-incentive")
    #expect(unchecked.output.contains("citation unchecked"))
    let unknown = try Workplace().proviso.run("explain", "gdpr-6-1-consent")
    #expect(unknown.status == 3)
    #expect(unknown.complaints.contains("did you mean `gdpr-6-1-a-consent`?"))
  }
}
