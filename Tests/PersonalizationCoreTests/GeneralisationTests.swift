import GovernanceModel
import PersonalizationCore
import Testing

@Suite struct GeneralisationTests {
  private func coarse(_ value: Value, _ level: String) throws -> Value? {
    Generalisation.generalise(value, to: try #require(Granularity(named: level)))
  }

  private func instant(_ text: String) throws -> Value { .instant(try #require(Instant(iso8601: text))) }

  @Test(arguments: [
    ("second", "2026-03-05T10:20:30Z"), ("minute", "2026-03-05T10:20:00Z"), ("hour", "2026-03-05T10:00:00Z"),
    ("day", "2026-03-05T00:00:00Z"),
  ])
  func `an instant down to the day stays an instant`(level: String, expected: String) throws {
    #expect(try coarse(instant("2026-03-05T10:20:30.5Z"), "time.\(level)") == instant(expected))
    #expect(try coarse(.text("2026-03-05T10:20:30.5Z"), "time.\(level)") == instant(expected))
  }

  @Test(arguments: [
    ("week", "2026-W10"), ("month", "2026-03"), ("quarter", "2026-Q1"), ("year", "2026"), ("decade", "2020s"),
  ])
  func `coarser times are texts that name them`(level: String, expected: String) throws {
    #expect(try coarse(instant("2026-03-05T10:20:30Z"), "time.\(level)") == .text(expected))
    #expect(try coarse(.text("2026-03-05"), "time.\(level)") == .text(expected))
  }

  @Test(arguments: [("2027-01-01", "2026-W53"), ("2024-12-30", "2025-W01"), ("2026-01-01", "2026-W01")])
  func `a week belongs to the year of its Thursday`(day: String, week: String) throws {
    #expect(try coarse(.text(day), "time.week") == .text(week))
  }

  @Test func `before 1970 time is cut downwards`() throws {
    #expect(try coarse(instant("1969-12-31T23:59:59Z"), "time.day") == instant("1969-12-31T00:00:00Z"))
  }

  @Test(arguments: [
    ("birth.month", "1984-05"), ("birth.monthDay", "--05-17"), ("birth.year", "1984"), ("birth.band5", "1980-1984"),
    ("birth.band10", "1980-1989"),
  ])
  func `a birth date keeps what the level allows`(level: String, expected: String) throws {
    #expect(try coarse(.text("1984-05-17"), level) == .text(expected))
  }

  @Test func `what is coarse already stays as it is`() throws {
    #expect(try coarse(.text("1984"), "birth.month") == .text("1984"))
    #expect(try coarse(.integer(1984), "birth.year") == .integer(1984))
    #expect(try coarse(.text("2026"), "time.month") == .text("2026"))
  }

  @Test func `what a level cannot be told of is withheld`() throws {
    #expect(try coarse(.text("1984-05"), "birth.monthDay") == nil)
    #expect(try coarse(.text("1984-05-17"), "birth.adult") == nil)
    #expect(try coarse(.integer(17), "birth.adult") == nil)
    #expect(try coarse(.text("u-123"), "identity.household") == nil)
    #expect(try coarse(.text("anything"), "text.none") == nil)
    #expect(try coarse(.text("Paris"), "place.region") == nil)
    #expect(try coarse(.boolean(true), "money.band") == nil)
  }

  @Test(arguments: [(34, "30-34", "30-39"), (18, "15-19", "10-19")])
  func `an age falls into its band`(age: Int64, five: String, ten: String) throws {
    #expect(try coarse(.integer(age), "birth.band5") == .text(five))
    #expect(try coarse(.integer(age), "birth.band10") == .text(ten))
    #expect(try coarse(.integer(age), "birth.adult") == .text("18+"))
  }

  @Test(arguments: [
    ("place.coordinates4", "48.8583,-2.2944"), ("place.street", "48.858,-2.294"), ("place.city", "48.8,-2.2"),
    ("place.region", "48,-2"),
  ])
  func `coordinates are cut, never rounded`(level: String, expected: String) throws {
    #expect(try coarse(.text("48.8583701, -2.2944813"), level) == .text(expected))
  }

  @Test func `a place beyond the globe or a country from a point is withheld`() throws {
    #expect(try coarse(.text("91.5,2.2"), "place.city") == nil)
    #expect(try coarse(.text("1,2,3"), "place.city") == nil)
    #expect(try coarse(.text("48.85,2.29"), "place.country") == nil)
  }

  @Test(arguments: [
    ("192.0.2.7", "prefix24", "192.0.2.0/24"), ("192.0.2.7", "prefix16", "192.0.0.0/16"),
    ("192.0.2.7", "prefix48", "192.0.2.0/24"), ("::ffff:192.0.2.7", "prefix24", "192.0.2.0/24"),
    ("2001:db8:1:2:3:4:5:6", "prefix64", "2001:db8:1:2::/64"), ("2001:db8:1:2ff::6", "prefix56", "2001:db8:1:200::/56"),
    ("2001:db8:1::", "prefix48", "2001:db8:1::/48"), ("2001:db8:1:2::6", "prefix24", "2001:db8:1::/48"),
    ("2001:db8:1:2::6", "prefix16", "2001:db8::/32"),
    ("fe80::1%eth0", "prefix32", "fe80::/32"),
  ])
  func `addresses of both versions keep their prefix`(address: String, level: String, prefix: String) throws {
    #expect(try coarse(.text(address), "network.\(level)") == .text(prefix))
  }

  @Test(arguments: [
    "", "1.2.3", "1.2.3.256", "1.2.3.4.5", "2001:db8", "1::2::3", "12345::", "2001:db8:1:2:3:4:5:6:7", "::g",
  ])
  func `what is no address is withheld`(text: String) throws {
    #expect(try coarse(.text(text), "network.prefix24") == nil)
    #expect(try coarse(.text(text), "network.full") == nil)
  }

  @Test(arguments: [
    ("ada@example.org", "domain", "example.org"), ("\"a@b\"@example.org", "domain", "example.org"),
    ("+49 30 1234567", "countryPrefix", "+49"), ("+1 (212) 555-0100", "countryPrefix", "+1"),
    ("00 351 21 123 4567", "countryPrefix", "+351"),
  ])
  func `a contact keeps its domain or its country`(contact: String, level: String, expected: String) throws {
    #expect(try coarse(.text(contact), "contact.\(level)") == .text(expected))
  }

  @Test(arguments: [
    ("ada@", "domain"), ("example.org", "domain"), ("ada@x y", "domain"), ("030 1234567", "countryPrefix"),
  ])
  func `a contact that does not say is withheld`(contact: String, level: String) throws {
    #expect(try coarse(.text(contact), "contact.\(level)") == nil)
  }

  @Test func `money is rounded down or falls into a band`() throws {
    #expect(try coarse(.integer(234), "money.rounded") == .integer(230))
    #expect(try coarse(.integer(-1), "money.rounded") == .integer(-10))
    #expect(try coarse(.decimal(234.5), "money.rounded") == .decimal(230))
    #expect(try coarse(.integer(57), "money.band") == .text("0 to 99"))
    #expect(try coarse(.integer(2345), "money.band") == .text("2000 to 2999"))
    #expect(try coarse(.decimal(-234.5), "money.band") == .text("-299 to -200"))
    #expect(try coarse(.integer(.min), "money.rounded") == nil)
    #expect(try coarse(.integer(.max), "money.band") == nil)
  }
}
