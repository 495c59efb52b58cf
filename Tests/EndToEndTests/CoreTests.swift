import Foundation
import ProvisoTesting
import SourceDocuments
import Testing

/// `proviso decide` and `proviso core` on the real binary.
@Suite struct CoreTests {
  @Test func `a list is fitted, decided, told in JSON, logged under a pseudonym, and audited clean`() throws {
    let place = try CoreShop.place()
    let fit = try place.proviso.run("core", "fit", "--as-of", "2026-04-02")
    #expect(fit.status == 0 && fit.output.contains("person:purchase:cosine:20"), "\(fit.everything)")
    let decided = try place.proviso.run(
      "decide", "--person", "anna", "--moment", "2026-04-10", "--tactic", "recommendation", "--json")
    #expect(decided.status == 0, "\(decided.everything)")
    let decision = try Node.printed(decided.output)
    #expect(decision["rule"]?.text == "list" && decision["outcome"]?.text == "allowed")
    #expect(decision["offering"]?["items"]?.elements?.compactMap { $0["item"]?.text } == ["butter"])
    #expect(decision["basis"]?.text == "consent" && decision["subject"]?.text?.hasPrefix("p:") == true)
    #expect(decision["reads"]?.elements?.compactMap { $0["attribute"]?.text } == ["events.purchase"])
    let again = try place.proviso.run(
      "decide", "--person", "anna", "--moment", "2026-04-10T12:00:00Z", "--channel", "app")
    #expect(again.output.contains("list-app") && again.output.contains("butter"), "\(again.everything)")
    for outcome in [decided, again, fit] {
      #expect(!outcome.everything.contains("anna") && !outcome.everything.contains("proof-anna"))
    }
    #expect(!String(decoding: try place.bytes("decisions.sqlite"), as: UTF8.self).contains("anna\u{0}"))
    let audit = try Node.printed(
      try place.proviso.run("audit", "--store", "decisions", "--as-of", "2026-04-11", "--format", "json").output)
    let uses = audit["findings"]?.elements?.filter { $0["asset"]?["collection"]?.text == "uses" }
    #expect(uses?.count == 0, "\(audit.jsonText)")
    let consistent = try place.proviso.run("core", "consistency", "--json")
    #expect(consistent.status == 0 && consistent.output.contains("1 decisions, served 2 times, 0 not alike"))
  }

  @Test func `what policy denies falls back to what everyone gets, with exit code 1`() throws {
    let place = try CoreShop.place()
    _ = try place.proviso.run("core", "fit", "--as-of", "2026-04-02")
    let denied = try place.proviso.run("core", "recommend", "--person", "bert", "--moment", "2026-04-10")
    #expect(denied.status == 1, "\(denied.everything)")
    #expect(denied.output.contains("fallback") && denied.output.contains("gdpr-6-1-a-profiling"))
    #expect(denied.output.contains("item 1   bread") && denied.output.contains("the same for everyone"))
    let withdrawn = try place.proviso.run(
      "decide", "--person", "anna", "--moment", "2026-05-02T12:00:00Z", "--rule", "news")
    #expect(withdrawn.status == 1 && withdrawn.output.contains("withdrawn"))
    let before = try place.proviso.run("decide", "--person", "anna", "--moment", "2026-04-20", "--rule", "news")
    #expect(before.status == 0 && before.output.contains("hello"))
  }

  @Test func `nobody known is no error`() throws {
    let outcome = try CoreShop.place().proviso.run(
      "decide", "--person", "nobody", "--moment", "2026-04-10", "--dry-run")
    #expect(outcome.status == 1 && outcome.output.contains("nothing is known of this person"))
    #expect(!outcome.everything.contains("nobody"))
  }

  @Test func `segments, audiences and journeys are counted`() throws {
    let place = try CoreShop.place()
    let segments = try Node.printed(
      try place.proviso.run("core", "segment", "--as-of", "2026-04-10", "--json").output)
    let rows = Dictionary(
      uniqueKeysWithValues: segments["rows"]?.elements?.compactMap { row in
        row["segment"]?.text.map { ($0, [row["people"]?.scalarText, row["allowed"]?.scalarText]) }
      } ?? [])
    #expect(rows["buyers"] == ["5", nil] && rows["list"] == ["9", "9"] && rows["news"] == ["1", "1"])
    let dry = try place.proviso.run("core", "journey", "news", "--as-of", "2026-04-10")
    #expect(dry.status == 0 && dry.output.contains("served hello (hello)") && dry.output.contains("not recorded"))
    _ = try place.proviso.run("core", "journey", "news", "--as-of", "2026-04-10", "--run")
    let second = try place.proviso.run("core", "journey", "news", "--as-of", "2026-04-11", "--run")
    #expect(second.output.contains("held: capped"), "\(second.everything)")
    let later = try place.proviso.run("core", "journey", "news", "--as-of", "2026-05-02")
    #expect(later.output.contains("refused: gdpr-6-1-a-consent, withdrawn"), "\(later.everything)")
  }

