internal import SourceDocuments

/// A small table with a title and notes: what the subcommands of `proviso core` answer, as text and as JSON.
public struct CoreTable: Sendable {
  enum Cell: Sendable {
    case text(String)
    case count(Int)
    /// With so many decimals.
    case number(Double, Int)
    case none

    var text: String {
      switch self {
      case .text(let text): return text
      case .count(let count): return "\(count)"
      case .number(let value, let decimals): return Self.rounded(value, decimals)
      case .none: return ""
      }
    }

    var json: JSONValue {
      switch self {
      case .text(let text): .text(text)
      case .count(let count): .number(Double(count))
      case .number(let value, _): .number(value)
      case .none: .null
      }
    }

    var isNumber: Bool {
      switch self {
      case .count, .number: true
      case .text, .none: false
      }
    }

    /// Plain decimals, whatever the size.
    static func rounded(_ value: Double, _ decimals: Int) -> String {
      guard value.isFinite, abs(value) < 1e15 else { return "\(value)" }
      var scale = 1.0
      for _ in 0..<decimals { scale *= 10 }
      let whole = Int64((abs(value) * scale).rounded())
      let (units, rest) = (whole / Int64(scale), String(whole % Int64(scale)))
      let sign = value < 0 && whole != 0 ? "-" : ""
      guard decimals > 0 else { return "\(sign)\(units)" }
      return "\(sign)\(units)." + String(repeating: "0", count: decimals - rest.count) + rest
    }
  }

  var title: String
  var columns: [String]
  var rows: [[Cell]] = []
  public internal(set) var notes: [String] = []
  /// True where the answer is bad news that should end with exit code 1.
  public internal(set) var isAlarming = false

  /// True where something could not be looked at, which ends with exit code 4.
  public internal(set) var isIncomplete = false

  init(_ title: String, _ columns: [String]) { (self.title, self.columns) = (title, columns) }

  /// Columns side by side, numbers to the right.
  public var text: String {
    let cells = [columns] + rows.map { $0.map(\.text) }
    let widths = columns.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
    var lines = [title]
    for (number, row) in cells.enumerated() {
      let line = row.indices.map { column in
        let padding = String(repeating: " ", count: widths[column] - row[column].count)
        let isRight = number > 0 ? rows[number - 1][column].isNumber : rows.first?[column].isNumber ?? false
        return isRight ? padding + row[column] : row[column] + padding
      }.joined(separator: "  ")
      var trimmed = Substring(line)
      while trimmed.last == " " { trimmed.removeLast() }
      lines.append("  " + trimmed)
    }
    if rows.isEmpty { lines.append("  none") }
    return (lines + notes).joined(separator: "\n") + "\n"
  }

  /// `{"title": …, "rows": [{column: value}], "notes": [...]}`.
  public var json: String {
    JSONValue.object([
      "title": .text(title), "notes": .array(notes.map(JSONValue.text)),
      "rows": .array(
        rows.map { .object(Dictionary(zip(columns, $0.map(\.json)), uniquingKeysWith: { first, _ in first })) }),
    ]).jsonText + "\n"
  }
}
