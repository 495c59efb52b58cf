internal import GovernanceModel

/// A JSON value without its place: the data that rules are evaluated on, and what they answer.
package indirect enum JSONValue: Hashable, Sendable {
  case null
  case boolean(Bool)
  case number(Double)
  case text(String)
  case array([JSONValue])
  case object([String: JSONValue])

  package init(_ node: Node) {
    self =
      switch node.content {
      case .null: .null
      case .boolean(let value): .boolean(value)
      case .integer(let value): .number(Double(value))
      case .decimal(let value): .number(value)
      case .text(let text): .text(text)
      case .sequence(let elements): .array(elements.map(JSONValue.init))
      case .mapping(let entries):
        .object(Dictionary(entries.map { ($0.key, JSONValue($0.value)) }, uniquingKeysWith: { $1 }))
      }
  }

  package subscript(key: String) -> JSONValue? {
    if case .object(let members) = self { members[key] } else { nil }
  }

  /// One line; members by the bytes of their names, whole numbers without a fraction. NaN and infinities are `null`.
  package var jsonText: String {
    var bytes: [UInt8] = []
    write(into: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private func write(into bytes: inout [UInt8]) {
    switch self {
    case .null: bytes += "null".utf8
    case .boolean(let value): bytes += (value ? "true" : "false").utf8
    case .number(let value): bytes += Self.text(of: value).utf8
    case .text(let text): bytes.appendJSON(text)
    case .array(let elements):
      bytes.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        element.write(into: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let members):
      bytes.append(UInt8(ascii: "{"))
      let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      for (index, member) in sorted.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        bytes.appendJSON(member.key)
        bytes.append(UInt8(ascii: ":"))
        member.value.write(into: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  /// ECMA-262 writes whole numbers up to 10^21 without a fraction; beyond 2^53 the digits of the shortest form suffice.
  private static func text(of value: Double) -> String {
    guard value.isFinite else { return "null" }
    if value == value.rounded(), abs(value) < 0x1p53 { return String(Int64(value)) }
    return String(value)
  }
}
