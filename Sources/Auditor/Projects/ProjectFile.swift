internal import GovernanceModel
internal import PolicyEngine
internal import SourceDocuments

/// `proviso.yaml` as it was written, checked for shape; nothing that it names has been opened.
struct ProjectFile {
  struct Store {
    var name: String
    var engine: String
    var path: String
    var map: String
    var node: Node
  }

  /// A name or path with its place, for messages.
  struct Named {
    var text: String
    var node: Node
  }

  var name: String
  var policies: [Named]
  var vocabularies: [Named]
  var attributes: [Vocabulary.AttributePattern]
  var legalBases: [DeclaredBasis]
  var recipients: [DeclaredRecipient]
  var stores: [Store]
  var ruleSets: [Named]
  var ledger: String
  var pseudonymKeyFile: Named
  var sampleSize: Int
  var failOn: Severity
  var memory: Int?

  /// Reads the project file; throws everything that is wrong with it at once.
  static func read(_ file: SourceFile) throws(InputError) -> ProjectFile {
    var problems = Problems(in: file)
    let root = try Node.yaml(file)
    guard var fields = MappingReader(root, "a project", &problems) else { throw InputError(problems.diagnostics) }
    let name = fields.text("project", &problems)
    let policies = named(&fields, "policies", &problems)
    if policies.isEmpty { problems.error("a project needs `policies`, a list of packs", at: root) }
    let project = ProjectFile(
      name: name ?? "", policies: policies, vocabularies: named(&fields, "vocabularies", &problems),
      attributes: fields.list("attributes").compactMap { attribute($0, &problems) },
      legalBases: fields.list("legalBases").compactMap { basis($0, &problems) },
      recipients: fields.list("recipients").compactMap { recipient($0, &problems) },
      stores: fields.list("stores").compactMap { store($0, &problems) },
      ruleSets: named(&fields, "ruleSets", &problems),
      ledger: fields.optionalText("ledger", &problems) ?? ".proviso/ledger.sqlite",
      pseudonymKeyFile: named(&fields, "pseudonymKeyFile", &problems).first
        ?? Named(text: ".proviso/pseudonym.key", node: root),
      sampleSize: report(&fields, &problems), failOn: fields.choice("failOn", &problems) ?? .info,
      memory: memory(&fields, &problems))
    fields.finish(&problems)
    duplicates(project.stores, &problems)
    try problems.throwIfAny()
    return project
  }

  private static func named(_ fields: inout MappingReader, _ key: String, _ problems: inout Problems) -> [Named] {
    fields.list(key).compactMap { node in node.readText(key, &problems).map { Named(text: $0, node: node) } }
  }

  private static func store(_ node: Node, _ problems: inout Problems) -> Store? {
    guard var fields = MappingReader(node, "a store", &problems) else { return nil }
    let name = fields.text("name", &problems)
    let engine = fields.optionalText("engine", &problems) ?? "sqlite"
    let path = fields.text("path", &problems)
    let map = fields.text("map", &problems)
    fields.finish(&problems)
    if engine != "sqlite" {
      problems.error("`\(engine)` is no engine of this release", at: fields.node, help: "expected `sqlite`")
    }
    guard let name, let path, let map else { return nil }
    return Store(name: name, engine: engine, path: path, map: map, node: node)
  }

  private static func attribute(_ node: Node, _ problems: inout Problems) -> Vocabulary.AttributePattern? {
    guard var fields = MappingReader(node, "an attribute", &problems) else { return nil }
    let path = fields.text("path", &problems)
    let categories = fields.texts("categories", &problems).map(DataCategory.init)
    let level = granularity(&fields, &problems)
    let inferred = fields.boolean("inferred", default: false, &problems)
    fields.finish(&problems)
    guard let path else { return nil }
    return Vocabulary.AttributePattern(glob: path, categories: categories, granularity: level, isInferred: inferred)
  }

  private static func granularity(_ fields: inout MappingReader, _ problems: inout Problems) -> Granularity? {
    guard let node = fields.optional("granularity"), let text = node.readText("granularity", &problems) else { return nil }
    if let level = Granularity(named: text) { return level }
    let names = Granularity.Family.allCases.flatMap { family in family.levels.map { "\(family.rawValue).\($0)" } }
    problems.error(
      "`\(text)` is no granularity", at: node, help: nearestName(to: text, among: names).map { "did you mean `\($0)`?" })
    return nil
  }

  private static func basis(_ node: Node, _ problems: inout Problems) -> DeclaredBasis? {
    guard var fields = MappingReader(node, "a legal basis", &problems) else { return nil }
    let use = fields.text("use", &problems).map(DataUse.init)
    let categories = fields.texts("categories", &problems).map(DataCategory.init)
    let basis: LegalBasis? = fields.required("basis", &problems)?.readChoice("basis", &problems)
    fields.finish(&problems)
    guard let use, let basis else { return nil }
    return DeclaredBasis(use: use, categories: categories, basis: basis)
  }

  private static func recipient(_ node: Node, _ problems: inout Problems) -> DeclaredRecipient? {
    guard var fields = MappingReader(node, "a recipient", &problems) else { return nil }
    let name = fields.text("name", &problems)
    let country = fields.optionalText("country", &problems)
    let safeguard = fields.optionalText("safeguard", &problems)
    fields.finish(&problems)
    guard let name else { return nil }
    return DeclaredRecipient(name: name, country: country, safeguard: safeguard)
  }

  private static func report(_ fields: inout MappingReader, _ problems: inout Problems) -> Int {
    guard let node = fields.optional("report"), var report = MappingReader(node, "report settings", &problems) else {
      return 5
    }
    let sample = report.integer("sample", in: 0...100, &problems) ?? 5
    report.finish(&problems)
    return sample
  }

  private static func memory(_ fields: inout MappingReader, _ problems: inout Problems) -> Int? {
    guard let node = fields.optional("memory"), let text = node.readText("memory", &problems) else { return nil }
    if let bytes = MemorySize(text) { return bytes.bytes }
    problems.error("`memory` is a size such as `256M` or `2G`", at: node)
    return nil
  }

  private static func duplicates(_ stores: [Store], _ problems: inout Problems) {
    var seen: Set<String> = []
    for store in stores where !seen.insert(store.name).inserted {
      problems.error("two stores are named `\(store.name)`", at: store.node)
    }
  }
}
