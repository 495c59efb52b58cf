import GovernanceModel
import PolicyEngine
import SourceDocuments
import Testing

/// Cases beside packs, and what they reach.
@Suite struct CoverageTests {
  private static let pack = """
    pack: own
    title: Own
    version: "1"
    controls:
      - id: own-consent
        title: Consent
        law: {name: House rule, article: "1"}
        severity: low
        appliesTo: {uses: [marketing, personalize]}
        require: {consent: {}}

    """

  private static let broken = "control: own-consent, violates: {use: {is: marketing, at: 2026-01-01}}, reason: noRecord"
  private static let kept =
    "control: own-consent, complies: {use: {is: personalize.content, at: 2026-01-02}, events: [{given: personalize.content, at: 2026-01-01, kind: express}]}"

  private func file(_ text: String) throws(InputError) -> SourceFile {
    try SourceFile(path: "own.cases.yaml", bytes: Array(text.utf8))
  }

  private func policies(cases: String...) throws -> PolicySet {
    var pack = try PolicyFixtures.pack(Self.pack)
    if !cases.isEmpty {
      let text = "cases: own\ntests:\n" + cases.map { "  - {\($0)}\n" }.joined()
      pack = try pack.adding(casesOf: file(text), vocabulary: PolicyFixtures.vocabulary)
    }
    return PolicySet(vocabulary: PolicyFixtures.vocabulary, packs: [pack])
  }

  private func coverage(_ policies: PolicySet) -> PolicyCoverage {
    PolicyCoverage(policies, outcomes: ExampleRunner(policies).run())
  }

  @Test func `without a case nothing is covered`() throws {
    let found = try coverage(policies())
    #expect(found.controls == (0, 1) && found.obligations == (0, 2) && found.percent == 0)
    #expect(
      found.holes.map(\.what) == [
        "no case that breaks it", "no case that keeps it", "no case of the use `marketing`",
        "no case of the use `personalize`",
      ])
    #expect(found.holes.allSatisfy { $0.span.line == 5 })
  }

  @Test func `a case reaches the obligation over its use or above it`() throws {
    let half = try coverage(policies(cases: Self.broken))
    #expect(half.controls == (0, 1) && half.obligations == (1, 2) && half.percent == 0)
    #expect(half.holes.map(\.what) == ["no case that keeps it", "no case of the use `personalize`"])
    let whole = try coverage(policies(cases: Self.broken, Self.kept))
    #expect(whole.controls == (1, 1) && whole.obligations == (2, 2) && whole.percent == 100 && whole.holes.isEmpty)
  }

  @Test func `a case that came out otherwise covers nothing`() throws {
    let wrong = Self.broken.replacing("violates", with: "complies").replacing(", reason: noRecord", with: "")
    let found = try coverage(policies(cases: wrong))
    #expect(found.controls == (0, 1) && found.obligations == (0, 2))
  }

  @Test func `a case to which the control does not apply covers nothing`() throws {
    let elsewhere = "control: own-consent, complies: {use: {is: essential, at: 2026-01-01}}"
    #expect(try coverage(policies(cases: elsewhere)).obligations == (0, 2))
  }

  @Test func `nothing to cover is nothing covered`() throws {
    #expect(PolicyCoverage(PolicySet(vocabulary: PolicyFixtures.vocabulary, packs: []), outcomes: []).percent == 0)
  }

  @Test func `a case that fails is told at its own file`() throws {
    let wrong = Self.broken.replacing("noRecord", with: "withdrawn")
    let found = ExampleRunner(try policies(cases: wrong)).run().compactMap(\.diagnostic)
    #expect(found.count == 1 && found[0].span?.description == "own.cases.yaml:3:5")
  }

  @Test(arguments: [
    ("cases: other\ntests: [{\(broken)}]", "own.cases.yaml:1:8", "not cases of the pack `own`"),
    ("cases: own\ntests: []", "own.cases.yaml:2:8", "at least one"),
    ("cases: own", "own.cases.yaml:1:1", "needs `tests`"),
    ("cases: own\ntests: [{control: own-consnet, complies: {}}]", "own.cases.yaml:2:19", "did you mean `own-consent`?"),
    ("cases: own\ntests: [{complies: {}}]", "own.cases.yaml:2:9", "names its control"),
    ("cases: own\ntests: [{control: own-consent, breaks: {}}]", "own.cases.yaml:2", "breaks"),
    (
      "cases: own\ntests: [{control: own-consent, violates: {record: {size: 3}}}]", "own.cases.yaml:2",
      "`use` or `rule`"
    ),
  ])
  func `a slip in a file of cases is told with its place`(text: String, place: String, told: String) throws {
    let pack = try PolicyFixtures.pack(Self.pack)
    do {
      _ = try pack.adding(casesOf: file(text), vocabulary: PolicyFixtures.vocabulary)
      Issue.record("accepted \(text)")
    } catch {
      let found = error.diagnostics.map { $0.rendered(color: false) }
      #expect(found.contains { $0.contains(place) && $0.contains(told) }, "\(found)")
    }
  }
}
