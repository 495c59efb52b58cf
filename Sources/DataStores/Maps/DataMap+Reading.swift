internal import Digests
package import GovernanceModel
package import SourceDocuments

extension DataMap {
  /// Reads a fideslang file: the list under `dataset:`, and what the `proviso:` blocks in it add. Every other key of
  /// fideslang is left alone; unknown keys inside `proviso:` are errors.
  ///
  /// `zones` gives the rules of a time zone by its name, such as ``ZoneDatabase/rules(named:)``.
  package static func read(_ file: SourceFile, zones: (String) -> ZoneRules?) throws(InputError) -> DataMap {
    let root = try Node.yaml(file)
    var problems = Problems(in: file)
    var datasets: [Dataset] = []
    if var fields = MappingReader(root, "a data map", &problems),
      let list = fields.required("dataset", &problems)
    {
      let nodes = list.elements ?? [list]
      if nodes.isEmpty { problems.error("the data map declares no dataset", at: list) }
      for node in nodes {
        let reader = DatasetReader(file: file)
        if let dataset = reader.dataset(node, zones: zones, &problems) { datasets.append(dataset) }
      }
    }
    reportRepeated(datasets.map { ($0.key, $0.span) }, "the dataset", &problems)
    try problems.throwIfAny()
    return DataMap(
      datasets: datasets, digest: SHA256Digest.hexadecimal(of: file.bytes), diagnostics: problems.diagnostics)
  }
}

/// Names that stand twice where each may stand once.
func reportRepeated(_ names: [(name: String, span: SourceSpan)], _ what: String, _ problems: inout Problems) {
  var seen: Set<String> = []
  for (name, span) in names where !seen.insert(name).inserted {
    problems.add(
      .error, "\(what) `\(name)` stands twice", at: Node.Position(line: span.line, column: span.column),
      length: span.length)
  }
}

/// Reads one dataset of a file.
struct DatasetReader {
  let file: SourceFile

  func dataset(_ node: Node, zones: (String) -> ZoneRules?, _ problems: inout Problems) -> Dataset? {
    guard var fields = MappingReader(node, "a dataset", &problems) else { return nil }
    let keyNode = fields.required("fides_key", &problems)
    let key = keyNode?.readText("fides_key", &problems)
    var defaults = blockDefaults(fields.optional("proviso"), zones: zones, &problems)
    let categories = readCategories(fields.optional("data_categories"), &problems)
    defaults.categories = categories
    var collections: [Collection] = []
    for collectionNode in elements(fields.required("collections", &problems), "collections", &problems) {
      let reader = CollectionReader(file: file, defaults: defaults)
      if let collection = reader.collection(collectionNode, &problems) { collections.append(collection) }
    }
    reportRepeated(collections.map { ($0.name, $0.span) }, "the collection", &problems)
    guard let key, let keyNode else { return nil }
    if defaults.zone == nil, let node = collections.first(where: \.readsInstants) {
      problems.add(
        .note, "dataset `\(key)` names no zone: local times, as in `\(node.name)`, are read as UTC",
        at: keyNode.position, length: Int(keyNode.length), help: "add `proviso: {zone: Europe/Paris}` to the dataset")
    }
    let dataset = Dataset(
      key: key, name: fields.optional("name")?.scalarText, categories: categories, collections: collections,
      zone: defaults.zone ?? .utc, span: file.span(keyNode.position, length: Int(keyNode.length)))
    dataset.checkReads(&problems)
    return dataset
  }

  /// The dataset's own `proviso:` block.
  private func blockDefaults(
    _ node: Node?, zones: (String) -> ZoneRules?, _ problems: inout Problems
  ) -> DatasetDefaults {
    var defaults = DatasetDefaults()
    guard let node, var block = MappingReader(node, "`proviso` of a dataset", &problems) else { return defaults }
    defaults.subject = block.optionalText("subject", &problems)
    defaults.subjectType = block.optionalText("subjectType", &problems).map(DataSubject.init)
    if let zoneNode = block.optional("zone"), let name = zoneNode.readText("zone", &problems) {
      defaults.zone = zones(name)
      if defaults.zone == nil {
        problems.error(
          "there is no time zone `\(name)`", at: zoneNode,
          help: "name one of the IANA time zone database, such as `UTC` or `Europe/Paris`")
      }
    }
    block.finish(&problems)
    return defaults
  }
}

/// What a dataset says for all of its collections.
struct DatasetDefaults {
  var subject: String?
  var subjectType: DataSubject?
  var zone: ZoneRules?
  var categories: [DataCategory] = []
}

/// The elements of a list; one message when it is something else.
func elements(_ node: Node?, _ key: String, _ problems: inout Problems) -> [Node] {
  guard let node else { return [] }
  if let elements = node.elements { return elements }
  problems.error("`\(key)` is a list; found \(node.kind)", at: node)
  return []
}

/// `data_categories`: a list of keys; a single key stands for a list of one.
func readCategories(_ node: Node?, _ problems: inout Problems) -> [DataCategory] {
  guard let node else { return [] }
  return (node.elements ?? [node]).compactMap { $0.readText("data_categories", &problems) }.map(DataCategory.init)
}
