/// The values of one document in the order of the file, each a cell; a container is followed by what it holds, a mapping
/// by key, value, key, value. Nodes point into it.
final class NodeTree: Sendable {
  let cells: [NodeCell]
  /// Texts that are not in the file as they are: with escapes, or of another parser.
  let texts: [String]
  let origin: Origin

  enum Origin: Sendable {
    /// Cells begin at a byte of this file.
    case file(SourceFile)
    /// Cells name one of these places.
    case places([(position: Node.Position, length: Int32)])
  }

  init(_ cells: [NodeCell], texts: [String], _ origin: Origin) {
    (self.cells, self.texts, self.origin) = (cells, texts, origin)
  }
}

/// One value or key.
struct NodeCell {
  enum Kind: UInt32 { case null, boolean, integer, decimal, text, sequence, mapping, key }

  /// A scalar's bits; the number of elements or members; of a text that is not in the file, its number plus one; the
  /// first eight bytes of a key that is (``KeyWord``), else its number.
  var payload: UInt64
  /// The byte of the file where it begins, or the number of its place.
  var start: UInt32
  /// Kind in the upper three bits, extent in the others.
  private var kindAndExtent: UInt32

  static let largestExtent = 1 << 29 - 1

  init(_ kind: Kind, at start: Int, extent: Int, payload: UInt64 = 0) {
    self.payload = payload
    self.start = UInt32(truncatingIfNeeded: start)
    kindAndExtent = kind.rawValue << 29 | UInt32(truncatingIfNeeded: extent)
  }

  var kind: Kind { Kind(rawValue: kindAndExtent >> 29) ?? .null }

  /// Of a container, the cell behind all that it holds. Of a scalar or key in the file, its bytes; a key of which the
  /// file has no plain bytes has 0. Of other scalars, the number of their spelling plus one, or 0.
  var extent: Int { Int(kindAndExtent & 0x1FFF_FFFF) }
}

/// A key as cells keep it, so that most comparisons are of one number.
struct KeyWord {
  let first: UInt64
  let count: Int

  init(_ name: String) {
    let bytes = name.utf8Span.span
    (first, count) = (Self.first(of: bytes, from: 0, count: bytes.count), bytes.count)
  }

  /// One bit of 64, for a set that tells most keys that are not in it.
  var bit: UInt64 { Self.bit(first) }

  @inline(__always)
  static func bit(_ first: UInt64) -> UInt64 { 1 << ((first &* 0x9E37_79B9_7F4A_7C15) >> 58) }

  /// The first eight bytes of `count`, zero beyond.
  @inline(__always)
  static func first(of bytes: Span<UInt8>, from start: Int, count: Int) -> UInt64 {
    let word = bytes.word(at: start).bits
    if count >= 8 { return word }
    return word & ((1 as UInt64) << UInt64(count * 8) - 1)
  }
}

extension NodeTree {
  /// The cell behind a value.
  @inline(__always)
  func end(ofValue index: Int) -> Int {
    let cell = cells[index]
    switch cell.kind {
    case .sequence, .mapping: return cell.extent
    default: return index + 1
    }
  }

  func isKey(_ index: Int, _ word: KeyWord, _ name: String) -> Bool {
    let cell = cells[index]
    guard cell.extent > 0 else { return texts[Int(cell.payload)] == name }
    guard cell.extent - 2 == word.count, cell.payload == word.first else { return false }
    return word.count <= 8 || restOfKey(cell, equals: name)
  }

  private func restOfKey(_ cell: NodeCell, equals name: String) -> Bool {
    guard case .file(let file) = origin else { return false }
    let start = Int(cell.start) + 1
    let (bytes, other) = (file.bytes, name.utf8Span.span)
    for index in 8..<other.count where bytes[start + index] != other[index] { return false }
    return true
  }

  func key(at index: Int) -> String {
    let cell = cells[index]
    return cell.extent > 0 ? plainText(cell) : texts[Int(cell.payload)]
  }

  /// A text or key that stands in the file as it is, between its quotes.
  func plainText(_ cell: NodeCell) -> String {
    guard case .file(let file) = origin else { return "" }
    return file.text(from: Int(cell.start) + 1, count: cell.extent - 2)
  }

  func place(ofCell index: Int) -> SourcePlace {
    let cell = cells[index]
    switch origin {
    case .places(let places):
      let place = places[Int(cell.start)]
      return .columns(place.position, length: place.length)
    case .file:
      let isContainer = cell.kind == .sequence || cell.kind == .mapping
      return .bytes(start: cell.start, count: isContainer ? 1 : UInt32(max(1, cell.extent)))
    }
  }
}
