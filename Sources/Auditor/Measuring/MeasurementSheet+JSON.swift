internal import Measurement
internal import SourceDocuments

extension MeasurementSheet {
  /// `{"kind", "subject", "records", "leftOut": {reason: count}, "metrics": {key: {"value", "low", "high", "count", "of", "note"}}}`;
  /// a value of null has a note that says why; what is said in words is
  /// `{"text"}`.
  var json: JSONValue {
    var reasons = Dictionary(
      uniqueKeysWithValues: rejected.map { ($0.key.rawValue, JSONValue.number(Double($0.value))) })
    if unreadable > 0 { reasons["unreadable"] = .number(Double(unreadable)) }
    var members: [String: JSONValue] = [
      "kind": .text(kind), "records": .number(Double(records)), "leftOut": .object(reasons),
      "subject": .text(subject),
      "metrics": .object(Dictionary(entries.map { ($0.key, Self.value($0)) }, uniquingKeysWith: { first, _ in first })),
    ]
    if let table { members[table.key] = .array(table.rows) }
    return .object(members)
  }

  private static func value(_ entry: Entry) -> JSONValue {
    if let words = entry.words { return .object(["text": .text(words)]) }
    var members = ["value": entry.value.map { JSONValue.number($0) } ?? .null]
    if let interval = entry.interval, entry.value != nil {
      members["low"] = interval.low.isFinite ? .number(interval.low) : .null
      members["high"] = interval.high.isFinite ? .number(interval.high) : .null
    }
    if let share = entry.share {
      members["count"] = .number(Double(share.count))
      members["of"] = .number(Double(share.of))
    }
    members["note"] = entry.note.map { .text($0) }
    return .object(members)
  }
}
