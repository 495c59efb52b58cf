extension ArrowSlice {
  /// Reads the rows as values of SQLite's kinds: numbers as they are (a decimal without a fraction, and one that stays whole,
  /// as an integer), truth values as 1 and 0, dates and times as ISO 8601 texts, what is nested as JSON text.
  func read(_ type: ArrowType, into column: inout ColumnBatch.Column) {
    switch type {
    case .null, .unsupported: column.prepare(count, .null)
    case .boolean: readBooleans(&column)
    case .integer(let bits, let isSigned): readIntegers(bits, isSigned, &column)
    case .real(let bits): readReals(bits, &column)
    case .decimal(let scale, let bits): readDecimals(scale, bits, &column)
    case .text(let isLarge): readVariable(isLarge, .text, &column)
    case .binary(let isLarge): readVariable(isLarge, .blob, &column)
    case .numericText: readNumerics(&column)
    case .textView: readViews(.text, &column)
    case .binaryView: readViews(.blob, &column)
    case .fixedBinary(let width): readFixed(width, &column)
    case .uuid: readUUIDs(&column)
    case .date, .timeOfDay, .timestamp: readTimes(type, &column)
    case .dictionary(let index, let values): readDictionary(index, values, &column)
    case .list, .fixedList, .map, .structure: readNested(type, &column)
    }
  }

  // MARK: Numbers

  private func readBooleans(_ column: inout ColumnBatch.Column) {
    column.prepare(count, .integer)
    for row in 0..<count { column.payloads[row] = bit(row, of: 1) ? 1 : 0 }
    clearNulls(&column)
  }

  private func readIntegers(_ bits: Int, _ isSigned: Bool, _ column: inout ColumnBatch.Column) {
    switch (bits, isSigned) {
    case (8, true): widen(Int8.self, &column)
    case (8, false): widen(UInt8.self, &column)
    case (16, true): widen(Int16.self, &column)
    case (16, false): widen(UInt16.self, &column)
    case (32, true): widen(Int32.self, &column)
    case (32, false): widen(UInt32.self, &column)
    case (64, true): widen(Int64.self, &column)
    default: readLargeIntegers(&column)
    }
  }

  private func widen<Number: FixedWidthInteger>(_ type: Number.Type, _ column: inout ColumnBatch.Column) {
    column.prepare(count, .integer)
    guard let values = unsafe values(1, as: type) else { return column.prepare(count, .null) }
    var payloads = column.payloads.mutableSpan
    for row in 0..<count { payloads[row] = unsafe Int64(truncatingIfNeeded: values[row]) }
    clearNulls(&column)
  }

  /// What does not fit is told by its digits, which are its key as a subject.
  private func readLargeIntegers(_ column: inout ColumnBatch.Column) {
    guard let values = unsafe values(1, as: UInt64.self) else { return column.prepare(count, .null) }
    column.prepare(0, .null)
    for row in 0..<count {
      let value = unsafe values[row]
      if isNull(row) {
        column.appendNull()
      } else if let small = Int64(exactly: value) {
        column.append(integer: small)
      } else {
        column.append(text: String(value))
      }
    }
  }

  private func readReals(_ bits: Int, _ column: inout ColumnBatch.Column) {
    column.prepare(count, .real)
    switch bits {
    case 32:
      guard let values = unsafe values(1, as: Float.self) else { return column.prepare(count, .null) }
      for row in 0..<count { column.payloads[row] = unsafe Int64(bitPattern: Double(values[row]).bitPattern) }
    case 64:
      guard let values = unsafe values(1, as: Int64.self) else { return column.prepare(count, .null) }
      var payloads = column.payloads.mutableSpan
      for row in 0..<count { payloads[row] = unsafe values[row] }
    default:
      guard let values = unsafe values(1, as: UInt16.self) else { return column.prepare(count, .null) }
      for row in 0..<count { column.payloads[row] = unsafe Int64(bitPattern: Self.half(values[row]).bitPattern) }
    }
    clearNulls(&column)
  }

  /// A number of 16 bits (IEEE 754 binary16), which Swift lacks on x86.
  private static func half(_ bits: UInt16) -> Double {
    let (exponent, fraction) = (Int(bits >> 10 & 31), Double(bits & 1023))
    let magnitude: Double
    switch exponent {
    case 0: magnitude = fraction * 0x1p-24
    case 31: magnitude = fraction == 0 ? .infinity : .nan
    default: magnitude = (1024 + fraction) * Double(sign: .plus, exponent: exponent - 25, significand: 1)
    }
    return bits >> 15 == 0 ? magnitude : -magnitude
  }

  // MARK: Texts

  private func readVariable(_ isLarge: Bool, _ tag: ColumnBatch.Tag, _ column: inout ColumnBatch.Column) {
    column.prepare(count, tag)
    if isLarge {
      guard let offsets = unsafe values(1, as: Int64.self) else { return column.prepare(count, .null) }
      unsafe readVariable(offsets, &column)
    } else {
      guard let offsets = unsafe values(1, as: Int32.self) else { return column.prepare(count, .null) }
      unsafe readVariable(offsets, &column)
    }
    clearNulls(&column)
  }

  /// The bytes that texts or blobs with offsets take; 0 for other types.
  func byteCount(_ type: ArrowType) -> Int {
    switch type {
    case .text(isLarge: false), .binary(isLarge: false), .numericText:
      guard let offsets = unsafe values(1, as: Int32.self) else { return 0 }
      return unsafe Int(offsets[count]) - Int(offsets[0])
    case .text(isLarge: true), .binary(isLarge: true):
      guard let offsets = unsafe values(1, as: Int64.self) else { return 0 }
      return unsafe Int(offsets[count]) - Int(offsets[0])
    default: return 0
    }
  }

  /// One copy of all bytes of the slice.
  private func readVariable<Offset: FixedWidthInteger>(
    _ offsets: UnsafePointer<Offset>, _ column: inout ColumnBatch.Column
  ) {
    let start = unsafe Int(offsets[0])
    let length = unsafe Int(offsets[count]) - start
    if length > 0, let data = unsafe raw(2) {
      unsafe column.bytes.append(contentsOf: UnsafeRawBufferPointer(start: data + start, count: length))
    }
    var payloads = column.payloads.mutableSpan
    var end = 0
    for row in 0..<count {
      let begin = end
      end = unsafe Int(offsets[row + 1]) - start
      payloads[row] = ColumnBatch.Column.payload(offset: begin, length: end - begin)
    }
  }

  /// Values of up to 12 bytes lie in the view, longer ones in one of the further buffers.
  private func readViews(_ tag: ColumnBatch.Tag, _ column: inout ColumnBatch.Column) {
    column.prepare(count, tag)
    guard let views = unsafe values(1, as: (UInt64, UInt64).self) else { return column.prepare(count, .null) }
    for row in 0..<count where !isNull(row) {
      let view = unsafe UnsafeRawPointer(views + row)
      let length = unsafe Int(view.loadUnaligned(as: Int32.self))
      column.payloads[row] = ColumnBatch.Column.payload(offset: column.bytes.count, length: length)
      if length <= 12 {
        unsafe column.bytes.append(contentsOf: UnsafeRawBufferPointer(start: view + 4, count: length))
      } else {
        let buffer = unsafe Int(view.loadUnaligned(fromByteOffset: 8, as: Int32.self))
        let offset = unsafe Int(view.loadUnaligned(fromByteOffset: 12, as: Int32.self))
        guard let data = unsafe raw(2 + buffer) else { continue }
        unsafe column.bytes.append(contentsOf: UnsafeRawBufferPointer(start: data + offset, count: length))
      }
    }
    clearNulls(&column)
  }

  private func readFixed(_ width: Int, _ column: inout ColumnBatch.Column) {
    column.prepare(count, .blob)
    guard let data = unsafe bytes(ofWidth: width) else { return column.prepare(count, .null) }
    unsafe column.bytes.append(contentsOf: UnsafeRawBufferPointer(start: data, count: count * width))
    for row in 0..<count { column.payloads[row] = ColumnBatch.Column.payload(offset: row * width, length: width) }
    clearNulls(&column)
  }

  private func readUUIDs(_ column: inout ColumnBatch.Column) {
    column.prepare(count, .text)
    guard let data = unsafe bytes(ofWidth: 16) else { return column.prepare(count, .null) }
    for row in 0..<count {
      column.payloads[row] = ColumnBatch.Column.payload(offset: column.bytes.count, length: 36)
      for byte in 0..<16 {
        if [4, 6, 8, 10].contains(byte) { column.bytes.append(UInt8(ascii: "-")) }
        ArrowText.append(
          hexadecimal: unsafe data.load(fromByteOffset: row * 16 + byte, as: UInt8.self), to: &column.bytes)
      }
    }
    clearNulls(&column)
  }

  // MARK: Dictionaries

  /// The dictionary's values once, and where each row finds its own among them.
  private func readDictionary(_ index: ArrowType, _ type: ArrowType, _ column: inout ColumnBatch.Column) {
    guard let dictionary else { return column.prepare(count, .null) }
    var (places, values) = (ColumnBatch.Column(), ColumnBatch.Column())
    read(index, into: &places)
    dictionary.read(type, into: &values)
    column.prepare(count, .null)
    column.bytes += values.bytes
    for row in 0..<count where places.tag(row) == .integer {
      let place = Int(places.payloads[row])
      guard values.tags.indices.contains(place) else { continue }
      (column.tags[row], column.payloads[row]) = (values.tags[place], values.payloads[place])
    }
  }
}
