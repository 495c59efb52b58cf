import Testing

/// Nothing passes because nothing was looked at.
@Suite struct SilentPassTests {
  private let rules = """
    ruleset: r
    rules:
      - {id: a, tactic: offer, use: marketing.communications.email, owner: o, action: {send: x}}
    """

  private func change(_ project: TestProject, _ file: String, _ from: String, _ to: String) throws {
    let text = try project.place.read(file)
    try #require(text.contains(from))
    try project.place.write(text.replacing(from, with: to, maxReplacements: 1), to: file)
  }

  private func expectNoPass(
    _ project: TestProject, _ arguments: [String], says: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try project.proviso.run(arguments + ["--as-of", TestProject.asOf])
    #expect([3, 4].contains(outcome.status), "\(outcome.everything)", sourceLocation: sourceLocation)
    #expect(!outcome.output.contains("→ compliant"), sourceLocation: sourceLocation)
    if let says { #expect(outcome.everything.contains(says), "\(outcome.everything)", sourceLocation: sourceLocation) }
  }

  @Test func `a project without rule sets has no clean gate`() throws {
    try expectNoPass(Small.clean(), ["gate"], says: "names no rule sets")
  }

  @Test(arguments: ["ruleset: r\nrules: []\n", "ruleset: r\n"])
  func `a rule set without rules`(text: String) throws {
    let project = try Small.clean()
    try project.place.write(text, to: "rules.yaml")
    try expectNoPass(project, ["gate", "rules.yaml"])
  }

  @Test func `paths and patterns without a rule file`() throws {
    let project = try Small.project(more: "ruleSets: [\"rules/*.yaml\"]\n")
    try expectNoPass(project, ["gate"], says: "no rule file matches")
    try expectNoPass(project, ["gate", "nowhere.yaml"], says: "nowhere.yaml")
    try project.place.write("not a rule", to: "folder/readme.txt")
    try expectNoPass(project, ["gate", "folder"], says: "folder")
  }

  @Test func `a pack without controls`() throws {
    let project = try Small.clean()
    try project.place.write("pack: own\ntitle: t\nversion: \"1\"\ncontrols: []\n", to: "pack.yaml")
    try project.place.write(rules, to: "rules.yaml")
    try expectNoPass(project, ["audit"])
    try expectNoPass(project, ["gate", "rules.yaml"])
  }

  @Test func `a policy of which nothing is in force`() throws {
    let project = try Small.clean()
    try change(project, "pack.yaml", "inForce: 2000-01-01", "inForce: 2099-01-01")
    try project.place.write(rules, to: "rules.yaml")
    try expectNoPass(project, ["audit"], says: "in force")
    try expectNoPass(project, ["gate", "rules.yaml"], says: "in force")
  }

  @Test func `a project without stores`() throws {
    let project = try Small.clean()
    try change(
      project, "proviso.yaml", "stores:\n  - {name: shop, engine: sqlite, path: store.sqlite, map: map.yaml}\n", "")
    try expectNoPass(project, ["audit"], says: "names no stores")
  }

  @Test(arguments: [
    "        - {name: sends, fields: [{name: id}]}", "        - {name: sends}", "        []",
  ])
  func `a map that gives no table a part`(collections: String) throws {
    let project = try Small.clean()
    try project.place.write(TestProject.map(collections), to: "map.yaml")
    try expectNoPass(project, ["audit"])
  }

  @Test func `a map that gives no table a part, beside rules that are clean`() throws {
    let project = try Small.clean()
    let tables = """
              - {name: log, fields: [{name: id}, {name: status}, {name: at}, {name: carrier}]}
              - {name: sends, fields: [{name: id}, {name: at}, {name: campaign}]}
      """
    try project.place.write(TestProject.map(tables), to: "map.yaml")
    try project.place.write(
      rules.replacing("owner: o", with: "owner: o, audience: {consent: marketing.communications.email}"),
      to: "rules.yaml")
    let declared = TestProject.control("d", "declared: {}")
    try project.place.write(try project.place.read("pack.yaml") + declared, to: "pack.yaml")
    try project.place.write(try project.place.read("proviso.yaml") + "ruleSets: [rules.yaml]\n", to: "proviso.yaml")
    try expectNoPass(project, ["audit"], says: "no row of the store was looked at")
  }

  @Test func `a pack whose uses the store never shows`() throws {
    let project = try Small.clean()
    try change(project, "pack.yaml", "uses: [marketing]", "uses: [essential]")
    try expectNoPass(project, ["audit"])
  }
}
