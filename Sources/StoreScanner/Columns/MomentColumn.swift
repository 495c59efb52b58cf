import DataStores
import GovernanceModel

/// A column of instants, decoded batch by batch into the starts and ends of what the values name (semantics section 2).
struct MomentColumn {
  /// The start of a value that is null or empty.
  static let absent = Int64.max
  /// The start of a value that cannot be read.
  static let unreadable = Int64.min

  let slot: Int
  let source: InstantColumn
  private let decoder: InstantDecoder
  /// Microseconds in a unit of an exact column, where plain integers need no decoder; 0 else.
  private let scale: Int64
  private(set) var starts: [Int64] = []
  /// Empty while every value of the batch is exact.
  private var wideEnds: [Int64] = []
  /// Equal to the start where the value is exact.
  var ends: [Int64] { wideEnds.isEmpty ? starts : wideEnds }

  /// Adds the column that it needs to `columns`.
  init(_ source: InstantColumn, zone: ZoneRules, columns: inout [String]) {
    self.source = source
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
    wideEnds.removeAll(keepingCapacity: true)
    if starts.count < batch.rowCount { starts += Array(repeating: Self.absent, count: batch.rowCount - starts.count) }
    guard !readPlain(column, rows: batch.rowCount) else { return }
    for row in 0..<batch.rowCount where starts[row] == Self.unreadable {
      switch decoder.moment(column, row) {
      case .missing: put(Self.absent, Self.absent, row)
      case .unreadable: break
      case .moment(let moment): put(moment.start.microseconds, moment.end.microseconds, row)
      }
    }
  }

  /// Reads nulls and the integers that need no decoder, and leaves all others at ``unreadable``.
  ///
  /// - Returns: False where there are others.
  private mutating func readPlain(_ column: borrowing ColumnBatch.Column, rows: Int) -> Bool {
    let (tags, payloads, plain, scale) = (column.tags.span, column.payloads.span, plain, scale)
    let integer = scale == 0 ? UInt8.max : ColumnBatch.Tag.integer.rawValue
    let null = ColumnBatch.Tag.null.rawValue
    var isPlain = true
    var starts = starts.mutableSpan
    for row in 0..<rows {
      if tags[row] == integer, plain.contains(payloads[row]) {
        starts[row] = payloads[row] &* scale
      } else if tags[row] == null {
        starts[row] = Self.absent
      } else {
        starts[row] = Self.unreadable
        isPlain = false
      }
    }
    return isPlain
  }

  private mutating func put(_ start: Int64, _ end: Int64, _ row: Int) {
    starts[row] = start
    if end != start, wideEnds.isEmpty { wideEnds = starts }
    if !wideEnds.isEmpty { wideEnds[row] = end }
  }

  /// The moment of one row, where few are asked for and ``read(_:positions:)`` is not worth its while.
  func moment(_ batch: borrowing ColumnBatch, _ row: Int, positions: [Int]) -> Moment? {
    guard case .moment(let moment) = decoder.moment(batch.columns[positions[slot]], row) else { return nil }
    return moment
  }

  /// Nil for a value that is missing or unreadable.
  func moment(_ row: Int) -> Moment? {
    let start = starts[row]
    guard start != Self.absent, start != Self.unreadable else { return nil }
    let end = wideEnds.isEmpty ? start : wideEnds[row]
    return Moment(from: Instant(microseconds: start), until: Instant(microseconds: end))
  }
}
