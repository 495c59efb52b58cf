internal import GovernanceModel

extension Node {
  /// The node as JSON on one line, keys in the order of the file; a number keeps its spelling where JSON allows it.
  package var jsonText: String {
    var bytes: [UInt8] = []
    write(into: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private func write(into bytes: inout [UInt8]) {
    switch content {
    case .null: bytes += "null".utf8
    case .boolean(let value): bytes += (value ? "true" : "false").utf8
    case .integer(let value): bytes += String(value).utf8
    case .decimal(let value): bytes += Self.decimalText(value, spelling).utf8
    case .text(let text): bytes.appendJSON(text)
    case .sequence(let elements):
      bytes.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        element.write(into: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .mapping(let entries):
      bytes.append(UInt8(ascii: "{"))
      for (index, entry) in entries.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        bytes.appendJSON(entry.key)
        bytes.append(UInt8(ascii: ":"))
        entry.value.write(into: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  /// `.5`, `+1.0` and `1.` are no JSON.
  private static func decimalText(_ value: Double, _ spelling: String?) -> String {
    guard let spelling, let first = spelling.utf8.first, first != UInt8(ascii: "+") else { return String(value) }
    let parts = spelling.utf8.drop { $0 == UInt8(ascii: "-") }.split(separator: UInt8(ascii: "."))
    let leadingZero = parts.first.map { $0.count > 1 && $0.first == 48 } ?? true
    let isPlain = parts.count == 2 && !leadingZero && parts.allSatisfy { $0.allSatisfy { $0 >= 48 && $0 <= 57 } }
    return isPlain && !spelling.hasSuffix(".") && !spelling.contains("-.") && first != UInt8(ascii: ".")
      ? spelling : String(value)
  }
}
