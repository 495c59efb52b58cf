internal import CADBC

/// Some rows of an Arrow array, in place.
///
/// INVARIANT: used only while the array is not released; its buffers are as the Arrow columnar format lays them out for its
/// type (https://arrow.apache.org/docs/format/Columnar.html), which is the driver's promise.
@safe struct ArrowSlice {
  private let array: UnsafePointer<ArrowArray>
  /// Where the first row lies in the buffers.
  private let first: Int
  let count: Int

  /// `rows` as the array's parent numbers them.
  init(_ array: UnsafePointer<ArrowArray>, rows: Range<Int>) {
    unsafe self.array = array
    first = unsafe rows.lowerBound + Int(array.pointee.offset)
    count = rows.count
  }

  /// One row of it.
  subscript(row: Int) -> ArrowSlice {
    unsafe ArrowSlice(
      array, rows: (first + row - Int(array.pointee.offset))..<(first + row + 1 - Int(array.pointee.offset)))
  }

  /// A buffer, from the slice's first row on; nil where the array has none.
  @unsafe func values<Element>(_ buffer: Int, as type: Element.Type) -> UnsafePointer<Element>? {
    guard let start = unsafe raw(buffer) else { return nil }
    return unsafe start.assumingMemoryBound(to: type) + first
  }

  /// A buffer from its beginning.
  @unsafe func raw(_ buffer: Int) -> UnsafeRawPointer? {
    guard unsafe buffer < Int(array.pointee.n_buffers), let buffers = unsafe array.pointee.buffers else { return nil }
    return unsafe buffers[buffer]
  }

  /// The values that a dictionary array points at, all of them.
  var dictionary: ArrowSlice? {
    guard let values = unsafe array.pointee.dictionary else { return nil }
    return unsafe ArrowSlice(values, rows: 0..<Int(values.pointee.length))
  }

  /// Rows of a child.
  func child(_ index: Int, rows: Range<Int>) -> ArrowSlice? {
    guard unsafe index < Int(array.pointee.n_children), let child = unsafe array.pointee.children?[index] else {
      return nil
    }
    return unsafe ArrowSlice(child, rows: rows)
  }

  /// The rows of a child that stand beside those of a structure.
  func part(_ index: Int) -> ArrowSlice? { child(index, rows: first..<(first + count)) }

  /// The same of an array of fixed lists: `size` of the child's rows for each.
  func fixedPart(_ size: Int) -> ArrowSlice? { child(0, rows: (first * size)..<((first + count) * size)) }

  func isNull(_ row: Int) -> Bool {
    guard unsafe array.pointee.null_count != 0, let bits = unsafe raw(0) else { return false }
    let place = first + row
    return unsafe bits.load(fromByteOffset: place >> 3, as: UInt8.self) >> UInt8(place & 7) & 1 == 0
  }

  /// A value of a bit-packed buffer.
  func bit(_ row: Int, of buffer: Int) -> Bool {
    guard let bits = unsafe raw(buffer) else { return false }
    let place = first + row
    return unsafe bits.load(fromByteOffset: place >> 3, as: UInt8.self) >> UInt8(place & 7) & 1 == 1
  }

  /// Takes tag and payload from the rows that are null.
  func clearNulls(_ column: inout ColumnBatch.Column) {
    guard unsafe array.pointee.null_count != 0, let bits = unsafe raw(0) else { return }
    for row in 0..<count {
      let place = first + row
      let isValid = unsafe bits.load(fromByteOffset: place >> 3, as: UInt8.self) >> UInt8(place & 7) & 1 == 1
      if !isValid { (column.tags[row], column.payloads[row]) = (ColumnBatch.Tag.null.rawValue, 0) }
    }
  }
}

extension ColumnBatch.Column {
  /// Makes room for rows of one kind, whose payloads are yet to be written; no bytes.
  mutating func prepare(_ count: Int, _ tag: ColumnBatch.Tag) {
    bytes.removeAll(keepingCapacity: true)
    if tags.count > count {
      tags.removeLast(tags.count - count)
      payloads.removeLast(payloads.count - count)
    } else if tags.count < count {
      tags += repeatElement(0, count: count - tags.count)
      payloads += repeatElement(0, count: count - payloads.count)
    }
    var all = tags.mutableSpan
    all.update(repeating: tag.rawValue)
  }
}
