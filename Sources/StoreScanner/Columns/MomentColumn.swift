import DataStores
import GovernanceModel

/// A column of instants, decoded batch by batch into the starts and ends of what the values name (semantics section 2).
struct MomentColumn {
  /// The start of a value that is null or empty.
  static let absent = Int64.max
  /// The start of a value that cannot be read.
  static let unreadable = Int64.min

  let slot: Int
  private let decoder: InstantDecoder
  /// Microseconds in a unit of an exact column, where plain integers need no decoder; 0 else.
  private let scale: Int64
  private(set) var starts: [Int64] = []
  /// Equal to the start where the value is exact.
  private(set) var ends: [Int64] = []

  /// Adds the column that it needs to `columns`.
  init(_ source: InstantColumn, zone: ZoneRules, columns: inout [String]) {
    decoder = InstantDecoder(source, zone: zone)
    slot = WordColumn.position(of: source.column, in: &columns)
    scale = source.precision == nil || source.precision == .exact ? Self.scale(source.unit) : 0
  }

  private static func scale(_ unit: InstantColumn.Unit?) -> Int64 {
    switch unit {
    case nil, .seconds: Instant.microsecondsPerSecond
    case .milliseconds: 1000
    case .microseconds: 1
    case .iso8601: 0
    }
  }

  /// The integers whose products need neither an overflow check nor a look at the calendar's ends (years 1 to 9999).
  private var plain: ClosedRange<Int64> {
    scale == 0 ? 1...1 : (-62_135_596_800_000_000 / scale)...(253_402_300_799_999_999 / scale)
  }

  mutating func read(_ batch: borrowing ColumnBatch, positions: [Int]) {
    let column = batch.columns[positions[slot]]
    starts.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    let (tags, payloads, plain) = (column.tags.span, column.payloads.span, plain)
    let (scale, integer) = (scale, ColumnBatch.Tag.integer.rawValue)
    for row in 0..<batch.rowCount {
      if scale != 0, tags[row] == integer, plain.contains(payloads[row]) {
        append(exact: payloads[row] &* scale)
        continue
      }
      switch decoder.moment(column, row) {
      case .missing: append(exact: Self.absent)
      case .unreadable: append(exact: Self.unreadable)
      case .moment(let moment):
        starts.append(moment.start.microseconds)
        ends.append(moment.end.microseconds)
      }
    }
  }

  private mutating func append(exact value: Int64) {
    starts.append(value)
    ends.append(value)
  }

  /// Nil for a value that is missing or unreadable.
  func moment(_ row: Int) -> Moment? {
    guard starts[row] != Self.absent, starts[row] != Self.unreadable else { return nil }
    return Moment(from: Instant(microseconds: starts[row]), until: Instant(microseconds: ends[row]))
  }
}
