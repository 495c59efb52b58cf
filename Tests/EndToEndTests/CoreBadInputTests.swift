import Foundation
import ProvisoTesting
import SourceDocuments
import Testing

/// What goes wrong in the data of a service, on the real binary: none of it is an error, and none of it is served.
@Suite struct CoreBadInputTests {
  private func decide(_ place: Workplace, _ person: String, _ more: String...) throws -> Binary.Outcome {
    try place.proviso.run(["decide", "--person", person, "--moment", "2026-04-10", "--dry-run"] + more)
  }

  private func items(_ outcome: Binary.Outcome) throws -> [String] {
    try Node.printed(outcome.output)["offering"]?["items"]?.elements?.compactMap { $0["item"]?.text } ?? []
  }

  private func insert(_ place: Workplace, _ rows: String) throws {
    try place.sqlite(
      "core.sqlite", "INSERT INTO person_events (subject, type, at, item, order_id, amount, source) \(rows);")
  }

  @Test func `an unknown person gets what everyone gets, and is named nowhere`() throws {
    let place = try CoreShop.place()
    _ = try place.proviso.run("core", "fit", "--as-of", "2026-04-02")
    let outcome = try decide(place, "nobody-4711", "--tactic", "recommendation", "--json")
    // Denied: consent was asked for, and there is none.
    #expect(outcome.status == 1)
    let decision = try Node.printed(outcome.output)
    #expect(decision["outcome"]?.text == "fallback" && decision["knownPerson"]?.scalarText == "false")
    #expect(try items(outcome).first == "bread" && decision["reads"]?.elements?.isEmpty == true)
    #expect(!outcome.everything.contains("4711"))
  }

  @Test func `without a fitted model and a catalogue nothing is recommended, and that is said`() throws {
    let place = try CoreShop.place()
    let bare = try decide(place, "anna", "--tactic", "recommendation")
    #expect(bare.status == 0 && bare.output.contains("held     list: nothing"), "\(bare.everything)")
    // The catalogue knows no title; the items are recommended all the same.
    _ = try place.proviso.run("core", "fit", "--as-of", "2026-04-02")
    let fitted = try decide(place, "anna", "--tactic", "recommendation", "--json")
    #expect(fitted.status == 0)
    #expect(try items(fitted) == ["butter"])
    #expect(!fitted.output.contains("title"))
  }

  @Test func `returns with negative prices are no orders, and no choice`() throws {
    let place = try CoreShop.place()
    try insert(place, "VALUES ('anna', 'purchase', '2026-04-02T10:00:00Z', 'butter', 'r1', -2.0, 'till')")
    let counted = try place.proviso.run("core", "segment", "buyers", "--as-of", "2026-04-10", "--json")
    // As before: two orders of Anna and four others.
    #expect(try Node.printed(counted.output)["rows"]?.elements?.first?["people"]?.scalarText == "5")
    try insert(
      place,
      "SELECT 'p' || value, 'purchase', '2026-04-02T10:00:00Z', 'jam', 'r' || value, -1.0, 'till' FROM "
        + "(WITH RECURSIVE n(value) AS (SELECT 0 UNION ALL SELECT value + 1 FROM n WHERE value < 7) SELECT value FROM n)"
    )
    _ = try place.proviso.run("core", "fit", "--as-of", "2026-04-03")
    let list = try decide(place, "anna", "--tactic", "recommendation", "--json")
    #expect(try !items(list).contains("jam"))
  }

  @Test func `what a fast clock told has not happened yet`() throws {
    let place = try CoreShop.place()
    try insert(
      place,
      """
      VALUES ('bert', 'purchase', '2026-04-10T00:00:00.000001Z', 'tea', 'f1', 5, 'till'),
      ('bert', 'purchase', '2031-01-01T00:00:00Z', 'tea', 'f2', 5, 'till')
      """)
    func buyers(_ day: String) throws -> String? {
      let outcome = try place.proviso.run("core", "segment", "buyers", "--as-of", day, "--json")
      return try Node.printed(outcome.output)["rows"]?.elements?.first?["people"]?.scalarText
    }
    #expect(try buyers("2026-04-10") == "5")
    #expect(try buyers("2026-04-11") == "6")
  }

  @Test func `an event that came twice counts once`() throws {
    let place = try CoreShop.place()
    try insert(
      place,
      """
      VALUES ('bert', 'purchase', '2026-04-01T10:00:00Z', 'bread', 'b1', 2.0, 'till'),
      ('bert', 'purchase', '2026-04-01T10:00:00Z', 'bread', 'b1', 2.0, 'till')
      """)
    let counted = try place.proviso.run("core", "segment", "buyers", "--as-of", "2026-04-10", "--json")
    #expect(try Node.printed(counted.output)["rows"]?.elements?.first?["people"]?.scalarText == "5")
    #expect(throws: (any Error).self) {
      // With an id the store itself refuses the second.
      for _ in 0..<2 {
        try place.sqlite(
          "core.sqlite",
          "INSERT INTO person_events (subject, type, at, event_id, source) VALUES ('bert', 'view', '2026-04-01', 'e', 's')"
        )
      }
    }
  }

  @Test func `rows of the store that cannot be read are left out`() throws {
    let place = try CoreShop.place()
    // Makes the other tables of the store.
    _ = try place.proviso.run("core", "fit", "--as-of", "2026-04-02")
    try insert(place, "VALUES ('bert', 'purchase', 'yesterday', 'tea', 'f1', 5, 'till')")
    try place.sqlite(
      "core.sqlite",
      """
      INSERT INTO person_attributes (subject, attribute, value, source, updated_at)
        VALUES ('bert', 'subject.country', '{"no": 1}', 's', '2026-01-01'), ('bert', 'x', '1', 's', 'never');
      """)
    let outcome = try decide(place, "bert", "--rule", "list")
    #expect(outcome.status == 1 && outcome.output.contains("refused  list"), "\(outcome.everything)")
  }

  /// A machine that trades under a customer's key, say.
  @Test func `a person with a million events is served`() throws {
    let place = try CoreShop.place()
    _ = try place.proviso.run("core", "fit", "--as-of", "2026-04-02")
    try insert(
      place,
      """
      SELECT 'anna', 'view', strftime('%Y-%m-%dT%H:%M:%SZ', '2026-01-01', '+' || value || ' seconds'),
        'item' || (value % 1000), NULL, NULL, 'web' FROM
        (WITH RECURSIVE n(value) AS (SELECT 0 UNION ALL SELECT value + 1 FROM n WHERE value < 999999) SELECT value FROM n)
      """)
    let outcome = try decide(place, "anna", "--tactic", "recommendation", "--json")
    #expect(outcome.status == 0, "\(outcome.complaints)")
    #expect(try items(outcome) == ["butter"])
  }

  @Test func `a store or log that is broken is one error`() throws {
    let place = try CoreShop.place()
    for name in ["core.sqlite", "decisions.sqlite"] {
      try place.write("no database at all, but long enough to be taken for a header of one", to: name)
      let outcome = try decide(place, "anna")
      #expect(
        outcome.status == 3 && outcome.complaints.contains("cannot use the core's files"), "\(outcome.everything)")
      #expect(outcome.complaints.split(separator: "\n").count == 1)
      try place.remove(name)
      if name == "core.sqlite" {
        let gone = try decide(place, "anna")
        #expect(gone.status == 3 && gone.complaints.contains("proviso core import FILE"))
        _ = try place.proviso.run("consent", "import", "consents.csv", "--into", "core.sqlite")
      }
    }
  }
}
