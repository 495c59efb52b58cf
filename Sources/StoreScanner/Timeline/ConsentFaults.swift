import ConsentHistory
import DataStores
import GovernanceModel

/// Rows of a consent log that could not become events, by fault.
struct ConsentFaults {
  var noSubject = 0
  var unreadable = 0
  var unknownPurpose = 0
  /// A no that is heard on a channel of that very name only.
  var unknownChannel = 0
  /// Strings that are no consent signal, by what is wrong with them.
  var signals: [String: Int] = [:]

  func gaps(_ collection: String) -> [CountedGap] {
    [
      (noSubject, "without a subject key"),
      (
        unreadable, "with an action, instant, kind or actor that cannot be read; nothing is said of these people's uses"
      ),
      (unknownPurpose, "of a purpose that the vocabulary does not know; `purpose: {column: ..., values: ...}` maps it"),
      (
        unknownChannel,
        "that say no for a channel that the vocabulary does not know; `channel: {column: ..., values: ...}` maps it"
      ),
    ]
    .filter { $0.0 > 0 }
    .map { CountedGap(subject: collection, reason: .unreadableValue, detail: "consent events \($0.1)", count: $0.0) }
      + signals.sorted { $0.key < $1.key }.map { fault, count in
        CountedGap(
          subject: collection, reason: .unreadableValue,
          detail: "consent strings that cannot be decoded (\(fault)); nothing is said of these people's uses",
          count: count)
      }
  }
}

extension ColumnBatch.Column {
  /// The first two bytes of a reference's text, in byte order; nil for null and empty.
  func referencePrefix(_ row: Int) -> UInt16? {
    switch tag(row) {
    case .null: return nil
    case .text, .blob:
      let range = range(row)
      guard !range.isEmpty else { return nil }
      let second = range.count > 1 ? bytes[range.lowerBound + 1] : 0
      return UInt16(bytes[range.lowerBound]) << 8 | UInt16(second)
    case .integer: return ConsentScopes.prefix(of: String(payloads[row]))
    case .real: return ConsentScopes.prefix(of: String(real(row)))
    }
  }
}
