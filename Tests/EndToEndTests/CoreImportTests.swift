import Foundation
import ProvisoTesting
import SourceDocuments
import Testing

/// `proviso core import` on the real binary.
@Suite struct CoreImportTests {
  private static let sales = """
    customer,sold_at,sku,basket,price,note
    anna,2026-01-01,bread,b1,2.5,x
    anna,2026-01-01,bread,b1,2.5,x
    "bert, the second",2026-01-02T10:00:00Z,tea,b2,-3,
    ,2026-01-02,tea,b3,3,
    cleo,yesterday,tea,b4,3,
    cleo,2030-01-01,tea,b5,3,
    cleo,2026-01-03,tea,b6,cheap,
    cleo,1767225600,tea,b7,4,
    cleo,2026-01-03

    """
  private static let columns = [
    "--column", "subject=customer", "--column", "at=sold_at", "--column", "item=sku", "--column", "order=basket",
    "--column", "amount=price", "--set", "type=purchase", "--set", "source=till", "--as-of", "2026-06-01",
  ]

  private func counts(_ outcome: Binary.Outcome) throws -> [String: String] {
    let rows = try Node.printed(outcome.output)["rows"]?.elements ?? []
    return Dictionary(
      uniqueKeysWithValues: rows.compactMap { row in
        row["what"]?.text.map { ($0, row["count"]?.scalarText ?? "") }
      })
  }

  private func rows(_ place: Workplace, _ table: String, _ columns: [String]) throws -> [String] {
    try place.rows("core.sqlite", table, columns)
  }

