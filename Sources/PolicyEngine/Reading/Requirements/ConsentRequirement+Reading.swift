internal import ConsentHistory
package import GovernanceModel
internal import SourceDocuments

extension ConsentRequirement {
  static func read(
    _ node: Node, _ context: RequirementContext, _ problems: inout Problems
  ) -> ConsentRequirement? {
    guard var fields = MappingReader(node, "`consent`", &problems) else { return nil }
    var consent = ConsentRequirement()
    consent.terms.readLevels(fields.optional("grantLevels"), context.vocabulary, &problems)
    consent.terms.kinds = fields.choices("kinds", "kind of consent", &problems)
    consent.terms.maxAge = fields.positivePeriod("maxAge", &problems)
    consent.terms.minds = fields.minds(&problems) ?? []
    consent.terms.minimumNotice = fields.optional("notice").map { readNotices($0, &problems) } ?? [:]
    consent.terms.evidence = fields.choices("evidence", "field of evidence", &problems) ?? []
    consent.terms.actors = fields.choices("actors", "actor", &problems)
    consent.terms.guardianBelowAge = fields.integer("guardianBelowAge", in: 1...25, &problems)
    consent.terms.readTiming(&fields, &problems)
    consent.bases = fields.list("bases").compactMap { LegalBasis.read($0, &problems) }
    fields.finish(&problems)
    return consent
  }

  private static func readNotices(_ node: Node, _ problems: inout Problems) -> [String: String] {
    guard var fields = MappingReader(node, "`notice`", &problems) else { return [:] }
    let minimum = fields.required("minimum", &problems)
    fields.finish(&problems)
    guard let minimum else { return [:] }
    guard let entries = minimum.entries, !entries.isEmpty else {
      problems.error("`minimum` maps each notice to its version, such as `privacy-notice: \"3\"`", at: minimum)
      return [:]
    }
    var versions: [String: String] = [:]
    for entry in entries { versions[entry.key] = entry.value.readText("version", &problems) }
    return versions
  }
}

extension ConsentTerms {
  /// `[marketing, essential]`, or `exact` for the use itself.
  fileprivate mutating func readLevels(_ node: Node?, _ vocabulary: Vocabulary, _ problems: inout Problems) {
    guard let node else { return }
    if node.scalarText == "exact" {
      exactLevelOnly = true
      return
    }
    let elements = node.elements ?? [node]
    if elements.isEmpty { problems.error("`grantLevels` is an empty list", at: node) }
    grantLevels = Set(elements.compactMap { vocabulary.readUse($0, allowsEvery: true, &problems) })
  }

  /// `grace`, `knowledge` and `zone`.
  mutating func readTiming(_ fields: inout MappingReader, _ problems: inout Problems) {
    if let node = fields.optional("grace") { grace = Grace.read(node, &problems) }
    knowledge = fields.choice("knowledge", &problems) ?? .effective
    let zoneName: ZoneName? = fields.choice("zone", &problems)
    zone = zoneName == .local ? .local : .utc
  }

  private enum ZoneName: String, CaseIterable { case utc, local }
}

extension ZoneRules {
  /// Stands in a control for the zone of the data map, which takes its place when the control is compiled.
  package static let local = ZoneRules(name: "local", firstOffsetSeconds: 0, transitions: [])
}

extension ConsentTerms.Grace {
  /// `P10D`, or a period by capture method: `{signal: P0D, default: 15 business days}`.
  fileprivate static func read(_ node: Node, _ problems: inout Problems) -> ConsentTerms.Grace {
    var grace = ConsentTerms.Grace()
    guard let entries = node.entries else {
      grace.standard = node.readPeriod("grace", &problems) ?? .zero
      return grace
    }
    for entry in entries {
      guard let period = entry.value.readPeriod("grace", &problems) else { continue }
      if entry.key == "default" { grace.standard = period } else { grace.byMethod[entry.key] = period }
    }
    return grace
  }
}

extension MappingReader {
  /// Negative actions; the ones that are always minded may be named too.
  mutating func minds(_ problems: inout Problems) -> Set<ConsentAction>? {
    let node = optional("minds")
    guard let minds: Set<ConsentAction> = choices("minds", "consent action", &problems), let node else { return nil }
    for element in node.elements ?? [node] {
      guard let action = element.scalarText.flatMap(ConsentAction.init(rawValue:)), !action.isNegative else { continue }
      problems.error("`\(action.rawValue)` is no negative action", at: element)
    }
    return minds
  }
}
