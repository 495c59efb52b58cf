import DataStores
import Foundation
import ProvisoTesting

/// A fresh folder that goes away with its test.
final class Workplace {
  private let folder: TemporaryFolder
  var path: String { folder.url.path }
  var proviso: Binary { Binary(folder: path, owner: self) }

  init() throws { folder = try TemporaryFolder() }

  func write(_ text: String, to name: String) throws { try write(Data(text.utf8), to: name) }

  func write(_ data: Data, to name: String) throws {
    let file = url(name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: file)
  }

  func url(_ name: String) -> URL { URL(filePath: path).appending(path: name) }

  func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: url(name))) }

  func read(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: "\(path)/\(name)") }

  func remove(_ name: String) throws { try FileManager.default.removeItem(at: url(name)) }

  /// Every file below, as paths relative to the folder, sorted.
  func files() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: path).filter { name in
      (try? url(name).resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) ?? false
    }.sorted()
  }

  /// The rows of a table in SQLite with `|` between fields, in the order of the file.
  func rows(_ name: String, _ table: String, _ columns: [String]) throws -> [String] {
    var rows: [String] = []
    try SQLiteStore(name: "store", path: "\(path)/\(name)").scan(table: table, columns: columns) {
      (batch) throws(StoreError) -> Bool in
      for row in 0..<batch.rowCount {
        rows.append(
          batch.columns.map { column in
            switch column.tag(row) {
            case .integer: "\(column.payloads[row])"
            case .real: "\(column.real(row))"
            default: column.text(row) ?? ""
            }
          }.joined(separator: "|"))
      }
      return true
    }
    return rows
  }

  /// Makes or changes a SQLite file.
  func sqlite(_ name: String, _ sql: String) throws {
    let writer = try SQLiteWriter(path: "\(path)/\(name)")
    try writer.run(sql)
  }
}

extension Workplace {
  static func bytes(at path: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path))) }
}
