package import GovernanceModel
package import SourceDocuments

/// A place in the rule file with its line, and what is to be said of it (never a literal that may be personal).
///
/// Kept as a few numbers beside the file: line, column and excerpt are made for what is reported.
package struct RulePart: Sendable {
  private enum Place: Sendable {
    case inFile(SourceFile, SourcePlace)
    case written(Written)
  }

  private final class Written: Sendable {
    let span: SourceSpan
    let excerpt: String
    init(_ span: SourceSpan, _ excerpt: String) { (self.span, self.excerpt) = (span, excerpt) }
  }

  private let place: Place
  package var text: String

  package init(_ node: Node, in file: SourceFile, text: String) { self.init(node.place, in: file, text: text) }

  init(_ place: SourcePlace, in file: SourceFile, text: String) {
    (self.place, self.text) = (.inFile(file, place), text)
  }

  /// Of a file that another reader knows.
  package init(span: SourceSpan, excerpt: String, text: String) {
    (place, self.text) = (.written(Written(span, excerpt)), text)
  }

  package var span: SourceSpan {
    switch place {
    case .inFile(let file, let place): file.span(place)
    case .written(let written): written.span
    }
  }

  package var excerpt: String {
    switch place {
    case .inFile(let file, let place): file.line(of: place)
    case .written(let written): written.excerpt
    }
  }
}

extension RulePart: Hashable {
  package static func == (left: RulePart, right: RulePart) -> Bool {
    left.text == right.text && left.span == right.span && left.excerpt == right.excerpt
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(text)
    hasher.combine(span)
  }
}

/// The places of a rule's own keys by their names.
package struct RulePlaces: Sendable, ExpressibleByDictionaryLiteral {
  private var parts: [(key: String, part: RulePart)] = []

  package init(dictionaryLiteral elements: (String, RulePart)...) {
    for (key, part) in elements { self[key] = part }
  }

  package var keys: [String] { parts.map(\.key) }

  mutating func reserveCapacity(_ count: Int) { parts.reserveCapacity(count) }

  /// Of a key that has no place yet.
  mutating func append(_ key: String, _ part: RulePart) { parts.append((key, part)) }

  package subscript(key: String) -> RulePart? {
    get { parts.first { $0.key == key }?.part }
    set {
      parts.removeAll { $0.key == key }
      if let newValue { parts.append((key, newValue)) }
    }
  }
}
