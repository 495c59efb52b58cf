internal import Digests
package import GovernanceModel
internal import Predicates
package import SourceDocuments

extension Pack {
  /// Reads a policy pack in YAML or JSON and checks it against the vocabulary.
  ///
  /// Throws ``InputError`` with everything that is wrong in the file, each with its place and the nearest name.
  package static func read(_ file: SourceFile, vocabulary: Vocabulary) throws(InputError) -> Pack {
    var problems = Problems(in: file)
    let pack = read(try Node.read(file), file, vocabulary, &problems)
    try problems.throwIfAny()
    guard let pack else { throw InputError(problems.diagnostics) }
    return pack
  }

  private static func read(
    _ root: Node, _ file: SourceFile, _ vocabulary: Vocabulary, _ problems: inout Problems
  ) -> Pack? {
    guard var fields = MappingReader(root, "a policy pack", &problems) else { return nil }
    let id = fields.required("pack", &problems).flatMap { Control.readID($0, "a pack", &problems) }
    let title = fields.text("title", &problems)
    let version = fields.text("version", &problems)
    let appliesNode = fields.optional("applies")
    let scope = appliesNode.flatMap { ConditionContext(vocabulary).read($0, &problems) }
    let onUnknown: OnUnknown? = fields.choice("onUnknown", &problems)
    let controls = readControls(fields.required("controls", &problems), vocabulary, &problems)
    fields.finish(&problems)
    guard let id, let title, let version else { return nil }
    return Pack(
      id: id, title: title, version: version, digest: SHA256Digest.hexadecimal(of: file.bytes), scope: scope,
      appliesWhenUnknown: onUnknown != .skip, controls: controls)
  }

  private static func readControls(
    _ node: Node?, _ vocabulary: Vocabulary, _ problems: inout Problems
  ) -> [Control] {
    guard let node else { return [] }
    guard let elements = node.elements else {
      problems.error("`controls` is a list; found \(node.kind)", at: node)
      return []
    }
    if elements.isEmpty { problems.error("a pack has at least one control", at: node) }
    let reader = ControlReader(vocabulary: vocabulary)
    var seen: [String: Int32] = [:]
    var controls: [Control] = []
    for element in elements {
      guard let control = reader.read(element, &problems) else { continue }
      if let line = seen[control.id], let place = element["id"] {
        problems.error("the id `\(control.id)` is there already, in line \(line)", at: place)
      }
      seen[control.id] = Int32(clamping: control.span.line)
      controls.append(control)
    }
    return controls
  }

  /// `onUnknown:` of a pack.
  private enum OnUnknown: String, CaseIterable { case apply, skip }
}

extension Control {
  /// A letter or underscore first, then letters, digits and `. _ -`; at most 100 bytes.
  static func readID(_ node: Node, _ what: String, _ problems: inout Problems) -> String? {
    guard let text = node.readText("id", &problems) else { return nil }
    if isID(text) { return text }
    problems.error(
      "`\(text)` is no id of \(what)", at: node,
      help: "a letter or underscore first, then letters, digits, `.`, `_` and `-`, at most 100")
    return nil
  }

  static func isID(_ text: String) -> Bool {
    guard let first = text.utf8.first, text.utf8.count <= 100 else { return false }
    func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte) || (97...122).contains(byte) || byte == 95 }
    return isLetter(first)
      && text.utf8.allSatisfy { isLetter($0) || (48...57).contains($0) || $0 == 45 || $0 == 46 }
  }
}
