import GovernanceModel
import PersonalizationCore
import ProvisoTesting
import Testing

@testable import StoreScanner

/// What the core made coarser is measured by the audit as no finer than what was asked for (semantics section 6).
@Suite struct GeneralisationMeasureTests {
  private static let families: [Granularity.Family] = [.time, .birth, .place, .network]

  @Test(arguments: families)
  func `no measured level is finer than the one asked for`(family: Granularity.Family) throws {
    var random = SplitMix64(seed: UInt64(family.levels.count))
    let classifier = try #require(LevelClassifier(family))
    var told = 0
    for _ in 0..<2000 {
      let value = Self.value(family, &random)
      let level = try #require(Granularity(family: family, level: random.pick(family.levels.dropLast()) ?? ""))
      guard let coarse = Generalisation.generalise(value, to: level) else { continue }
      let position = try #require(Self.measured(coarse, classifier), "\(value) \(level) \(coarse)").content
      let measured = try #require(Granularity(family: family, level: family.levels[Int(position)]))
      #expect(!measured.isFiner(than: level), "\(value) at \(level) is \(coarse), measured \(measured)")
      // A second time changes nothing.
      if family != .network { #expect(Generalisation.generalise(coarse, to: level) ?? coarse == coarse) }
      told += 1
    }
    #expect(told > 1000)
  }

  private static func measured(_ value: Value, _ classifier: LevelClassifier) -> ValueLevel? {
    switch value {
    case .text(let text): classifier.level(text: text.utf8Span.span)
    case .integer(let number): classifier.level(integer: number)
    case .decimal(let number): classifier.level(real: number)
    case .instant(let instant): classifier.level(text: instant.description.utf8Span.span)
    case .boolean, .set: nil
    }
  }

  private static func value(_ family: Granularity.Family, _ random: inout SplitMix64) -> Value {
    func digits(_ range: ClosedRange<Int64>) -> Int64 { Int64.random(in: range, using: &random) }
    switch family {
    case .time:
      let instant = Instant(microseconds: digits(-2_000_000_000_000_000...4_000_000_000_000_000))
      return random.oneIn(2) ? .instant(instant) : .text(instant.description)
    case .birth:
      if random.oneIn(5) { return .integer(digits(1850...2100)) }
      if random.oneIn(5) { return .integer(digits(0...130)) }
      let day = CivilDate(daysSinceEpoch: Int(digits(-40_000...19_000)))
      let text = String(Instant(day).description.prefix(random.pick([4, 7, 10]) ?? 10))
      return random.oneIn(3) ? .instant(Instant(day)) : .text(text)
    case .place:
      let (latitude, longitude) = (
        Double(digits(-90_000_000...90_000_000)) / 1e6, Double(digits(-180_000_000...180_000_000)) / 1e6
      )
      return random.oneIn(3) ? .decimal(latitude) : .text("\(latitude), \(longitude)")
    default:
      if random.oneIn(2) {
        return .text((0..<4).map { _ in "\(digits(random.oneIn(4) ? 0...0 : 0...255))" }.joined(separator: "."))
      }
      let groups = (0..<8).map { _ in String(digits(random.oneIn(3) ? 0...0 : 0...65_535), radix: 16) }
      return .text(random.oneIn(3) ? groups.prefix(3).joined(separator: ":") + "::1" : groups.joined(separator: ":"))
    }
  }
}
