import GovernanceModel
import PolicyEngine
import Testing

@testable import StoreScanner

/// Evidence, prompts and agreement of consent logs; disclosures; whom a pack is for.
@Suite struct ChecksConsentTests {
  private static func log(_ name: String, _ extra: String = "") -> String {
    """
          - name: \(name)
            proviso:
              subject: id
              consents: {purpose: purpose, action: action, at: at\(extra)}
            fields: [{name: id}, {name: purpose}, {name: action}, {name: at}, {name: how}, {name: proof}, {name: notice}, {name: seen}]
    """
  }

  private static let columns = ["id", "purpose", "action", "at", "how", "proof", "notice", "seen"]
  private static let head = "  - fides_key: shop\n    collections:\n"

  @Test func `a yes carries its proof`() throws {
    let map =
      Self.head + Self.log("log", ", method: how, evidence: proof, notice: {id: notice}, recordedAt: seen")
    let table = CheckTable(
      "log", Self.columns,
      [
        [1, "marketing", "given", "2025-01-01", "form", "p1", "n", "2025-01-01"],
        [2, "marketing.communications.email", "given", "2025-01-01", "form", nil, "n", nil],
        [3, "marketing", "renewed", "2025-01-01", "preTicked", nil, nil, nil],
        [4, "marketing", "withdrawn", "2025-01-01", nil, nil, nil, nil],
        [5, "personalize", "given", "2025-01-01", nil, nil, nil, nil],
        [6, "marketing", "given", "2025-01-01", "", "", nil, "?"],
        [7, "marketing", "given", "2027-01-01", nil, nil, nil, nil],
        [8, "marketing", "maybe", "2025-01-01", nil, nil, nil, nil],
      ])
    let world = try ChecksWorld(
      [
        "appliesTo: {uses: [marketing.communications]}\nrequire: {evidence: {fields: [method, reference, notice, "
          + "controller, recordedAt], forbiddenMethods: [preTicked]}}"
      ], map: map, [table])
    let use = "use=marketing.communications"
    let expected = [
      "c0 shop.log violation missingField 3/3 sample=1,2,6 at=controller \(use)",
      "c0 shop.log unverifiable unreadableValue 1/1 sample=8 \(use)",
      "c0 shop.log violation forbiddenMethod 1/1 sample=3 at=method \(use)",
      "c0 shop.log violation missingField 1/1 sample=6 at=method \(use)",
      "c0 shop.log violation missingField 1/1 sample=6 at=notice \(use)",
      "c0 shop.log violation missingField 2/2 sample=2,6 at=recordedAt \(use)",
      "c0 shop.log violation missingField 2/2 sample=2,6 at=reference \(use)",
    ]
    for passes in [1, 2, 5] { #expect(try world.told(passes: passes) == expected) }
  }

  @Test func `nobody is asked again too soon after a no`() throws {
    let table = CheckTable(
      "log", Self.columns,
      [
        [1, "marketing", "refused", "2025-01-31T10:00:00Z"],
        [1, "marketing.communications", "requested", "2025-07-30"],
        [2, "marketing", "refused", "2025-01-31T10:00:00Z"], [2, "marketing", "requested", "2025-08-01"],
        [3, "marketing", "refused", "2025-01-31"], [3, "marketing", "given", "2025-02-10"],
        [3, "marketing", "requested", "2025-03-01"], [4, "personalize", "refused", "2025-01-31"],
        [4, "marketing", "requested", "2025-02-01"], [5, "marketing", "refused", "2025-01-31"],
        [5, "marketing", "deferred", "2025-01-31"], [6, "marketing", "requested", "2025-01-31"],
        [7, "marketing", "objected", "2025-01-31"], [7, "marketing", "requested", "2025-02-01"],
      ].map { $0 + [nil, nil, nil, nil] })
    let world = try ChecksWorld(
      ["require: {reask: {after: P6M, following: [refused, withdrawn]}}"], map: Self.head + Self.log("log"), [table])
    let expected = [
      "c0 shop.log unverifiable sameDay 1/1 sample=5 after=P6M",
      "c0 shop.log violation askedAgain 1/1 sample=1 after=P6M",
    ]
    for passes in [1, 2, 5] { #expect(try world.told(passes: passes) == expected) }
  }

  @Test func `consent logs agree on each person`() throws {
    let map = Self.head + Self.log("main") + "\n" + Self.log("copy")
    func rows(_ rows: [[Cell]]) -> [[Cell]] { rows.map { $0 + [nil, nil, nil, nil] } }
    let tables = [
      CheckTable(
        "main", Self.columns,
        rows([
          [1, "marketing.communications", "given", "2025-01-01T00:00:00Z"],
          [2, "marketing.communications", "given", "2025-01-01T00:00:00Z"],
          [2, "marketing.communications", "withdrawn", "2025-02-01T00:00:00Z"],
          [3, "marketing.communications", "refused", "2025-01-01T00:00:00Z"],
          [5, "marketing.communications", "given", "2025-01-01T00:00:00Z"],
        ])),
      CheckTable(
        "copy", Self.columns,
        rows([
          [1, "marketing.communications", "given", "2025-01-01T00:00:00Z"],
          [2, "marketing.communications", "given", "2025-01-01T00:00:00Z"],
          [4, "marketing.communications", "given", "2025-01-01T00:00:00Z"],
          [5, "marketing.communications", "shrugged", "2025-01-01"],
        ])),
    ]
    let world = try ChecksWorld(
      ["appliesTo: {uses: [marketing.communications]}\nrequire: {reconcile: {}}", "require: {reconcile: {}}"], map: map,
      tables)
    let tail = "use=marketing.communications with=shop.main"
    // Person 3 said no in one log and nothing in the other: neither is a yes.
    let expected = ["c0", "c1"].flatMap { control in
      [
        "\(control) shop.copy unverifiable unreadableValue 1/1 sample=5 \(tail)",
        "\(control) shop.copy violation disagrees 2/2 sample=2,4 \(tail)",
      ]
    }
    for passes in [1, 2, 5] { #expect(try world.told(passes: passes) == expected) }
    let alone = try ChecksWorld(["require: {reconcile: {}}"], map: Self.head + Self.log("main"), [tables[0]])
    #expect(try alone.told() == [])
  }

  @Test func `a disclosure is declared and allowed, and an unknown recipient is not named`() throws {
    let map = """
        - fides_key: shop
          collections:
            - name: shares
              proviso: {subject: id, disclosures: {recipient: who, at: at, sale: sold, country: land, safeguard: how}}
              fields: [{name: id}, {name: who}, {name: at}, {name: sold}, {name: land}, {name: how}]
      """
    let table = CheckTable(
      "shares", ["id", "who", "at", "sold", "land", "how"],
      [
        [1, "mailer", "2025-01-01", 0, nil, nil], [2, "Jane Roe", "2025-01-01", 0, "DE", nil],
        [3, "mailer", "2025-01-01", "yes", "DE", nil], [4, "mailer", "2025-01-01", 0, "US", nil],
        [5, "mailer", "2025-01-01", 0, "US", "scc"], [6, "mailer", "2025-01-01", nil, "DE", nil],
        [7, nil, "2025-01-01", 0, "DE", nil], [8, "Jane Roe", "2027-01-01", 0, "DE", nil],
      ])
    let world = try ChecksWorld(
      ["require: {disclosure: {sale: false, countries: [DE], safeguards: [scc]}}"], map: map, [table],
      recipients: [DeclaredRecipient(name: "mailer", country: "DE")])
    let expected = [
      "c0 shop.shares unverifiable undeclaredRecipient 1/1 sample=7",
      "c0 shop.shares violation undeclaredRecipient 1/1 sample=2",
      "c0 shop.shares unverifiable saleNotAllowed 1/1 sample=6 at=mailer",
      "c0 shop.shares violation saleNotAllowed 1/1 sample=3 at=mailer",
      "c0 shop.shares violation transferNotAllowed 1/1 sample=4 at=mailer",
    ]
    for passes in [1, 2, 5] { #expect(try world.told(passes: passes) == expected) }
  }

  private final class FirstTwo: SubjectScope {
    let lastSource: Int? = nil
    func includes(_ subject: UInt32) -> Bool { subject < 2 }
  }

  @Test func `people outside a pack's scope are not looked at`() throws {
    let map = """
        - fides_key: shop
          collections:
            - {name: people, proviso: {subject: id, anchors: {created: at}}, fields: [{name: id}, {name: at}]}
      """
    let table = CheckTable("people", ["id", "at"], [["a", "2020-01-01"], ["b", "2020-01-01"], ["c", "2020-01-01"]])
    let world = try ChecksWorld(["require: {retention: {maxAge: P1Y, since: created}}"], map: map, [table])
    #expect(try world.told() == ["c0 shop.people violation keptTooLong 3/3 sample=a,b,c maxAge=P1Y since=created of=3"])
    #expect(
      try world.told(scope: FirstTwo()) == [
        "c0 shop.people violation keptTooLong 2/2 sample=a,b maxAge=P1Y since=created of=2"
      ])
  }

  @Test func `controls out of force and of other people are not applied`() throws {
    let map = """
        - fides_key: shop
          collections:
            - {name: people, proviso: {subject: id, subjectType: customer, anchors: {created: at}}, fields: [{name: id}, {name: at}]}
      """
    let table = CheckTable("people", ["id", "at"], [["a", "2020-01-01"]])
    let world = try ChecksWorld(
      [
        "appliesTo: {subjects: [prospect]}\nrequire: {retention: {maxAge: P1Y, since: created}}",
        "appliesTo: {uses: [marketing, personalize]}\nrequire: {retention: {maxAge: P2Y, since: created}}",
      ], map: map, [table])
    #expect(try world.told() == ["c1 shop.people violation keptTooLong 1/1 sample=a maxAge=P2Y since=created of=1"])
    let early = try ChecksWorld(
      ["require: {retention: {maxAge: P1Y, since: created}}"], map: map, [table], asOf: "2020-06-01T00:00:00Z")
    #expect(try early.told() == [])
  }
}
