internal import GovernanceModel

/// A projection over one table. Names are looked up in the schema first and quoted after, so that a name from a data map can
/// neither become SQL nor, in SQLite's way with unknown names in double quotes, a text.
struct ScanQuery: Hashable {
  /// As the store spells them.
  let table: String
  let columns: [String]

  init(table: String, columns: [String], in schema: [TableSchema]) throws(StoreError) {
    guard let found = schema.first(named: table) else {
      throw .missingTable(table, near: nearestName(to: table, among: schema.map(\.name)))
    }
    guard !found.columns.isEmpty else { throw .unreadableTable(found.name) }
    self.table = found.name
    var names: [String] = []
    for column in columns {
      guard let name = found.column(named: column) else {
        throw .missingColumn(column, table: found.name, near: nearestName(to: column, among: found.columns))
      }
      names.append(name)
    }
    self.columns = names
  }

  var from: String { "main." + quotedIdentifier(table) }

  var sql: String { "SELECT \(columns.isEmpty ? "NULL" : list) FROM \(from)" }

  /// Hands each row to ``RowCollector``.
  var collectingSQL: String { "SELECT \(RowCollector.function)(\(list)) FROM \(from)" }

  private var list: String { columns.map(quotedIdentifier).joined(separator: ", ") }
}

/// A name in double quotes, those within it doubled (ISO 9075-2, delimited identifier).
func quotedIdentifier(_ name: String) -> String {
  var quoted = "\""
  for scalar in name.unicodeScalars {
    if scalar == "\"" { quoted.unicodeScalars.append(scalar) }
    quoted.unicodeScalars.append(scalar)
  }
  quoted.unicodeScalars.append("\"")
  return quoted
}
