import GovernanceModel
import ProvisoTesting
import Testing

@testable import Auditor

/// What `proviso audit --explain-plan` shows.
@Suite struct ExplainPlanTests {
  private func workspace() throws -> Workspace {
    let work = try Workspace([
      "proviso.yaml": """
      project: p
      policies: [own.yaml]
      stores: [{name: shop, path: shop.sqlite, map: map.yaml}]

      """,
      "own.yaml": """
      pack: own
      title: Own
      version: "1"
      controls:
        - id: kept
          title: Kept no longer than thirteen months
          severity: medium
          law: {name: L, article: "1"}
          require: {retention: {maxAge: P13M, since: lastActivity}}
        - id: agreed
          title: Agreed to
          severity: high
          law: {name: L, article: "2"}
          appliesTo: {uses: [marketing.communications.email]}
          require: {consent: {}}
        - id: again
          title: Not asked again
          severity: low
          law: {name: L, article: "3"}
          require: {reask: {after: P6M}}

      """,
      "map.yaml": """
      dataset:
        - fides_key: shop
          proviso: {subject: id}
          collections:
            - name: people
              proviso: {profile: {}, anchors: {lastActivity: seen}}
            - name: consent_log
              proviso: {consents: {purpose: {column: purpose}, action: {column: action}, at: at}}
            - name: sends
              proviso: {uses: {use: {constant: marketing.communications.email}, at: at, rule: campaign}}

      """,
      ".proviso/pseudonym.key": "0123456789abcdef",
    ])
    try SQLiteWriter(path: work.path("shop.sqlite")).run(
      """
      CREATE TABLE people (id INTEGER, seen INTEGER);
      INSERT INTO people VALUES (1, 1700000000), (2, 1750000000);
      CREATE TABLE consent_log (id INTEGER, purpose TEXT, action TEXT, at INTEGER);
      INSERT INTO consent_log VALUES (1, 'marketing.communications.email', 'given', 1700000000);
      CREATE TABLE sends (id INTEGER, campaign TEXT, at INTEGER);
      INSERT INTO sends VALUES (1, 'spring', 1750000000), (2, 'spring', 1750000000);
      """)
    return work
  }

  @Test func `the plan shows strategy, columns, rows and SQL of each check`() throws {
    let work = try workspace()
    let plan = try work.auditor().explainPlan(stores: [], strategy: .pushdown)
    try expectGolden(plan, "explain-plan.txt")
    // What the store holds is not in it.
    for value in ["given", "spring", "1700000000"] { #expect(!plan.contains(value)) }
  }

  @Test func `a file is read unless it is to be asked`() throws {
    let work = try workspace()
    let plan = try work.auditor().explainPlan(stores: [], strategy: .auto)
    #expect(plan.contains("strategy: local"))
    #expect(!plan.contains("SELECT"))
  }

  @Test func `both strategies record the same findings`() throws {
    func findings(_ strategy: AuditStrategy) throws -> [Finding] {
      let work = try workspace()
      return try work.auditor().audit(stores: [], memory: nil, strategy: strategy, started: Workspace.asOf).report
        .findings
    }
    let (local, pushed) = (try findings(.local), try findings(.pushdown))
    #expect(local.map(\.fingerprint) == pushed.map(\.fingerprint))
    #expect(local.map(\.counts) == pushed.map(\.counts))
    #expect(local.map(\.sample) == pushed.map(\.sample))
    #expect(local.count > 1)
  }
}
