internal import ConsentSignals
internal import Foundation
internal import GovernanceModel
internal import SourceDocuments

/// A record of a file of consents, before it is understood.
enum ConsentFileRecord {
  /// Values by column.
  case row([String: String])
  /// A text that should be a JSON document.
  case text(String)
}

/// Reads a CSV, a JSON Lines or a JSON file record by record: a file of any size needs the memory of one chunk.
struct ConsentRecordStream {
  private let handle: FileHandle
  private let path: String
  private var csv = CSVRecords()
  /// The columns of a CSV file, once its first record was read.
  private(set) var header: [String]?
  private let isCSV: Bool
  private var rest: [UInt8] = []
  private var isAtEnd = false
  /// Bytes that are done with.
  private(set) var offset = 0

  private static let chunk = 1 << 20

  /// - Parameter offset: where an earlier reading stopped; the header of a CSV file is read again.
  init(path: String, from offset: Int) throws {
    (self.path, isCSV) = (path, path.lowercased().hasSuffix(".csv"))
    do { handle = try FileHandle(forReadingFrom: URL(filePath: path)) } catch {
      throw InputError([Diagnostic(.error, "cannot read `\(path)`")])
    }
    guard offset > 0 else { return }
    if isCSV { while header == nil, try next() != nil {} }
    try handle.seek(toOffset: UInt64(offset))
    (csv, rest, isAtEnd, self.offset) = (CSVRecords(), [], false, offset)
    base = offset
  }

  /// The columns of a CSV file; nil for a file of another kind.
  static func columns(ofCSV path: String) throws -> [String]? {
    var stream = try ConsentRecordStream(path: path, from: 0)
    guard stream.isCSV else { return nil }
    while stream.header == nil, try stream.next() != nil {}
    return stream.header
  }

  /// The records that end in the next chunk; nil at the end of the file.
  mutating func next() throws -> [ConsentFileRecord]? {
    guard !isAtEnd else { return nil }
    let bytes = try handle.read(upToCount: Self.chunk).map { Array($0) } ?? []
    isAtEnd = bytes.isEmpty
    return isCSV ? try rows(bytes) : lines(bytes)
  }

  private var base = 0

  private mutating func rows(_ bytes: [UInt8]) throws -> [ConsentFileRecord] {
    var records = csv.read(bytes)
    if isAtEnd {
      if csv.isWithinQuotes {
        throw InputError([Diagnostic(.error, "`\(path)` ends within a quoted field")])
      }
      if let last = csv.finish() { records.append(last) }
    }
    offset = base + csv.end
    if header == nil, !records.isEmpty { header = Self.withoutByteOrderMark(records.removeFirst().fields) }
    guard let header else { return [] }
    return records.map { record in
      .row(Dictionary(zip(header, record.fields), uniquingKeysWith: { first, _ in first }))
    }
  }

  private static func withoutByteOrderMark(_ header: [String]) -> [String] {
    guard let first = header.first, first.unicodeScalars.first == "\u{FEFF}" else { return header }
    return [String(first.unicodeScalars.dropFirst())] + header.dropFirst()
  }

  private mutating func lines(_ bytes: [UInt8]) -> [ConsentFileRecord] {
    rest += bytes
    // One document over several lines is no line by itself: a JSON file is read whole.
    if path.lowercased().hasSuffix(".json") {
      guard isAtEnd, !rest.isEmpty else { return [] }
      offset += rest.count
      return [.text(String(decoding: rest, as: UTF8.self))]
    }
    let end = isAtEnd ? rest.count : rest.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    offset += end
    defer { rest.removeFirst(end) }
    return rest[..<end].split(separator: UInt8(ascii: "\n")).filter { line in line.contains { $0 > 32 } }
      .map { .text(String(decoding: $0, as: UTF8.self)) }
  }
}
