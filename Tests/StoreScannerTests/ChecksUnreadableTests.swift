import GovernanceModel
import Testing

@testable import StoreScanner

/// Values that cannot be read are never passed over: each check says of whom it cannot tell.
@Suite struct ChecksUnreadableTests {
  private static let log = """
      - fides_key: shop
        collections:
          - name: log
            proviso: {subject: id, consents: {purpose: purpose, action: action, at: at}}
            fields: [{name: purpose}, {name: action}, {name: at}]
    """

  /// Person 1 is whole; the others have an action, a purpose or an instant that nobody can read, or no key.
  private static let events = CheckTable(
    "log", ["id", "purpose", "action", "at"],
    [
      [1, "marketing", "given", "2025-01-01"], [2, "marketing", "perhaps", "2025-01-01"],
      [3, "newsletter", "given", "2025-01-01"], [4, "marketing", "given", "someday"],
      [5, "marketing", "given", nil], [6, nil, "given", "2025-01-01"], [7, "marketing", nil, "2025-01-01"],
    ])

  @Test func `evidence of events that cannot be read`() throws {
    let world = try ChecksWorld(
      ["require: {evidence: {fields: [method]}}"], map: Self.log, [Self.events], sampleSize: 9)
    let expected: Set = [
      "c0 shop.log violation missingField 1/1 sample=1 at=method",
      "c0 shop.log unverifiable unreadableValue 6/6 sample=2,3,4,5,6,7",
    ]
    for passes in [1, 2, 5] { #expect(Set(try world.told(passes: passes)) == expected) }
  }

  @Test func `prompts and answers that cannot be read`() throws {
    var events = Self.events
    events.rows.append([nil, "marketing", "requested", "2025-01-01"])
    let world = try ChecksWorld(["require: {reask: {after: P6M}}"], map: Self.log, [events], sampleSize: 9)
    let expected = ["c0 shop.log unverifiable unreadableValue 7/6 sample=2,3,4,5,6,7 after=P6M"]
    for passes in [1, 2, 5] { #expect(try world.told(passes: passes) == expected) }
  }

  @Test func `logs to compare tell what they could not read, with no use to ask for it`() throws {
    let second = Self.log.split(separator: "\n").dropFirst(2).joined(separator: "\n")
      .replacing("name: log", with: "name: copy")
    var copy = Self.events
    (copy.name, copy.rows) = ("copy", [Self.events.rows[0]])
    let world = try ChecksWorld(
      ["appliesTo: {uses: [marketing]}\nrequire: {reconcile: {}}"], map: Self.log + "\n" + second, [Self.events, copy])
    #expect(world.run().gaps.map(\.subject) == ["shop.log", "shop.log"])
    #expect(world.run().gaps.allSatisfy { $0.reason == .unreadableValue })
  }

  @Test func `a use of an erased person at an unknown time may have come after`() throws {
    let map = """
        - fides_key: shop
          proviso: {subject: id}
          collections:
            - {name: erased, proviso: {erasures: {at: at}}, fields: [{name: at}]}
            - {name: sends, proviso: {uses: {use: marketing, at: at}}, fields: [{name: at}]}
      """
    let world = try ChecksWorld(
      ["require: {erasure: {within: P30D}}"], map: map,
      [
        CheckTable(
          "erased", ["id", "at"], [[1, "2025-01-01"], [2, "2025-01-01"], [3, "2025-01-01"], [4, "2025-01-01"]]),
        CheckTable(
          "sends", ["id", "at"], [[1, "2024-12-01"], [2, "2025-03-01"], [3, "someday"], [4, nil], [5, "someday"]]),
      ])
    let expected: Set = [
      "c0 shop.sends violation notErased 1/1 sample=2 within=P30D",
      "c0 shop.sends unverifiable unreadableValue 2/2 sample=3,4 within=P30D",
    ]
    for passes in [1, 2, 5] { #expect(Set(try world.told(passes: passes)) == expected) }
  }

  @Test func `an extension that cannot be read may be none`() throws {
    let map = """
        - fides_key: shop
          collections:
            - name: requests
              proviso: {subject: id, requests: {type: kind, received: got, closed: done, extended: longer}}
              fields: [{name: kind}]
      """
    let rows: [[Cell]] = [
      [1, "access", "2025-01-01", "2025-03-01", "?"], [2, "access", "2025-01-01", "2025-03-01", nil],
    ]
    let world = try ChecksWorld(
      ["require: {deadline: {within: P1M, extended: P3M}}"], map: map,
      [CheckTable("requests", ["id", "kind", "got", "done", "longer"], rows)])
    #expect(
      Set(try world.told()) == [
        "c0 shop.requests violation overdue 1/1 sample=2 within=P1M extended=P3M",
        "c0 shop.requests unverifiable unreadableValue 1/1 sample=1 within=P1M extended=P3M",
      ])
  }

  @Test(arguments: ["", ", proviso: {granularity: network.prefix24}"])
  func `an address of no known form is as fine as the map says, or unknown`(_ declared: String) throws {
    let map = """
        - fides_key: shop
          collections:
            - name: visits
              proviso: {subject: id}
              fields: [{name: id}, {name: address, data_categories: [user.network]\(declared)}]
      """
    let world = try ChecksWorld(
      ["require: {granularity: {network: prefix24}}"], map: map,
      [CheckTable("visits", ["id", "address"], [[1, "192.0.2.0"], [2, "hidden"]])])
    let untold = "c0 shop.visits.address unverifiable notMeasured 1/1 sample=2 at=address maximum=network.prefix24 "
    #expect(try world.told() == (declared.isEmpty ? [untold + "measured=network.prefix24"] : []))
  }
}
