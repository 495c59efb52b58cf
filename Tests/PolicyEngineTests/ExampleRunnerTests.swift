import GovernanceModel
import PolicyEngine
import SourceDocuments
import Testing

@Suite struct ExampleRunnerTests {
  private func outcomes(
    require: String, appliesTo: String = "{}", _ examples: String
  ) throws -> [ExampleOutcome] {
    let text = PolicyFixtures.packText(require: require, appliesTo: appliesTo, more: "    examples:\n" + examples)
    let set = PolicySet(vocabulary: PolicyFixtures.vocabulary, packs: [try PolicyFixtures.pack(text)])
    return ExampleRunner(set).run()
  }

  @Test func `a withdrawal ends the use, on the judge`() throws {
    let outcomes = try outcomes(
      require: "{consent: {grantLevels: [marketing]}}",
      """
          - violates: {use: {is: marketing, at: 2026-03-02}, events: [{given: marketing, at: 2026-01-01}, {withdrawn: marketing, at: 2026-03-01}]}
            reason: withdrawn
          - complies: {use: {is: marketing, at: 2026-02-28}, events: [{given: marketing, at: 2026-01-01}, {withdrawn: marketing, at: 2026-03-01}]}
          - unverifiable: {use: {is: marketing, at: 2026-03-01}, events: [{given: marketing, at: 2026-01-01}, {withdrawn: marketing, at: 2026-03-01}]}
            reason: sameDay
          - violates: {use: {is: marketing, at: 2026-03-02}, events: []}
            reason: noRecord
          - complies: {use: {is: marketing, at: 2026-03-02}, events: []}
          - violates: {use: {is: marketing, at: 2026-03-02}, events: []}
            reason: expired

      """)
    #expect(outcomes.map(\.isAsExpected) == [true, true, true, true, false, false])
    #expect(outcomes.map(\.number) == [1, 2, 3, 4, 5, 6])
    let wrong = outcomes.compactMap(\.diagnostic)
    #expect(
      wrong.map(\.message) == [
        "example 5 of `one`: expected compliant, found violation (noRecord)",
        "example 6 of `one`: expected violation (expired), found violation (noRecord)",
      ])
    #expect(wrong.first?.span?.line == 19)
  }

  @Test func `a violation of a control that does not apply is a failure`() throws {
    let outcomes = try outcomes(
      require: "{consent: {}}", appliesTo: "{uses: [personalize]}",
      "      - violates: {use: {is: marketing, at: 2026-03-02}}\n      - complies: {use: {is: marketing, at: 2026-03-02}}\n"
    )
    #expect(outcomes.map(\.actual) == [nil, nil])
    #expect(outcomes.map(\.isAsExpected) == [false, true])
    #expect(outcomes[0].diagnostic?.message.hasSuffix("found not applicable") ?? false)
  }

  /// One example a kind that is about records, and its verdict.
  @Test(arguments: [
    (
      "{retention: {maxAge: P25M, since: lastActivity}}", "{record: {lastActivity: 2017-01-01}, asOf: 2020-01-01}",
      Reason.keptTooLong
    ),
    ("{freshness: {maxAge: P90D}}", "{record: {updatedAt: 2017-01-01}, asOf: 2020-01-01}", .stale),
    ("{granularity: {birth: year}}", "{record: {held: birth.date}}", .tooFine),
    ("{crowd: {atLeast: 5, of: audience}}", "{record: {size: 3}}", .groupTooSmall),
    ("{declared: {}}", "{record: {held: user.contact.email}}", .undeclared),
    ("{evidence: {fields: [method]}}", "{events: [{given: marketing, at: 2026-01-01}]}", .missingField),
    (
      "{reask: {after: P6M}}",
      "{events: [{refused: marketing, at: 2026-01-01}, {requested: marketing, at: 2026-02-01}]}", .askedAgain
    ),
    (
      "{reconcile: {}}",
      "{events: [{given: marketing.communications, at: 2026-01-01, source: a}, {withdrawn: marketing, at: 2026-01-01, source: b}], asOf: 2026-02-01}",
      .disagrees
    ),
    ("{erasure: {within: P1M}}", "{record: {erasedAt: 2026-01-01, presentAt: 2026-02-02}}", .notErased),
    ("{deadline: {within: P1M}}", "{record: {received: 2026-01-01, closed: 2026-03-01}}", .overdue),
    ("{deadline: {within: P1M}}", "{record: {received: 2026-01-01}, asOf: 2026-03-01}", .overdue),
    ("{disclosure: {sale: false}}", "{record: {recipient: nobody}}", .undeclaredRecipient),
    (
      "{eligibility: {attribute: subject.age, atLeast: 18}}",
      "{use: {is: marketing, at: 2026-01-01}, attributes: {subject.age: 17}}", .notEligible
    ),
    (
      "{basis: {allowed: [contract]}}", "{use: {is: marketing, at: 2026-01-01, basis: consent, reads: [user.contact]}}",
      .wrongBasis
    ),
  ])
  func `records and uses of every kind`(_ require: String, _ example: String, _ reason: Reason) throws {
    let outcome = try #require(try outcomes(require: require, "      - violates: \(example)\n").first)
    #expect(outcome.actual == .violation(reason))
  }

  @Test func `rules are left to the gate, with their outcome to be told`() throws {
    let set = PolicySet(vocabulary: PolicyFixtures.vocabulary, packs: [try PolicyFixtures.allKinds()])
    let runner = ExampleRunner(set)
    let rule = try #require(runner.ruleExamples.first)
    #expect(runner.ruleExamples.count == 1)
    #expect(rule.control.id == "k-review")
    #expect(rule.outcome(.violation(.noOwner), use: nil).isAsExpected)
    #expect(!rule.outcome(.compliant, use: nil).isAsExpected)
    #expect(!runner.run().contains { $0.control == "k-review" })
  }

  @Test(arguments: [
    ("{violates: {use: {is: marketing, at: 2026-01-01}}, complies: {}}", "is one of"),
    ("{violates: {record: {size: 1}}}", "has `use` or `rule`"),
    ("{complies: {use: {is: marketing, at: 2026-01-01}}, reason: expired}", "has no `reason`"),
    ("{violates: {use: {is: marketing, at: 2026-01-01}}, reason: expird}", "no reason"),
    ("{violates: {use: {is: marketing, at: soon}}}", "is a date"),
    ("{violates: {use: {is: marketing, at: 2026-01-01, reads: [nothing.known]}}}", "no data category"),
    ("{violates: {use: {is: marketing, at: 2026-01-01}, events: [{at: 2026-01-01}]}}", "one action"),
    (
      "{violates: {use: {is: marketing, at: 2026-01-01}, events: [{given: marketing, refused: marketing, at: 2026-01-01}]}}",
      "one action"
    ),
    ("{violates: {use: {is: marketing, at: 2026-01-01}, events: [{given: marketing}]}}", "needs `at`"),
  ])
  func `a wrong example is one error`(_ example: String, _ says: String) throws {
    let text = PolicyFixtures.packText(require: "{consent: {}}", more: "    examples: [\(example)]")
    let errors = try PolicyFixtures.errors(text)
    #expect(errors.count == 1, "\(InputError(errors).rendered(color: false))")
    #expect(errors.first?.message.contains(says) ?? false, "\(errors)")
  }
}
