import DataStores
import Foundation
import GovernanceModel
import ProvisoTesting
import Testing

@Suite struct ZoneTests {
  private static let names = [
    "Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Sao_Paulo",
    "Africa/Casablanca",
    "Pacific/Apia", "Asia/Tehran", "Europe/Dublin", "America/St_Johns", "Asia/Tokyo", "Antarctica/Troll",
  ]

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/usr/share/zoneinfo/Europe/Paris"), "no tzdata"))
  func `rules agree with Foundation`() throws {
    var random = SplitMix64(seed: 11)
    for name in Self.names {
      let rules = try #require(ZoneDatabase.rules(named: name))
      let zone = try #require(TimeZone(identifier: name))
      // 1975 to 2036: both have their own tables there; Foundation's end in 2037.
      for _ in 0..<400 {
        let seconds = Int64.random(in: 157_766_400...2_082_758_400, using: &random)
        let expected = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
        #expect(
          rules.offsetSeconds(at: Instant(microseconds: seconds * 1_000_000)) == expected, "\(name) at \(seconds)")
      }
    }
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/usr/share/zoneinfo/Europe/Paris"), "no tzdata"))
  func `daylight saving goes on to 2100`() throws {
    // Last Sundays of March and October 2099, at 01:00 UTC (Directive 2000/84/EC).
    let paris = try #require(ZoneDatabase.rules(named: "Europe/Paris"))
    func offset(_ text: String) throws -> Int { paris.offsetSeconds(at: try #require(Instant(iso8601: text))) }
    #expect(try offset("2099-03-29T00:59:59Z") == 3600)
    #expect(try offset("2099-03-29T01:00:00Z") == 7200)
    #expect(try offset("2099-10-25T00:59:59Z") == 7200)
    #expect(try offset("2099-10-25T01:00:00Z") == 3600)
  }

  @Test(arguments: [
    "../../../etc/passwd", "/etc/passwd", "", ".", "..", "Europe", "Europe/", "/Europe/Paris", "Europe//Paris",
    "Europe/../Europe/Paris", "Europe/Paris\0", "tzdata.zi", "Nowhere/Atall", "posixrules ",
  ])
  func `a name that is no zone gives none`(_ name: String) { #expect(ZoneDatabase.rules(named: name) == nil) }

  @Test func `UTC needs no file`() {
    #expect(ZoneDatabase.rules(named: "UTC", folder: "/nonexistent") == .utc)
    #expect(ZoneDatabase.rules(named: "Europe/Paris", folder: "/nonexistent") == nil)
  }

  @Test func `damaged files give no rules and never crash`() throws {
    let whole = try bytes("/usr/share/zoneinfo/Europe/Paris")
    let folder = try TemporaryFolder()
    for seed in 0..<200 {
      var random = SplitMix64(seed: UInt64(seed))
      var damaged = Array(whole.prefix(random.oneIn(3) ? Int.random(in: 0..<whole.count, using: &random) : whole.count))
      for _ in 0..<4 where !damaged.isEmpty {
        damaged[Int.random(in: 0..<damaged.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      try folder.write(damaged, to: "Damaged")
      guard let rules = ZoneDatabase.rules(named: "Damaged", folder: folder.url.path) else { continue }
      #expect(zip(rules.transitions, rules.transitions.dropFirst()).allSatisfy { $0.at < $1.at })
    }
    try folder.write(Array("TZif2".utf8), to: "Short")
    #expect(ZoneDatabase.rules(named: "Short", folder: folder.url.path) == nil)
  }
}
