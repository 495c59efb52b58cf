internal import GovernanceModel
internal import PolicyEngine
internal import RuleSets
internal import SourceDocuments

/// Where the personalisation core keeps its people, and where it logs what it decided.
struct CoreFiles {
  var store: String
  var log: String
}

/// `proviso.yaml` as it was written, checked for shape; nothing that it names has been opened.
struct ProjectFile {
  /// A name or path with its place, for messages.
  struct Named {
    var text: String
    var node: Node
  }

  /// A pack, and from when on it is applied where that is before its law was in force.
  struct PackRequest {
    var name: Named
    var inForce: Instant?
  }

  var name: String
  var policies: [PackRequest]
  var vocabularies: [Named]
  var attributes: [Vocabulary.AttributePattern]
  var legalBases: [DeclaredBasis]
  var recipients: [DeclaredRecipient]
  /// The lowest version of each notice that a consent may rest on, by notice id.
  var notices: [String: String]
  var stores: [Store]
  var ruleSets: [RuleSetRequest]
  var ledger: String
  var pseudonymKeyFile: String
  var waivers: String
  var sampleSize: Int
  var failOn: Severity
  var memory: Int?
  var timeLimit: TimeLimit?
  /// The files of the personalisation core.
  var core: CoreFiles?

  /// Reads the project file; throws everything that is wrong with it at once.
  ///
  /// `environment` gives the secrets. Its vocabularies must be known before its attributes can be checked, so the first reading is without `vocabulary`.
  static func read(
    _ file: SourceFile, vocabulary: Vocabulary?, environment: @escaping (String) -> String? = { _ in nil }
  ) throws(InputError) -> ProjectFile {
    var problems = Problems(in: file)
    let root = try Node.yaml(file)
    guard var fields = MappingReader(root, "a project", &problems) else { throw InputError(problems.diagnostics) }
    let name = fields.text("project", &problems)
    let policies = packs(&fields, &problems)
    let attributes = fields.list("attributes")
    let project = ProjectFile(
      name: name ?? "", policies: policies, vocabularies: named(&fields, "vocabularies", &problems),
      attributes: vocabulary?.readAttributes(attributes, &problems) ?? [],
      legalBases: fields.list("legalBases").compactMap { basis($0, vocabulary, &problems) },
      recipients: fields.list("recipients").compactMap { recipient($0, &problems) },
      notices: notices(&fields, &problems),
      stores: fields.list("stores").compactMap { store($0, environment, &problems) },
      ruleSets: fields.list("ruleSets").compactMap { ruleSet($0, &problems) },
      ledger: fields.optionalText("ledger", &problems) ?? ".proviso/ledger.sqlite",
      pseudonymKeyFile: fields.optionalText("pseudonymKeyFile", &problems) ?? ".proviso/pseudonym.key",
      waivers: fields.optionalText("waivers", &problems) ?? "waivers.yaml",
      sampleSize: report(&fields, &problems), failOn: fields.choice("failOn", &problems) ?? .info,
      memory: memory(&fields, &problems), timeLimit: timeLimit(&fields, &problems), core: core(&fields, &problems))
    fields.finish(&problems)
    duplicates(project.stores, &problems)
    try problems.throwIfAny()
    return project
  }

  private static func named(_ fields: inout MappingReader, _ key: String, _ problems: inout Problems) -> [Named] {
    fields.list(key).compactMap { node in node.readText(key, &problems).map { Named(text: $0, node: node) } }
  }

  /// `notices: {privacy-notice: "2"}`.
  private static func notices(_ fields: inout MappingReader, _ problems: inout Problems) -> [String: String] {
    guard let node = fields.optional("notices") else { return [:] }
    guard let entries = node.entries else {
      problems.error("`notices` is a mapping from a notice's id to its lowest version; found \(node.kind)", at: node)
      return [:]
    }
    return entries.reduce(into: [:]) { versions, entry in
      versions[entry.key] = entry.value.readText("version", &problems)
    }
  }

  /// At least one pack; without any, everything would pass.
  private static func packs(_ fields: inout MappingReader, _ problems: inout Problems) -> [PackRequest] {
    guard let node = fields.required("policies", &problems) else { return [] }
    let nodes = node.elements ?? [node]
    if nodes.isEmpty { problems.error("`policies` names no pack", at: node) }
    return nodes.compactMap { pack($0, &problems) }
  }