  @Test func `rows become events, each once; what is rejected is kept with its reason, for nobody else to read`() throws
  {
    let place = try Workplace()
    try place.write(Self.sales, to: "sales.csv")
    let arguments = ["core", "import", "sales.csv", "--into", "core.sqlite", "--json"] + Self.columns
    let outcome = try place.proviso.run(arguments)
    #expect(outcome.status == 4, "\(outcome.everything)")
    #expect(
      try counts(outcome) == [
        "records": "9", "added": "4", "there already": "1", "rejected: no `subject`": "1",
        "rejected: `at` is no instant": "1", "rejected: `at` lies in the future: a clock was wrong": "1",
        "rejected: `amount` is no number": "1",
      ])
    #expect(outcome.output.contains("columns that were not read: note"))
    let events = try rows(place, "person_events", ["subject", "type", "at", "item", "order_id", "amount", "source"])
    #expect(
      events == [
        "anna|purchase|2026-01-01T00:00:00Z|bread|b1|2.5|till",
        "bert, the second|purchase|2026-01-02T10:00:00Z|tea|b2|-3.0|till",
        "cleo|purchase|2026-01-01T00:00:00Z|tea|b7|4.0|till", "cleo|purchase|2026-01-03T00:00:00Z||||till",
      ])
    let kept = try place.read("core.sqlite.rejected.jsonl").split(separator: "\n")
    #expect(kept.count == 4 && kept[0].contains(#""reason":"no `subject`","record":4"#))
    let attributes = try FileManager.default.attributesOfItem(atPath: place.path + "/core.sqlite.rejected.jsonl")
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    // Nobody is named in what is printed.
    #expect(!outcome.everything.contains("cleo") && !outcome.everything.contains("yesterday"))
    let again = try counts(try place.proviso.run(arguments))
    #expect(again["added"] == "0" && again["there already"] == "5")
    #expect(try rows(place, "person_events", ["subject"]).count == 4)
  }

  @Test func `a second run goes on where the first one was cut off`() throws {
    let place = try Workplace()
    let lines = (0..<5_000).map { "p\($0 % 300),view,2026-01-0\(1 + $0 % 9),item\($0 % 77),e\($0)" }
    let head = "subject,type,at,item,id\n"
    try place.write(head + lines.prefix(1_700).joined(separator: "\n"), to: "clicks.csv")
    _ = try place.proviso.run("core", "import", "clicks.csv", "--into", "core.sqlite")
    try place.write(head + lines.joined(separator: "\n"), to: "clicks.csv")
    let second = try place.proviso.run("core", "import", "clicks.csv", "--into", "core.sqlite", "--json")
    #expect(second.status == 0, "\(second.everything)")
    #expect(try counts(second) == ["records": "5000", "added": "3300", "there already": "1700"])
    #expect(try rows(place, "person_events", ["event_id"]).sorted() == (0..<5_000).map { "e\($0)" }.sorted())
  }

  @Test func `a mapping translates words, sets what is always the same, and knows the zone of local times`() throws {
    let place = try Workplace()
    try place.write(
      """
      subject: user
      type: {column: action, values: {pageview: view, buy: purchase}}
      at: ts
      source: {constant: web}
      zone: Europe/Paris
      """, to: "clicks.yaml")
    try place.write(
      """
      {"user": "anna", "action": "pageview", "ts": "2026-07-01T10:00:00", "item": 7}
      {"user": "anna", "action": "buy", "ts": 1767225600000, "amount": 2.5}
      {"user": "anna", "action": "contact", "ts": "2026-01-01T10:00:00+05:00", "topic": "bill"}
      [{"user": "bert", "action": "csat", "ts": "2026-01-02", "value": 4}, {"user": "bert", "action": "nps",
      {"user": "bert", "action": "csat", "ts": "2026-01-02", "value": 7}
      """, to: "clicks.jsonl")
    let outcome = try place.proviso.run(
      "core", "import", "clicks.jsonl", "--mapping", "clicks.yaml", "--into", "core.sqlite", "--as-of", "2026-08-01",
      "--json")
    #expect(outcome.status == 4)
    #expect(
      try counts(outcome) == [
        "records": "5", "added": "3", "there already": "0", "rejected: no JSON": "1",
        "rejected: `value` is not on the scale of `csat`": "1",
      ], "\(outcome.everything)")
    #expect(
      try rows(place, "person_events", ["type", "at", "item", "amount", "topic", "source"]) == [
        "view|2026-07-01T08:00:00Z|7|||web", "purchase|2026-01-01T00:00:00Z||2.5||web",
        "contact|2026-01-01T05:00:00Z|||bill|web",
      ])
  }

  @Test func `profiles, items and links fill the other tables`() throws {
    let place = try Workplace()
    try place.write(
      "person,land,household.size,updatedAt\nanna,FR,3,2026-01-01\nbert,,,2026-01-01\ncleo,\"\"\"75001\"\"\",,2027-01-01\n",
      to: "people.csv")
    let people = try place.proviso.run(
      "core", "import", "people.csv", "--kind", "profiles", "--column", "subject=person", "--column",
      "subject.country=land", "--into", "core.sqlite", "--as-of", "2026-06-01", "--json")
    #expect(
      try counts(people) == [
        "records": "3", "added": "2", "there already": "0", "rejected: no attribute has a value": "1",
        "rejected: `updatedAt` lies in the future: a clock was wrong": "1",
      ])
    #expect(
      try rows(place, "person_attributes", ["subject", "attribute", "value", "updated_at"]) == [
        "anna|household.size|3|2026-01-01T00:00:00Z", #"anna|subject.country|"FR"|2026-01-01T00:00:00Z"#,
      ])
    try place.write(#"[{"item": "bread", "title": "Bread"}, {"item": "gold", "membersOnly": "yes"}]"#, to: "items.json")
    let items = ["core", "import", "items.json", "--kind", "items", "--into", "core.sqlite", "--json"]
    #expect(try counts(place.proviso.run(items)) == ["records": "2", "added": "2", "there already": "0"])
    try place.write(#"[{"item": "bread", "title": "Rye"}, {"item": "gold", "membersOnly": "1"}]"#, to: "items.json")
    #expect(try counts(place.proviso.run(items)) == ["records": "2", "added": "1", "there already": "1"])
    #expect(try rows(place, "items", ["item", "title", "members_only"]) == ["bread|Rye|0", "gold||1"])
    try place.write("subject,alias,at\nanna,a2,2026-01-05\nanna,anna,2026-01-05\n", to: "links.csv")
    let links = try place.proviso.run(
      "core", "import", "links.csv", "--kind", "links", "--into", "core.sqlite", "--json")
    #expect(try counts(links)["rejected: `alias` is the subject itself"] == "1")
    #expect(try rows(place, "person_links", ["subject", "alias", "at"]) == ["anna|a2|2026-01-05T00:00:00Z"])
  }

  /// Into the store of the project; an unsubscription withdraws at once.
  @Test func `what was imported is decided on`() throws {
    let place = try CoreShop.place()
    try place.write(
      "subject,type,at,channel\nanna,unsubscribe,2026-04-20T10:00:00Z,email\nanna,unsubscribe,2026-04-20T10:00:00Z,email\n",
      to: "clicks.csv")
    let imported = try place.proviso.run("core", "import", "clicks.csv", "--as-of", "2026-04-21")
    #expect(imported.status == 0 && imported.output.contains("there already      1"), "\(imported.everything)")
    func decide(_ moment: String) throws -> Binary.Outcome {
      try place.proviso.run("decide", "--person", "anna", "--moment", moment, "--rule", "news", "--dry-run")
    }
    #expect(try decide("2026-04-20T09:59:59Z").status == 0)
    let after = try decide("2026-04-20T10:00:00Z")
    #expect(after.status == 1 && after.output.contains("withdrawn"))
  }

  @Test(arguments: [
    (["none.csv", "--into", "c.sqlite"], Int32(3), "cannot read `none.csv`"),
    (["empty.csv", "--into", "c.sqlite"], 3, "`empty.csv` is empty"),
    (["sales.csv", "--into", "c.sqlite"], 3, "`sales.csv` has no column `at`"),
    (["sales.csv", "--column", "subjct=customer"], 3, "did you mean `subject`?"),
    (
      ["sales.csv", "--column", "subject=custmer", "--set", "type=t", "--into", "c.sqlite"], 3,
      "did you mean `customer`?"
    ),
    (["sales.csv", "--column", "subject"], 2, "--column is FIELD=COLUMN"),
    (["sales.csv", "--set", "=x"], 2, "--set is"),
    (["sales.csv", "--kind", "people"], 2, "profiles"), (["sales.csv", "--mapping", "none.yaml"], 3, "none.yaml"),
    (["sales.csv", "--mapping", "bad.yaml"], 3, "bad.yaml:2:"),
    (["sales.csv", "--mapping", "zone.yaml"], 3, "time zone"),
    (["sales.csv"], 3, "make a project here"), (["cut.csv", "--into", "c.sqlite"], 3, "ends within a quoted field"),
    (["good.csv", "--into", "sales.csv"], 3, "cannot write `sales.csv`"),
    (["good.csv", "--into", "no/where.sqlite"], 3, "cannot write `no/where.sqlite`"),
  ])
  func `what cannot be used is told`(arguments: [String], status: Int32, words: String) throws {
    let place = try Workplace()
    try place.write(Self.sales, to: "sales.csv")
    try place.write("", to: "empty.csv")
    try place.write("subject,type,at\na,view,2026-01-01\n", to: "good.csv")
    try place.write("subject,type,at\n\"a,view,2026-01-01\n", to: "cut.csv")
    try place.write("subject: customer\nkind: purchase\n", to: "bad.yaml")
    try place.write("zone: Europe/Pariss\n", to: "zone.yaml")
    let outcome = try place.proviso.run(["core", "import"] + arguments)
    #expect(outcome.status == status && outcome.complaints.contains(words), "\(outcome.everything)")
    #expect(!place.exists("c.sqlite") && outcome.output.isEmpty)
  }

  @Test func `a file with a header alone is incomplete`() throws {
    let place = try Workplace()
    try place.write("subject,type,at\n", to: "head.csv")
    let outcome = try place.proviso.run("core", "import", "head.csv", "--into", "core.sqlite")
    #expect(outcome.status == 4 && outcome.output.contains("records            0"), "\(outcome.everything)")
  }
}