  /// More people than go into one transaction, and a remainder.
  @Test func `a journey for many people is logged whole, each person once`() throws {
    let place = try CoreShop.place()
    try place.sqlite(
      "core.sqlite",
      """
      INSERT INTO consent_events (subject, purpose, action, at, recorded_at, kind, actor, method, evidence)
        WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 2148)
        SELECT 'many' || i, 'marketing.communications.email', 'given', '2026-01-01', '2026-01-01', 'express', 'self',
          'form', 'e' || i FROM n;
      """)
    let run = try place.proviso.run("core", "journey", "news", "--run", "--as-of", "2026-04-10", "--json")
    let rows = try Node.printed(run.output)["rows"]?.elements ?? []
    let served = rows.first { $0["outcome"]?.text == "served hello (hello)" }
    // Anna is one of them.
    #expect(served?["people"]?.scalarText == "2150", "\(run.everything)")
    let logged = try place.rows("decisions.sqlite", "decisions", ["subject", "rule"]).filter { $0.hasSuffix("|news") }
    #expect(logged.count == 2_150 && Set(logged).count == 2_150)
    #expect(try place.rows("decisions.sqlite", "consent_events", ["subject"]).count >= 2_150)
    let again = try place.proviso.run("core", "journey", "news", "--run", "--as-of", "2026-04-11")
    #expect(again.output.contains("held: capped") && !again.output.contains("served"), "\(again.everything)")
  }

  @Test func `levels are told for each purpose of the rules, and need no store`() throws {
    let place = try CoreShop.place()
    try place.remove("core.sqlite")
    let rules =
      CoreShop.rules
      + "\n  - {id: age, use: marketing.communications.email, channel: email, reads: [subject.birthDate]}"
    try place.write(rules, to: "rules.yaml")
    try place.write(
      """
      pack: own
      title: Own
      version: "1"
      controls:
        - {id: own-bands, title: Bands, severity: low, law: {name: L, article: "1"}, appliesTo: {uses: [marketing]},
           require: {granularity: {birth: band10}}}
      """, to: "own.yaml")
    try place.write(CoreShop.project.replacing("[gdpr]", with: "[gdpr, own.yaml]"), to: "proviso.yaml")
    let levels = try place.proviso.run("core", "levels", "--as-of", "2026-04-10", "--json")
    #expect(levels.status == 0, "\(levels.everything)")
    let rows = try Node.printed(levels.output)["rows"]?.elements ?? []
    let birth = rows.first { $0["attribute"]?.text == "subject.birthDate" }
    #expect(birth?["use"]?.text == "marketing.communications.email" && birth?["channel"]?.text == "email")
    #expect(birth?["used at"]?.text == "birth.band10" && birth?["control"]?.text == "own-bands", "\(levels.output)")
    #expect(rows.contains { $0["use"]?.text == "personalize.content.profiling" && $0["used at"]?.text == "as held" })
    let all = try place.proviso.run("core", "levels", "--all", "--as-of", "2026-04-10")
    #expect(all.status == 0 && all.output.split(separator: "\n").count > rows.count + 20)
    try place.write("ruleset: none\nrules: []\n", to: "rules.yaml")
    let none = try place.proviso.run("core", "levels")
    #expect(none.status == 3 && none.complaints.contains("the project has no rule"), "\(none.everything)")
  }

  @Test(arguments: [
    (["decide", "--person", "anna", "--tactic", "recomendation"], Int32(3), "did you mean `recommendation`?"),
    (["decide", "--person", "anna", "--rule", "lst"], 3, "did you mean `list`?"),
    (["decide", "--person", "anna", "--moment", "soon"], 2, "--moment is a date or instant"),
    (["decide", "--person", ""], 2, "the key of the person is empty"), (["decide"], 2, "--person"),
    (["core", "journey", "newz"], 3, "did you mean `news`?"),
    (["core", "segment", "buyer"], 3, "did you mean `buyers`?"),
  ])
  func `a question that is wrong is told`(arguments: [String], status: Int32, words: String) throws {
    let outcome = try CoreShop.place().proviso.run(arguments)
    #expect(outcome.status == status && outcome.complaints.contains(words), "\(outcome.everything)")
  }

  @Test(arguments: [
    ("core: {store: core.sqlite, log: core.sqlite}", "`store` and `log` are two files"),
    ("core: {store: core.sqlite}", "`core` needs `log`"),
    ("core: {store: none.sqlite, log: d.sqlite}", "there is no store"),
    ("core: {store: rules.yaml, log: d.sqlite}", "no database of the core"),
    ("core: {store: core.sqlite, log: away/d.sqlite}", "there is no folder for"), ("", "has no `core:`"),
  ])
  func `files that cannot be used are told`(core: String, words: String) throws {
    let place = try CoreShop.place()
    try place.write(
      CoreShop.project.replacing("core: {store: core.sqlite, log: decisions.sqlite}", with: core), to: "proviso.yaml")
    let outcome = try place.proviso.run("decide", "--person", "anna", "--moment", "2026-04-10")
    #expect(outcome.status == 3 && outcome.complaints.contains(words), "\(outcome.everything)")
  }
}
