internal import GovernanceModel
package import Predicates
package import SourceDocuments

/// What a format notes on its way through one rule: reads, exports, opaque parts, each with its place.
package struct RuleNotes: Sendable {
  package let file: SourceFile
  package var reads: [RuleRead] = []
  package var writes: [RuleRead] = []
  package var exports: [RuleExport] = []
  package var personalLiterals: [RulePart] = []
  package var opaque: [RulePart] = []
  package var dangling: [RulePart] = []
  package var references: [RulePart] = []

  package init(file: SourceFile) { self.file = file }

  package mutating func read(_ path: String, at node: Node) {
    reads.append(RuleRead(path: AttributePath(path), place: part(node, path)))
  }

  /// An opaque predicate, noted with its place and what it reads.
  package mutating func opaque(_ why: String, at node: Node, reads paths: [String] = []) -> Predicate {
    opaque.append(part(node, why))
    for path in paths { read(path, at: node) }
    return .opaque(text: why, reads: paths.map { AttributePath($0) })
  }

  /// Notes every text below a node that looks like personal data, by its kind.
  package mutating func literals(_ node: Node) {
    switch node.content {
    case .text(let text):
      if let kind = PersonalLiteral.kind(of: text) { personalLiterals.append(part(node, kind.rawValue)) }
    case .sequence(let elements): for element in elements { literals(element) }
    case .mapping(let entries): for entry in entries { literals(entry.value) }
    case .null, .boolean, .integer, .decimal: break
    }
  }

  /// Notes literals that name people because of what they are compared with, such as a list of user ids.
  package mutating func identifiers(_ nodes: [Node], _ what: String) {
    for node in nodes { personalLiterals.append(part(node, what)) }
  }

  package func part(_ node: Node, _ text: String) -> RulePart { part(node.position, Int(node.length), text) }

  package func part(_ position: Node.Position, _ length: Int, _ text: String) -> RulePart {
    RulePart(span: file.span(position, length: length), excerpt: file.line(Int(position.line)), text: text)
  }

  /// The place of a stretch of the file's bytes; its length is that of its first line.
  package func part(bytes range: Range<Int>, _ text: String) -> RulePart {
    let line = file.bytes[range].prefix { $0 != UInt8(ascii: "\n") }
    return part(file.position(ofByte: range.lowerBound), line.count { $0 & 0xC0 != 0x80 }, text)
  }
}

extension Rule {
  /// A rule of a format that says nothing of purpose, review and limits.
  package init(id: String, audience: Predicate, notes: RuleNotes, place: RulePart) {
    self.init(
      id: id, hasFrequencyCap: false, latency: .zero, audience: audience, reads: notes.reads, writes: notes.writes,
      exports: notes.exports, personalLiterals: notes.personalLiterals, opaque: notes.opaque,
      dangling: notes.dangling, references: notes.references, spans: ["id": place, "audience": place])
  }
}
