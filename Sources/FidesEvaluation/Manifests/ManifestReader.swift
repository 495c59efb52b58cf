package import GovernanceModel
package import SourceDocuments

extension Manifests {
  /// Reads manifests as Fides 2.86.2 does: one resource type a key, lists of several files joined, unknown keys ignored.
  ///
  /// Throws ``InputError`` with everything that the fideslang 3.1 models refuse. A file that is no mapping is skipped with
  /// a warning.
  package static func read(
    _ documents: [(node: Node, file: SourceFile)], notes: inout [Diagnostic]
  ) throws(InputError) -> Manifests {
    var manifests = Manifests()
    var diagnostics: [Diagnostic] = []
    for (node, file) in documents {
      var reader = ManifestReader(file: file)
      reader.read(node, into: &manifests)
      diagnostics += reader.problems.diagnostics
    }
    if diagnostics.contains(where: { $0.level == .error }) { throw InputError(diagnostics) }
    notes += diagnostics
    return manifests
  }
}

/// Reads one file.
struct ManifestReader {
  let file: SourceFile
  var problems: Problems
  var references: [ManifestText] = []

  init(file: SourceFile) { (self.file, problems) = (file, Problems(in: file)) }

  mutating func read(_ root: Node, into manifests: inout Manifests) {
    guard let members = root.members else {
      problems.warning("a manifest is a mapping; this file holds \(root.kind) and is skipped", at: root)
      return
    }
    for member in members {
      guard let items = member.value.items else {
        problems.error("`\(member.key)` is a list of resources; found \(member.value.kind)", at: member)
        continue
      }
      for item in items { read(item, of: member, into: &manifests) }
    }
    manifests.references += references
  }

  private mutating func read(_ node: Node, of member: Node.Member, into manifests: inout Manifests) {
    let type = member.key
    let types = [
      "policy", "system", "dataset", "organization", "data_category", "data_use", "data_subject", "evaluation",
    ]
    guard types.contains(type) else {
      let help = Problems.suggestion(for: type, among: types)
      problems.error("fideslang has no resource type `\(type)`", at: member, help: help)
      return
    }
    guard let key = key(node, "fides_key", of: type) else { return }
    if let organization = optionalKey(node, "organization_fides_key") { references.append(organization) }
    switch type {
    case "policy": manifests.policies += policy(node, key).map { [$0] } ?? []
    case "system": manifests.systems += system(node, key).map { [$0] } ?? []
    case "dataset": manifests.datasets += dataset(node, key).map { [$0] } ?? []
    default: manifests.terms += term(node, key, type).map { [$0] } ?? []
    }
  }

  /// The parent is the key without its last segment, or the manifest is refused.
  private mutating func term(_ node: Node, _ key: ManifestText, _ type: String) -> FidesTerm? {
    guard type == "data_category" || type == "data_use", let parent = optionalKey(node, "parent_key") else {
      return FidesTerm(key: key.text, parent: nil)
    }
    guard DataCategory(key.text).parent?.key == parent.text else {
      problems.error("`parent_key` of `\(key.text)` is its key without the last segment", at: parent.node)
      return nil
    }
    return FidesTerm(key: key.text, parent: parent.text)
  }
}

// MARK: - Values

extension ManifestReader {
  /// The text of a key that must be there.
  mutating func text(_ node: Node, _ name: String, of what: String) -> ManifestText? {
    guard node.members != nil else {
      problems.error("expected a \(what), a mapping; found \(node.kind)", at: node)
      return nil
    }
    guard let value = node[name] else {
      problems.error("a \(what) needs `\(name)`", at: node)
      return nil
    }
    guard let text = value.text else {
      problems.error("`\(name)` is a text; found \(value.kind)", at: value)
      return nil
    }
    return ManifestText(text, value, in: file)
  }

  mutating func optionalText(_ node: Node, _ name: String) -> ManifestText? {
    guard let value = node[name], !value.isNull else { return nil }
    guard let text = value.text else {
      problems.error("`\(name)` is a text; found \(value.kind)", at: value)
      return nil
    }
    return ManifestText(text, value, in: file)
  }

  mutating func key(_ node: Node, _ name: String, of what: String) -> ManifestText? {
    text(node, name, of: what).flatMap { checked($0) }
  }

  mutating func optionalKey(_ node: Node, _ name: String) -> ManifestText? {
    optionalText(node, name).flatMap { checked($0) }
  }

  /// fideslang's keys: `^[a-zA-Z0-9_.<>-]+$`.
  private mutating func checked(_ key: ManifestText) -> ManifestText? {
    let isKey =
      !key.text.isEmpty
      && key.text.utf8.allSatisfy { byte in
        switch byte {
        case 48...57, 65...90, 97...122, UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "<"), UInt8(ascii: ">"),
          UInt8(ascii: "-"):
          true
        default: false
        }
      }
    if isKey { return key }
    problems.error("a key holds only letters, digits, `_`, `.`, `-`, `<` and `>`", at: key.node)
    return nil
  }

  /// A list that may be absent.
  mutating func list(_ node: Node, _ name: String) -> [Node] {
    guard let value = node[name], !value.isNull else { return [] }
    if let items = value.elements { return items }
    problems.error("`\(name)` is a list; found \(value.kind)", at: value)
    return []
  }

  /// A list that must be there; empty, with a message, where it is not.
  mutating func requiredList(_ node: Node, _ name: String, of what: String) -> [Node] {
    guard let value = node[name], !value.isNull else {
      problems.error("a \(what) needs `\(name)`", at: node)
      return []
    }
    return list(node, name)
  }

  mutating func keys(_ nodes: [Node], _ name: String) -> [ManifestText] {
    nodes.compactMap { node in
      guard let text = node.text else {
        problems.error("`\(name)` holds keys; found \(node.kind)", at: node)
        return nil
      }
      return checked(ManifestText(text, node, in: file))
    }
  }
}
