import GovernanceModel
import PolicyEngine
import SourceDocuments
import Testing

@Suite struct LintTests {
  /// A control without anything to ask about, but for what is given.
  private func control(
    _ id: String, _ require: String, appliesTo: String = "{}", law: String = "{name: GDPR, article: \"5\"}"
  ) -> String {
    """
      - id: \(id)
        title: T
        because: B
        remedy: R
        law: \(law)
        severity: low
        appliesTo: \(appliesTo)
        require: \(require)
        examples:
          - violates: {rule: {id: a}}
          - complies: {rule: {id: a}}

    """
  }

  private func lint(_ packs: String...) throws -> [String] {
    let read = try packs.enumerated().map { index, controls in
      try PolicyFixtures.pack("pack: p\(index)\ntitle: P\nversion: \"1\"\ncontrols:\n" + controls)
    }
    return PolicySet(vocabulary: PolicyFixtures.vocabulary, packs: read).lint().map(\.message)
  }

  @Test func `a careful control raises no question`() throws {
    #expect(try lint(control("a", "{consent: {}}") + control("b", "{review: {owner: true}}")) == [])
  }

  @Test func `what a control lacks`() throws {
    let messages = try lint(
      "  - {id: a, title: T, law: {name: GDPR, article: \"5\", citation: unchecked}, severity: low, require: {consent: {}}}"
    )
    #expect(
      messages == [
        "`a` has no example that violates it", "`a` has no example that complies", "`a` does not say why",
        "`a` does not say how to mend", "`a` cites GDPR 5 unchecked",
      ])
  }

  @Test func `a control that repeats another or part of it adds nothing`() throws {
    let wide = control("wide", "{consent: {maxAge: P1Y}}", appliesTo: "{uses: [marketing]}")
    let narrow = control("narrow", "{consent: {maxAge: P1Y}}", appliesTo: "{uses: [marketing.communications]}")
    let other = control("other", "{consent: {maxAge: P2Y}}", appliesTo: "{uses: [marketing]}")
    #expect(try lint(wide + narrow + other) == ["`narrow` adds nothing: `wide` asks the same of the same or more"])
    #expect(try lint(narrow + wide) == ["`narrow` adds nothing: `wide` asks the same of more"])
    #expect(try lint(wide, narrow) == ["the packs `p0` and `p1` overlap: 1 control asks the same of the same"])
  }

  @Test func `consent to what is prohibited`() throws {
    let ban = control("ban", "{prohibit: {}}", appliesTo: "{categories: [user.health_and_medical]}").replacing(
      "rule: {id: a}", with: "use: {is: marketing, at: 2026-01-01}")
    let ask = control("ask", "{consent: {}}", appliesTo: "{categories: [user.health_and_medical.record]}")
    let elsewhere = control("else", "{consent: {}}", appliesTo: "{categories: [user.contact]}")
    let expected = "`ask` allows under conditions what `ban` prohibits"
    #expect(try lint(ban + ask + elsewhere) == [expected])
    #expect(try lint(ask + ban) == [expected])
  }

  @Test func `a control that can never apply is dead`() throws {
    let messages = try lint(
      control("dead", "{consent: {}}", appliesTo: "{uses: [marketing.communications.email], channels: [sms]}"))
    #expect(messages == ["`dead` never applies: its uses are other channels than sms"])
  }
}

@Suite struct ExplanationTests {
  @Test func `every kind says in words what it asks`() throws {
    let texts = try PolicyFixtures.allKinds().controls.map { "\($0.id): \($0.requirement.obligationText)" }
    #expect(
      texts == [
        "k-basis: the pair of data category and use has a declared legal basis: consent or contract",
        "k-consent: consent no older than P2Y, express or explicit, given for * or marketing where that is this use or "
          + "above it, after a notice of at least `privacy-notice` version 3, with the method and a proof on record, "
          + "by the person or a guardian, counted from when it was recorded, not withdrawn since, nor objected, at the "
          + "latest P0D after a no by signal or 15 business days after any other, by a guardian for a person under 16, "
          + "where the recorded basis is consent",
        "k-optOut: the person has not objected or opted out, at the latest P10D after a no, where the recorded basis is "
          + "legitimate interests",
        "k-eligibility: the person meets the control's condition",
        "k-prohibit: none of the control's data categories is read",
        "k-granularity: data is no finer than birth at year and place within 564 m",
        "k-freshness: the value is no older than P90D when it is used",
        "k-retention: the record is no older than P25M since the person's last activity",
        "k-crowd: at least 5 people share each combination of quasi-identifiers",
        "k-declared: personal data that is found or read is declared in the data map or the vocabulary",
        "k-evidence: each consent on record carries the method and the notice's version; no consent was captured by "
          + "preTicked or silence",
        "k-reask: nobody is asked again sooner than P6M after a refusal or withdrawal",
        "k-reconcile: all consent logs agree on a person's state",
        "k-erasure: nothing of an erased person remains later than P1M after the erasure",
        "k-deadline: a request of type access is answered within P1M, or P3M where it was extended",
        "k-disclosure: data goes to mailer only, it is not sold, it stays in DE or NO unless under adequacy or scc",
        "k-review: a rule has an owner, a purpose, a review no older than P1Y, an end date, a frequency cap, a look-back "
          + "window of at most P2Y and named fields in place of a wildcard",
        "k-hygiene: no rule is or holds: dead or opaque",
      ])
  }

  @Test func `an explanation says law, reason, scope, remedy and examples`() throws {
    let pack = try PolicyFixtures.allKinds()
    let set = PolicySet(vocabulary: PolicyFixtures.vocabulary, packs: [pack])
    let explanation = try #require(set.explanation(of: "k-basis"))
    #expect(
      explanation.text == """
        k-basis  (high, pack all-kinds)

        A ground

        law: GDPR, article 6
             in force from 2018-05-25 until 2030-01-01
             citation unchecked: nobody compared it with the text of the law
             five grounds

        why: no processing without a ground

        asks: the pair of data category and use has a declared legal basis: consent or contract

        applies to: uses marketing and below; data user.contact and below; subjects customer; channel email

        to mend: declare one

        examples:
          violates (wrongBasis): subject.country is FR; 2026-03-02 used for marketing.communications.email by email on \
        the ground of contract, reading user.contact.email, affinity.bakery and home; as of 2026-03-03

        written at all-kinds.yaml:8:9
        """)
    #expect(set.explanation(of: "nothing") == nil)
  }

  @Test func `the parameters of a finding`() throws {
    let controls = try PolicyFixtures.allKinds().controls
    let parameters = Dictionary(uniqueKeysWithValues: controls.map { ($0.id, $0.requirement.parameters) })
    #expect(parameters["k-consent"] == [Parameter("maxAge", "P2Y")])
    #expect(
      parameters["k-granularity"] == [Parameter("maximum", "birth.year"), Parameter("maximum", "place.radius 564 m")])
    #expect(parameters["k-deadline"] == [Parameter("within", "P1M"), Parameter("extended", "P3M")])
    #expect(parameters["k-declared"] == [])
  }
}
