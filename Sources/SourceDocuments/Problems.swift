package import GovernanceModel

/// Collects what is wrong with one file, so that a reader is told everything at once.
package struct Problems: Sendable {
  package let file: SourceFile
  package private(set) var diagnostics: [Diagnostic] = []

  package init(in file: SourceFile) { self.file = file }

  package var hasErrors: Bool { diagnostics.contains { $0.level == .error } }

  package mutating func error(_ message: String, at node: Node, help: String? = nil) {
    add(.error, message, at: node.position, length: Int(node.length), help: help)
  }

  package mutating func warning(_ message: String, at node: Node, help: String? = nil) {
    add(.warning, message, at: node.position, length: Int(node.length), help: help)
  }

  /// At a key.
  package mutating func error(_ message: String, at member: Node.Member, help: String? = nil) {
    add(.error, message, at: member.position, length: member.key.unicodeScalars.count, help: help)
  }

  package mutating func add(
    _ level: Diagnostic.Level, _ message: String, at position: Node.Position, length: Int = 1, help: String? = nil
  ) {
    diagnostics.append(
      Diagnostic(
        level, message, at: file.span(position, length: length), excerpt: file.line(Int(position.line)), help: help))
  }

  /// "did you mean `x`?" when a candidate is near, else the candidates when they are few.
  package static func suggestion(for name: String, among candidates: [String]) -> String? {
    if let near = nearestName(to: name, among: candidates) { return "did you mean `\(near)`?" }
    guard candidates.count <= 12, !candidates.isEmpty else { return nil }
    return "expected one of " + candidates.map { "`\($0)`" }.joined(separator: ", ")
  }

  /// Throws what was collected, in the order of the file, when one of it is an error.
  package func throwIfAny() throws(InputError) {
    guard hasErrors else { return }
    let ordered = diagnostics.enumerated().sorted { left, right in
      guard let first = left.element.span, let second = right.element.span, first != second else {
        return left.offset < right.offset
      }
      return first < second
    }
    throw InputError(ordered.map(\.element))
  }
}
