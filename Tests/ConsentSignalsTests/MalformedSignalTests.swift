import GovernanceModel
import ProvisoTesting
import Testing

@testable import ConsentSignals

@Suite struct MalformedSignalTests {
  @Test(arguments: [
    ("", "nothing to decode"),
    ("   ", "nothing to decode"),
    ("COrVd1pOr!d1p", "character 10 is outside base64url"),
    ("COrVd1p", "core: the bits end within the date of the last update"),
    ("DQ==", "core: version 3 is not supported"),
    ("EOrVd1pOrVd1pACABCENAHCAAAAAAAAAAAAiQAAAAAAAA", "core: version 4 is not supported"),
    ("DBAA~1YNN", "the header lists 0 sections, 1 follow"),
    ("DCABLA~BAAAAAAAAQA.QA", "header: version 2 is not supported"),
    ("DBABLA~", "usnat: nothing to decode"),
    ("DBABLA~BAAA!AAAAQA.QA", "usnat: character 5 is outside base64url"),
    ("1YXN", "character 3 is outside base64url"),
    ("xYNN", "core: version 49 is not supported"),
  ])
  func `is refused with the reason and none of the string`(text: String, reason: String) {
    let error = #expect(throws: SignalError.self) { try ConsentSignal(decoding: text) }
    #expect(error?.description == reason)
  }

  @Test func `ranges are bounded by the greatest identifier`() throws {
    func section(_ write: (inout BitWriter) -> Void) throws -> IdentifierSet {
      var reader = try #require(BitStrings.reader(BitStrings.written(write)))
      return try reader.fixedSection("the vendors")
    }
    func ranges(_ greatest: Int, _ runs: [(Int, Int)]) -> (inout BitWriter) -> Void {
      { writer in
        writer.integer(greatest, 16)
        writer.boolean(true)
        writer.integer(runs.count, 12)
        for (first, last) in runs {
          writer.boolean(true)
          writer.integer(first, 16)
          writer.integer(last, 16)
        }
      }
    }
    #expect(throws: SignalError(.malformed("the vendors names identifier 0"))) { try section(ranges(9, [(0, 3)])) }
    #expect(throws: SignalError(.malformed("the vendors has a range that ends before it begins"))) {
      try section(ranges(9, [(5, 4)]))
    }
    #expect(throws: SignalError(.malformed("the vendors names an identifier above its greatest, 9"))) {
      try section(ranges(9, [(5, 10)]))
    }
    #expect(try section(ranges(65_535, [(1, 65_535)])).count == 65_535)
    #expect(try section(ranges(65_535, Array(repeating: (1, 65_535), count: 4095))).count == 65_535)
  }

  @Test func `a number of more than sixteen bits is refused before it overflows`() throws {
    var zeros = try #require(BitStrings.reader(String(repeating: "0", count: 5000) + "11"))
    #expect(throws: SignalError.self) { try zeros.fibonacci("the number") }
    var ranges = try #require(
      BitStrings.reader("000000000011" + String(repeating: "0" + String(repeating: "0", count: 22) + "11", count: 3)))
    #expect(throws: SignalError(.malformed("the ids names an identifier above 65535"))) {
      try ranges.fibonacciRanges("the ids")
    }
  }

  /// As the suites of IABTCF-ES, iabtcf-java and iabgpp-es have them.
  @Test func `the greatest strings are decoded, and written again as they were`() throws {
    var string = TCString(created: Instant(microseconds: 0), lastUpdated: Instant(microseconds: 0))
    // Every other vendor: no range is shorter than its bit.
    string.vendorConsents = IdentifierSet(stride(from: 1, through: 65_535, by: 2))
    string.vendorLegitimateInterests = IdentifierSet([65_535])
    string.disclosedVendors = IdentifierSet(1...65_535)
    string.segments.append(.disclosedVendors)
    // As many ranges as twelve bits can count.
    let ranges = IdentifierSet((1...4095).map { $0 * 16 })
    string.restrictions = (1...24).map { .init(purpose: $0, kind: .notAllowed, vendors: ranges) }
    let again = try TCString(decoding: string.encoded)
    #expect(again.encoded == string.encoded && again.disclosedVendors == string.disclosedVendors)
    #expect(again.vendorConsents.count == 32_768 && again.restrictions[23].vendors.count == 4095)
  }

  @Test func `a restriction of more ranges than can be counted stays decodable`() throws {
    var string = TCString(created: Instant(microseconds: 0), lastUpdated: Instant(microseconds: 0))
    string.restrictions = [
      .init(purpose: 2, kind: .requireConsent, vendors: IdentifierSet((1...5000).map { $0 * 13 }))
    ]
    #expect(try TCString(decoding: string.encoded).restrictions == string.restrictions)
  }

  @Test func `padding characters and segments that stand twice`() throws {
    var string = TCString(created: Instant(microseconds: 0), lastUpdated: Instant(microseconds: 0))
    string.disclosedVendors = IdentifierSet([7])
    string.segments.append(.disclosedVendors)
    let text = string.encoded
    string = try TCString(decoding: text)
    let parts = text.split(separator: ".").map(String.init)
    #expect(try TCString(decoding: parts[0] + "==." + parts[1] + "=") == string)
    #expect(throws: SignalError.self) { try TCString(decoding: parts[0] + "===." + parts[1]) }
    // The last one counts.
    var other = string
    other.disclosedVendors = IdentifierSet([9])
    let later = other.encoded.split(separator: ".")[1]
    #expect(try TCString(decoding: text + "." + later).disclosedVendors == other.disclosedVendors)
    #expect(throws: SignalError.self) { try TCString(decoding: text + ".") }
    #expect(throws: SignalError.self) { try TCString(decoding: "." + text) }
  }

  @Test func `what is longer than any signal is refused before it costs anything`() {
    let huge = String(repeating: "C", count: ConsentSignal.limit + 1)
    #expect(throws: SignalError(.malformed("longer than 1048576 characters"))) { try ConsentSignal(decoding: huge) }
    #expect(throws: SignalError(.malformed("longer than 1048576 characters"))) {
      try ConsentSignal(decoding: huge, as: "gpp")
    }
    // Many small segments are no more work than their length.
    let segments = "COrVd1pOrVd1pACABCENAHCAAAAAAAAAAAiQAAAAAAAA" + String(repeating: ".IAAA", count: 100_000)
    #expect(throws: Never.self) { try ConsentSignal(decoding: segments) }
  }

  @Test func `every prefix of a string is refused or decoded, never more`() {
    var random = SplitMix64(seed: 4)
    for _ in 0..<20 {
      let text = RandomSignals.tcf(&random).encoded.prefix(400)
      for length in 0...text.count { _ = try? ConsentSignal(decoding: text.prefix(length)) }
    }
  }

  @Test func `random texts and changed strings neither crash nor hang`() {
    var random = SplitMix64(seed: 5)
    let pool = RandomSignals.pool(&random)
    var decoded = 0
    for _ in 0..<20_000 where (try? ConsentSignal(decoding: RandomSignals.text(&random, from: pool))) != nil {
      decoded += 1
    }
    #expect((1_000..<19_000).contains(decoded))
  }
}
