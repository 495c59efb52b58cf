internal import Digests
internal import GovernanceModel
internal import Predicates
internal import SourceDocuments

extension NativeReader {
  /// One rule; nil, with messages, when it cannot be told.
  mutating func rule(_ node: Node, _ segments: [String: Predicate]) -> Rule? {
    guard var fields = MappingReader(node, "a rule", &problems) else { return nil }
    var rule = start(node, &fields)
    readPurpose(&rule, &fields)
    readReview(&rule, &fields)
    readLimits(&rule, &fields)
    readAudience(&rule, fields.optional("audience"), segments)
    readData(&rule, &fields)
    readPlan(&rule, &fields, segments)
    fields.finish(&problems)
    let windows = FreshnessWindows(rule.audience)
    if !windows.isEmpty {
      for index in rule.reads.indices { rule.reads[index].freshWithin = windows.period(for: rule.reads[index].path) }
    }
    return rule
  }

  /// A rule with its id, or the digest of its normalised text for one.
  private mutating func start(_ node: Node, _ fields: inout MappingReader) -> Rule {
    let idNode = fields.optional("id")
    var id = idNode?.readText("id", &problems)
    if id?.isEmpty == true, let idNode { problems.error("`id` is a text; found an empty one", at: idNode) }
    if id == nil { id = "sha256-" + SHA256Digest.hexadecimal(of: Array(node.normalisedText.utf8)).prefix(16) }
    var spans = RulePlaces()
    spans.reserveCapacity(12)
    spans.append("id", part(idNode ?? node, "id"))
    return Rule(
      id: id ?? "", hasFrequencyCap: false, latency: .zero, audience: .constant(true), reads: [], writes: [],
      exports: [], personalLiterals: [], opaque: [], dangling: [], spans: spans)
  }

  private mutating func readPurpose(_ rule: inout Rule, _ fields: inout MappingReader) {
    _ = fields.optionalText("title", &problems)
    _ = fields.optionalText("description", &problems)
    rule.tactic = fields.choice("tactic", &problems)
    if let node = noted("use", &rule, &fields) { rule.use = node.readText("use", &problems).map { DataUse($0) } }
    if let node = noted("channel", &rule, &fields) {
      rule.channel = node.readText("channel", &problems).map { Channel($0) }
    }
    let subjects = fields.texts("subjects", &problems)
    // Several subject types are as none: every control that names one of them applies.
    rule.subjectType = subjects.count == 1 ? subjects.first.map { DataSubject($0) } : nil
    guard let node = noted("basis", &rule, &fields), let text = node.readText("basis", &problems) else { return }
    rule.basis = LegalBasis(named: text)
    if rule.basis == nil {
      problems.error(
        "`\(text)` is no legal basis", at: node,
        help: Problems.suggestion(for: text, among: LegalBasis.allCases.map(\.rawValue)))
    }
  }

  private mutating func readReview(_ rule: inout Rule, _ fields: inout MappingReader) {
    if let node = noted("owner", &rule, &fields) { rule.owner = node.readText("owner", &problems) }
    // A review counts from the start of its day; a rule ends with the end of its day.
    if noted("reviewed", &rule, &fields) != nil { rule.reviewed = fields.moment("reviewed", &problems)?.start }
    if noted("expires", &rule, &fields) != nil { rule.expires = fields.moment("expires", &problems)?.end }
    if noted("lookBack", &rule, &fields) != nil { rule.lookBack = fields.period("lookBack", &problems) }
    rule.latency = fields.period("latency", &problems) ?? .zero
  }

  private mutating func readLimits(_ rule: inout Rule, _ fields: inout MappingReader) {
    if let node = noted("cap", &rule, &fields) { rule.cap = FrequencyCap.read(node, &problems) }
    rule.hasFrequencyCap = rule.cap != nil
    if noted("estimatedAudience", &rule, &fields) != nil {
      rule.estimatedAudience = fields.integer("estimatedAudience", in: 0...Int.max, &problems)
    }
    guard let node = fields.optional("metric"), var metric = MappingReader(node, "`metric`", &problems) else { return }
    let name = metric.text("name", &problems)
    let atLeast = metric.optional("atLeast").flatMap { bound($0, "atLeast") }
    let atMost = metric.optional("atMost").flatMap { bound($0, "atMost") }
    metric.finish(&problems)
    rule.metric = name.map { RuleMetric(name: $0, atLeast: atLeast, atMost: atMost) }
  }

  private mutating func bound(_ node: Node, _ key: String) -> Double? {
    if let number = node.number { return number }
    problems.error("`\(key)` is a number; found \(node.kind)", at: node)
    return nil
  }

  /// The node of a key, with its place kept under the key's name.
  private mutating func noted(_ key: String, _ rule: inout Rule, _ fields: inout MappingReader) -> Node? {
    guard let node = fields.optional(key) else { return nil }
    rule.spans.append(key, part(node, key))
    return node
  }
}
