import DataStores
import GovernanceModel
import ProvisoTesting
import Testing

@Suite struct ColumnTests {
  private static func column(_ values: [FixtureValue]) -> ColumnBatch.Column {
    var column = ColumnBatch.Column()
    for value in values {
      switch value {
      case .null: column.appendNull()
      case .integer(let integer): column.append(integer: integer)
      case .real(let real): column.append(real: real)
      case .text(let text): column.append(text: text)
      case .blob(let blob): column.append(blob: blob)
      }
    }
    return column
  }

  @Test func `what is appended is read back`() {
    var random = SplitMix64(seed: 5)
    let values = (0..<500).map { _ in FixtureValue.random(&random) }
    var column = Self.column(values)
    #expect(values.indices.map { column.value($0) } == values)
    column.removeAll()
    #expect(column.tags.isEmpty && column.payloads.isEmpty && column.bytes.isEmpty)
  }

  // MARK: - Instants

  private static func instant(
    _ value: FixtureValue, _ unit: InstantColumn.Unit? = nil, _ precision: InstantColumn.Precision? = nil,
    zone: ZoneRules = .utc
  ) -> StoredInstant {
    InstantDecoder(InstantColumn(column: "t", unit: unit, precision: precision), zone: zone)
      .moment(column([.text("before"), value]), 1)
  }

  private static func moment(_ from: String, _ until: String? = nil) -> StoredInstant {
    guard let from = Instant(iso8601: from) else { return .unreadable }
    guard let until = until.flatMap({ Instant(iso8601: $0) }) else { return .moment(Moment(from)) }
    return .moment(Moment(from: from, until: until))
  }

  @Test func `numbers are seconds unless the map names a unit`() {
    let expected = Self.moment("2018-01-01T04:01:20Z")
    #expect(Self.instant(.integer(1_514_779_280)) == expected)
    #expect(Self.instant(.integer(1_514_779_280), .seconds) == expected)
    #expect(Self.instant(.integer(1_514_779_280_000), .milliseconds) == expected)
    #expect(Self.instant(.integer(1_514_779_280_000_000), .microseconds) == expected)
    #expect(Self.instant(.real(1_514_779_280.25)) == Self.moment("2018-01-01T04:01:20.25Z"))
    #expect(Self.instant(.text("1514779280"), .seconds) == expected)
    #expect(Self.instant(.text("1514779280.5"), .seconds) == Self.moment("2018-01-01T04:01:20.5Z"))
    #expect(Self.instant(.integer(-1)) == Self.moment("1969-12-31T23:59:59Z"))
  }

  @Test func `texts are ISO 8601, dates name their day in the zone`() {
    let east = ZoneRules(name: "east", firstOffsetSeconds: 7200, transitions: [])
    #expect(Self.instant(.text("2018-01-01T04:01:20Z")) == Self.moment("2018-01-01T04:01:20Z"))
    #expect(Self.instant(.text("2018-01-01 04:01:20"), zone: east) == Self.moment("2018-01-01T02:01:20Z"))
    #expect(
      Self.instant(.text("2018-01-01"), zone: east) == Self.moment("2017-12-31T22:00:00Z", "2018-01-01T22:00:00Z"))
    #expect(Self.instant(.text("2018-02")) == Self.moment("2018-02-01", "2018-03-01"))
  }

  @Test func `a precision widens to what the map says is known`() {
    let east = ZoneRules(name: "east", firstOffsetSeconds: 7200, transitions: [])
    let text = FixtureValue.text("2018-01-01T23:30:15.5Z")
    #expect(Self.instant(text, nil, .day, zone: east) == Self.moment("2018-01-01T22:00:00Z", "2018-01-02T22:00:00Z"))
    #expect(Self.instant(text, nil, .month) == Self.moment("2018-01-01", "2018-02-01"))
    #expect(Self.instant(text, nil, .second) == Self.moment("2018-01-01T23:30:15Z", "2018-01-01T23:30:16Z"))
    #expect(Self.instant(.text("2018-01-31"), nil, .exact) == Self.moment("2018-01-31"))
    #expect(Self.instant(.text("2018-02"), nil, .day) == Self.moment("2018-02-01", "2018-03-01"), "stays a month")
    #expect(Self.instant(.text("2018-02-03"), nil, .second) == Self.moment("2018-02-03", "2018-02-04"))
  }

  @Test(arguments: [
    FixtureValue.integer(.max), .integer(.min), .real(.infinity), .real(1e300), .text("yesterday"), .text("2018-13-01"),
    .text("2018-02-30"), .text(" 2018-01-01"), .blob([1]), .integer(300_000_000_000), .text("0000-01-01"),
  ])
  func `what is no instant is unreadable`(_ value: FixtureValue) { #expect(Self.instant(value) == .unreadable) }

  @Test func `missing is not unreadable, and numbers are no ISO 8601`() {
    #expect(Self.instant(.null) == .missing && Self.instant(.text("")) == .missing)
    #expect(Self.instant(.integer(2018), .iso8601) == .unreadable)
    #expect(Self.instant(.text("2018-01-01"), .seconds) == .unreadable)
    #expect(Self.instant(.text("nan"), .seconds) == .unreadable && Self.instant(.text("inf"), .seconds) == .unreadable)
  }

  @Test func `random instants survive every unit`() {
    var random = SplitMix64(seed: 8)
    for _ in 0..<2000 {
      let seconds = Int64.random(in: -60_000_000_000...250_000_000_000, using: &random)
      let expected = StoredInstant.moment(Moment(Instant(microseconds: seconds * 1_000_000)))
      #expect(Self.instant(.integer(seconds)) == expected)
      #expect(Self.instant(.text("\(Instant(microseconds: seconds * 1_000_000))")) == expected)
      #expect(Self.instant(.integer(seconds * 1000), .milliseconds) == expected)
      #expect(Self.instant(.text("\(seconds)"), .seconds) == expected)
    }
  }

  // MARK: - Subject keys

  private static func key(_ value: FixtureValue) -> String? {
    SubjectKey.withBytes(of: column([.blob([9, 9]), value]), 1) { bytes in
      String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
    }
  }

  @Test func `a key is its text, however it is stored`() {
    for value in [FixtureValue.integer(7), .text("7"), .real(7)] { #expect(Self.key(value) == "7") }
    for value in [Int64.min, -1, 0, 10, .max] { #expect(Self.key(.integer(value)) == "\(value)") }
    #expect(Self.key(.text("007")) == "007")
    #expect(Self.key(.real(7.5)) == "7.5" && Self.key(.real(-0.0)) == "0")
    #expect(Self.key(.blob([0xAB, 0x01])) == "ab01")
    #expect(Self.key(.null) == nil && Self.key(.text("")) == nil && Self.key(.blob([])) == nil)
    #expect(Self.key(.real(.nan)) == nil)
  }

  @Test func `only the canonical decimal text is an integer`() {
    func integer(_ text: String) -> Int64? { SubjectKey.integer(Array(text.utf8).span) }
    var random = SplitMix64(seed: 9)
    for _ in 0..<2000 {
      let value = Int64.random(in: .min ... .max, using: &random) >> Int64.random(in: 0..<64, using: &random)
      #expect(integer("\(value)") == value)
    }
    #expect(integer("\(Int64.min)") == .min && integer("\(Int64.max)") == .max)
    for text in ["", "-", "-0", "+7", "07", "7 ", " 7", "7.0", "9223372036854775808", "-9223372036854775809", "x", "١"]
    {
      #expect(integer(text) == nil, "\(text)")
    }
  }
}
