/// Splits comma-separated values (RFC 4180) record by record, so that a file of any size needs the memory of one record.
package struct CSVRecords: Sendable {
  /// One record with its place.
  package struct Record: Hashable, Sendable {
    package var fields: [String]
    /// One-based line of its first byte.
    package var line: Int
  }

  private var field: [UInt8] = []
  private var fields: [String] = []
  private var isQuoted = false
  private var wasQuote = false
  private var line = 1
  private var firstLine = 1
  private var isEmptyRecord = true
  private var taken = 0
  /// Bytes up to the end of the last whole record: where to go on reading.
  package private(set) var end = 0

  package init() {}

  /// The records that end within these bytes; the last one is kept until more come.
  package mutating func read(_ bytes: some Sequence<UInt8>) -> [Record] {
    var records: [Record] = []
    for byte in bytes { take(byte, &records) }
    return records
  }

  /// The record that no line break ended.
  package mutating func finish() -> Record? {
    guard !isEmptyRecord else { return nil }
    endField()
    return record()
  }

  /// True while a quoted field is open: at the end of a file its record is not whole.
  package var isWithinQuotes: Bool { isQuoted && !wasQuote }

  private mutating func take(_ byte: UInt8, _ records: inout [Record]) {
    taken += 1
    if byte == UInt8(ascii: "\n") { line += 1 }
    if isQuoted {
      if wasQuote {
        wasQuote = false
        if byte == UInt8(ascii: "\"") { return field.append(byte) }
        isQuoted = false
      } else if byte == UInt8(ascii: "\"") {
        wasQuote = true
        return
      } else {
        return field.append(byte)
      }
    }
    switch byte {
    case UInt8(ascii: "\""):
      isEmptyRecord = false
      if field.isEmpty { isQuoted = true } else { field.append(byte) }
    case UInt8(ascii: ","):
      isEmptyRecord = false
      endField()
    case UInt8(ascii: "\r"): break
    case UInt8(ascii: "\n"):
      if !isEmptyRecord {
        endField()
        records.append(record())
      }
      (firstLine, end) = (line, taken)
    default:
      isEmptyRecord = false
      field.append(byte)
    }
  }

  private mutating func endField() {
    fields.append(String(decoding: field, as: UTF8.self))
    field.removeAll(keepingCapacity: true)
    (isQuoted, wasQuote) = (false, false)
  }

  private mutating func record() -> Record {
    defer { (fields, isEmptyRecord) = ([], true) }
    return Record(fields: fields, line: firstLine)
  }

  /// A field as RFC 4180 writes it: in quotes only where it must be.
  package static func quoted(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == 34 || $0 == 44 || $0 == 10 || $0 == 13 }) else { return text }
    return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}
