internal import CADBC

/// What an Arrow array holds, from the format text of its schema
/// (https://arrow.apache.org/docs/format/CDataInterface.html, "Data type description").
indirect enum ArrowType: Hashable, Sendable {
  enum TimeUnit: UInt8, Sendable {
    case seconds, milliseconds, microseconds, nanoseconds

    init?(_ letter: UInt8?) {
      switch letter {
      case UInt8(ascii: "s"): self = .seconds
      case UInt8(ascii: "m"): self = .milliseconds
      case UInt8(ascii: "u"): self = .microseconds
      case UInt8(ascii: "n"): self = .nanoseconds
      default: return nil
      }
    }

    var perSecond: Int64 {
      switch self {
      case .seconds: 1
      case .milliseconds: 1000
      case .microseconds: 1_000_000
      case .nanoseconds: 1_000_000_000
      }
    }
  }

  case null
  case boolean
  /// Signed or not, of 8 to 64 bits.
  case integer(bits: Int, isSigned: Bool)
  /// Of 16, 32 or 64 bits.
  case real(bits: Int)
  case decimal(scale: Int, bits: Int)
  /// Offsets of 32 or 64 bits.
  case text(isLarge: Bool)
  case textView
  case binary(isLarge: Bool)
  case binaryView
  case fixedBinary(Int)
  /// Days, or milliseconds, since 1970-01-01.
  case date(isDays: Bool)
  case timeOfDay(TimeUnit)
  /// An instant where a zone is named, else a local time.
  case timestamp(TimeUnit, isZoned: Bool)
  case dictionary(index: ArrowType, values: ArrowType)
  case list(ArrowType, isLarge: Bool)
  case fixedList(ArrowType, Int)
  case map(key: ArrowType, value: ArrowType)
  case structure([String], [ArrowType])
  // What extension types make of the types above.
  /// 16 bytes, told as 8-4-4-4-12 digits.
  case uuid
  /// Texts of decimal numbers, as PostgreSQL's driver gives `numeric`.
  case numericText
  /// Everything else, by its format.
  case unsupported(String)

  /// INVARIANT: the schema is as the specification says, and not released.
  init(_ schema: borrowing ArrowSchema) {
    let format = unsafe schema.format.map { unsafe String(cString: $0) } ?? ""
    let storage = unsafe Self.storage(format, schema)
    let type = unsafe schema.dictionary.map {
      ArrowType.dictionary(index: storage, values: unsafe ArrowType($0.pointee))
    }
    let extended = unsafe ArrowMetadata(schema.metadata)
    switch (extended["ARROW:extension:name"], storage) {
    case ("arrow.uuid"?, .fixedBinary(16)): self = .uuid
    case (_, .text) where extended.isNumeric: self = .numericText
    default: self = type ?? storage
    }
  }

  private static func storage(_ format: String, _ schema: borrowing ArrowSchema) -> ArrowType {
    let bytes = Array(format.utf8)
    switch format {
    case "n": return .null
    case "b": return .boolean
    case "c": return .integer(bits: 8, isSigned: true)
    case "C": return .integer(bits: 8, isSigned: false)
    case "s": return .integer(bits: 16, isSigned: true)
    case "S": return .integer(bits: 16, isSigned: false)
    case "i": return .integer(bits: 32, isSigned: true)
    case "I": return .integer(bits: 32, isSigned: false)
    case "l": return .integer(bits: 64, isSigned: true)
    case "L": return .integer(bits: 64, isSigned: false)
    case "e": return .real(bits: 16)
    case "f": return .real(bits: 32)
    case "g": return .real(bits: 64)
    case "u": return .text(isLarge: false)
    case "U": return .text(isLarge: true)
    case "vu": return .textView
    case "z": return .binary(isLarge: false)
    case "Z": return .binary(isLarge: true)
    case "vz": return .binaryView
    case "tdD": return .date(isDays: true)
    case "tdm": return .date(isDays: false)
    default: break
    }
    if format.hasPrefix("d:") { return decimal(format) }
    if format.hasPrefix("w:"), let width = Int(format.dropFirst(2)) { return .fixedBinary(width) }
    if format.hasPrefix("ts"), bytes.count >= 4, bytes[3] == UInt8(ascii: ":"), let unit = TimeUnit(bytes[2]) {
      return .timestamp(unit, isZoned: bytes.count > 4)
    }
    if format.hasPrefix("tt"), bytes.count == 3, let unit = TimeUnit(bytes[2]) { return .timeOfDay(unit) }
    return unsafe nested(format, schema)
  }

  /// `d:precision,scale` or `d:precision,scale,bits`.
  private static func decimal(_ format: String) -> ArrowType {
    let numbers = format.dropFirst(2).split(separator: ",").map { Int($0) }
    guard numbers.count >= 2, let scale = numbers[1], (-76...76).contains(scale) else { return .unsupported(format) }
    let bits = numbers.count > 2 ? numbers[2] ?? 0 : 128
    return [32, 64, 128, 256].contains(bits) ? .decimal(scale: scale, bits: bits) : .unsupported(format)
  }

  private static func nested(_ format: String, _ schema: borrowing ArrowSchema) -> ArrowType {
    var children: [(name: String, type: ArrowType)] = []
    for index in unsafe 0..<Int(schema.n_children) {
      guard let child = unsafe schema.children?[index] else { return .unsupported(format) }
      let name = unsafe child.pointee.name.map { unsafe String(cString: $0) } ?? ""
      children.append((name, unsafe ArrowType(child.pointee)))
    }
    switch (format, children.count) {
    case ("+l", 1): return .list(children[0].type, isLarge: false)
    case ("+L", 1): return .list(children[0].type, isLarge: true)
    case ("+s", _): return .structure(children.map(\.name), children.map(\.type))
    case ("+m", 1):
      guard case .structure(_, let parts) = children[0].type, parts.count == 2 else { return .unsupported(format) }
      return .map(key: parts[0], value: parts[1])
    default:
      guard format.hasPrefix("+w:"), let size = Int(format.dropFirst(3)), size >= 0, children.count == 1 else {
        return .unsupported(format)
      }
      return .fixedList(children[0].type, size)
    }
  }
}

/// The pairs of texts that a schema carries.
@safe struct ArrowMetadata {
  private var pairs: [String: String] = [:]

  /// INVARIANT: nil, or laid out as the specification says.
  init(_ bytes: UnsafePointer<CChar>?) {
    guard var place = unsafe UnsafeRawPointer(bytes) else { return }
    func number() -> Int {
      let value = unsafe place.loadUnaligned(as: Int32.self)
      unsafe place += 4
      return Int(max(0, value))
    }
    func text() -> String {
      let count = number()
      let text = unsafe String(decoding: UnsafeRawBufferPointer(start: place, count: count), as: UTF8.self)
      unsafe place += count
      return text
    }
    for _ in 0..<number() {
      let key = text()
      pairs[key] = text()
    }
  }

  subscript(_ key: String) -> String? { pairs[key] }

  /// Texts that stand for PostgreSQL's `numeric`.
  var isNumeric: Bool {
    if pairs["ADBC:postgresql:typname"] == "numeric" { return true }
    guard pairs["ARROW:extension:name"] == "arrow.opaque", let about = pairs["ARROW:extension:metadata"] else {
      return false
    }
    return about.contains("\"numeric\"")
  }
}
