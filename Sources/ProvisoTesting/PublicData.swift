package import Foundation

/// Public data that `scripts/test-data` fetched: `PROVISO_DATA`, else `.data` in the repository's root.
///
/// For example: `@Test(.enabled(if: PublicData.has("ml-100k.inter"), "run scripts/test-data"))`.
package enum PublicData {
  package static let directory: URL = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let named = ProcessInfo.processInfo.environment["PROVISO_DATA"]
    return named.map { URL(filePath: $0, directoryHint: .isDirectory) } ?? root.appending(path: ".data")
  }()

  package static func has(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: directory.appending(path: name).path)
  }

  /// The rows of a table of numbers, cut at blanks, tabs and commas; a row that is none, such as the header, is left out.
  package static func numbers(of name: String) throws -> [[Double]] {
    let bytes = [UInt8](try Data(contentsOf: directory.appending(path: name)))
    return bytes.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }.compactMap { line in
      let fields = line.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: ",") }
      let values = fields.compactMap { Double(String(decoding: $0, as: UTF8.self)) }
      return values.count == fields.count ? values : nil
    }
  }
}
