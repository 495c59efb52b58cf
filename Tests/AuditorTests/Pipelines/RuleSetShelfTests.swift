import GovernanceModel
import RuleSets
import Testing

@testable import Auditor

@Suite struct RuleSetShelfTests {
  func load(_ work: Workspace, _ patterns: String...) throws -> RuleSetShelf {
    try RuleSetShelf.load(patterns.map { RuleSetRequest(pattern: work.path($0), defaults: RuleDefaults()) })
  }

  @Test func `a pattern without a file is a gap, never a pass`() throws {
    let work = try Workspace()
    let shelf = try load(work, "rules/*.yaml")
    #expect(shelf.ruleSets.isEmpty)
    #expect(shelf.gaps.map(\.reason) == [.notExamined])
  }

  @Test func `a file that two patterns name is loaded once`() throws {
    let work = try Workspace(["rules/a.yaml": Workspace.ownerlessRule])
    #expect(try load(work, "rules/*.yaml", "rules/a.yaml", "rules").ruleSets.count == 1)
  }

  @Test func `everything that is malformed is told at once`() throws {
    let work = try Workspace(["rules/a.yaml": "words", "rules/b.yaml": "ruleset: b\nrulse: []\n", "rules/c.json": "{"])
    let error = #expect(throws: InputError.self) { _ = try load(work, "rules") }
    let files = Set(try #require(error).diagnostics.compactMap(\.span?.file))
    #expect(files == Set(["a.yaml", "b.yaml", "c.json"].map { work.path("rules/\($0)") }))
  }

  @Test func `files that only define are a gap, and serve the other files of the run`() throws {
    let type =
      #"{"metadata": {"id": "named"}, "parentCondition": {"type": "matchAllCondition", "parameterValues": {}}}"#
    let rule = #"{"metadata": {"id": "r"}, "condition": {"type": "named", "parameterValues": {}}, "actions": []}"#
    let work = try Workspace(["u/type.json": type, "u/rule.json": rule])
    #expect(try load(work, "u/type.json").gaps.map(\.reason) == [.notExamined])
    let shelf = try load(work, "u")
    #expect(shelf.gaps.isEmpty)
    #expect(shelf.ruleSets.flatMap(\.rules).map(\.id) == ["r"])
    #expect(shelf.ruleSets.flatMap(\.rules).allSatisfy { $0.opaque.isEmpty && $0.dangling.isEmpty })
  }

  @Test func `the gate's advice on rules of Apache Unomi can be followed in the project`() throws {
    let rule =
      #"{"metadata": {"id": "r"}, "condition": {"type": "matchAllCondition", "parameterValues": {}}, "actions": []}"#
    let pack = """
      pack: own
      title: Own
      version: "1"
      controls:
        - id: owned
          title: Rules are looked after
          severity: low
          law: {name: L, article: "1"}
          require: {review: {every: P1Y, owner: true, purpose: true, end: true, cap: true, lookBack: P1Y}}
      """
    func gate(_ ruleSets: String) throws -> Report {
      let work = try Workspace([
        "rules/u.json": rule, "own.yaml": pack,
        "proviso.yaml": "project: p\npolicies: [own.yaml]\nruleSets: \(ruleSets)\n",
      ])
      return try work.gate()
    }
    let bare = try gate("[rules/u.json]")
    let advice = bare.findings.compactMap(\.help)
    let reasons = Set(bare.findings.compactMap(\.verdict.reason))
    #expect(reasons.isSuperset(of: [.noOwner, .noPurpose, .noReviewDate, .noEndDate, .noCap]))
    #expect(advice.count == bare.findings.count)
    for help in advice {
      #expect(help.contains("rules/u.json` under `ruleSets:` in proviso.yaml"), "\(help)")
    }
    let told = try gate(
      """
      [{path: rules/u.json, use: personalize, owner: crm, reviewed: 2026-01-01, expires: 2026-12-31, lookBack: P90D,
        cap: {atMost: 2, per: P30D}}]
      """)
    #expect(told.findings.isEmpty)
  }

  @Test func `what the project says of a file fills only what the file leaves open`() throws {
    let work = try Workspace(["a.yaml": Workspace.ownerlessRule])
    var defaults = RuleDefaults()
    (defaults.owner, defaults.use) = ("crm@example.org", DataUse("marketing"))
    let shelf = try RuleSetShelf.load([RuleSetRequest(pattern: work.path("a.yaml"), defaults: defaults)])
    let rule = try #require(shelf.ruleSets.first?.rules.first)
    #expect(rule.owner == "crm@example.org")
    #expect(rule.use == DataUse("personalize.content"))
  }
}
