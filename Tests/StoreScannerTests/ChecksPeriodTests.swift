import ConsentHistory
import DataStores
import GovernanceModel
import ProvisoTesting
import Testing

@testable import PolicyEngine
@testable import StoreScanner

/// Retention, standing freshness, deadlines and erasures: periods since an anchor (semantics section 2).
@Suite struct ChecksPeriodTests {
  private static let people = """
      - fides_key: shop
        collections:
          - name: people
            proviso: {subject: id, subjectType: customer, profile: {}, anchors: {lastActivity: seen}}
            fields: [{name: id, data_categories: [user.contact]}, {name: seen, data_categories: [user.time]}]
    """

  @Test func `a leap day, a clamped month, a null and an unreadable anchor`() throws {
    let table = CheckTable(
      "people", ["id", "seen"],
      [
        [1, "2024-02-29T12:00:00Z"], [2, "2024-03-01T00:00:00Z"], [3, nil], [4, "yesterday"],
        [5, "2024-02-28T11:00:00Z"], [6, "2024-02-28"], [nil, "2020-01-01"], [5, "2023-01-01"],
      ])
    let world = try ChecksWorld(
      ["require: {retention: {maxAge: P1Y, since: lastActivity}}"], map: Self.people, [table],
      asOf: "2025-02-28T12:00:00Z")
    // 2024-02-29 + P1Y is 2025-02-28; the day 2024-02-28 ends at 2024-02-29, one year after that is 2025-02-28 too.
    let expected = [
      "c0 shop.people unverifiable noTimestamp 1/1 sample=3 maxAge=P1Y since=lastActivity",
      "c0 shop.people unverifiable unreadableValue 1/1 sample=4 maxAge=P1Y since=lastActivity",
      "c0 shop.people violation keptTooLong 5/3 sample=1,5,6 maxAge=P1Y since=lastActivity of=6",
    ]
    for passes in [1, 2, 5] { #expect(try world.told(passes: passes) == expected) }
  }

  @Test func `an empty table and a collection without an anchor`() throws {
    let control = "require: {retention: {maxAge: P1Y, since: created}}"
    let table = CheckTable("people", ["id", "seen"], [[1, "2024-02-29"], [2, nil]])
    let unanchored = try ChecksWorld([control], map: Self.people, [table])
    #expect(
      try unanchored.told() == ["c0 shop.people unverifiable noTimestamp 2/2 sample=1,2 maxAge=P1Y since=created"])
    let empty = try ChecksWorld([control], map: Self.people, [CheckTable("people", ["id", "seen"], [])])
    #expect(try empty.told() == [])
    let lacking = try ChecksWorld(
      ["require: {retention: {maxAge: P1Y, since: lastActivity}}"], map: Self.people,
      [CheckTable("people", ["id"], [[1]])])
    #expect(lacking.run().gaps.map(\.reason) == [.missingColumn])
  }

  @Test func `the check and the judge of one record agree`() throws {
    var generator = SplitMix64(seed: 7)
    for text in ["P1M", "P25M", "P90D"] {
      let period = try #require(CalendarPeriod(text: text))
      let requirement = RetentionRequirement(maxAge: period, since: .lastActivity)
      let asOf = try requireInstant("2025-03-30T10:00:00Z")
      for _ in 0..<500 {
        let start = asOf.advanced(byMicroseconds: -Int64.random(in: 0..<80_000_000_000_000, using: &generator))
        let moment =
          generator.oneIn(2)
          ? Moment(start) : Moment(from: start, until: start.advanced(byMicroseconds: 86_400_000_000))
        let isOver = BoundedPeriod(period).hasPassed(since: moment.end.microseconds, at: asOf.microseconds)
        #expect((requirement.verdict(anchor: moment, asOf: asOf) == .violation(.keptTooLong)) == isOver)
      }
    }
  }

