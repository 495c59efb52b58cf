/// Why XML could not be read, checked or written. One value, one message, with the line when there is one.
package struct XMLFailure: Error, Hashable, Sendable {
  /// What could not be done.
  package enum Kind: String, Hashable, Sendable {
    case empty, tooLarge, malformed, documentType, schema, expression, outOfMemory
  }

  package let kind: Kind
  /// Counts from one; 0 when the failure has no place.
  package let line: Int
  package let message: String

  package init(_ kind: Kind, line: Int = 0, _ message: String) {
    (self.kind, self.line, self.message) = (kind, line, message)
  }

  static let outOfMemory = XMLFailure(.outOfMemory, "out of memory")
  static let documentType = XMLFailure(.documentType, "a document type declaration (<!DOCTYPE) is not accepted")
}

extension XMLFailure: CustomStringConvertible {
  package var description: String { line > 0 ? "line \(line): \(message)" : message }
}

/// One place where a document is not what its schema asks.
package struct XMLProblem: Hashable, Sendable {
  /// Counts from one.
  package let line: Int
  /// The message of libxml2, which may hold values of the document.
  package let message: String
  package init(line: Int, message: String) { (self.line, self.message) = (line, message) }

  /// The element or attribute and the rule that it breaks, without any value of the document.
  package var withoutValues: String {
    let parts = message.split(separator: ": ", maxSplits: 1, omittingEmptySubsequences: false)
    let place = parts[0].hasPrefix("Element '") ? String(parts[0]) : "the document"
    guard parts.count == 2, parts[1].hasPrefix("[facet '"), let end = parts[1].firstIndex(of: "]") else {
      return "\(place) is not as the schema asks"
    }
    return "\(place) breaks \(parts[1][...end])"
  }
}
