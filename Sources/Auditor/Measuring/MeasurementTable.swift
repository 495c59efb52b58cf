internal import ConsentSignals
internal import DataStores
internal import Foundation
internal import GovernanceModel
internal import SourceDocuments

/// The records that are measured: a CSV, JSON Lines or JSON file, or a table of a store.
enum MeasurementTable {
  case file(String)
  case table(any DataStore, String)

  /// The names of columns as they are spelled.
  func header() throws -> [String] {
    switch self {
    case .table(let store, let name):
      let tables = try store.tables()
      guard let table = tables.first(where: { $0.name == name }) else {
        let help = Problems.suggestion(for: name, among: tables.map(\.name))
        throw InputError([Diagnostic(.error, "the store has no table `\(name)`", help: help)])
      }
      return table.columns
    case .file(let path) where Self.isCSV(path):
      var header: [String] = []
      try csv(path) { record in
        header = record.fields
        return false
      }
      return header
    case .file(let path):
      var names: [String] = []
      try documents(path) { node in
        for entry in node.entries ?? [] where !names.contains(entry.key) { names.append(entry.key) }
      }
      return names
    }
  }

  /// Hands over each row's fields of the named columns; nil for a column that is not there, and for a field without a value.
  func rows(_ columns: [String?], _ body: ([String?]) -> Void) throws {
    switch self {
    case .table(let store, let name): try scan(store, name, columns, body)
    case .file(let path) where Self.isCSV(path):
      var places: [Int?]?
      try csv(path) { record in
        if let places {
          body(
            places.map { place in place.flatMap { $0 < record.fields.count ? Self.filled(record.fields[$0]) : nil } })
        } else {
          places = columns.map { column in column.flatMap { record.fields.firstIndex(of: $0) } }
        }
        return true
      }
    case .file(let path):
      try documents(path) { node in
        body(columns.map { column in column.flatMap { node[$0] }.flatMap { $0.scalarText }.flatMap(Self.filled) })
      }
    }
  }

  private static func isCSV(_ path: String) -> Bool { path.lowercased().hasSuffix(".csv") }

  private static func filled(_ text: String) -> String? { text.isEmpty ? nil : text }

  // MARK: - Sources

  private func scan(
    _ store: any DataStore, _ name: String, _ columns: [String?], _ body: ([String?]) -> Void
  ) throws {
    let named = columns.compactMap(\.self)
    let places = columns.map { column in column.flatMap { named.firstIndex(of: $0) } }
    try store.scan(table: name, columns: named) { batch throws(StoreError) in
      for row in 0..<batch.rowCount {
        body(places.map { place in place.flatMap { batch.columns[$0].written(row) } })
      }
      return true
    }
  }

  /// The records of a CSV file, the header first, without a byte order mark. `body` returns false to stop.
  private func csv(_ path: String, _ body: (CSVRecords.Record) -> Bool) throws {
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw InputError([Diagnostic(.error, "cannot read `\(path)`")])
    }
    defer { try? handle.close() }
    var (records, isFirst) = (CSVRecords(), true)
    while true {
      var bytes = try handle.read(upToCount: 1 << 20).map { Array($0) } ?? []
      if isFirst, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
      isFirst = false
      let isAtEnd = bytes.isEmpty
      if isAtEnd, records.isWithinQuotes {
        throw InputError([Diagnostic(.error, "`\(path)` ends within a quoted field")])
      }
      for record in isAtEnd ? records.finish().map({ [$0] }) ?? [] : records.read(bytes) where !body(record) { return }
      if isAtEnd { return }
    }
  }

  /// The objects of a JSON file (an array, or one object), or of each line.
  private func documents(_ path: String, _ body: (Node) -> Void) throws {
    let bytes = try FileBytes.read(path)
    guard path.lowercased().hasSuffix(".jsonl") || path.lowercased().hasSuffix(".ndjson") else {
      let node = try Node.json(SourceFile(path: path, bytes: bytes))
      for element in node.elements ?? [node] { body(element) }
      return
    }
    for line in bytes.split(separator: UInt8(ascii: "\n")) where line.contains(where: { $0 > 32 }) {
      body(try Node.json(SourceFile(path: path, bytes: Array(line))))
    }
  }
}

extension ColumnBatch.Column {
  /// A value as text; nil for NULL, for an empty text and for bytes.
  fileprivate func written(_ row: Int) -> String? {
    switch tag(row) {
    case .integer: "\(payloads[row])"
    case .real: "\(real(row))"
    case .text: text(row).flatMap { $0.isEmpty ? nil : $0 }
    default: nil
    }
  }
}
