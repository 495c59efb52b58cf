/// Gathers a tree whose values have their places from elsewhere than the bytes of the file.
struct NodeTreeBuilder {
  private var cells: [NodeCell] = []
  private var texts: [String] = []
  private var places: [(position: Node.Position, length: Int32)] = []

  consuming func finished() -> Node {
    Node(tree: NodeTree(cells, texts: texts, .places(places)), index: 0)
  }

  mutating func add(_ content: Node.Content, at position: Node.Position, length: Int = 1, spelling: String? = nil) {
    let extent = spelling.map { number(of: $0) + 1 } ?? 0
    switch content {
    case .null: scalar(.null, 0, position, length, extent)
    case .boolean(let value): scalar(.boolean, value ? 1 : 0, position, length, extent)
    case .integer(let value): scalar(.integer, UInt64(bitPattern: value), position, length, extent)
    case .decimal(let value): scalar(.decimal, value.bitPattern, position, length, extent)
    case .text(let text): scalar(.text, UInt64(number(of: text) + 1), position, length, extent)
    case .sequence(let elements):
      let place = open(.sequence, at: position, length: length)
      for element in elements { copy(element) }
      close(place, count: elements.count)
    case .mapping(let entries):
      let place = open(.mapping, at: position, length: length)
      for entry in entries {
        key(entry.key, at: entry.keyPosition)
        copy(entry.value)
      }
      close(place, count: entries.count)
    }
  }

  /// Begins a list or mapping; what is added until it is closed lies in it.
  mutating func open(_ kind: NodeCell.Kind, at position: Node.Position, length: Int = 1) -> Int {
    cells.append(NodeCell(kind, at: place(position, length), extent: 0))
    return cells.count - 1
  }

  mutating func close(_ opened: Int, count: Int) {
    let cell = cells[opened]
    cells[opened] = NodeCell(cell.kind, at: Int(cell.start), extent: cells.count, payload: UInt64(count))
  }

  mutating func key(_ name: String, at position: Node.Position) {
    let start = place(position, name.unicodeScalars.count)
    cells.append(NodeCell(.key, at: start, extent: 0, payload: UInt64(number(of: name))))
  }

  private mutating func scalar(
    _ kind: NodeCell.Kind, _ payload: UInt64, _ position: Node.Position, _ length: Int, _ extent: Int
  ) {
    cells.append(NodeCell(kind, at: place(position, length), extent: extent, payload: payload))
  }

  /// The cells of a value, one after the other, however deep they nest.
  private mutating func copy(_ node: Node) {
    let (tree, shift) = (node.tree, cells.count - node.index)
    for index in node.index..<tree.end(ofValue: node.index) {
      let (part, cell) = (Node(tree: tree, index: index), tree.cells[index])
      let (position, length) = (part.position, Int(part.length))
      switch cell.kind {
      case .sequence, .mapping:
        let start = place(position, length)
        cells.append(NodeCell(cell.kind, at: start, extent: cell.extent + shift, payload: cell.payload))
      case .key: key(tree.key(at: index), at: position)
      case .null, .boolean, .integer, .decimal, .text:
        add(part.content, at: position, length: length, spelling: part.spelling)
      }
    }
  }

  private mutating func place(_ position: Node.Position, _ length: Int) -> Int {
    places.append((position, Int32(clamping: length)))
    return places.count - 1
  }

  private mutating func number(of text: String) -> Int {
    texts.append(text)
    return texts.count - 1
  }
}

extension Node {
  /// A value that stands in no file as it is, such as a macro with its arguments filled in.
  package init(_ content: Content, at position: Position, length: Int = 1, spelling: String? = nil) {
    var builder = NodeTreeBuilder()
    builder.add(content, at: position, length: length, spelling: spelling)
    self = builder.finished()
  }
}
