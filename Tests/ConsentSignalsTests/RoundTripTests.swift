import ProvisoTesting
import Testing

@testable import ConsentSignals

@Suite struct RoundTripTests {
  @Test func `a TC string decodes to what was encoded`() throws {
    var random = SplitMix64(seed: 1)
    for _ in 0..<200 {
      let string = RandomSignals.tcf(&random)
      let decoded = try TCString(decoding: string.encoded)
      #expect(decoded.json == string.json)
      #expect(decoded.encoded == string.encoded)
      // RFC 4648 section 3.2: no number of bytes makes 4n + 1 characters.
      #expect(string.encoded.split(separator: ".").allSatisfy { $0.utf8.count % 4 != 1 })
    }
  }

  @Test func `a GPP string decodes to what was encoded`() throws {
    var random = SplitMix64(seed: 2)
    for _ in 0..<100 {
      var entries = USLayout.all.filter { _ in Bool.random(using: &random) }.map { layout in
        GPPString.Entry(id: layout.id, section: .us(RandomSignals.us(layout, &random)))
      }
      if Bool.random(using: &random) { entries.append(.init(id: 2, section: .europe(RandomSignals.tcf(&random)))) }
      if Bool.random(using: &random) {
        entries.append(.init(id: 6, section: .usPrivacy(try USPrivacyString(decoding: "1YN-"))))
      }
      let string = GPPString(entries)
      #expect(try GPPString(decoding: string.encoded).json == string.json)
    }
  }

  @Test(arguments: USLayout.all) func `a US section decodes to what was encoded`(layout: USLayout) throws {
    var random = SplitMix64(seed: UInt64(layout.id))
    for _ in 0..<50 {
      let section = RandomSignals.us(layout, &random)
      #expect(try USSection(decoding: section.encoded[...], as: layout) == section)
    }
  }

  @Test func `ranges of both kinds give back the identifiers`() throws {
    var random = SplitMix64(seed: 3)
    for _ in 0..<300 {
      let set = RandomSignals.identifiers(&random, upTo: 65_535)
      var fixed = try #require(BitStrings.reader(BitStrings.written { $0.fixedSection(set) }))
      #expect(try fixed.fixedSection("").members == set.members)
      var coded = try #require(BitStrings.reader(BitStrings.written { $0.fibonacciSection(set) }))
      #expect(try coded.fibonacciSection("").members == set.members)
      #expect(coded.remaining == 0 && fixed.remaining == 0)
    }
  }
}
