import DataStores
import GovernanceModel
import ProvisoTesting
import Testing

@testable import StoreScanner

@Suite struct ColumnCodesTests {
  @Test func `equal values have equal codes, and codes give the text back`() {
    var (codes, column, random) = (ValueCodes(), ColumnBatch.Column(), SplitMix64(seed: 3))
    var texts: [String] = []
    for _ in 0..<5_000 {
      let number = Int64.random(in: 0..<900, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0:
        column.append(.integer(number))
        texts.append("\(number)")
      case 1:
        column.append(.text("\(number)"))
        texts.append("\(number)")
      case 2:
        column.append(.text("v\(number)"))
        texts.append("v\(number)")
      default:
        column.append(.null)
        texts.append("")
      }
    }
    var encoded: [Int32] = []
    codes.encode(column, rows: texts.count, into: &encoded)
    #expect(encoded.map { codes.text($0) } == texts)
    #expect(codes.count == Set(texts).union([""]).count)
  }

  @Test func `pairs keep their codes while the table grows`() {
    var (pairs, random) = (PairCodes(), SplitMix64(seed: 4))
    for _ in 0..<5_000 {
      let (first, second) = (Int32.random(in: 0..<60, using: &random), Int32.random(in: -1..<60, using: &random))
      let code = pairs.code(first, second)
      #expect(pairs.pairs[Int(code)] == (first, second))
      #expect(pairs.code(first, second) == code)
    }
  }

  @Test func `profile values keep their type`() {
    let values: [FixtureValue] = [.integer(7), .text("7"), .real(7), .null, .text(""), .real(.nan), .real(-0.5)]
    var (codes, column) = (TypedCodes(), ColumnBatch.Column())
    for value in values { column.append(value) }
    let encoded = values.indices.map { codes.code(column, $0) }
    let read = encoded.map { codes.value($0) }
    #expect(read == [.integer(7), .text("7"), .decimal(7), nil, .text(""), nil, .decimal(-0.5)])
  }

  @Test func `instants are read as the map says`() {
    var (column, columns) = (ColumnBatch(columnCount: 1), [String]())
    let values: [FixtureValue] = [
      .integer(86_400), .text("1970-01-02"), .text("1970-01-02T00:00:00Z"), .null, .text("soon"), .integer(.max),
      .real(0.5),
    ]
    for value in values { column.columns[0].append(value) }
    column.rowCount = values.count
    var moments = MomentColumn(InstantColumn(column: "at"), zone: .utc, columns: &columns)
    moments.read(column, positions: [0])
    let day = Instant(microseconds: Instant.microsecondsPerDay)
    let dayAfter = Instant(microseconds: 2 * Instant.microsecondsPerDay)
    #expect(moments.moment(0) == Moment(day))
    #expect(moments.moment(1) == Moment(from: day, until: dayAfter))
    #expect(moments.moment(2) == Moment(day))
    #expect(moments.starts[3] == MomentColumn.absent)
    #expect(moments.starts[4] == MomentColumn.unreadable)
    #expect(moments.starts[5] == MomentColumn.unreadable)
    #expect(moments.moment(6) == Moment(Instant(microseconds: 500_000)))
    #expect(columns == ["at"])
  }

  @Test func `words are translated where the map says so`() {
    var (batch, columns) = (ColumnBatch(columnCount: 1), [String]())
    for value in [FixtureValue.text("no"), .integer(1), .null, .text("other")] { batch.columns[0].append(value) }
    batch.rowCount = 4
    var words = WordColumn(ColumnOrConstant(column: "w", values: ["no": "refused", "1": "given"]), columns: &columns)
    words.read(batch, positions: [0])
    #expect(words.codes.map { words.word($0) } == ["refused", "given", nil, "other"])
    var constant = WordColumn(ColumnOrConstant(constant: "given"), columns: &columns)
    constant.read(batch, positions: [0])
    #expect(constant.codes.prefix(4).map { constant.word($0) } == ["given", "given", "given", "given"])
    #expect(columns == ["w"])
  }
}
