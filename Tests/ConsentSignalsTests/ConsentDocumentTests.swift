import ConsentHistory
import ConsentSignals
import GovernanceModel
import ProvisoTesting
import SourceDocuments
import Testing

@Suite struct ConsentDocumentTests {
  private static let purposes = ["PaymentManagement": "essential.service.payment_processing", "Marketing": "marketing"]

  private func document(_ json: String) throws -> ConsentDocument {
    let node = try Node.json(SourceFile(path: "record.json", bytes: Array(json.utf8)))
    return try ConsentDocument(node) { word in Self.purposes[word].map { DataUse($0) } }
  }

  private static let record = """
    {"@id": "https://example.com/r1", "@type": "dpv:ConsentRecord", "dct:identifier": "r1", "dct:created": "2024-01-02",
     "dpv:hasDataSubject": {"@id": "0760c9ba"}, "dpv:hasDataController": "ex:Acme",
     "dpv:hasProcess": [{"dpv:hasPurpose": "dpv:PaymentManagement"}, {"dpv:hasPurpose": ["dpv:Marketing", "ex:Odd"]}],
     "dpv:hasNotice": {"@id": "ex:notice", "dct:date": "2024-01-01", "dct:language": "EN"},
     "dpv:hasConsentStatus": [
       {"@type": ["dpv:ConsentGiven", "dpv:ExplicitlyExpressedConsent"], "dpv:isIndicatedBy": "dpv:DataSubject",
        "dpv:hasIndicationMethod": "app", "dpv:isIndicatedAtTime": "2024-01-01", "dpv:hasDuration": {"rdf:value": "P6M"}},
       {"@type": "dpv:ConsentWithdrawn", "dpv:isIndicatedAtTime": "2024-04-20T10:00:00Z"}]}
    """

  @Test func `a record gives an event for each state and purpose`() throws {
    let document = try document(Self.record)
    #expect(document.format == .dpv)
    #expect(document.events.count == 4)
    #expect(document.remarks == ["1 purposes are unknown to the vocabulary and left out"])
    let given = try #require(document.events.first)
    #expect(given.subject == "0760c9ba" && given.controller == "ex:Acme" && given.evidence == "r1")
    #expect(given.action == .given && given.kind == .explicit && given.actor == .self && given.method == "app")
    #expect(given.purpose == DataUse("essential.service.payment_processing"))
    #expect(given.notice == .init(id: "ex:notice", version: "2024-01-01", language: "EN"))
    #expect(given.at == Moment(iso8601: "2024-01-01"))
    #expect(given.expiresAt?.start == Instant(iso8601: "2024-07-02"))
    #expect(document.events.last?.action == .withdrawn)
  }

  @Test(arguments: [
    ("ConsentGiven", ConsentAction.given), ("RenewedConsentGiven", .renewed), ("ConsentRequested", .requested),
    ("ConsentRequestDeferred", .deferred), ("ConsentRefused", .refused), ("ConsentExpired", .invalidated),
    ("ConsentInvalidated", .invalidated), ("ConsentRevoked", .revoked), ("ConsentWithdrawn", .withdrawn),
  ])
  func `the states of DPV are actions, by short name and full identifier`(state: String, action: ConsentAction) throws {
    for name in ["dpv:\(state)", "https://w3id.org/dpv#\(state)"] {
      let document = try document(
        """
        {"@type": "https://w3id.org/dpv#ConsentRecord", "https://w3id.org/dpv#hasDataSubject": "s",
         "dpv:hasPurpose": "dpv:Marketing",
         "dpv:hasConsentStatus": {"@type": "\(name)", "dpv:isIndicatedAtTime": "2024-01-01"}}
        """)
      #expect(document.events.map(\.action) == [action])
    }
  }

  @Test func `a receipt holds its record`() throws {
    let receipt = #"{"@type": "dpv:ConsentReceipt", "dpv:hasRecordOfActivity": \#(Self.record)}"#
    #expect(try document(receipt).events == document(Self.record).events)
  }

  @Test(arguments: [
    (#"{"a": 1}"#, "neither a consent record of DPV (`@type`) nor a Kantara receipt"),
    (#"{"@type": "dpv:ConsentRecord"}"#, "the record names no data subject (dpv:hasDataSubject)"),
    (
      #"{"@type": "dpv:ConsentRecord", "dpv:hasDataSubject": "x"}"#,
      "the record has no state of consent (dpv:hasConsentStatus)"
    ),
    (
      #"{"dpv:hasDataSubject": "x", "dpv:hasPurpose": "dpv:Marketing", "dpv:hasConsentStatus": "dpv:ConsentGiven"}"#,
      "the state of consent has no time (dpv:isIndicatedAtTime, ISO 8601)"
    ),
    (
      #"{"dpv:hasDataSubject": "x", "dpv:hasPurpose": "dpv:Else", "dpv:hasConsentStatus": "dpv:ConsentGiven"}"#,
      "none of the record's 1 purposes is known"
    ),
    (#"{"consentReceiptID": "1"}"#, "the receipt names no person (piiPrincipalId)"),
    (#"{"piiPrincipalId": "x"}"#, "the receipt has no time of consent (consentTimestamp)"),
  ])
  func `what lacks a field is refused with its name`(json: String, reason: String) {
    let error = #expect(throws: SignalError.self) { try document(json) }
    #expect(error?.description == reason)
  }

  @Test(arguments: [
    ("1704103200", 0), ("1704103200000", 1), ("\"2024-01-01T10:00:00Z\"", 1),
  ])
  func `a Kantara receipt's time is read in seconds, milliseconds and text`(time: String, remarks: Int) throws {
    let document = try document(
      """
      {"version": "KI-CR-v1.1.0", "consentReceiptID": "c1", "piiPrincipalId": "anna", "consentTimestamp": \(time),
       "collectionMethod": "form", "policyUrl": "https://example.com/p", "language": "en",
       "piiControllers": [{"piiController": "Acme"}],
       "services": [{"service": "shop", "purposes": [{"purpose": "Newsletter", "purposeCategory": ["Marketing"],
         "consentType": "EXPLICIT", "termination": "P1Y"}]}]}
      """)
    let event = try #require(document.events.first)
    #expect(document.events.count == 1 && document.remarks.count == remarks)
    #expect(event.at.start == Instant(iso8601: "2024-01-01T10:00:00Z"))
    #expect(event.purpose == DataUse("marketing") && event.kind == .explicit && event.evidence == "c1")
    #expect(event.expiresAt?.start == Instant(iso8601: "2025-01-01T10:00:00Z"))
  }

  @Test(.enabled(if: Corpus.isPresent, "no corpus: set PROVISO_CORPUS"))
  func `the guide's examples that repeat a key are refused for it: a parser would lose data`() throws {
    let path = "vocabulary/dpv/dpv-27560-guide-examples.json"
    let root = JSONValue(try Node.json(SourceFile(path: path, bytes: Corpus.bytes(of: path))))
    var repeated = 0
    for example in root["examples"]?.elements ?? [] where example["duplicate_keys"]?.isTrue ?? false {
      let text = example["text"]?.text ?? ""
      #expect(throws: InputError.self) { try document(text) }
      repeated += 1
    }
    #expect(repeated == 6)
  }
}
