internal import GovernanceModel
internal import SourceDocuments

/// Reads one collection of a dataset.
struct CollectionReader {
  let file: SourceFile
  let defaults: DatasetDefaults

  func collection(_ node: Node, _ problems: inout Problems) -> Collection? {
    guard var keys = MappingReader(node, "a collection", &problems),
      let nameNode = keys.required("name", &problems), let name = nameNode.readText("name", &problems)
    else { return nil }
    let ownCategories = readCategories(keys.optional("data_categories"), &problems)
    let categories = ownCategories.isEmpty ? defaults.categories : ownCategories
    var collection = Collection(
      name: name, categories: categories, fields: [], anchors: [:], mayBeEmpty: false,
      span: file.span(nameNode.position, length: Int(nameNode.length)))
    let fieldNodes = elements(keys.optional("fields"), "fields", &problems)
    for fieldNode in fieldNodes { collection.fields += fields(fieldNode, below: nil, categories: [], &problems) }
    var names = ColumnNames(collection: name, fields: collection.fields.map(\.name))
    for field in collection.fields {
      names.identifying[field.name] = field.categories.first(where: ColumnNames.identifies)
    }
    for fieldNode in fieldNodes { checkUpdatedAt(fieldNode, names, &problems) }
    collection.subjectType = defaults.subjectType
    var own: String?
    if let blockNode = keys.optional("proviso") {
      own = readBlock(blockNode, into: &collection, names, &problems)
    }
    let isInherited = names.fields.isEmpty || names.lists(defaults.subject) || collection.isAboutPersons
    collection.subject = own ?? (isInherited ? defaults.subject : nil)
    if collection.subject == nil, let role = collection.roleThatNeedsSubject {
      problems.error(
        "`\(role)` of `\(name)` needs the subject's column", at: nameNode,
        help: "add `subject:` to `proviso` of the collection or of its dataset")
    }
    return collection
  }

  /// A field, or the leaves of a nested one with dotted names; categories of the outer field hold for those without own.
  private func fields(
    _ node: Node, below outer: String?, categories outerCategories: [DataCategory], _ problems: inout Problems
  ) -> [Field] {
    guard var keys = MappingReader(node, "a field", &problems),
      let nameNode = keys.required("name", &problems), let ownName = nameNode.readText("name", &problems)
    else { return [] }
    let name = outer.map { "\($0).\(ownName)" } ?? ownName
    let own = readCategories(keys.optional("data_categories"), &problems)
    let categories = own.isEmpty ? outerCategories : own
    let inner = elements(keys.optional("fields"), "fields", &problems)
    guard inner.isEmpty else {
      return inner.flatMap { fields($0, below: name, categories: categories, &problems) }
    }
    var field = Field(
      name: name, categories: categories, isPrimaryKey: Self.isPrimaryKey(node), isInferred: false,
      span: file.span(nameNode.position, length: Int(nameNode.length)))
    if let blockNode = keys.optional("proviso") { readBlock(blockNode, into: &field, &problems) }
    return [field]
  }

  /// fideslang notes the primary key under `fides_meta`, `fidesops_meta` before that.
  private static func isPrimaryKey(_ node: Node) -> Bool {
    guard let key = (node["fides_meta"] ?? node["fidesops_meta"])?["primary_key"] else { return false }
    if case .boolean(true) = key.content { return true }
    return false
  }

  private func readBlock(_ node: Node, into field: inout Field, _ problems: inout Problems) {
    guard var block = MappingReader(node, "`proviso` of a field", &problems) else { return }
    if let levelNode = block.optional("granularity"), let level = levelNode.readText("granularity", &problems) {
      field.granularity = Granularity(named: level)
      if field.granularity == nil {
        let known = Granularity.Family.allCases.flatMap { family in family.levels.map { "\(family.rawValue).\($0)" } }
        problems.error(
          "`\(level)` is no granularity", at: levelNode,
          help: Problems.suggestion(for: level, among: known) ?? "write a family and a level, such as `birth.year`")
      }
    }
    field.isInferred = block.boolean("inferred", default: false, &problems)
    field.updatedAt = block.optionalText("updatedAt", &problems)
    field.attribute = block.optionalText("attribute", &problems)
    block.finish(&problems)
  }

  /// The columns that say when a field was updated, once all fields of the collection are known.
  private func checkUpdatedAt(_ node: Node, _ names: ColumnNames, _ problems: inout Problems) {
    if let column = node["proviso"]?["updatedAt"], let name = column.scalarText {
      names.check(name, at: column, &problems)
    }
    for inner in node["fields"]?.elements ?? [] { checkUpdatedAt(inner, names, &problems) }
  }
}
