import ConsentSignals
import ProvisoTesting
import SourceDocuments
import Testing

@Suite struct HintTests {
  @Test(.enabled(if: Corpus.isPresent, "no corpus: set PROVISO_CORPUS"))
  func `Global Privacy Control is read as its draft says`() throws {
    let path = "consent-signals/gpc-vectors.json"
    let root = JSONValue(try Node.json(SourceFile(path: path, bytes: Corpus.bytes(of: path))))
    let headers = root["secGpc"]?.elements ?? []
    for vector in headers {
      let values = vector["headers"]?.elements.compactMap(\.text) ?? []
      #expect(GlobalPrivacyControl.isSignalled(headers: values) == vector["signal"]?.isTrue, "\(vector.jsonText)")
    }
    let bodies = root["wellKnown"]?.elements ?? []
    for vector in bodies {
      let statement = GlobalPrivacyControl.Statement(vector["body"] ?? .null)
      #expect(statement.support.rawValue == vector["support"]?.text, "\(vector.jsonText)")
      if let update = vector["lastUpdate"] { #expect(statement.lastUpdate == update.text, "\(vector.jsonText)") }
    }
    #expect(headers.count == 9 && bodies.count == 8)
  }

  @Test func `Google's consent mode tells default and update apart`() throws {
    let mode = try GoogleConsentMode(gcd: "11t1r1u1q5")
    #expect(mode.answers[.advertisingStorage] == .init(byDefault: .granted, byUpdate: .unset))
    #expect(mode.answers[.analyticsStorage]?.now == .granted)
    #expect(mode.answers[.advertisingUserData]?.now == .denied)
    #expect(mode.answers[.advertisingPersonalization]?.byDefault == .denied)
    let storage = try GoogleConsentMode(gcs: "G10-")
    #expect(storage.answers[.advertisingStorage]?.now == .denied)
    #expect(storage.answers[.analyticsStorage]?.now == .unset)
    #expect(throws: SignalError.self) { try GoogleConsentMode(gcd: "11x1r1u1q5") }
    #expect(throws: SignalError.self) { try GoogleConsentMode(gcs: "G12-") }
  }
}
