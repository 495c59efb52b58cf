internal import GovernanceModel
internal import SourceDocuments

extension GranularityRequirement {
  /// A level a family; `place` may say a radius.
  static func read(
    _ node: Node, _ context: RequirementContext, _ problems: inout Problems
  ) -> GranularityRequirement? {
    guard let entries = node.entries, !entries.isEmpty else {
      problems.error("`granularity` maps a family to its finest level, such as `place: city`", at: node)
      return nil
    }
    var granularity = GranularityRequirement()
    for entry in entries {
      guard let family = readFamily(entry, context, &problems) else { continue }
      if family == .place, entry.value.entries != nil {
        granularity.placeRadius = readRadius(entry.value, &problems)
      } else if let level = readLevel(entry.value, family, &problems) {
        granularity.maximum.append(level)
      }
    }
    granularity.maximum.sort { $0.family.rawValue < $1.family.rawValue }
    return granularity
  }

  /// The family has to be that of one of the control's categories, or of one below.
  private static func readFamily(
    _ entry: Node.Entry, _ context: RequirementContext, _ problems: inout Problems
  ) -> Granularity.Family? {
    let length = entry.key.unicodeScalars.count
    guard let family = Granularity.Family(rawValue: entry.key) else {
      problems.add(
        .error, "`\(entry.key)` is no family of levels", at: entry.keyPosition, length: length,
        help: suggestion(for: entry.key, among: Granularity.Family.allCases.map(\.rawValue)))
      return nil
    }
    let categories = context.appliesTo.categories
    let allowed = categories.reduce(into: Set<Granularity.Family>()) { families, category in
      families.formUnion(context.vocabulary.families(under: category))
    }
    guard !categories.isEmpty, !allowed.contains(family) else { return family }
    let names = allowed.map(\.rawValue).sorted()
    problems.add(
      .error, "none of the control's categories is measured in `\(entry.key)`", at: entry.keyPosition, length: length,
      help: names.isEmpty
        ? "the vocabulary gives them no family" : "they are measured in \(listed(names.map { "`\($0)`" }, "and"))")
    return nil
  }

  private static func readLevel(
    _ node: Node, _ family: Granularity.Family, _ problems: inout Problems
  ) -> Granularity? {
    guard let text = node.readText(family.rawValue, &problems) else { return nil }
    if let level = Granularity(family: family, level: text) { return level }
    problems.error(
      "`\(text)` is no level of `\(family.rawValue)`", at: node, help: suggestion(for: text, among: family.levels))
    return nil
  }

  private static func readRadius(_ node: Node, _ problems: inout Problems) -> Double? {
    guard var fields = MappingReader(node, "`place`", &problems) else { return nil }
    let radius = fields.required("radius", &problems)
    fields.finish(&problems)
    guard let radius, let text = radius.readText("radius", &problems) else { return nil }
    let (digits, factor) = text.hasSuffix("km") ? (text.dropLast(2), 1000.0) : (text.dropLast(1), 1.0)
    if text.hasSuffix("m"), let number = Double(digits), number > 0, number.isFinite { return number * factor }
    problems.error("`radius` is a length such as `564m` or `1.2km`", at: radius)
    return nil
  }

  private static func suggestion(for name: String, among names: [String]) -> String {
    Problems.suggestion(for: name, among: names) ?? "one of " + names.joined(separator: ", ")
  }
}
