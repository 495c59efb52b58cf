package import GovernanceModel
package import SourceDocuments

extension Vocabulary {
  /// Reads vocabulary files as one: the shipped one and the user's own, in the same shape.
  ///
  /// Throws ``InputError`` with everything that is wrong in any file: a key that is no fideslang key, a key that stands
  /// twice with different content, a parent that no file has, an attribute of an unknown category.
  package static func read(_ files: [SourceFile]) throws(InputError) -> Vocabulary {
    var reader = VocabularyReader()
    var documents: [(node: Node, problems: Problems)] = []
    var diagnostics: [Diagnostic] = []
    for file in files {
      do {
        documents.append((try Node.read(file), Problems(in: file)))
      } catch {
        diagnostics += error.diagnostics
      }
    }
    for index in documents.indices { reader.readTerms(documents[index].node, &documents[index].problems) }
    for index in documents.indices { reader.readRest(documents[index].node, &documents[index].problems) }
    diagnostics += documents.flatMap(\.problems.diagnostics)
    if diagnostics.contains(where: { $0.level == .error }) { throw InputError(diagnostics) }
    return reader.vocabulary
  }

  /// Reads `attributes:` of a vocabulary or a project: a list of `{path, categories, granularity, inferred}`.
  package func readAttributes(_ nodes: [Node], _ problems: inout Problems) -> [AttributePattern] {
    nodes.compactMap { readAttribute($0, &problems) }
  }

  private func readAttribute(_ node: Node, _ problems: inout Problems) -> AttributePattern? {
    guard var fields = MappingReader(node, "an attribute", &problems) else { return nil }
    let path = fields.required("path", &problems)
    let before = problems.diagnostics.count
    let categories = fields.list("categories").compactMap { readCategory($0, &problems) }
    if categories.isEmpty, problems.diagnostics.count == before {
      problems.error("an attribute needs `categories`", at: node)
    }
    let level = fields.optional("granularity").flatMap { readGranularity($0, &problems) }
    let isInferred = fields.boolean("inferred", default: false, &problems)
    fields.finish(&problems)
    guard let path, let glob = path.readText("path", &problems) else { return nil }
    guard AttributeGlob.isValid(glob) else {
      problems.error(
        "`\(glob)` is no attribute path", at: path,
        help: "segments are parted by dots; `*` stands for part of one segment, `**` for any number of them")
      return nil
    }
    return AttributePattern(glob: glob, categories: categories, granularity: level, isInferred: isInferred)
  }
}

/// Gathers the terms of all files first, so that an extension may name what another file defines.
private struct VocabularyReader {
  var vocabulary = Vocabulary()
  /// Where each term was read first, for the rest of the checks.
  private var extras: [String: TermExtras] = [:]

  private struct TermExtras: Equatable {
    var family: Granularity.Family?
    var isSpecial = false
    var channel: String?
  }

  mutating func readTerms(_ node: Node, _ problems: inout Problems) {
    guard let entries = node.entries else {
      problems.error("expected a vocabulary, a mapping; found \(node.kind)", at: node)
      return
    }
    for entry in entries {
      let terms = entry.value.elements ?? []
      switch entry.key {
      case "dataCategories": for term in terms { readTerm(term, \.categories, "a data category", &problems) }
      case "dataUses": for term in terms { readTerm(term, \.uses, "a data use", &problems) }
      case "dataSubjects": for term in terms { readTerm(term, \.subjects, "a data subject", &problems) }
      default: continue
      }
    }
  }

  /// Everything but the terms, which are known by now.
  mutating func readRest(_ node: Node, _ problems: inout Problems) {
    guard node.entries != nil, var fields = MappingReader(node, "a vocabulary", &problems) else { return }
    _ = fields.text("vocabulary", &problems)
    for key in ["version", "attribution", "title"] { _ = fields.optionalText(key, &problems) }
    for key in ["dataCategories", "dataUses", "dataSubjects", "attributes"] {
      if let list = fields.optional(key), list.elements == nil { problems.error("`\(key)` is a list", at: list) }
    }
    checkParents(node["dataCategories"], vocabulary.categories, &problems)
    checkParents(node["dataUses"], vocabulary.uses, &problems)
    checkParents(node["dataSubjects"], vocabulary.subjects, &problems)
    vocabulary.attributes += vocabulary.readAttributes(node["attributes"]?.elements ?? [], &problems)
    fields.finish(&problems)
  }

  private mutating func readTerm(
    _ node: Node, _ terms: WritableKeyPath<Vocabulary, [String: Vocabulary.Term]>, _ what: String,
    _ problems: inout Problems
  ) {
    guard var fields = MappingReader(node, what, &problems) else { return }
    let keyNode = fields.required("key", &problems)
    let name = fields.optionalText("name", &problems)
    let description = fields.optionalText("description", &problems)
    let dpv = fields.optionalText("dpv", &problems)
    var extra = TermExtras()
    if terms == \.categories {
      extra.family = fields.choice("family", &problems)
      extra.isSpecial = fields.boolean("special", default: false, &problems)
    } else if terms == \.uses {
      extra.channel = fields.optionalText("channel", &problems)
    }
    fields.finish(&problems)
    guard let keyNode, let key = keyNode.readText("key", &problems) else { return }
    guard Vocabulary.isKey(key) else {
      problems.error("`\(key)` is no key", at: keyNode, help: "letters, digits and `_ - < >`, segments parted by dots")
      return
    }
    let term = Vocabulary.Term(key: key, name: name ?? key, description: description ?? "", dpv: dpv)
    if let known = vocabulary[keyPath: terms][key] {
      guard known != term || extras["\(what) \(key)"] != extra else { return }
      problems.error("`\(key)` is there already, with other content", at: keyNode)
      return
    }
    vocabulary[keyPath: terms][key] = term
    extras["\(what) \(key)"] = extra
    if let family = extra.family { vocabulary.families[DataCategory(key)] = family }
    if extra.isSpecial { vocabulary.specialCategories.insert(DataCategory(key)) }
    if let channel = extra.channel { vocabulary.channelUses[DataUse(key)] = Channel(channel) }
  }

  private func checkParents(_ list: Node?, _ terms: [String: Vocabulary.Term], _ problems: inout Problems) {
    for node in list?.elements ?? [] {
      guard let keyNode = node["key"], let key = keyNode.scalarText, Vocabulary.isKey(key),
        let parent = DataUse(key).parent?.key, terms[parent] == nil
      else { continue }
      problems.error(
        "`\(key)` has no parent `\(parent)`", at: keyNode,
        help: nearestName(to: parent, among: terms.keys.sorted()).map { "did you mean `\($0)`?" } ?? "add `\(parent)`")
    }
  }
}
