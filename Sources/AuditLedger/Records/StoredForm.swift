internal import Foundation

/// A record that this version cannot read: the file was changed by hand.
enum StoredFormError: Error { case unreadable }

extension Decodable {
  /// Reads JSON as the ledger keeps it.
  init(stored text: String) throws { self = try JSONDecoder().decode(Self.self, from: Data(text.utf8)) }
}

extension Encodable {
  /// JSON with sorted keys, so that the same value is always the same text.
  func storedText() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}
