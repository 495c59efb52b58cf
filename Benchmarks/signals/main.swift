import ConsentSignals
import GovernanceModel
import ProvisoTesting

/// Decodes typical strings of TCF 2.3 for `make bench`: `strings COUNT` writes some, one a line; `decode ROUNDS` reads them from
/// standard input, decodes each so many times and says how long one took.
@main enum SignalBenchmark {
  static func main() throws {
    let words = CommandLine.arguments
    let number = words.count > 2 ? Int(words[2]) ?? 0 : 0
    switch words.dropFirst().first {
    case "strings"? where number > 0: for string in strings(number) { print(string.encoded) }
    case "decode"? where number > 0: try decode(rounds: number)
    default: print("usage: SignalBenchmark strings COUNT | decode ROUNDS")
    }
  }

  /// As consent platforms write them in 2026: about 1,100 vendors, half of them agreed to as a bit field, disclosed vendors
  /// as ranges, three restrictions.
  private static func strings(_ count: Int) -> [TCString] {
    var random = SplitMix64(seed: 23)
    return (0..<count).map { number in
      let created = Instant(CivilDate(daysSinceEpoch: 20_544 + number % 200))
      var string = TCString(created: created, lastUpdated: created)
      (string.cmpID, string.cmpVersion, string.vendorListVersion) = (28, 3, 150)
      string.purposesConsent = IdentifierSet((1...11).filter { _ in Bool.random(using: &random) })
      string.vendorConsents = IdentifierSet((1...1100).filter { _ in Bool.random(using: &random) })
      string.vendorLegitimateInterests = IdentifierSet((1...1100).filter { _ in Int.random(in: 0..<4, using: &random) == 0 })
      string.restrictions = [2, 7, 9].map { purpose in
        .init(purpose: purpose, kind: .requireConsent, vendors: IdentifierSet([12, 77, 755, 756, 757]))
      }
      string.disclosedVendors = IdentifierSet((1...1100).filter { $0 % 50 != 0 })
      string.segments.append(.disclosedVendors)
      return string
    }
  }

  private static func decode(rounds: Int) throws {
    var texts: [String] = []
    while let line = readLine() { texts.append(line) }
    var members = 0
    let clock = ContinuousClock()
    let elapsed = try clock.measure {
      for _ in 0..<rounds {
        for text in texts { members &+= try TCString(decoding: text).vendorConsents.greatest }
      }
    }
    let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
    print(seconds / Double(rounds * texts.count) * 1e6, members)
  }
}
