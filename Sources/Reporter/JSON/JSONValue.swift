internal import GovernanceModel

/// A JSON value whose members keep their order, so that the same value is always the same text.
indirect enum JSONValue {
  case text(String)
  case number(Int)
  case boolean(Bool)
  case array([JSONValue])
  /// Members whose value is nil are left out.
  case object([(String, JSONValue?)])

  static func text(_ text: String?) -> JSONValue? { text.map { .text($0) } }
  static func number(_ number: Int?) -> JSONValue? { number.map { .number($0) } }

  /// RFC 8259, two blanks a level, with a line feed at the end.
  var document: String {
    var bytes: [UInt8] = []
    write(to: &bytes, level: 0)
    bytes.append(UInt8(ascii: "\n"))
    return String(decoding: bytes, as: UTF8.self)
  }

  private func write(to bytes: inout [UInt8], level: Int) {
    switch self {
    case .text(let text): bytes.appendJSON(text)
    case .number(let number): bytes += Array(String(number).utf8)
    case .boolean(let flag): bytes += Array((flag ? "true" : "false").utf8)
    case .array(let values):
      Self.enclose("[", "]", values, to: &bytes, level: level) { value, bytes in
        value.write(to: &bytes, level: level + 1)
      }
    case .object(let members):
      let present = members.compactMap { name, value in value.map { (name, $0) } }
      Self.enclose("{", "}", present, to: &bytes, level: level) { member, bytes in
        bytes.appendJSON(member.0)
        bytes += Array(": ".utf8)
        member.1.write(to: &bytes, level: level + 1)
      }
    }
  }

  private static func enclose<Item>(
    _ open: Unicode.Scalar, _ close: Unicode.Scalar, _ items: [Item], to bytes: inout [UInt8], level: Int,
    _ body: (Item, inout [UInt8]) -> Void
  ) {
    func breakLine(_ level: Int) {
      bytes.append(UInt8(ascii: "\n"))
      bytes += Array(repeating: UInt8(ascii: " "), count: 2 * level)
    }
    bytes.append(UInt8(ascii: open))
    for (index, item) in items.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      breakLine(level + 1)
      body(item, &bytes)
    }
    if !items.isEmpty { breakLine(level) }
    bytes.append(UInt8(ascii: close))
  }
}
