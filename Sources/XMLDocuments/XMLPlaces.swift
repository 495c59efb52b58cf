/// Where the elements of a document stand in its bytes, which libxml2 tells by line only.
///
/// Made for documents that ``XMLDocument`` has read: well-formed, in UTF-8, without a document type.
package struct XMLPlaces: Sendable {
  /// Offsets of bytes, counted from nought.
  package struct Element: Sendable, Hashable {
    /// From `<` to past the `>` of the start tag.
    package var tag: Range<Int>
    /// From past the start tag to the `<` of the end tag; empty for an empty element.
    package var content: Range<Int>
    /// The value of each attribute without its quotes, by its name as written.
    package var attributes: [String: Range<Int>]
  }

  /// In the order of their start tags.
  package private(set) var elements: [Element] = []

  package init(_ bytes: [UInt8]) {
    var scanner = Scanner(bytes: bytes)
    scanner.run()
    elements = scanner.elements
  }

  /// The places of an element of the same document.
  package subscript(element: XMLElement) -> Element? {
    elements.indices.contains(element.ordinal) ? elements[element.ordinal] : nil
  }

  private struct Scanner {
    let bytes: [UInt8]
    var elements: [Element] = []
    private var open: [Int] = []
    private var offset = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func run() {
      while let start = bytes[offset...].firstIndex(of: UInt8(ascii: "<")) {
        offset = start
        if skips("<!--", to: "-->") || skips("<![CDATA[", to: "]]>") || skips("<?", to: "?>") { continue }
        if bytes[start...].dropFirst().first == UInt8(ascii: "/") {
          if let last = open.popLast() { elements[last].content = elements[last].tag.upperBound..<start }
          offset = (bytes[start...].firstIndex(of: UInt8(ascii: ">")) ?? bytes.count - 1) + 1
        } else {
          startTag(at: start)
        }
      }
    }

    private mutating func skips(_ opening: StaticString, to closing: StaticString) -> Bool {
      let end = Array(closing.description.utf8)
      guard bytes[offset...].starts(with: opening.description.utf8) else { return false }
      offset += opening.utf8CodeUnitCount
      while offset < bytes.count, !bytes[offset...].starts(with: end) { offset += 1 }
      offset = min(offset + end.count, bytes.count)
      return true
    }

    private mutating func startTag(at start: Int) {
      var attributes: [String: Range<Int>] = [:]
      var name = start + 1
      offset = start + 1
      while offset < bytes.count, bytes[offset] != UInt8(ascii: ">") {
        let byte = bytes[offset]
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
          let end = bytes[(offset + 1)...].firstIndex(of: byte) ?? bytes.count
          attributes[attributeName(name)] = (offset + 1)..<end
          offset = min(end + 1, bytes.count)
          name = offset
        } else {
          if byte <= 32 { name = offset + 1 }
          offset += 1
        }
      }
      let isEmpty = bytes[offset - 1] == UInt8(ascii: "/")
      offset = min(offset + 1, bytes.count)
      elements.append(Element(tag: start..<offset, content: offset..<offset, attributes: attributes))
      if !isEmpty { open.append(elements.count - 1) }
    }

    /// The name in `name = "value"`, where `start` is at most at a blank after the name.
    private func attributeName(_ start: Int) -> String {
      var end = offset
      while end > 0, bytes[end - 1] <= 32 || bytes[end - 1] == UInt8(ascii: "=") { end -= 1 }
      var first = min(start, end)
      if first == end { while first > 0, bytes[first - 1] > 32 { first -= 1 } }
      return String(decoding: bytes[first..<end], as: UTF8.self)
    }
  }
}
