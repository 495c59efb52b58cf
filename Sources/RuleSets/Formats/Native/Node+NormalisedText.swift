internal import SourceDocuments

extension Node {
  /// One text for all spellings of a value: keys in byte order, no layout, scalars as they are typed. For digests and for
  /// telling equal actions; nobody reads it.
  var normalisedText: String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(64)
    write(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private func write(to bytes: inout [UInt8]) {
    switch content {
    case .null: bytes += "~".utf8
    case .boolean(let value): bytes += (value ? "!t" : "!f").utf8
    case .integer(let value): bytes += String(value).utf8
    case .decimal(let value): bytes += String(value).utf8
    case .text(let value):
      bytes.append(UInt8(ascii: "\""))
      Self.write(counted: value, to: &bytes)
    case .sequence(let elements):
      bytes.append(UInt8(ascii: "["))
      for element in elements {
        element.write(to: &bytes)
        bytes.append(UInt8(ascii: ","))
      }
      bytes.append(UInt8(ascii: "]"))
    case .mapping(let entries):
      bytes.append(UInt8(ascii: "{"))
      for entry in entries.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
        Self.write(counted: entry.key, to: &bytes)
        bytes.append(UInt8(ascii: "="))
        entry.value.write(to: &bytes)
        bytes.append(UInt8(ascii: ","))
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  private static func write(counted text: String, to bytes: inout [UInt8]) {
    bytes += String(text.utf8.count).utf8
    bytes.append(UInt8(ascii: ":"))
    bytes += text.utf8
  }
}
