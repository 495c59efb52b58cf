extension ArrowSlice {
  /// Dates, times of day and timestamps, as texts.
  func readTimes(_ type: ArrowType, _ column: inout ColumnBatch.Column) {
    switch type {
    case .date(isDays: true):
      write(Int32.self, &column) { days, bytes in ArrowText.append(date: Int64(days), to: &bytes) }
    case .date(isDays: false):
      write(Int64.self, &column) { milliseconds, bytes in
        ArrowText.append(date: ArrowText.floorDivide(milliseconds, 86_400_000).quotient, to: &bytes)
      }
    case .timestamp(let unit, let isZoned):
      write(Int64.self, &column) { value, bytes in ArrowText.append(value, unit, isZoned: isZoned, to: &bytes) }
    case .timeOfDay(let unit) where unit == .seconds || unit == .milliseconds:
      write(Int32.self, &column) { value, bytes in Self.append(timeOfDay: Int64(value), unit, &bytes) }
    case .timeOfDay(let unit):
      write(Int64.self, &column) { value, bytes in Self.append(timeOfDay: value, unit, &bytes) }
    default: column.prepare(count, .null)
    }
  }

  private static func append(timeOfDay value: Int64, _ unit: ArrowType.TimeUnit, _ bytes: inout [UInt8]) {
    let (second, rest) = ArrowText.floorDivide(value, unit.perSecond)
    ArrowText.append(timeOfDay: second, microseconds: rest * 1_000_000 / unit.perSecond, to: &bytes)
  }

  private func write<Number: FixedWidthInteger>(
    _ type: Number.Type, _ column: inout ColumnBatch.Column, _ append: (Number, inout [UInt8]) -> Void
  ) {
    guard let values = unsafe values(1, as: type) else { return column.prepare(count, .null) }
    column.prepare(count, .text)
    for row in 0..<count where !isNull(row) {
      let start = column.bytes.count
      unsafe append(values[row], &column.bytes)
      column.payloads[row] = ColumnBatch.Column.payload(offset: start, length: column.bytes.count - start)
    }
    clearNulls(&column)
  }
}
