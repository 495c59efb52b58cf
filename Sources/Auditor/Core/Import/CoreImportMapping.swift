internal import ConsentSignals
internal import DataStores
internal import GovernanceModel
internal import SourceDocuments

/// Where the fields of a row lie: columns of their own names, unless a mapping says otherwise.
struct CoreImportMapping {
  let kind: CoreImportKind
  /// Other fields than those of the kind are attributes of profiles.
  private(set) var sources: [String: ConsentMapping.Source]
  private(set) var zone = ZoneRules.utc

  init(_ kind: CoreImportKind) {
    self.kind = kind
    let names = kind.fields.needed + kind.fields.optional
    sources = Dictionary(uniqueKeysWithValues: names.map { ($0, ConsentMapping.Source(column: $0)) })
  }

  /// Reads a mapping file: each field names a column, or is `{column:, values:}` or `{constant:}`; `zone` for local times.
  mutating func read(_ file: SourceFile) throws(InputError) {
    var problems = Problems(in: file)
    let root = try Node.read(file)
    guard let entries = root.entries else {
      problems.error("a mapping of an import is a mapping of fields to columns", at: root)
      throw InputError(problems.diagnostics)
    }
    for entry in entries {
      if entry.key == "zone" {
        if let name = entry.value.scalarText, let rules = ZoneDatabase.rules(named: name) {
          zone = rules
        } else {
          problems.error("`zone` is a zone of the time zone database", at: entry.value)
        }
      } else if kind != .profiles, sources[entry.key] == nil {
        problems.error(
          "\(kind.rawValue) have no `\(entry.key)`", at: entry.value,
          help: Problems.suggestion(for: entry.key, among: Array(sources.keys)))
      } else if let source = ConsentMapping.Source(entry.value, &problems) {
        sources[entry.key] = source
      }
    }
    try problems.throwIfAny()
  }

  /// - Throws: for a field that the kind does not have.
  mutating func set(_ field: String, to source: ConsentMapping.Source) throws(InputError) {
    guard kind == .profiles || sources[field] != nil else {
      let help = Problems.suggestion(for: field, among: Array(sources.keys))
      throw InputError([Diagnostic(.error, "\(kind.rawValue) have no `\(field)`", help: help)])
    }
    sources[field] = source
  }

  /// - Returns: columns that nothing is read from.
  /// - Throws: where a needed field, or a column that the mapping names, is not there.
  func check(_ header: [String], of path: String) throws(InputError) -> [String] {
    let fields = kind.fields
    let optional = Set(fields.optional)
    var diagnostics: [Diagnostic] = []
    for (field, source) in sources.sorted(by: { $0.key < $1.key }) {
      guard let column = source.column, !header.contains(column) else { continue }
      // What bears its usual name may be absent.
      if optional.contains(field), column == field { continue }
      let near = nearestName(to: column, among: header).map { "did you mean `\($0)`?" }
      let help = near ?? "say where it is: --column \(field)=COLUMN, or --set \(field)=TEXT for all rows"
      diagnostics.append(Diagnostic(.error, "`\(path)` has no column `\(column)`", help: help))
    }
    guard diagnostics.isEmpty else { throw InputError(diagnostics) }
    let read = Set(sources.values.compactMap(\.column))
    let rest = header.filter { !read.contains($0) }
    return kind == .profiles ? [] : rest
  }

  /// The attributes of a row in byte order, with their values: fields that the mapping names beyond those of the kind, and
  /// every column that it does not name.
  func attributes(of row: [String: String]) -> [(name: String, text: String)] {
    let own = Set(kind.fields.needed + kind.fields.optional)
    let named = Set(sources.values.compactMap(\.column))
    var found = row.filter { !named.contains($0.key) && !$0.value.isEmpty }
    for (field, source) in sources where !own.contains(field) { found[field] = source.text { row[$0] } }
    return found.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { ($0.key, $0.value) }
  }
}
