import ConsentSignals
import ProvisoTesting
import SourceDocuments
import Testing

/// The vectors of the IAB Tech Lab's own suites, with the values on which their reference decoders agree.
@Suite(.enabled(if: Corpus.isPresent, "no corpus: set PROVISO_CORPUS")) struct VectorTests {
  private func check(_ vector: JSONValue, _ decode: (String) throws -> ConsentSignal) {
    let name = vector["id"]?.text ?? ""
    let signal = Result { try decode(vector["string"]?.text ?? "") }
    guard vector["valid"]?.isTrue ?? false else {
      #expect(throws: SignalError.self, "\(name)") { try signal.get() }
      return
    }
    do {
      #expect(vector["expected"]?.differences(from: try signal.get().json) == [], "\(name)")
    } catch {
      Issue.record(error, "\(name)")
    }
  }

  @Test func `TC strings decode as the reference decoders say, or are refused as they refuse`() throws {
    let vectors = try Vectors.load("tcf-vectors")
    for vector in vectors { check(vector) { try ConsentSignal(decodingTCString: $0) } }
    #expect(vectors.count >= 46)
  }

  @Test func `TC strings are told from others by their look`() throws {
    for vector in try Vectors.load("tcf-vectors") { check(vector) { try ConsentSignal(decoding: $0) } }
  }

  @Test func `GPP strings and sections decode as the reference decoder says, or are refused as it refuses`() throws {
    let vectors = try Vectors.load("gpp-vectors")
    for vector in vectors {
      let section = vector["section"]?.text
      check(vector) { text in
        guard let section else { return try ConsentSignal(decoding: text) }
        return try ConsentSignal(decoding: text, as: section)
      }
    }
    #expect(vectors.count >= 86)
  }

  @Test func `decoded strings decode to the same again when they are encoded`() throws {
    for vector in try Vectors.load("tcf-vectors") where vector["valid"]?.isTrue ?? false {
      guard let text = vector["string"]?.text, let string = try? TCString(decoding: text) else { continue }
      var expected = string
      // What a section declares as its greatest identifier is not kept where nobody is above it.
      expected.normalise()
      var again = try TCString(decoding: string.encoded)
      again.normalise()
      #expect(again == expected)
    }
    for vector in try Vectors.load("gpp-vectors")
    where vector["kind"]?.text == "gpp" && vector["valid"]?.isTrue ?? false {
      let text = vector["string"]?.text ?? ""
      let string = try GPPString(decoding: text)
      #expect(try GPPString(decoding: string.encoded).json == string.json)
    }
  }
}

extension TCString {
  fileprivate mutating func normalise() {
    // An empty second core is not written again.
    segments = [.core] + segments.filter { $0 != .core }
    vendorConsents = IdentifierSet(vendorConsents.members)
    vendorLegitimateInterests = IdentifierSet(vendorLegitimateInterests.members)
    disclosedVendors = disclosedVendors.map { IdentifierSet($0.members) }
    allowedVendors = allowedVendors.map { IdentifierSet($0.members) }
  }
}
