package import GovernanceModel
package import SourceDocuments
package import XMLDocuments

/// What a rule file holds, parsed as its syntax asks.
package enum RuleContent: Sendable {
  case tree(Node)
  case markup(XMLElement)
  /// Read by the format itself, from the file's bytes.
  case text

  package var syntax: RuleSetFormat.Syntax {
    switch self {
    case .tree: .tree
    case .markup: .markup
    case .text: .text
    }
  }

  /// The tree; nothing at the start of the file for the other syntaxes, which a format of trees is never given.
  package var root: Node { if case .tree(let root) = self { root } else { Node(.null, at: .init(line: 1, column: 1)) } }

  /// Parses a file. Throws ``InputError`` with the place of what is malformed.
  package static func read(_ file: SourceFile, as syntax: RuleSetFormat.Syntax) throws(InputError) -> RuleContent {
    switch syntax {
    case .tree: return .tree(try Node.read(file))
    case .text: return .text
    case .markup:
      do {
        return .markup(try XMLDocument(file.bytes).root())
      } catch {
        let place = Node.Position(line: max(1, error.line), column: 1)
        throw InputError([
          Diagnostic(
            .error, "the XML cannot be read: \(error.message)", at: file.span(place),
            excerpt: file.line(Int(place.line)))
        ])
      }
    }
  }
}

extension RuleSetFormat.Syntax {
  /// The syntax of a file by its name, else by how its text begins.
  init(of file: SourceFile) {
    let path = file.path.lowercased()
    if [".json", ".yaml", ".yml"].contains(where: path.hasSuffix) {
      self = .tree
    } else if [".xml", ".dmn"].contains(where: path.hasSuffix) {
      self = .markup
    } else if RuleSetFormat.all.contains(where: { $0.extensions.contains(where: path.hasSuffix) }) {
      self = .text
    } else {
      self = Self.sniffed(file.bytes)
    }
  }

  private static func sniffed(_ bytes: [UInt8]) -> RuleSetFormat.Syntax {
    let start = bytes.drop { $0 == 32 || (9...13).contains($0) }.prefix(6)
    if start.starts(with: "<?xml".utf8) { return .markup }
    let word = String(decoding: start, as: UTF8.self).uppercased()
    let isText = start.first == UInt8(ascii: "<") || ["{{", "{%", "--", "/*"].contains { word.hasPrefix($0) }
    return isText || word == "SELECT" || word.hasPrefix("WITH ") ? .text : .tree
  }
}
