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

  /// A part whose reads nobody can tell.
  package mutating func readsAnything(at place: RulePart) { reads.append(RuleRead(path: .anything, place: place)) }

  /// An opaque predicate, noted with its place and what it reads.
  ///
  /// Opaque parts of one text are one unknown to whoever proves something, so conditions that differ must not have the
  /// same text: it ends with what the condition says.
  ///
  /// - Parameter whole: the condition that is opaque, where `node` is only a part of it.
  package mutating func opaque(
    _ why: String, at node: Node, reads paths: [String] = [], of whole: Node? = nil
  ) -> Predicate {
    opaque.append(part(node, why))
    for path in paths { read(path, at: node) }
    return .opaque(
      text: "\(why): \(whole == nil ? Self.list(paths) : "")\((whole ?? node).distinctText(reading: paths))",
      reads: paths.map { AttributePath($0) })
  }

  private static func list(_ paths: [String]) -> String { paths.isEmpty ? "" : paths.joined(separator: ", ") + " " }

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

  /// The same where the attribute's name says that it identifies a person; texts that look personal are noted already.
  package mutating func identifiers(_ nodes: [Node], comparedWith path: String) {
    guard Self.identifies(path) else { return }
    identifiers(
      nodes.filter { node in
        node.scalarText.map { !$0.isEmpty && PersonalLiteral.kind(of: $0) == nil } ?? false
      }, "an identifier")
  }

  /// True for attributes whose name is that of a key to one person, whatever the format.
  package static func identifies(_ path: String) -> Bool {
    let name = path.split(separator: ".").last.map { $0.lowercased().filter { $0 != "_" && $0 != "-" } } ?? ""
    return [
      "id", "userid", "customerid", "profileid", "accountid", "visitorid", "deviceid", "sessionid", "targetingkey",
      "distinctid", "anonymousid", "email", "emailaddress", "phone", "phonenumber", "remoteaddress", "ip", "ipaddress",
      "anonid", "personid", "contactid", "mobile", "itemid", "loggedinid",
    ].contains(name)
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
