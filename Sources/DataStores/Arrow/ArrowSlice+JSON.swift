extension ArrowSlice {
  /// Lists, maps and structures as JSON texts, as a column of SQLite would hold them.
  func readNested(_ type: ArrowType, _ column: inout ColumnBatch.Column) {
    column.prepare(count, .text)
    for row in 0..<count where !isNull(row) {
      let start = column.bytes.count
      append(row, type, to: &column.bytes)
      column.payloads[row] = ColumnBatch.Column.payload(offset: start, length: column.bytes.count - start)
    }
    clearNulls(&column)
  }

  private func append(_ row: Int, _ type: ArrowType, to bytes: inout [UInt8]) {
    if isNull(row) {
      bytes += Array("null".utf8)
      return
    }
    switch type {
    case .list(let element, let isLarge): append(items(row, isLarge), element, to: &bytes)
    case .fixedList(let element, let size): append(self[row].fixedPart(size), element, to: &bytes)
    case .map(let key, let value):
      // Each entry is a structure of key and value.
      let entries = items(row, false)
      append(entries?.count ?? 0, open: "{", close: "}", to: &bytes) { index, bytes in
        entries?.part(0)?[index].append(0, key, asText: true, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        entries?.part(1)?[index].append(0, value, to: &bytes)
      }
    case .structure(let names, let types):
      append(names.count, open: "{", close: "}", to: &bytes) { index, bytes in
        Self.append(text: Array(names[index].utf8), to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        self[row].part(index)?.append(0, types[index], to: &bytes)
      }
    default: append(row, type, asText: false, to: &bytes)
    }
  }

  /// The elements of a row's list.
  private func items(_ row: Int, _ isLarge: Bool) -> ArrowSlice? {
    if isLarge {
      guard let offsets = unsafe values(1, as: Int64.self) else { return nil }
      return unsafe child(0, rows: Int(offsets[row])..<Int(offsets[row + 1]))
    }
    guard let offsets = unsafe values(1, as: Int32.self) else { return nil }
    return unsafe child(0, rows: Int(offsets[row])..<Int(offsets[row + 1]))
  }

  private func append(_ elements: ArrowSlice?, _ type: ArrowType, to bytes: inout [UInt8]) {
    append(elements?.count ?? 0, open: "[", close: "]", to: &bytes) { index, bytes in
      elements?.append(index, type, to: &bytes)
    }
  }

  private func append(
    _ count: Int, open: Unicode.Scalar, close: Unicode.Scalar, to bytes: inout [UInt8],
    _ item: (Int, inout [UInt8]) -> Void
  ) {
    bytes.append(UInt8(ascii: open))
    for index in 0..<count {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      item(index, &bytes)
    }
    bytes.append(UInt8(ascii: close))
  }

  /// A value that is not nested; `asText` also where JSON has a form of its own for it.
  private func append(_ row: Int, _ type: ArrowType, asText: Bool, to bytes: inout [UInt8]) {
    var scalar = ColumnBatch.Column()
    self[row].read(type, into: &scalar)
    let plain: String?
    switch scalar.tag(0) {
    case .null: plain = "null"
    case .integer where type == .boolean: plain = scalar.payloads[0] == 0 ? "false" : "true"
    case .integer: plain = String(scalar.payloads[0])
    case .real: plain = scalar.real(0).isFinite ? String(scalar.real(0)) : "null"
    case .text, .blob: plain = nil
    }
    guard let plain else {
      return Self.append(text: Array(scalar.bytes[scalar.range(0)]), isBlob: scalar.tag(0) == .blob, to: &bytes)
    }
    if asText { Self.append(text: Array(plain.utf8), to: &bytes) } else { bytes += Array(plain.utf8) }
  }

  /// In quotes (RFC 8259, section 7); a blob by its hexadecimal digits.
  private static func append(text: [UInt8], isBlob: Bool = false, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text {
      switch byte {
      case _ where isBlob: ArrowText.append(hexadecimal: byte, to: &bytes)
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case 0..<0x20:
        bytes += Array("\\u00".utf8)
        ArrowText.append(hexadecimal: byte, to: &bytes)
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
