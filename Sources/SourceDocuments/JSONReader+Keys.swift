internal import GovernanceModel

extension JSONParser {
  mutating func key(_ bytes: Span<UInt8>) throws(InputError) {
    let first = offset + 1
    let end = plainEnd(bytes, from: first)
    guard end.offset < bytes.count, bytes[end.offset] == UInt8(ascii: "\"") else {
      hasOddKey = true
      let start = offset
      texts.append(try escapedString(bytes, from: first))
      cells.append(NodeCell(.key, at: start, extent: 0, payload: UInt64(texts.count - 1)))
      return
    }
    if !end.isASCII { hasOddKey = true }
    let word = KeyWord.first(of: bytes, from: first, count: end.offset - first)
    cells.append(NodeCell(.key, at: offset, extent: end.offset + 1 - offset, payload: word))
    offset = end.offset + 1
  }

  /// Throws at the second entry of the first key that stands twice in one mapping.
  func refuseTwins(_ keys: ArraySlice<Int32>, _ bytes: Span<UInt8>) throws(InputError) {
    let twin = keys.count > 24 || hasOddKey ? twinByText(keys, bytes) : twinByBytes(keys, bytes)
    guard let twin else { return }
    throw fault("the key `\(keyText(twin, bytes))` stands twice in one mapping", at: Int(cells[twin].start))
  }

  private func twinByBytes(_ keys: ArraySlice<Int32>, _ bytes: Span<UInt8>) -> Int? {
    for later in keys.indices.dropFirst() {
      let cell = cells[Int(keys[later])]
      for earlier in keys.startIndex..<later {
        let other = cells[Int(keys[earlier])]
        if cell.payload == other.payload, cell.extent == other.extent, isSame(cell, other, bytes) {
          return Int(keys[later])
        }
      }
    }
    return nil
  }

  private func isSame(_ cell: NodeCell, _ other: NodeCell, _ bytes: Span<UInt8>) -> Bool {
    for index in 0..<cell.extent where bytes[Int(cell.start) + index] != bytes[Int(other.start) + index] {
      return false
    }
    return true
  }

  /// Two normal forms of one text are one key.
  private func twinByText(_ keys: ArraySlice<Int32>, _ bytes: Span<UInt8>) -> Int? {
    var seen = Set<String>(minimumCapacity: keys.count)
    return keys.first { !seen.insert(keyText(Int($0), bytes)).inserted }.map { Int($0) }
  }

  private func keyText(_ index: Int, _ bytes: Span<UInt8>) -> String {
    let cell = cells[index]
    return cell.extent > 0
      ? file.text(from: Int(cell.start) + 1, count: cell.extent - 2) : texts[Int(cell.payload)]
  }
}
