internal import Glibc

extension ArrowSlice {
  /// A buffer of values of a width that no type of Swift has, from the slice's first row on.
  @unsafe func bytes(ofWidth width: Int) -> UnsafeRawPointer? {
    guard let start = unsafe raw(1), let base = unsafe values(1, as: UInt8.self) else { return nil }
    let first = unsafe UnsafeRawPointer(base) - start
    return unsafe start + first * width
  }

  /// Whole numbers of `10^-scale`.
  func readDecimals(_ scale: Int, _ bits: Int, _ column: inout ColumnBatch.Column) {
    guard let data = unsafe bytes(ofWidth: bits / 8) else { return column.prepare(count, .null) }
    column.prepare(count, .null)
    for row in 0..<count where !isNull(row) {
      let place = unsafe data + row * (bits / 8)
      var unscaled: Int128?
      switch bits {
      case 32: unscaled = unsafe Int128(place.loadUnaligned(as: Int32.self))
      case 64: unscaled = unsafe Int128(place.loadUnaligned(as: Int64.self))
      default:
        let low = unsafe place.loadUnaligned(as: Int128.self)
        // The upper half of a small number repeats its sign.
        let upper = unsafe bits == 256 ? place.loadUnaligned(fromByteOffset: 16, as: Int128.self) : low >> 127
        unscaled = upper == low >> 127 ? low : nil
      }
      guard let unscaled else {
        column.put(real: unsafe Self.wide(place) / pow(10, Double(scale)), row)
        continue
      }
      column.put(unscaled, scale: scale, row)
    }
  }

  /// A number of 256 bits, about.
  private static func wide(_ place: UnsafeRawPointer) -> Double {
    let low = unsafe place.loadUnaligned(as: UInt128.self)
    let high = unsafe place.loadUnaligned(fromByteOffset: 16, as: Int128.self)
    return Double(high) * 0x1p128 + Double(low)
  }

  /// Decimal texts, with `NaN` and `Infinity` among them.
  func readNumerics(_ column: inout ColumnBatch.Column) {
    var texts = ColumnBatch.Column()
    read(.text(isLarge: false), into: &texts)
    column.prepare(count, .null)
    for row in 0..<count where texts.tag(row) == .text {
      let text = texts.text(row) ?? ""
      let parts = text.split(separator: ".", maxSplits: 1)
      let fraction = parts.count > 1 ? parts[1] : ""
      if let unscaled = Int128((parts.first ?? "") + fraction) {
        column.put(unscaled, scale: fraction.utf8.count, row)
      } else if let real = Double(text) {
        column.put(real: real, row)
      }
    }
  }
}

extension ColumnBatch.Column {
  /// `unscaled * 10^-scale`: an integer where it is one; where none of 64 bits, its digits; else the nearest real.
  fileprivate mutating func put(_ unscaled: Int128, scale: Int, _ row: Int) {
    var (whole, isWhole) = (unscaled, true)
    for _ in 0..<max(0, scale) where isWhole {
      let (quotient, rest) = whole.quotientAndRemainder(dividingBy: 10)
      isWhole = rest == 0
      if isWhole { whole = quotient }
    }
    for _ in 0..<max(0, -scale) where isWhole {
      let (product, overflow) = whole.multipliedReportingOverflow(by: 10)
      isWhole = !overflow
      if isWhole { whole = product }
    }
    guard isWhole else { return put(real: Double("\(unscaled)e\(-scale)") ?? .nan, row) }
    if let integer = Int64(exactly: whole) {
      (tags[row], payloads[row]) = (ColumnBatch.Tag.integer.rawValue, integer)
    } else {
      let digits = Array(String(whole).utf8)
      tags[row] = ColumnBatch.Tag.text.rawValue
      payloads[row] = Self.payload(offset: bytes.count, length: digits.count)
      bytes += digits
    }
  }

  fileprivate mutating func put(real: Double, _ row: Int) {
    (tags[row], payloads[row]) = (ColumnBatch.Tag.real.rawValue, Int64(bitPattern: real.bitPattern))
  }
}
