import DataStores
import GovernanceModel
import Testing

@testable import StoreScanner

/// Semantics section 6: what level a single value is held at.
@Suite struct ChecksLevelTests {
  @Test func `level positions are those of the families`() {
    func expect<Level: CaseIterable & RawRepresentable>(
      _ family: Granularity.Family, _ levels: Level.Type
    ) where Level.RawValue == UInt8 {
      for level in Level.allCases { #expect(family.levels[Int(level.rawValue)] == "\(level)") }
    }
    expect(.time, TimeLevel.self)
    expect(.birth, BirthLevel.self)
    expect(.place, PlaceLevel.self)
    expect(.network, NetworkLevel.self)
  }

  private func level(_ family: Granularity.Family, _ cell: Cell, unit: TimeForm = TimeForm()) -> ValueLevel? {
    guard let classifier = LevelClassifier(family, unit: unit) else { return nil }
    switch cell {
    case .integer(let value): return classifier.level(integer: value)
    case .real(let value): return classifier.level(real: value)
    case .text(let text): return classifier.level(text: Array(text.utf8).span)
    case .blob(let bytes): return classifier.level(text: bytes.span)
    case .null: return nil
    }
  }

  private func content(_ family: Granularity.Family, _ cell: Cell) -> String? {
    level(family, cell).map { family.levels[Int($0.content)] }
  }

  @Test(
    arguments: [
      ("2020", "year"), ("2020-05", "month"), ("2020-05-17", "day"), ("20200517", "day"), ("2020-W05", "week"),
      ("2020-Q3", "quarter"), ("1980s", "decade"), ("2020-01-01T00:00:00", "day"), ("2020-01-01 00:00", "day"),
      ("2020-01-01T10:00:00Z", "hour"), ("2020-01-01T10:30:00+02:00", "minute"), ("2020-01-01T10:30:05", "second"),
      ("2020-01-01T10:30:05.25", "instant"), ("2020-01-01T10:30:05.000", "second"),
      ("2020-01-01T00:00:00.0000001", "instant"), ("31/12/2019", "day"), ("12/31/2019", "day"), ("1.2.1980", "day"),
      ("1514779280", "second"), ("1514764800", "day"),
    ] as [(String, String)])
  func `a text says a time down to a unit`(_ text: String, _ expected: String) {
    #expect(content(.time, .text(text)) == expected)
  }

  @Test(
    arguments: [
      "", "2020-13", "2020-02-30", "2020-W54", "2020-Q5", "2020-01-01T", "2020-01-01T25:00", "2020-01-01T10", "1985s",
      "31/31/2019", "soon", "--02-30", "2020-01-01T10:00:00 CET", "2020-1-1",
    ])
  func `a text that is no time is not measured`(_ text: String) { #expect(content(.time, .text(text)) == nil) }

  @Test func `numbers are calendar dates, or seconds and finer since 1970, by their size`() {
    #expect(content(.time, 2020) == "year")
    #expect(content(.time, 202_005) == "month")
    #expect(content(.time, 20_200_517) == "day")
    #expect(content(.time, 1_514_779_280) == "second")
    #expect(content(.time, 1_514_779_200) == "hour")
    #expect(content(.time, 1_514_764_800) == "day")
    #expect(content(.time, -86_400) == "day")
    #expect(content(.time, 1_514_779_280_001) == "instant")
    #expect(content(.time, 1_514_764_800_000_000) == "day")
    #expect(content(.time, 1514779280.5) == "instant")
    #expect(content(.time, 1514764800.0) == "day")
  }

  @Test func `a precision of the map is a limit`() {
    let daily = TimeForm(unit: .seconds, precision: .day)
    let fine = level(.time, 1_514_779_280, unit: daily)
    #expect(fine == ValueLevel(TimeLevel.day.rawValue))
    #expect(level(.time, .integer(.max), unit: TimeForm(unit: .seconds)) == nil)
  }

  @Test func `midnight is written to the second`() {
    let midnight = level(.time, "2020-01-01T00:00:00")
    #expect(midnight == ValueLevel(written: TimeLevel.second.rawValue, content: TimeLevel.day.rawValue))
    #expect(level(.time, "2020-01-01") == ValueLevel(TimeLevel.day.rawValue))
  }

  @Test(
    arguments: [
      ("1980-05-17", "date"), ("1980-05-17T00:00:00Z", "date"), ("17.05.1980", "date"), ("1980-05", "month"),
      ("--05-17", "monthDay"), ("--0517", "monthDay"), ("1980", "year"), ("45", "year"), ("1980s", "band10"),
      ("25-34", "band10"), ("1980-1989", "band10"), ("30-34", "band5"), ("30 to 34", "band5"), ("19-24", "band10"),
      ("18-24", "band10"), ("65+", "band10"), ("18+", "adult"), ("under 18", "band10"), ("30-31", "year"),
    ] as [(String, String)])
  func `a text says a birth down to a level`(_ text: String, _ expected: String) {
    #expect(content(.birth, .text(text)) == expected)
  }

  @Test func `a birth as a number`() {
    #expect(content(.birth, 1980) == "year")
    #expect(content(.birth, 46) == "year")
    #expect(content(.birth, 198_005) == "month")
    #expect(content(.birth, 19_800_517) == "date")
    #expect(content(.birth, -315_619_200) == "date")
    #expect(content(.birth, 1980.0) == "year")
    #expect(content(.birth, 1980.5) == nil)
    #expect(content(.birth, 500) == nil)
    #expect(content(.birth, "34-25") == nil)
    #expect(content(.birth, "adult") == nil)
  }

  @Test func `coordinates are held at their decimals`() {
    let decimals: [(Cell, String)] = [
      (52.123456, "coordinates6"), (52.1234567, "coordinates6"), (1e-7, "coordinates6"), (-0.00001, "coordinates5"),
      (52.1234, "coordinates4"), (-13.123, "coordinates3"), (52.12, "coordinates2"), (-52.1, "coordinates1"),
      (52.0, "region"), (52, "region"), (0.1, "coordinates1"), (-179.999999, "coordinates6"),
      ("52.5200", "coordinates2"), ("-52.1", "coordinates1"), ("1e-7", "coordinates6"),
      (
        "52.52,13.405",
        "coordinates3"
      ),
      ("(52.5, 13.4)", "coordinates1"), ("POINT(13.4050 52.52)", "coordinates3"), ("geo:52,13", "region"),
      ("52;13", "region"), ("52.0", "region"), (".5", "coordinates1"),
    ]
    for (cell, expected) in decimals { #expect(content(.place, cell) == expected, "\(cell)") }
    for cell: Cell in ["10115", 10_115, "Berlin", "", "52.5 N", 181.5, "1e", "-", "1 2 3 4", "52", .real(.nan)] {
      #expect(content(.place, cell) == nil, "\(cell)")
    }
  }

  @Test func `the decimals of a number are those of its shortest text`() {
    var generator = 0x9E37_79B9_7F4A_7C15 as UInt64
    for _ in 0..<20_000 {
      generator = generator &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let places = Int(generator >> 40) % 8
      let power = (0..<places).reduce(1.0) { power, _ in power * 10 }
      let number = (Double(Int64(bitPattern: generator >> 8) % 1_800_000_000) / 10_000_000 * power).rounded() / power
      let text = "\(number)"
      guard !text.contains("e"), let point = text.firstIndex(of: ".") else { continue }
      let digits = text[text.index(after: point)...]
      let expected = digits == "0" ? 0 : digits.count
      #expect(PlaceForm.decimals(of: number) == min(expected, 7), "\(text)")
    }
  }

  @Test(
    arguments: [
      ("192.0.2.7", "full"), ("192.0.2.0", "prefix24"), ("192.0.0.0", "prefix16"), ("192.0.2.0/24", "prefix24"),
      ("10.20.0.0/16", "prefix16"), ("192.0.2.x", "prefix24"), ("192.0.2", "prefix24"), ("192.0.*.*", "prefix16"),
      ("2001:db8:1:2:3:4:5:6", "full"), ("2001:db8:1:2::", "prefix64"), ("2001:db8:1:200::", "prefix56"),
      ("2001:db8:1::", "prefix48"), ("2001:db8::", "prefix32"), ("2001:DB8::1", "full"), ("::1", "full"),
      ("2001:db8:1:2::/64", "prefix64"), ("fe80::1%eth0", "full"), ("::ffff:192.0.2.0", "prefix24"),
      ("::ffff:192.0.2.7", "full"), ("64:ff9b::192.0.2.33", "full"), ("1:2:3:4:5:6:7::", "full"),
    ] as [(String, String)])
  func `an address is held down to a prefix`(_ text: String, _ expected: String) {
    #expect(content(.network, .text(text)) == expected)
  }

  @Test(
    arguments: [
      "", "192", "192.0.2.256", "192.0.2.7.9", "192.0.2.7/33", "1:2:3", "1::2::3", ":::", "12345::",
      "::1.2.3", "x.1.2.3",
      "2001:db8::g", "1:2:3:4:5:6:7:8:9", "192.0.2.7 ", "de",
    ])
  func `a text that is no address is not measured`(_ text: String) { #expect(content(.network, .text(text)) == nil) }

  @Test func `families without a measure have no classifier`() {
    #expect(LevelClassifier(.contact) == nil)
    #expect(content(.network, 3_221_225_991) == "full")
    #expect(content(.network, 3_221_225_984) == "prefix24")
    #expect(content(.network, 7) == nil)
  }
}
