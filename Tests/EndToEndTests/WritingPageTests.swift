import Foundation
import ProvisoTesting
import Testing

/// The files that `Documentation/Writing.md` shows are files that work.
@Suite struct WritingPageTests {
  /// The page's blocks of YAML as one project.
  private func project() throws -> Workplace {
    let page = try String(contentsOfFile: Repository.path("Documentation/Writing.md"), encoding: .utf8)
    let names = [
      "project": "proviso.yaml", "pack": "policies/own.yaml", "dataset": "maps/shop.yaml",
      "ruleset": "rules/spring.yaml", "vocabulary": "vocabulary/own.yaml",
    ]
    let place = try Workplace()
    for block in page.components(separatedBy: "```yaml\n").dropFirst() {
      let text = try #require(block.components(separatedBy: "```").first)
      let name = try #require(names[String(text.prefix { $0 != ":" })])
      try place.write(text, to: name)
    }
    try place.write("{\"flags\": {}}", to: "flags/none.json")
    try place.write(String(repeating: "k", count: 32), to: ".proviso/pseudonym.key")
    return place
  }

  @Test func `its pack keeps its own examples, and its rule passes the gate`() throws {
    let place = try project()
    let cases = try place.proviso.run("policy", "test", "policies/own.yaml")
    #expect(cases.status == 0, "\(cases.everything)")
    let gate = try place.proviso.run("gate", "rules/spring.yaml", "--as-of", "2026-11-01")
    #expect(gate.status == 0, "\(gate.everything)")
  }

  @Test func `its data map fits a store, without a warning`() throws {
    let place = try project()
    try place.write("", to: "data/shop.sqlite")
    let store = try SQLiteWriter(path: place.path + "/data/shop.sqlite")
    try store.run(
      """
      CREATE TABLE customers (customer_id, birth_year, city, updated_at, last_order_at);
      CREATE TABLE consent_log (customer_id, purpose, status, ts, channel);
      CREATE TABLE sends (customer_id, sent_at, campaign);
      INSERT INTO customers VALUES (1, 1990, 'Graz', '2026-01-01', '2026-01-01');
      INSERT INTO consent_log VALUES (1, 'marketing.communications', 'yes', '2026-01-01', 'email');
      INSERT INTO sends VALUES (1, '2026-02-01', 'spring');
      """)
    let audit = try place.proviso.run("audit", "--as-of", "2026-03-01")
    #expect(!audit.complaints.contains("warning"), "\(audit.complaints)")
    #expect(!audit.complaints.contains("error"), "\(audit.complaints)")
    #expect(audit.output.contains("shop (3 collections, 3 rows)"), "\(audit.output)")
  }
}
