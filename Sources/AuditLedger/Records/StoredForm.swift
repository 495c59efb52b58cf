internal import Foundation

/// A value as the ledger keeps it: JSON with sorted keys, so that the same value is always the same text.
protocol StoredForm: Codable {}

/// A record that this version cannot read: the file was changed by hand.
enum StoredFormError: Error { case unreadable }

extension StoredForm {
  func text() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  init(text: String) throws { self = try JSONDecoder().decode(Self.self, from: Data(text.utf8)) }
}
