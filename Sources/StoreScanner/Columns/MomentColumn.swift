import DataStores
import GovernanceModel

/// A column of instants, decoded batch by batch into the starts and ends of what the values name (semantics section 2).
struct MomentColumn {
  /// The start of a value that is null.
  static let absent = Int64.max
  /// The start of a value that cannot be read.
  static let unreadable = Int64.min

  let source: InstantColumn
  let slot: Int
  private let zone: ZoneRules
  private(set) var starts: [Int64] = []
  /// Equal to the start where the value is exact.
  private(set) var ends: [Int64] = []

  /// Adds the column that it needs to `columns`.
  init(_ source: InstantColumn, zone: ZoneRules, columns: inout [String]) {
    (self.source, self.zone) = (source, zone)
    slot = WordColumn.position(of: source.column, in: &columns)
  }

  mutating func read(_ batch: borrowing ColumnBatch, positions: [Int]) {
    starts.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    let position = positions[slot]
    let (tags, payloads) = (batch.columns[position].tags.span, batch.columns[position].payloads.span)
    let bytes = batch.columns[position].bytes.span
    let scale = Self.scale(source.unit)
    let isExact = (source.precision ?? .exact) == .exact
    for row in 0..<batch.rowCount {
      switch ColumnBatch.Tag(rawValue: tags[row]) {
      case .integer:
        let (value, overflow) = payloads[row].multipliedReportingOverflow(by: scale)
        if overflow || scale == 0 { append(nil) } else if isExact { append(exact: value) } else { append(widened(value)) }
      case .real: append(decoded(Double(bitPattern: UInt64(bitPattern: payloads[row])), scale))
      case .text, .blob: append(decoded(bytes.extracting(ColumnBatch.range(of: payloads[row])), scale))
      case .null, nil: append(exact: Self.absent)
      }
    }
  }

  func moment(_ row: Int) -> Moment? {
    guard starts[row] != Self.absent, starts[row] != Self.unreadable else { return nil }
    return Moment(from: Instant(microseconds: starts[row]), until: Instant(microseconds: ends[row]))
  }

  /// Microseconds in a unit; numbers are seconds unless the map says else, and 0 allows no number.
  private static func scale(_ unit: InstantColumn.Unit?) -> Int64 {
    switch unit {
    case nil, .seconds: Instant.microsecondsPerSecond
    case .milliseconds: 1000
    case .microseconds: 1
    case .iso8601: 0
    }
  }

  private mutating func append(exact value: Int64) {
    starts.append(value)
    ends.append(value)
  }

  private mutating func append(_ moment: Moment?) {
    starts.append(moment?.start.microseconds ?? Self.unreadable)
    ends.append(moment?.end.microseconds ?? Self.unreadable)
  }

  private func widened(_ microseconds: Int64) -> Moment {
    Self.widened(Moment(Instant(microseconds: microseconds)), to: source.precision ?? .exact, zone: zone)
  }

  private func decoded(_ number: Double, _ scale: Int64) -> Moment? {
    let scaled = (number * Double(scale)).rounded()
    guard scale != 0, let microseconds = Int64(exactly: scaled) else { return nil }
    return widened(microseconds)
  }

  /// ISO 8601; decimal digits where the map gives a numeric unit.
  private func decoded(_ text: Span<UInt8>, _ scale: Int64) -> Moment? {
    if source.unit != nil, source.unit != .iso8601 {
      guard let number = SubjectTable.canonicalInteger(text) else { return nil }
      let (value, overflow) = number.multipliedReportingOverflow(by: scale)
      return overflow ? nil : widened(value)
    }
    guard let moment = Moment.parse(text, zone: zone) else { return nil }
    return Self.widened(moment, to: source.precision ?? .exact, zone: zone)
  }

  /// The day, month or second in which an exact instant lies; an interval stays as it is written.
  static func widened(_ moment: Moment, to precision: InstantColumn.Precision, zone: ZoneRules) -> Moment {
    guard moment.isExact, precision != .exact else { return moment }
    if precision == .second {
      let second = Instant.microsecondsPerSecond
      let rest = ((moment.start.microseconds % second) + second) % second
      let start = moment.start.advanced(byMicroseconds: -rest)
      return Moment(from: start, until: start.advanced(byMicroseconds: second))
    }
    let day = zone.local(moment.start).date
    let first = precision == .day ? day : CivilDate(daysSinceEpoch: day.daysSinceEpoch - day.day + 1)
    let next = precision == .day ? CivilDate(daysSinceEpoch: first.daysSinceEpoch + 1) : first.adding(months: 1)
    return Moment(from: zone.instant(ofLocal: Instant(first)), until: zone.instant(ofLocal: Instant(next)))
  }
}
