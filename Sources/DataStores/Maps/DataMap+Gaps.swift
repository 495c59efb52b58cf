package import GovernanceModel

extension Collection {
  /// What the map promises and a table lacks, in byte order. A nested field is there when its outermost part is, which then
  /// holds a document.
  ///
  /// - Parameter columns: those of the table, spelled as the map spells them.
  package func lackingColumns(in columns: Set<String>) -> [String] {
    promisedColumns.filter { name in
      !columns.contains(name) && !columns.contains(String(name.prefix { $0 != "." }))
    }
  }
}

extension TableSchema {
  /// The columns of the table. One that differs from a name of the map in the case of its letters alone has that name: to
  /// an SQL engine both are the same column.
  package func columns(spelledAs names: [String]) -> [String] {
    columns.map { column in
      names.contains(column) ? column : names.first { equalIgnoringCase($0, column) } ?? column
    }
  }
}

extension DataMap {
  /// A note for each table of the store that the map does not declare: nothing in it is audited.
  package func undeclaredTables(in tables: [TableSchema], store: String) -> [Diagnostic] {
    let declared = datasets.flatMap(\.collections).compactMap { tables.first(named: $0.name)?.name }
    return tables.map(\.name).filter { !declared.contains($0) }.map { name in
      Diagnostic(.note, "the data map of `\(store)` does not declare the table `\(name)`: it is not audited")
    }
  }
}
