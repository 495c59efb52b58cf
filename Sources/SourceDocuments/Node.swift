package import GovernanceModel

/// A parsed YAML or JSON value with its place.
package struct Node: Sendable {
  /// One-based line and column.
  package struct Position: Sendable, Hashable {
    package let line: Int32
    package let column: Int32
    package init(line: Int, column: Int) { (self.line, self.column) = (Int32(clamping: line), Int32(clamping: column)) }
  }

  let tree: NodeTree
  let index: Int

  var cell: NodeCell { tree.cells[index] }

  package var place: SourcePlace { tree.place(ofCell: index) }

  package var position: Position {
    switch (place, tree.origin) {
    case (.columns(let position, _), _): position
    case (let place, .file(let file)): file.position(of: place)
    case (.bytes, .places): Position(line: 1, column: 1)
    }
  }

  /// Columns of a scalar as written, quotes included; 1 for sequences and mappings.
  package var length: Int32 {
    switch (place, tree.origin) {
    case (.columns(_, let length), _): length
    case (let place, .file(let file)): Int32(clamping: file.length(of: place))
    case (.bytes, .places): 1
    }
  }

  /// What the node is, for messages: `a text`, `a list`.
  package var kind: String {
    switch cell.kind {
    case .null, .key: "nothing"
    case .boolean: "a truth value"
    case .integer: "an integer"
    case .decimal: "a number"
    case .text: "a text"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }

  package var isNull: Bool { cell.kind == .null }

  /// Neither nothing nor a list nor a mapping.
  package var isScalar: Bool {
    switch cell.kind {
    case .boolean, .integer, .decimal, .text: true
    case .null, .sequence, .mapping, .key: false
    }
  }

  /// The value of a key of a mapping.
  package subscript(key: String) -> Node? { members?.first(named: key)?.value }
}

// MARK: - Scalars

extension Node {
  /// The text of a text; nil for everything else.
  package var text: String? {
    let cell = cell
    guard cell.kind == .text else { return nil }
    return cell.payload > 0 ? tree.texts[Int(cell.payload) - 1] : tree.plainText(cell)
  }

  /// The scalar as written, when that says more than the content: `2018-05` or `7(3)` are text, `007` is an integer.
  package var spelling: String? {
    let cell = cell
    switch tree.origin {
    case .places:
      let isContainer = cell.kind == .sequence || cell.kind == .mapping
      return cell.extent > 0 && !isContainer ? tree.texts[cell.extent - 1] : nil
    case .file(let file):
      switch cell.kind {
      case .decimal: return file.text(from: Int(cell.start), count: cell.extent)
      case .integer: return cell.payload == 0 && cell.extent == 2 ? "-0" : nil
      default: return nil
      }
    }
  }

  /// A scalar as the user wrote it, without quotes; nil for nothing, lists and mappings.
  package var scalarText: String? {
    switch cell.kind {
    case .text: text
    case .boolean: spelling ?? String(cell.payload == 1)
    case .integer: spelling ?? String(Int64(bitPattern: cell.payload))
    case .decimal: spelling ?? String(Double(bitPattern: cell.payload))
    case .null, .sequence, .mapping, .key: nil
    }
  }

  /// The scalar in the type model of conditions; nil for nothing and mappings.
  package var value: Value? {
    let cell = cell
    return switch cell.kind {
    case .null, .mapping, .key: nil
    case .boolean: .boolean(cell.payload == 1)
    case .integer: .integer(Int64(bitPattern: cell.payload))
    case .decimal: .decimal(Double(bitPattern: cell.payload))
    case .text: text.map { .text($0) }
    case .sequence: .set(items?.compactMap(\.value) ?? [])
    }
  }
}

// MARK: - As a tree of values

extension Node {
  package struct Entry: Sendable {
    package let key: String
    package let keyPosition: Position
    package let value: Node
    package init(key: String, keyPosition: Position, value: Node) {
      (self.key, self.keyPosition, self.value) = (key, keyPosition, value)
    }
  }

  package enum Content: Sendable {
    case null
    case boolean(Bool)
    case integer(Int64)
    case decimal(Double)
    case text(String)
    case sequence([Node])
    /// In the order of the file; keys are unique.
    case mapping([Entry])
  }

  /// The value, taken out; of large containers that only want walking, ``items`` and ``members`` make no list.
  package var content: Content {
    let cell = cell
    switch cell.kind {
    case .null, .key: return .null
    case .boolean: return .boolean(cell.payload == 1)
    case .integer: return .integer(Int64(bitPattern: cell.payload))
    case .decimal: return .decimal(Double(bitPattern: cell.payload))
    case .text: return .text(text ?? "")
    case .sequence: return .sequence(elements ?? [])
    case .mapping: return .mapping(entries ?? [])
    }
  }

  package var elements: [Node]? { items.map(Array.init) }

  package var entries: [Entry]? {
    members?.map { Entry(key: $0.key, keyPosition: $0.position, value: $0.value) }
  }
}