  @Test func `stale, undated and future attributes; a null value has no age`() throws {
    let map = """
        - fides_key: shop
          collections:
            - name: people
              proviso: {subject: id, profile: {}}
              fields:
                - {name: id}
                - {name: city, data_categories: [user.place], proviso: {updatedAt: city_at}}
                - {name: mail, data_categories: [user.contact], proviso: {updatedAt: mail_at}}
                - {name: phone, data_categories: [user.contact]}
      """
    let table = CheckTable(
      "people", ["id", "city", "city_at", "mail", "mail_at", "phone"],
      [
        [1, "A", "2025-12-31", "m", "2025-01-01", "1"], [2, nil, nil, "m", nil, nil],
        [3, "B", "2025-09-01T00:00:00Z", "m", "2025-12-01", "3"], [4, "C", "2026-02-01", nil, "2020-01-01", "4"],
      ])
    let world = try ChecksWorld(
      [
        "require: {freshness: {maxAge: P90D}}",
        "appliesTo: {categories: [user.contact]}\nrequire: {freshness: {maxAge: P90D}}",
      ], map: map, [table])
    let expected = [
      "c0 shop.people.city unverifiable profileChangedSince 1/1 sample=4 at=city maxAge=P90D",
      "c0 shop.people.city violation stale 1/1 sample=3 at=city maxAge=P90D",
      "c0 shop.people.mail unverifiable noTimestamp 1/1 sample=2 at=mail maxAge=P90D",
      "c0 shop.people.mail violation stale 1/1 sample=1 at=mail maxAge=P90D",
      "c1 shop.people.mail unverifiable noTimestamp 1/1 sample=2 at=mail maxAge=P90D",
      "c1 shop.people.mail violation stale 1/1 sample=1 at=mail maxAge=P90D",
      "c1 shop.people.phone unverifiable noTimestamp 3/3 sample=1,3,4 at=phone maxAge=P90D",
    ]
    for passes in [1, 2, 5] { #expect(try world.told(passes: passes) == expected) }
  }

  @Test func `requests are closed in time, extended or not`() throws {
    let map = """
        - fides_key: shop
          collections:
            - name: requests
              proviso: {subject: id, requests: {type: kind, received: got, closed: done, extended: longer}}
              fields: [{name: id}, {name: kind}, {name: got}, {name: done}, {name: longer}]
      """
    let table = CheckTable(
      "requests", ["id", "kind", "got", "done", "longer"],
      [
        [1, "access", "2025-11-30T00:00:00Z", nil, nil],  // due 2025-12-30, open
        [2, "access", "2025-12-02T00:00:00Z", nil, nil],  // still in time
        [3, "access", "2025-01-31T00:00:00Z", "2025-02-28T00:00:00Z", nil],  // due 2025-02-28: late by nothing
        [4, "access", "2025-01-31T00:00:00Z", "2025-02-27T23:59:59Z", nil],
        [5, "access", "2025-10-15T00:00:00Z", nil, "2025-11-01"],  // due 2026-01-15
        [6, "access", nil, nil, nil], [7, "rectification", "2020-01-01", nil, nil],
        [nil, "access", "2025-01-01", "?", nil],
      ])
    let world = try ChecksWorld(
      ["require: {deadline: {within: P1M, extended: P3M, requests: [access]}}"], map: map, [table])
    let expected = [
      "c0 shop.requests unverifiable noTimestamp 1/1 sample=6 within=P1M extended=P3M",
      "c0 shop.requests unverifiable unreadableValue 1/0 within=P1M extended=P3M",
      "c0 shop.requests violation overdue 2/2 sample=1,3 within=P1M extended=P3M",
    ]
    for passes in [1, 2, 5] { #expect(try world.told(passes: passes) == expected) }
  }

  private static let erasing = """
      - fides_key: shop
        proviso: {subject: id}
        collections:
          - {name: erasures, proviso: {erasures: {at: erased_at}}, fields: [{name: id}, {name: erased_at}]}
          - name: people
            proviso: {profile: {}, anchors: {created: born}}
            fields: [{name: id}, {name: born}]
          - {name: sends, proviso: {uses: {use: marketing, at: sent}}, fields: [{name: id}, {name: sent}]}
          - {name: scores, fields: [{name: id}, {name: score}]}
          - {name: log, proviso: {consents: {purpose: p, action: a, at: t}}, fields: [{name: id}, {name: p}, {name: a}, {name: t}]}
    """

  @Test func `nothing of the erased remains, but what is new or proof`() throws {
    let tables = [
      CheckTable(
        "erasures", ["id", "erased_at"],
        [
          ["a", "2025-06-01"], ["b", "2025-12-20"], ["c", "2025-06-01T00:00:00Z"], ["d", "2025-01-01"],
          [nil, "2025-01-01"], ["e", "?"],
        ]),
      CheckTable(
        "people", ["id", "born"],
        [["a", "2020-01-01"], ["b", "2020-01-01"], ["c", "2025-08-01"], ["d", nil], ["x", "2020-01-01"]]),
      CheckTable(
        "sends", ["id", "sent"],
        [["a", "2025-05-01"], ["a", "2025-06-20"], ["a", "2025-07-02"], ["x", "2025-07-02"]]),
      CheckTable("scores", ["id", "score"], [["a", 1], ["a", 2], ["c", 3], [nil, 4]]),
      CheckTable("log", ["id", "p", "a", "t"], [["a", "marketing", "given", "2020-01-01"]]),
    ]
    let world = try ChecksWorld(["require: {erasure: {within: P1M}}"], map: Self.erasing, tables)
    let expected = [
      "c0 shop.erasures unverifiable unreadableValue 2/1 sample=e",
      "c0 shop.people violation notErased 2/2 sample=a,d within=P1M",
      "c0 shop.scores violation notErased 3/2 sample=a,c within=P1M",
      "c0 shop.sends violation notErased 1/1 sample=a within=P1M",
    ]
    for passes in [1, 2, 5] { #expect(try world.told(passes: passes) == expected) }
  }
}
