import Foundation
import Testing

/// `proviso gate --fideslang` on the binary.
@Suite struct FideslangGateTests {
  private func place(categories: String, policies: String = "p", subjects: String = "[customer]") throws -> Workplace {
    let place = try Workplace()
    let rules = policies.split(separator: " ").map { key in
      """
        - fides_key: \(key)
          rules:
            - name: No contact
              data_categories: {matches: ANY, values: [user.contact]}
              data_uses: {matches: ANY, values: [marketing.advertising]}
              data_subjects: {matches: ANY, values: [customer]}
      """
    }.joined(separator: "\n")
    try place.write(policies.isEmpty ? "organization: []\n" : "policy:\n\(rules)\n", to: "m/policy.yml")
    try place.write(
      """
      system:
        - fides_key: mailer
          system_type: Service
          privacy_declarations:
            - {name: d, data_categories: \(categories), data_use: marketing.advertising, data_subjects: \(subjects)}

      """, to: "m/below/system.yaml")
    return place
  }

  private func gate(_ place: Workplace, _ arguments: String...) throws -> Binary.Outcome {
    try place.proviso.run(["gate", "--as-of", "2026-11-22", "--fideslang", "m"] + arguments)
  }

  private static let detail = """
    Declaration (d) of system (mailer) failed rule (No contact) from policy (p). Violated usage of data categories \
    (user.contact.email) for data uses (marketing.advertising) and subjects (customer)
    """

  @Test func `a violation is told in the words of Fides, with its place, and ends with 1`() throws {
    let place = try place(categories: "[user.contact.email]")
    let outcome = try gate(place)
    #expect(outcome.status == 1)
    #expect(outcome.output.contains(Self.detail))
    #expect(outcome.output.contains("m/below/system.yaml:5:37"))
    #expect(outcome.output.contains("m/policy.yml:4:15"))
    let compatible = try gate(place, "--compatible")
    #expect(compatible.status == 1)
    #expect(
      compatible.output
        == "Evaluating the following policies:\n- p\n----------\nstatus: FAIL\n\(Self.detail)\n")
  }

  @Test func `a blind spot is a finding, and with --compatible it is none`() throws {
    let place = try place(categories: "[user.contact.email]", subjects: "[]")
    let outcome = try gate(place)
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("fides-1-missing-subjects"))
    let compatible = try gate(place, "--compatible")
    #expect(compatible.status == 0)
    #expect(compatible.output.hasSuffix("Evaluation passed!\n"))
    #expect(try place.proviso.run("explain", "fides-1-missing-subjects").output.contains("data_subjects"))
  }

  @Test func `bad input is 3 with its place and the nearest key, and 1 for Fides`() throws {
    let place = try place(categories: "[user.contact.emial]")
    let outcome = try gate(place)
    #expect(outcome.status == 3)
    #expect(outcome.complaints.contains("did you mean `user.contact.email`?"))
    #expect(outcome.complaints.contains("m/below/system.yaml:5:37"))
    #expect(try gate(place, "--compatible").status == 1)
  }

  @Test func `no policy, and a policy that was not evaluated, are never a pass`() throws {
    let none = try place(categories: "[user.name]", policies: "")
    #expect(try gate(none).status == 4)
    #expect(try gate(none, "--compatible").status == 1)
    let two = try place(categories: "[user.name]", policies: "p q")
    #expect(try gate(two).status == 0)
    let one = try gate(two, "--only-policy", "p")
    #expect(one.status == 4)
    #expect(one.output.contains("the policy was not asked for"))
    let absent = try gate(two, "--only-policy", "onTheServer")
    #expect(absent.status == 4)
    #expect(absent.output.contains("nothing was evaluated"))
    // Fides prints which policy was asked for and evaluates all.
    #expect(try gate(two, "--only-policy", "p", "--compatible").status == 0)
  }

  @Test func `every output is made, and two runs make the same`() throws {
    let place = try place(categories: "[user.contact.email, user]")
    for format in ["xml", "json", "sarif", "junit", "github", "markdown", "gitlab"] {
      let first = try gate(place, "--format", format)
      #expect(first.status == 1, "\(format)")
      #expect(!first.output.isEmpty)
      #expect(try gate(place, "--format", format).output == first.output)
    }
  }

  @Test func `options that do not go together are refused`() throws {
    let place = try place(categories: "[user.name]")
    #expect(try gate(place, "rules.yaml").status == 2)
    #expect(try place.proviso.run("gate", "--compatible").status == 2)
    #expect(try place.proviso.run("gate", "--fideslang", "nowhere").status == 3)
  }
}
