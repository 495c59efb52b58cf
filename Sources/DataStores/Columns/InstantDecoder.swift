package import GovernanceModel

/// What a stored value says about time.
package enum StoredInstant: Hashable, Sendable {
  /// Null or an empty text.
  case missing
  /// Neither a date nor a number of the unit, or outside the years 1 to 9999.
  case unreadable
  case moment(Moment)
}

/// Reads the values of an ``InstantColumn``: numbers since 1970-01-01T00:00:00Z and ISO 8601 texts.
///
/// For example: `decoder.moment(batch.columns[position], row)`.
package struct InstantDecoder: Sendable {
  private let unit: InstantColumn.Unit?
  private let precision: InstantColumn.Precision?
  private let zone: ZoneRules

  /// `zone` is that of local times, and of the days and months that a precision names.
  package init(_ column: InstantColumn, zone: ZoneRules) {
    (unit, precision, self.zone) = (column.unit, column.precision, zone)
  }

  /// The instant of a row: `missing` for null and empty texts, `unreadable` for what is no instant.
  package func moment(_ column: borrowing ColumnBatch.Column, _ row: Int) -> StoredInstant {
    let payload = column.payloads[row]
    switch column.tags[row] {
    case ColumnBatch.Tag.null.rawValue: return .missing
    case ColumnBatch.Tag.integer.rawValue: return moment(integer: payload)
    case ColumnBatch.Tag.real.rawValue: return moment(real: Double(bitPattern: UInt64(bitPattern: payload)))
    case ColumnBatch.Tag.text.rawValue:
      return moment(text: column.bytes.span.extracting(ColumnBatch.Column.range(payload)))
    default: return .unreadable
    }
  }

  /// An integer of the unit; a column of ISO 8601 texts has none.
  package func moment(integer: Int64) -> StoredInstant {
    guard let scale else { return .unreadable }
    let (microseconds, overflow) = integer.multipliedReportingOverflow(by: scale)
    return overflow ? .unreadable : known(Moment(Instant(microseconds: microseconds)))
  }

  /// A number of the unit with decimals, to the nearest microsecond.
  package func moment(real: Double) -> StoredInstant {
    guard let scale, let microseconds = Int64(exactly: (real * Double(scale)).rounded()) else { return .unreadable }
    return known(Moment(Instant(microseconds: microseconds)))
  }

  /// ISO 8601, or the digits of a number where the column has a numeric unit.
  package func moment(text bytes: Span<UInt8>) -> StoredInstant {
    guard !bytes.isEmpty else { return .missing }
    if unit == nil || unit == .iso8601 {
      guard let moment = Moment.parse(bytes, zone: zone) else { return .unreadable }
      return known(moment)
    }
    if let integer = SubjectKey.integer(bytes) { return moment(integer: integer) }
    var text = ""
    for index in bytes.indices.prefix(64) { text.unicodeScalars.append(Unicode.Scalar(bytes[index])) }
    guard bytes.count <= 64, let real = Double(text) else { return .unreadable }
    return moment(real: real)
  }

  /// Microseconds in the unit; nil where numbers have no meaning.
  private var scale: Int64? {
    switch unit {
    case nil, .seconds: Instant.microsecondsPerSecond
    case .milliseconds: 1000
    case .microseconds: 1
    case .iso8601: nil
    }
  }

  /// The years 1 to 9999, in microseconds.
  private static let range: Range<Int64> = -62_135_596_800_000_000..<253_402_300_800_000_000

  private func known(_ moment: Moment) -> StoredInstant {
    guard Self.range.contains(moment.start.microseconds) else { return .unreadable }
    guard let precision else { return .moment(moment) }
    return .moment(widened(moment, to: precision))
  }

  private func widened(_ moment: Moment, to precision: InstantColumn.Precision) -> Moment {
    switch precision {
    case .exact: return Moment(moment.start)
    case .second:
      guard moment.isExact else { return moment }
      let remainder = moment.start.timeOfDay % Instant.microsecondsPerSecond
      let start = moment.start.advanced(byMicroseconds: -remainder)
      return Moment(from: start, until: start.advanced(byMicroseconds: Instant.microsecondsPerSecond))
    case .day:
      let day = zone.local(moment.start).date
      return spanning(day, until: CivilDate(daysSinceEpoch: day.daysSinceEpoch + 1), atLeast: moment)
    case .month:
      let day = zone.local(moment.start).date
      let first = CivilDate(daysSinceEpoch: day.daysSinceEpoch - day.day + 1)
      return spanning(first, until: first.adding(months: 1), atLeast: moment)
    }
  }

  /// The local days from `first` to before `end`; what was written more coarsely stays as coarse as it is.
  private func spanning(_ first: CivilDate, until end: CivilDate, atLeast moment: Moment) -> Moment {
    let start = zone.instant(ofLocal: Instant(first))
    return Moment(from: min(start, moment.start), until: max(zone.instant(ofLocal: Instant(end)), moment.end))
  }
}
