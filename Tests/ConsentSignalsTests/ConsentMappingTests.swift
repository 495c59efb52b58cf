import ConsentHistory
import ConsentSignals
import GovernanceModel
import SourceDocuments
import Testing

@Suite struct ConsentMappingTests {
  private func mapping(_ yaml: String) throws -> ConsentMapping {
    try ConsentMapping.read(SourceFile(path: "mapping.yaml", bytes: Array(yaml.utf8))) { _ in nil }
  }

  private static let usual = """
    subject: user
    purpose: {column: topic, values: {news: marketing.communications.email}}
    action: {column: state, values: {"yes": given, "no": refused}}
    at: when
    method: {constant: form}
    """

  private func events(_ mapping: ConsentMapping, _ row: [String: String]) throws -> [ConsentEvent] {
    try mapping.events(of: { row[$0] }, signals: SignalEvents(), purposes: { DataUse($0) })
  }

  @Test func `columns, translations and constants make an event`() throws {
    let events = try events(
      mapping(Self.usual), ["user": "u1", "topic": "news", "state": "no", "when": "2026-01-02T10:00:00Z"])
    let event = try #require(events.first)
    #expect(events.count == 1 && event.subject == "u1" && event.action == .refused && event.method == "form")
    #expect(event.purpose == DataUse("marketing.communications.email"))
    #expect(event.at.start == Instant(iso8601: "2026-01-02T10:00:00Z"))
  }

  @Test(arguments: [("1767348000", "2026-01-02T10:00:00Z"), ("1767348000123", "2026-01-02T10:00:00.123Z")])
  func `numbers are seconds or milliseconds by their magnitude`(number: String, expected: String) throws {
    let events = try events(mapping(Self.usual), ["user": "u", "topic": "news", "state": "yes", "when": number])
    #expect(events.first?.at.start == Instant(iso8601: expected))
  }

  @Test(arguments: [
    (["topic": "news", "state": "yes", "when": "2026"], "no subject"),
    (["user": "u", "state": "yes", "when": "2026"], "no purpose"),
    (["user": "u", "topic": "news", "when": "2026"], "no action"),
    (["user": "u", "topic": "news", "state": "yes"], "no instant `at`"),
    (["user": "u", "topic": "news", "state": "maybe", "when": "2026"], "`action` is none of its words"),
    (["user": "u", "topic": "news", "state": "yes", "when": "soon"], "`at` is no instant"),
  ])
  func `a row that lacks something is refused with the field's name`(row: [String: String], reason: String) throws {
    let mapping = try mapping(Self.usual)
    let error = #expect(throws: SignalError.self) { try events(mapping, row) }
    #expect(error?.description == reason)
  }

  @Test func `a signal gives events of its own, dated by the row`() throws {
    let mapping = try mapping("{subject: user, signal: usp, at: when, evidence: id}")
    let events = try events(mapping, ["user": "u", "usp": "1YYN", "when": "2026-01-02", "id": "e1"])
    #expect(events.map(\.action) == [.optedOut] && events.first?.evidence == "e1")
    #expect(events.first?.at == Moment(iso8601: "2026-01-02"))
  }

  @Test(arguments: [
    ("subject: user", "a consent mapping says where `purpose` is"),
    ("{subject: a, signal: b, sgnal: c}", "sgnal"),
    ("{subject: {column: a, constant: b}, signal: c}", "a field names either a `column` or a `constant`"),
    ("{subject: a, signal: b, zone: Nowhere/Else}", "`Nowhere/Else` is no zone of the time zone database"),
  ])
  func `a wrong mapping is refused`(yaml: String, message: String) {
    let error = #expect(throws: InputError.self) { try mapping(yaml) }
    #expect(error?.diagnostics.contains { $0.message.contains(message) } ?? false)
  }
}

@Suite struct CSVRecordsTests {
  private func fields(_ text: String) -> [[String]] {
    var reader = CSVRecords()
    var records = reader.read(text.utf8)
    if let last = reader.finish() { records.append(last) }
    return records.map(\.fields)
  }

  @Test(arguments: [
    ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
    ("a,b\r\n1,\r\n", [["a", "b"], ["1", ""]]),
    (#""a,1","b""c""# + "\n", [["a,1", "b\"c"]]),
    ("\"two\nlines\",x", [["two\nlines", "x"]]),
    ("\n\n a ,\n", [[" a ", ""]]),
    ("\"\",\"\"", [["", ""]]),
  ])
  func `records are split as RFC 4180 says`(text: String, expected: [[String]]) { #expect(fields(text) == expected) }

  @Test func `a record tells its first line, also behind lines in quotes`() {
    var reader = CSVRecords()
    let records = reader.read("h\n\"a\nb\"\nc\n".utf8)
    #expect(records.map(\.line) == [1, 2, 4])
  }

  @Test func `an open quote at the end is told`() {
    var reader = CSVRecords()
    _ = reader.read("a,\"b".utf8)
    #expect(reader.isWithinQuotes)
  }

  @Test(arguments: ["plain", "a,b", "a\"b", "a\nb", "", " x "])
  func `what is written is read again`(text: String) {
    #expect(fields("x," + CSVRecords.quoted(text) + "\n") == [["x", text]])
  }
}
