import DataStores
import GovernanceModel
import PolicyEngine
import ProvisoTesting
import Testing

@testable import StoreScanner

/// Group sizes: k-anonymity and audiences.
@Suite struct ChecksCrowdTests {
  private static let people = """
      - fides_key: shop
        collections:
          - name: people
            proviso: {subject: id, profile: {quasiIdentifiers: [age, town]}}
            fields: [{name: id}, {name: age, data_categories: [user.birth]}, {name: town, data_categories: [user.place]}]
    """

  @Test func `rows of nulls are in no class, and a null among values is a value`() throws {
    let table = CheckTable(
      "people", ["id", "age", "town"],
      [
        [1, "35-44", "A"], [2, "35-44", "A"], [3, "35-44", nil], [4, nil, nil], [5, nil, nil], [6, nil, "A"],
        [7, "45-54", "B"], [8, "45-54", "B"], [9, "45-54", "B"], [10, "35-44", ""],
      ])
    let world = try ChecksWorld(
      ["require: {crowd: {atLeast: 3, of: quasiIdentifiers}}", "require: {crowd: {atLeast: 2, of: quasiIdentifiers}}"],
      map: Self.people, [table])
    let expected = [
      "c0 shop.people violation groupTooSmall 5/5 sample=1,10,2 atLeast=3 people=8 classes=5 smallClasses=4 smallest=1 alone=3",
      "c1 shop.people violation groupTooSmall 3/3 sample=10,3,6 atLeast=2 people=8 classes=5 smallClasses=3 smallest=1 alone=3",
    ]
    for passes in [1, 2, 5] { #expect(try world.told(passes: passes) == expected) }
  }

  @Test func `values of different kinds differ, whole reals are integers, and a person counts once`() throws {
    let table = CheckTable(
      "people", ["id", "age", "town"],
      [
        [1, 7, "A"], [2, 7.0, "A"], [3, "7", "A"], [4, .blob([55]), "A"], [5, -0.0, "A"], [6, 0, "A"], [7, 0.5, "A"],
        [7, 0.5, "A"],
      ])
    let world = try ChecksWorld(
      ["require: {crowd: {atLeast: 2, of: quasiIdentifiers}}"], map: Self.people, [table])
    #expect(
      try world.told() == [
        "c0 shop.people violation groupTooSmall 4/3 sample=3,4,7 atLeast=2 people=7 classes=5 smallClasses=3 smallest=1 alone=3"
      ])
  }

  @Test func `no rows, and rows of nulls only, hold nobody`() throws {
    let control = "require: {crowd: {atLeast: 5, of: quasiIdentifiers}}"
    for rows in [[], [[1, nil, nil]]] as [[[Cell]]] {
      let world = try ChecksWorld([control], map: Self.people, [CheckTable("people", ["id", "age", "town"], rows)])
      #expect(try world.told() == [])
    }
  }

  @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
  func `classes are those of a plain dictionary`(_ seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let columns = Int.random(in: 1...9, using: &generator)
    let variety = Int64.random(in: 1...6, using: &generator)
    var rows: [[Cell]] = []
    for _ in 0..<3000 {
      rows.append(
        (0..<columns).map { _ in
          let value = Int64.random(in: 0...variety, using: &generator)
          if value == 0 { return .null }
          return generator.oneIn(2) ? .integer(value) : .text("v\(value)")
        })
    }
    var counts: [String: Int] = [:]
    let keys = rows.map { "\($0)" }
    let isNull = rows.map { row in row.allSatisfy { if case .null = $0 { true } else { false } } }
    for (key, isNull) in zip(keys, isNull) where !isNull { counts[key, default: 0] += 1 }

    var classes = EquivalenceClasses((0..<columns).map { "c\($0)" })
    for start in stride(from: 0, to: rows.count, by: 1000) {
      let batch = ColumnBatch(Array(rows[start..<(start + 1000)]), columns: columns)
      let subjects = (UInt32(start)..<UInt32(start + 1000)).map { $0 }
      classes.consume(batch, positions: Array(0..<columns), subjects: subjects.span)
    }
    for k in [2, 5, 20] {
      let small = classes.small { $0 < k }
      #expect(small.tally.rows == counts.values.filter { $0 < k }.reduce(0, +))
      #expect(small.classes == counts.values.count { $0 < k })
      #expect(small.alone == counts.values.count { $0 == 1 })
      #expect(small.smallest == counts.values.min() ?? 0)
      #expect(small.people == counts.values.reduce(0, +))
    }
  }

  @Test func `members of an audience are those who have entered and not left`() throws {
    let map = """
        - fides_key: shop
          collections:
            - name: segments
              proviso: {subject: id, audience: {audience: seg, use: personalize, channel: web, entered: at, left: gone}}
              fields: [{name: id}, {name: seg}, {name: at}, {name: gone}]
      """
    let table = CheckTable(
      "segments", ["id", "seg", "at", "gone"],
      [
        [1, "big", "2025-01-01", nil], [2, "big", "2025-01-01", nil], [3, "big", "2025-01-01", "2026-02-01"],
        [1, "small", "2025-01-01", nil], [1, "small", "2025-03-01", nil], [2, "small", "2025-01-01", "2025-02-01"],
        [3, "small", "2026-03-01", nil], [1, "gone", "2025-01-01", "2025-02-01"], [2, "small", "soon", nil],
        [nil, "big", "2025-01-01", nil],
      ])
    let world = try ChecksWorld(["require: {crowd: {atLeast: 3, of: audience}}"], map: map, [table])
    let expected = [
      "c0 shop.segments unverifiable unreadableValue 1/1 sample=2",
      "c0 shop.segments/rule:small violation groupTooSmall 1/1 sample=1 use=personalize atLeast=3 size=1",
    ]
    for passes in [1, 2, 5] { #expect(try world.told(passes: passes) == expected) }
  }
}
