package import GovernanceModel
package import SourceDocuments

extension ConsentMapping {
  /// Reads a mapping file: each field names a column, or is `{column:, values:}` or `{constant:}`; `zone` for local times.
  ///
  /// - Parameter zones: the rules of a zone by its name in the time zone database.
  package static func read(
    _ file: SourceFile, zones: (String) -> ZoneRules?
  ) throws(InputError) -> ConsentMapping {
    var problems = Problems(in: file)
    let root = try Node.read(file)
    guard var keys = MappingReader(root, "a consent mapping", &problems) else { throw InputError(problems.diagnostics) }
    var mapping = ConsentMapping(sources: [:])
    for field in Field.allCases {
      guard let node = keys.optional(field.rawValue) else { continue }
      mapping.sources[field] = Source(node, &problems)
    }
    if let node = keys.optional("zone"), let name = node.scalarText {
      if let zone = zones(name) {
        mapping.zone = zone
      } else {
        problems.error("`\(name)` is no zone of the time zone database", at: node)
      }
    }
    keys.finish(&problems)
    let required: [Field] = mapping.sources[.signal] == nil ? [.subject, .purpose, .action, .at] : [.subject]
    for field in required where mapping.sources[field] == nil {
      problems.error("a consent mapping says where `\(field.rawValue)` is", at: root)
    }
    try problems.throwIfAny()
    return mapping
  }
}

extension ConsentMapping.Source {
  /// A column by its name, or `{column:, values:}` or `{constant:}`; nil, with a message, for anything else.
  package init?(_ node: Node, _ problems: inout Problems) {
    if let column = node.scalarText {
      self.init(column: column)
      return
    }
    guard var keys = MappingReader(node, "a field of a mapping", &problems) else { return nil }
    self.init(
      column: keys.optionalText("column", &problems), constant: keys.optionalText("constant", &problems),
      values: Dictionary(
        (keys.optional("values")?.entries ?? []).compactMap { entry in
          entry.value.scalarText.map { (entry.key, $0) }
        }, uniquingKeysWith: { $1 }))
    keys.finish(&problems)
    if (column == nil) == (constant == nil) {
      problems.error("a field names either a `column` or a `constant`", at: node)
    }
  }
}
