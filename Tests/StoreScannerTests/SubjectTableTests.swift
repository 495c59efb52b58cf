import DataStores
import GovernanceModel
import ProvisoTesting
import Testing

@testable import StoreScanner

@Suite struct SubjectTableTests {
  private func intern(_ values: [FixtureValue], pass: Int = 0, of passes: Int = 1) -> (SubjectTable, [UInt32]) {
    var table = SubjectTable(pass: pass, of: passes)
    var column = ColumnBatch.Column()
    for value in values { column.append(value) }
    var subjects: [UInt32] = []
    table.intern(column, rows: values.count, into: &subjects)
    return (table, subjects)
  }

  @Test func `an integer and its decimal text are one subject`() {
    let (table, subjects) = intern([
      .integer(7), .text("7"), .real(7), .text("07"), .text("+7"), .integer(-7), .text("-7"),
    ])
    #expect(subjects == [0, 0, 0, 1, 2, 3, 3])
    #expect((0..<4).map { table.key(of: UInt32($0)).disclosed } == ["7", "07", "+7", "-7"])
  }

  @Test func `null and the empty text are no subject`() {
    let (table, subjects) = intern([.null, .text(""), .text("a")])
    #expect(subjects == [SubjectTable.none, SubjectTable.none, 0])
    #expect(table.count == 1)
  }

  @Test func `extreme integers keep their text`() {
    let (table, subjects) = intern([
      .integer(.min), .integer(.max), .text("9223372036854775808"), .text("-0"), .integer(0),
    ])
    #expect(subjects == [0, 1, 2, 3, 4])
    let keys = subjects.map { table.key(of: $0).disclosed }
    #expect(keys == ["-9223372036854775808", "9223372036854775807", "9223372036854775808", "-0", "0"])
  }

  @Test func `a key is never shown by accident`() {
    let (table, _) = intern([.text("anna@example.org")])
    #expect(!"\(table.key(of: 0))".contains("anna"))
  }

  @Test func `many keys of both kinds keep their index while the table grows`() {
    var random = SplitMix64(seed: 5)
    var expected: [String: UInt32] = [:]
    var table = SubjectTable()
    for _ in 0..<20_000 {
      let number = Int64.random(in: -3_000...3_000, using: &random)
      let isNumber = random.oneIn(2)
      let key = isNumber ? "\(number)" : "p\(number)"
      let index = isNumber ? table.intern(number) : table.intern(Array(key.utf8).span)
      if let known = expected[key] { #expect(known == index) } else { expected[key] = index }
    }
    #expect(table.count == expected.count)
    for (key, index) in expected { #expect(table.key(of: index).disclosed == key) }
  }

  @Test func `every subject belongs to exactly one pass`() {
    let values = (0..<500).map { FixtureValue.integer(Int64($0)) } + (0..<500).map { FixtureValue.text("p\($0)") }
    let passes = (0..<3).map { intern(values, pass: $0, of: 3) }
    for row in values.indices {
      #expect(passes.count { $0.1[row] < SubjectTable.elsewhere } == 1)
    }
    #expect(passes.map(\.0.count).reduce(0, +) == values.count)
    let counts = passes.map(\.0.count)
    #expect(counts.allSatisfy { $0 > 200 })
  }

  @Test func `rows without a subject belong to the first pass`() {
    #expect(intern([.null], pass: 0, of: 3).1 == [SubjectTable.none])
    #expect(intern([.null], pass: 1, of: 3).1 == [SubjectTable.elsewhere])
  }

  @Test func `keys are ordered as their texts are, by UTF-8 bytes`() {
    let texts = ["10", "9", "-1", "a", "", "ä", "Z", "100", "09", "-10"].filter { !$0.isEmpty }
    let (table, subjects) = intern(texts.map { .text($0) })
    for (left, first) in zip(texts, subjects) {
      for (right, second) in zip(texts, subjects) {
        #expect(table.precedes(first, second) == left.utf8.lexicographicallyPrecedes(right.utf8))
      }
    }
  }

  @Test func `numbers of any length are ordered as their texts are`() {
    var random = SplitMix64(seed: 31)
    var table = SubjectTable()
    var keys: [Int64] = [0, .max, .min, 99_999_999, 100_000_000, -9_999_999, -10_000_000]
    for digits in 1...18 {
      let power = (0..<digits).reduce(1 as Int64) { power, _ in power * 10 }
      keys += [power, power - 1, -power, 1 - power, Int64.random(in: -power...power, using: &random)]
    }
    let subjects = keys.map { table.intern($0) }
    for (left, first) in zip(keys, subjects) {
      for (right, second) in zip(keys, subjects) {
        #expect(table.precedes(first, second) == "\(left)".utf8.lexicographicallyPrecedes("\(right)".utf8))
      }
    }
  }

  @Test func `it takes few bytes a subject`() {
    var table = SubjectTable()
    for key in 0..<100_000 as Range<Int64> { _ = table.intern(key &* 7919) }
    // By capacity: what the allocator rounds up to differs from run to run.
    #expect(table.byteCount / table.count <= 32)
  }
}

@Suite struct TallyTests {
  @Test func `different subjects are counted once, whatever the order`() {
    var random = SplitMix64(seed: 9)
    var (tally, seen) = (Tally(), Set<UInt32>())
    for _ in 0..<10_000 {
      let subject = UInt32.random(in: 0..<700, using: &random)
      seen.insert(subject)
      tally.add(subject: subject, at: Instant(microseconds: Int64(subject)))
    }
    let counts = tally.counts(ofUses: true)
    #expect(counts.uses == 10_000)
    #expect(counts.subjects == seen.count)
    #expect(counts.first == seen.min().map { Instant(microseconds: Int64($0)) })
    #expect(counts.last == seen.max().map { Instant(microseconds: Int64($0)) })
    tally.finish()
    #expect(tally.counts(ofUses: true) == counts)
    #expect(tally.subjectIndices() == seen.sorted())
  }

  @Test(arguments: [0, 1, 5, 300, 5000]) func `indices are sorted without comparing`(count: Int) {
    var random = SplitMix64(seed: UInt64(count))
    for greatest in [0, 1, 2047, 2048, 1 << 22, UInt32.max] {
      let indices = (0..<count).map { _ in UInt32.random(in: 0...greatest, using: &random) }
      #expect(RadixOrder.sorted(indices) == indices.sorted())
    }
  }

  @Test func `the sample holds the first keys in byte order`() {
    var (table, tally) = (SubjectTable(), Tally())
    let keys = (0..<200).map { "k\(($0 * 37) % 200)" }
    for key in keys { tally.add(subject: table.intern(Array(key.utf8).span)) }
    let expected = keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.prefix(4)
    #expect(tally.sample(4, of: table).map(\.disclosed) == Array(expected))
  }
}
