extension ColumnBatch.Column {
  /// Text and blobs: where they lie in `bytes`, the offset in the upper and the length in the lower 32 bits.
  package static func payload(offset: Int, length: Int) -> Int64 {
    Int64(bitPattern: UInt64(truncatingIfNeeded: offset) << 32 | UInt64(UInt32(truncatingIfNeeded: length)))
  }

  /// Where the text or blob of a payload lies in `bytes`.
  package static func range(_ payload: Int64) -> Range<Int> {
    let bits = UInt64(bitPattern: payload)
    let offset = Int(bits >> 32)
    return offset..<(offset + Int(bits & 0xFFFF_FFFF))
  }

  /// The kind of a row's value.
  package func tag(_ row: Int) -> ColumnBatch.Tag { ColumnBatch.Tag(rawValue: tags[row]) ?? .null }

  /// True for SQL NULL; an empty text is none.
  package func isNull(_ row: Int) -> Bool { tags[row] == ColumnBatch.Tag.null.rawValue }

  /// The bytes of a text or blob: `column.bytes.span.extracting(column.range(row))` reads them in place.
  package func range(_ row: Int) -> Range<Int> { Self.range(payloads[row]) }

  /// A real number by its bit pattern.
  package func real(_ row: Int) -> Double { Double(bitPattern: UInt64(bitPattern: payloads[row])) }

  /// A text as a String, faulty UTF-8 mended; nil for every other kind. For what is told or parsed, not for every row.
  package func text(_ row: Int) -> String? {
    guard tag(row) == .text else { return nil }
    return String(decoding: bytes[range(row)], as: UTF8.self)
  }
}

// MARK: - Filling

extension ColumnBatch.Column {
  /// Empties the column and keeps its room.
  package mutating func removeAll() {
    tags.removeAll(keepingCapacity: true)
    payloads.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
  }

  /// Adds a row without a value.
  package mutating func appendNull() { append(.null, 0) }

  /// Adds a row with a whole number.
  package mutating func append(integer: Int64) { append(.integer, integer) }

  /// Adds a row with a number, kept bit by bit.
  package mutating func append(real: Double) { append(.real, Int64(bitPattern: real.bitPattern)) }

  /// Adds a row with a text, as UTF-8.
  package mutating func append(text: some StringProtocol) { append(.text, Array(text.utf8)) }

  /// Adds a row with bytes that are no text.
  package mutating func append(blob: [UInt8]) { append(.blob, blob) }

  private mutating func append(_ tag: ColumnBatch.Tag, _ content: [UInt8]) {
    append(tag, Self.payload(offset: bytes.count, length: content.count))
    bytes += content
  }

  private mutating func append(_ tag: ColumnBatch.Tag, _ payload: Int64) {
    tags.append(tag.rawValue)
    payloads.append(payload)
  }
}
