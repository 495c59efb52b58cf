extension Node {
  /// The elements of a list, one after the other.
  package struct Items: Sequence, Sendable {
    let tree: NodeTree
    let index: Int

    package var count: Int { Int(tree.cells[index].payload) }
    package var underestimatedCount: Int { count }
    package func makeIterator() -> Iterator {
      Iterator(tree: tree, cursor: index + 1, end: tree.cells[index].extent)
    }

    package struct Iterator: IteratorProtocol {
      let tree: NodeTree
      var cursor: Int
      let end: Int

      package mutating func next() -> Node? {
        guard cursor < end else { return nil }
        let index = cursor
        cursor = tree.end(ofValue: index)
        return Node(tree: tree, index: index)
      }
    }
  }

  /// The keys of a mapping with their values, one after the other.
  package struct Members: Sequence, Sendable {
    let tree: NodeTree
    let index: Int

    package var count: Int { Int(tree.cells[index].payload) }
    package var underestimatedCount: Int { count }
    package func makeIterator() -> Iterator {
      Iterator(tree: tree, cursor: index + 1, end: tree.cells[index].extent)
    }

    package struct Iterator: IteratorProtocol {
      let tree: NodeTree
      var cursor: Int
      let end: Int

      package mutating func next() -> Member? {
        guard cursor < end else { return nil }
        let index = cursor
        cursor = tree.end(ofValue: index + 1)
        return Member(tree: tree, index: index)
      }
    }

    package func first(named name: String) -> Member? {
      let word = KeyWord(name)
      return place(of: word, name).map { Member(tree: tree, index: $0.cell) }
    }

    /// Which member has a name, and the cell of its key.
    func place(of word: KeyWord, _ name: String) -> (number: Int, cell: Int)? {
      var (number, cell) = (0, index + 1)
      let end = tree.cells[index].extent
      while cell < end {
        if tree.isKey(cell, word, name) { return (number, cell) }
        cell = tree.end(ofValue: cell + 1)
        number += 1
      }
      return nil
    }

    /// The bits of all keys; every bit where one is not told by its bytes.
    var keyBits: UInt64 {
      var (bits, cell) = (UInt64(0), index + 1)
      let end = tree.cells[index].extent
      while cell < end {
        let key = tree.cells[cell]
        bits |= key.extent > 0 ? KeyWord.bit(key.payload) : .max
        cell = tree.end(ofValue: cell + 1)
      }
      return bits
    }
  }

  /// A key with its value.
  package struct Member: Sendable {
    let tree: NodeTree
    let index: Int

    package var key: String { tree.key(at: index) }
    package var value: Node { Node(tree: tree, index: index + 1) }
    package var position: Position { Node(tree: tree, index: index).position }
    package func isNamed(_ name: String) -> Bool { tree.isKey(index, KeyWord(name), name) }
  }

  /// Nil for what is no list.
  package var items: Items? { cell.kind == .sequence ? Items(tree: tree, index: index) : nil }
  /// Nil for what is no mapping.
  package var members: Members? { cell.kind == .mapping ? Members(tree: tree, index: index) : nil }
}
