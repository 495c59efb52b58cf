package import GovernanceModel
internal import SourceDocuments

/// The seven fields with which TC strings of every version begin, behind the version: TCF 1.1, 2.x and that of Canada.
package struct TCHeader: Hashable, Sendable {
  /// Kept to tenths of a second.
  package var created: Instant
  package var lastUpdated: Instant
  package var cmpID = 0
  package var cmpVersion = 0
  package var consentScreen = 0
  /// Two letters, ISO 639-1.
  package var consentLanguage = "EN"
  package var vendorListVersion = 0

  package init(created: Instant, lastUpdated: Instant) { (self.created, self.lastUpdated) = (created, lastUpdated) }

  init(_ reader: inout BitReader) throws(SignalError) {
    created = try reader.instant("the date of creation")
    lastUpdated = try reader.instant("the date of the last update")
    cmpID = try reader.integer(12, "the CMP")
    cmpVersion = try reader.integer(12, "the CMP's version")
    consentScreen = try reader.integer(6, "the screen")
    consentLanguage = try reader.letters(2, "the language")
    vendorListVersion = try reader.integer(12, "the vendor list's version")
  }

  func write(to writer: inout BitWriter) {
    writer.instant(created)
    writer.instant(lastUpdated)
    writer.integer(cmpID, 12)
    writer.integer(cmpVersion, 12)
    writer.integer(consentScreen, 6)
    writer.letters(consentLanguage, 2)
    writer.integer(vendorListVersion, 12)
  }

  /// Under the names of the TCF's reference decoders.
  var json: [String: JSONValue] {
    [
      "created": .text(created.millisecondText), "lastUpdated": .text(lastUpdated.millisecondText),
      "cmpId": .number(Double(cmpID)), "cmpVersion": .number(Double(cmpVersion)),
      "consentScreen": .number(Double(consentScreen)), "consentLanguage": .text(consentLanguage),
      "vendorListVersion": .number(Double(vendorListVersion)),
    ]
  }

  /// Under the names of GPP's: the same, with a capital.
  var platformJSON: [String: JSONValue] {
    Dictionary(uniqueKeysWithValues: json.map { ($0.key.prefix(1).uppercased() + $0.key.dropFirst(), $0.value) })
  }
}

/// A string that begins with a ``TCHeader``, whose fields are read and written as its own.
package protocol TCHeaded {
  var header: TCHeader { get set }
}

extension TCHeaded {
  package subscript<Value>(dynamicMember field: WritableKeyPath<TCHeader, Value>) -> Value {
    get { header[keyPath: field] }
    set { header[keyPath: field] = newValue }
  }
}
