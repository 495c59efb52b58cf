package import GovernanceModel

extension DataMap {
  /// What the map promises and the store lacks: never a pass. In the order of the map.
  package func gaps(in tables: [TableSchema], store: String) -> [Gap] {
    datasets.flatMap(\.collections).flatMap { collection in
      guard let table = tables.first(named: collection.name) else {
        let near = nearestName(to: collection.name, among: tables.map(\.name))
        return [
          Gap(
            subject: "\(store).\(collection.name)", reason: .missingCollection,
            detail: "the data map promises it and the store has no such table" + Self.hint(near))
        ]
      }
      guard !table.columns.isEmpty else {
        return [
          Gap(
            subject: "\(store).\(collection.name)", reason: .unreadable,
            detail: StoreError.unreadableTable(table.name).description)
        ]
      }
      return collection.promisedColumns.filter { !table.has($0) }.map { column in
        let near = nearestName(to: column, among: table.columns)
        return Gap(
          subject: "\(store).\(collection.name).\(column)", reason: .missingColumn,
          detail: "the data map promises it and the table has no such column" + Self.hint(near))
      }
    }
  }

  /// A note for each table of the store that the map does not declare: nothing in it is audited.
  package func undeclaredTables(in tables: [TableSchema], store: String) -> [Diagnostic] {
    let declared = datasets.flatMap(\.collections).compactMap { tables.first(named: $0.name)?.name }
    return tables.map(\.name).filter { !declared.contains($0) }.map { name in
      Diagnostic(.note, "the data map of `\(store)` does not declare the table `\(name)`: it is not audited")
    }
  }

  private static func hint(_ near: String?) -> String { near.map { "; did it mean `\($0)`?" } ?? "" }
}

extension TableSchema {
  /// A nested field is there when its outermost part is, which then holds a document.
  fileprivate func has(_ name: String) -> Bool {
    if column(named: name) != nil { return true }
    guard let dot = name.firstIndex(of: ".") else { return false }
    return column(named: String(name[..<dot])) != nil
  }
}
