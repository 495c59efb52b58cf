internal import DataStores
internal import GovernanceModel
internal import PolicyEngine

/// A data map of the tables that a store has, for the reader to go on with: what names tell is filled in or suggested,
/// roles are left to the reader.
struct ScaffoldMap {
  let tables: [TableSchema]
  let names: ColumnNames

  var text: String {
    let subject = ColumnNames.subject(of: tables.map(\.columns))
    var text = """
      # A data map of what the store has. `data_categories` were guessed from the names of columns: check each. Say in
      # `proviso:` blocks which table is a consent log (consents), a use log (uses), a profile table (profile), an audience,
      # an erasure register; a table without one is looked at for what it holds only.
      dataset:
        - fides_key: store

      """
    if subject == nil { text += "    # proviso: {subject: customer_id, zone: UTC}\n" }
    text += "    collections:\n"
    for table in tables { text += collection(table, subject) }
    return text
  }

  private func collection(_ table: TableSchema, _ subject: String?) -> String {
    var text = "      - name: \(ScaffoldTexts.scalar(table.name))\n"
    let meanings = table.columns.map { names.meaning(of: $0) }
    let role = TableRole(columns: table.columns, isAboutPeople: meanings.contains { $0 != nil })
    if let subject, table.columns.contains(subject) {
      text += "        proviso:\n          subject: \(ScaffoldTexts.scalar(subject))\n"
      if let role { text += "          # looks like \(role.name): \(role.keys)\n" }
    } else if subject == nil, let role {
      text += "        # looks like \(role.name): proviso: {\(role.keys)}\n"
    }
    text += "        fields:\n"
    for (column, meaning) in zip(table.columns, meanings) {
      let categories = meaning.map { $0.categories.map(\.key).joined(separator: ", ") } ?? ""
      text += "          - {name: \(ScaffoldTexts.scalar(column)), data_categories: [\(categories)]}\n"
    }
    return text
  }
}
