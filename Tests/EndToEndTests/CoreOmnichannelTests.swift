import ProvisoTesting
import SourceDocuments
import Testing

/// One decision served alike in app, web, e-mail and store, on the real binary; and whether it was, audited.
@Suite struct CoreOmnichannelTests {
  private static let rules = """
    ruleset: shop
    rules:
      - id: list
        use: personalize.content.profiling
        channel: web
        basis: consent
        lookBack: P1Y
        hold: P1D
        recommendation: {count: 3}
      - {id: list-app, sameAs: list, use: personalize.content.profiling, channel: app, basis: consent, lookBack: P1Y}
      - {id: list-store, sameAs: list, use: personalize.content.profiling, channel: store, basis: consent, lookBack: P1Y}
      - {id: list-mail, sameAs: list, use: marketing.communications.email, channel: email, basis: consent, lookBack: P1Y}
    """

  private func place() throws -> Workplace {
    let place = try CoreShop.place()
    try place.write(Self.rules, to: "rules.yaml")
    #expect(try place.proviso.run("core", "fit", "--as-of", "2026-04-02").status == 0)
    return place
  }

  private func decide(_ place: Workplace, _ channel: String, _ moment: String) throws -> (status: Int32, node: Node) {
    let outcome = try place.proviso.run(
      "decide", "--person", "anna", "--channel", channel, "--moment", moment, "--json")
    return (outcome.status, try Node.printed(outcome.output))
  }

  private func items(_ node: Node) -> [String]? {
    node["offering"]?["items"]?.elements?.compactMap { $0["item"]?.text }
  }

  private static let hours = [
    ("web", "T09:00:00Z"), ("app", "T10:00:00Z"), ("store", "T17:00:00Z"), ("email", "T18:00:00Z"),
  ]

  @Test func `all channels serve what the first one served, though the person bought in between`() throws {
    let place = try place()
    let rules = ["web": "list", "app": "list-app", "store": "list-store", "email": "list-mail"]
    for (channel, hour) in Self.hours {
      let (status, decision) = try decide(place, channel, "2026-04-10" + hour)
      #expect(status == 0 && decision["rule"]?.text == rules[channel] && decision["decision"]?.text == "list")
      #expect(items(decision) == ["butter"])
      try place.sqlite(
        "core.sqlite",
        """
        INSERT INTO person_events (subject, type, at, item, order_id, amount, source)
          VALUES ('anna', 'purchase', '2026-04-10T09:30:00Z', 'butter', 'late-\(channel)', 2, 'till');
        """)
    }
    let consistent = try place.proviso.run("core", "consistency")
    #expect(consistent.status == 0, "\(consistent.everything)")
    #expect(consistent.output.contains("1 decisions, served 4 times, 0 not alike"))
    // A day after the first serving, however often it was served since, is another decision: butter is there already.
    #expect(items(try decide(place, "app", "2026-04-11T08:59:59Z").node) == ["butter"])
    #expect(items(try decide(place, "web", "2026-04-11T09:00:00Z").node) != ["butter"])
  }

  @Test func `one channel's consent withdrawn ends that channel alone`() throws {
    let place = try place()
    for (channel, hour) in Self.hours {
      let (status, decision) = try decide(place, channel, "2026-05-02" + hour)
      #expect(status == (channel == "email" ? 1 : 0), "\(decision.jsonText)")
      if channel == "email" {
        #expect(decision["refused"]?.elements?.contains { $0["reason"]?.text == "withdrawn" } == true)
      } else {
        #expect(items(decision) == ["butter"])
      }
    }
    #expect(try place.proviso.run("core", "consistency").output.contains("1 decisions, served 3 times, 0 not alike"))
  }

  @Test func `what was not served alike is found, with both channels and no key`() throws {
    let place = try place()
    _ = try decide(place, "web", "2026-04-10T09:00:00Z")
    _ = try decide(place, "app", "2026-04-10T10:00:00Z")
    // A shop's till that decides by itself.
    try place.sqlite(
      "decisions.sqlite",
      """
      INSERT INTO decisions (subject, at, outcome, rule_set, rule, use, channel, decision, offering)
        SELECT subject, '2026-04-10T11:00:00Z', outcome, rule_set, 'list-store', use, 'store', decision,
          replace(offering, 'butter', 'jam') FROM decisions WHERE channel = 'web';
      """)
    let found = try place.proviso.run("core", "consistency", "--json")
    #expect(found.status == 1, "\(found.everything)")
    let rows = try Node.printed(found.output)["rows"]?.elements ?? []
    #expect(rows.count == 1 && rows[0]["channels"]?.text == "web, store" && rows[0]["decision"]?.text == "list")
    #expect(rows[0]["first"]?.text == "2026-04-10T09:00:00Z" && rows[0]["at"]?.text == "2026-04-10T11:00:00Z")
    #expect(!found.everything.contains("anna"))
    let text = try place.proviso.run("core", "consistency")
    #expect(text.output.contains("1 decisions, served 3 times, 1 not alike"))
  }
}