  /// A name or path, or `{pack: gdpr, inForce: 2017-01-01}`: judged by it from that day on, law or not.
  private static func pack(_ node: Node, _ problems: inout Problems) -> PackRequest? {
    guard node.entries != nil else {
      return node.readText("policies", &problems).map { PackRequest(name: Named(text: $0, node: node)) }
    }
    guard var fields = MappingReader(node, "a policy", &problems) else { return nil }
    let name = fields.text("pack", &problems)
    let inForce = fields.moment("inForce", &problems)
    fields.finish(&problems)
    return name.map { PackRequest(name: Named(text: $0, node: node), inForce: inForce?.start) }
  }

  /// A path or pattern, or a mapping with what the format of the rules does not say.
  private static func ruleSet(_ node: Node, _ problems: inout Problems) -> RuleSetRequest? {
    guard node.entries != nil else {
      return node.readText("ruleSets", &problems).map { RuleSetRequest(pattern: $0, defaults: RuleDefaults()) }
    }
    guard var fields = MappingReader(node, "a rule set", &problems) else { return nil }
    let path = fields.text("path", &problems)
    var defaults = RuleDefaults()
    defaults.use = fields.optionalText("use", &problems).map(DataUse.init)
    defaults.channel = fields.optionalText("channel", &problems).map(Channel.init)
    defaults.basis = fields.choice("basis", &problems)
    defaults.owner = fields.optionalText("owner", &problems)
    defaults.reviewed = fields.moment("reviewed", &problems)?.start
    defaults.expires = fields.moment("expires", &problems)?.end
    defaults.lookBack = fields.period("lookBack", &problems)
    defaults.hasFrequencyCap = fields.optional("cap").map { FrequencyCap.isRead($0, &problems) } ?? false
    let format = fields.optional("format").flatMap { namedFormat($0, &problems) }
    fields.finish(&problems)
    return path.map { RuleSetRequest(pattern: $0, defaults: defaults, format: format) }
  }

  private static func namedFormat(_ node: Node, _ problems: inout Problems) -> RuleSetFormat? {
    guard let name = node.readText("format", &problems) else { return nil }
    if let format = RuleSetFormat.named(name) { return format }
    let known = RuleSetFormat.all.map(\.name)
    let near = nearestName(to: name, among: known).map { "did you mean `\($0)`?" }
    problems.error(
      "`\(name)` is no format of rule sets", at: node, help: near ?? "expected one of " + known.joined(separator: ", "))
    return nil
  }

  /// A misspelt key would leave its uses without a ground, and say nothing of why.
  private static func basis(_ node: Node, _ vocabulary: Vocabulary?, _ problems: inout Problems) -> DeclaredBasis? {
    guard var fields = MappingReader(node, "a legal basis", &problems) else { return nil }
    let use = fields.text("use", &problems).map(DataUse.init)
    let categories = fields.texts("categories", &problems).map(DataCategory.init)
    if let use, let known = vocabulary?.uses, !known.isEmpty, known[use.key] == nil, use != .every {
      problems.error(
        "the vocabulary has no data use `\(use)`", at: node["use"] ?? node,
        help: Problems.suggestion(for: use.key, among: Array(known.keys)))
    }
    for category in categories {
      guard let known = vocabulary?.categories, !known.isEmpty, known[category.key] == nil else { continue }
      problems.error(
        "the vocabulary has no data category `\(category)`", at: node["categories"] ?? node,
        help: Problems.suggestion(for: category.key, among: Array(known.keys)))
    }
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

  private static func timeLimit(_ fields: inout MappingReader, _ problems: inout Problems) -> TimeLimit? {
    guard let node = fields.optional("timeLimit"), let text = node.readText("timeLimit", &problems) else { return nil }
    if let limit = TimeLimit(text) { return limit }
    problems.error("`timeLimit` is a time such as `90s`, `10m` or `2h`", at: node)
    return nil
  }

  /// `core: {store: core.sqlite, log: decisions.sqlite}`.
  private static func core(_ fields: inout MappingReader, _ problems: inout Problems) -> CoreFiles? {
    guard let node = fields.optional("core"), var core = MappingReader(node, "`core`", &problems) else { return nil }
    let (store, log) = (core.text("store", &problems), core.text("log", &problems))
    core.finish(&problems)
    guard let store, let log else { return nil }
    if store == log { problems.error("`store` and `log` are two files: the log holds pseudonyms only", at: node) }
    return CoreFiles(store: store, log: log)
  }

  private static func duplicates(_ stores: [Store], _ problems: inout Problems) {
    var seen: Set<String> = []
    for store in stores where !seen.insert(store.name).inserted {
      problems.error("two stores are named `\(store.name)`", at: store.node)
    }
  }
}
