internal import GovernanceModel
internal import SourceDocuments

extension ManifestReader {
  mutating func policy(_ node: Node, _ key: ManifestText) -> FidesPolicy? {
    let rules = requiredList(node, "rules", of: "policy").compactMap { rule($0) }
    return FidesPolicy(key: key, rules: rules.inOrder(of: \.name.text))
  }

  private mutating func rule(_ node: Node) -> FidesRule? {
    guard let name = text(node, "name", of: "rule") else { return nil }
    let categories = match(node, "data_categories")
    let uses = match(node, "data_uses")
    let subjects = match(node, "data_subjects")
    guard let categories, let uses, let subjects else { return nil }
    return FidesRule(name: name, categories: categories, uses: uses, subjects: subjects)
  }

  private mutating func match(_ node: Node, _ name: String) -> FidesMatch? {
    guard let value = node[name] else {
      problems.error("a rule needs `\(name)`", at: node)
      return nil
    }
    guard let matches = text(value, "matches", of: "`\(name)`") else { return nil }
    let values = keys(requiredList(value, "values", of: "`\(name)`"), "values")
    references += values
    guard let mode = FidesMatch.Mode(rawValue: matches.text) else {
      let help = Problems.suggestion(for: matches.text, among: FidesMatch.Mode.allCases.map(\.rawValue))
      problems.error("`\(matches.text)` is no way to match", at: matches.node, help: help)
      return nil
    }
    return FidesMatch(mode, values.map(\.text))
  }

  mutating func system(_ node: Node, _ key: ManifestText) -> FidesSystem? {
    guard text(node, "system_type", of: "system") != nil else { return nil }
    for flow in list(node, "ingress") + list(node, "egress") { readFlow(flow) }
    let declarations = requiredList(node, "privacy_declarations", of: "system").compactMap { declaration($0) }
    let exempt = node["exempt_from_privacy_regulations"].flatMap { value in
      value.value == .boolean(true) ? ManifestText("true", value, in: file) : nil
    }
    return FidesSystem(
      key: key, datasets: keys(list(node, "dataset_references"), "dataset_references"), exemption: exempt,
      declarations: declarations.inOrder(of: \.name.text))
  }

  private mutating func readFlow(_ node: Node) {
    guard let key = key(node, "fides_key", of: "data flow"), let type = text(node, "type", of: "data flow") else {
      return
    }
    references.append(key)
    let types = ["dataset", "system", "user"]
    if !types.contains(type.text) {
      problems.error(
        "`\(type.text)` is no type of a data flow", at: type.node,
        help: Problems.suggestion(for: type.text, among: types))
    }
  }

  private mutating func declaration(_ node: Node) -> FidesDeclaration? {
    guard let use = key(node, "data_use", of: "privacy declaration") else { return nil }
    let categories = keys(
      requiredList(node, "data_categories", of: "privacy declaration"), "data_categories")
    let subjects = keys(list(node, "data_subjects"), "data_subjects")
    references += categories + subjects + [use]
    return FidesDeclaration(
      name: optionalText(node, "name") ?? ManifestText("None", node, in: file), categories: categories, use: use,
      subjects: subjects, datasets: keys(list(node, "dataset_references"), "dataset_references"),
      legalBasis: legalBasis(node), retention: optionalText(node, "retention_period"))
  }

  private mutating func legalBasis(_ node: Node) -> ManifestText? {
    guard let basis = optionalText(node, "legal_basis_for_processing") else { return nil }
    let bases = [
      "Consent", "Contract", "Legal obligations", "Vital interests", "Public interest", "Legitimate interests",
    ]
    if bases.contains(basis.text) { return basis }
    problems.error(
      "`\(basis.text)` is no legal basis of fideslang", at: basis.node,
      help: Problems.suggestion(for: basis.text, among: bases))
    return nil
  }
}

// MARK: - Datasets

extension ManifestReader {
  mutating func dataset(_ node: Node, _ key: ManifestText) -> FidesDataset? {
    var parts = part(node, .dataset, key.text, path: key.text)
    let collections = named(requiredList(node, "collections", of: "dataset"), "collection")
    for (name, collection) in collections {
      let path = "\(key.text).\(name)"
      parts += part(collection, .collection, name, path: path)
      for (name, field) in named(requiredList(collection, "fields", of: "collection"), "field") {
        readField(field, name, path: "\(path).\(name)", into: &parts)
      }
    }
    return FidesDataset(key: key.text, parts: parts)
  }

  /// A field and, in the order of the file, what lies below it.
  private mutating func readField(
    _ node: Node, _ name: String, path: String, into parts: inout [FidesDataset.Part]
  ) {
    parts += part(node, .field, name, path: path)
    for key in ["fides_meta", "fidesops_meta"] {
      guard let meta = node[key], meta.members != nil else { continue }
      for reference in list(meta, "references") {
        if let dataset = self.key(reference, "dataset", of: "reference") { references.append(dataset) }
      }
    }
    for child in list(node, "fields") {
      guard let name = text(child, "name", of: "field") else { continue }
      readField(child, name.text, path: "\(path).\(name.text)", into: &parts)
    }
  }

  private mutating func part(
    _ node: Node, _ kind: FidesDataset.Part.Kind, _ name: String, path: String
  ) -> [FidesDataset.Part] {
    let categories = keys(list(node, "data_categories"), "data_categories")
    return categories.isEmpty
      ? [] : [FidesDataset.Part(kind: kind, name: name, path: path, categories: categories)]
  }

  /// Ordered by name; a name may stand once.
  private mutating func named(_ nodes: [Node], _ what: String) -> [(name: String, node: Node)] {
    var seen: Set<String> = []
    var found: [(name: String, node: Node)] = []
    for node in nodes {
      guard let name = text(node, "name", of: what) else { continue }
      if !seen.insert(name.text).inserted {
        problems.error("the \(what) `\(name.text)` stands twice", at: name.node)
      }
      found.append((name.text, node))
    }
    return found.inOrder(of: \.name)
  }
}

extension Array {
  /// Stable, by Unicode scalars, as Python orders texts.
  func inOrder(of name: (Element) -> String) -> [Element] {
    enumerated().sorted { left, right in
      let (first, second) = (name(left.element), name(right.element))
      if first == second { return left.offset < right.offset }
      return first.unicodeScalars.lexicographicallyPrecedes(second.unicodeScalars)
    }.map(\.element)
  }
}
