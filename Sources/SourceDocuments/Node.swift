package import GovernanceModel

/// A parsed YAML or JSON value with its place.
package struct Node: Sendable {
  /// One-based line and column.
  package struct Position: Sendable, Hashable {
    package let line: Int32
    package let column: Int32
    package init(line: Int, column: Int) { (self.line, self.column) = (Int32(clamping: line), Int32(clamping: column)) }
  }

  /// A key of a mapping with its value, both with their places.
  package struct Entry: Sendable {
    package let key: String
    package let keyPosition: Position
    package let value: Node
    package init(key: String, keyPosition: Position, value: Node) {
      (self.key, self.keyPosition, self.value) = (key, keyPosition, value)
    }
  }

  /// What a value is; `mapping` keeps the order of the file.
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

  package let content: Content
  package let position: Position
  /// Columns of a scalar as written, quotes included; 1 for sequences and mappings.
  package let length: Int32
  /// The scalar as written, when that says more than the content: `2018-05` or `7(3)` are text, `007` is an integer.
  package let spelling: String?

  package init(_ content: Content, at position: Position, length: Int = 1, spelling: String? = nil) {
    (self.content, self.position) = (content, position)
    (self.length, self.spelling) = (Int32(clamping: length), spelling)
  }

  /// What the node is, for messages: `a text`, `a list`.
  package var kind: String {
    switch content {
    case .null: "nothing"
    case .boolean: "a truth value"
    case .integer: "an integer"
    case .decimal: "a number"
    case .text: "a text"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }

  package var entries: [Entry]? { if case .mapping(let entries) = content { entries } else { nil } }
  package var elements: [Node]? { if case .sequence(let elements) = content { elements } else { nil } }

  /// The value of a key of a mapping.
  package subscript(key: String) -> Node? { entries?.first { $0.key == key }?.value }

  /// A scalar as the user wrote it, without quotes; nil for nothing, lists and mappings.
  package var scalarText: String? {
    switch content {
    case .text(let text): text
    case .boolean(let value): spelling ?? String(value)
    case .integer(let value): spelling ?? String(value)
    case .decimal(let value): spelling ?? String(value)
    case .null, .sequence, .mapping: nil
    }
  }

  /// The scalar in the type model of conditions; nil for nothing and mappings.
  package var value: Value? {
    switch content {
    case .null, .mapping: nil
    case .boolean(let value): .boolean(value)
    case .integer(let value): .integer(value)
    case .decimal(let value): .decimal(value)
    case .text(let text): .text(text)
    case .sequence(let nodes): .set(nodes.compactMap(\.value))
    }
  }
}
