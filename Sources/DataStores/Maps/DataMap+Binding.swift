extension DataMap {
  /// The map for a store: every word that it left open (``ColumnOrConstant``) is a column where the table has it, else the
  /// constant. Tables that the store lacks are left as they are: they are gaps.
  package func bound(to tables: [TableSchema]) -> DataMap {
    var map = self
    for dataset in map.datasets.indices {
      for index in map.datasets[dataset].collections.indices {
        guard let table = tables.first(named: map.datasets[dataset].collections[index].name) else { continue }
        map.datasets[dataset].collections[index].bind(to: table)
      }
    }
    return map
  }
}

extension ColumnOrConstant {
  /// The column where the table has it, else the constant; unchanged when only one of them is named.
  func bound(to table: TableSchema) -> ColumnOrConstant {
    guard let column, let constant else { return self }
    return table.column(named: column) == nil
      ? ColumnOrConstant(constant: constant) : ColumnOrConstant(column: column, values: values)
  }
}

extension Collection {
  /// Only data uses, purposes and channels are ever left open.
  fileprivate mutating func bind(to table: TableSchema) {
    if let log = uses {
      uses?.use = log.use.bound(to: table)
      uses?.channel = log.channel?.bound(to: table)
    }
    if let log = consents {
      if case .words(let purpose, let action) = log.statement {
        consents?.statement = .words(purpose: purpose.bound(to: table), action: action)
      }
      consents?.channel = log.channel?.bound(to: table)
    }
    if let stays = audience {
      audience?.use = stays.use.bound(to: table)
      audience?.channel = stays.channel?.bound(to: table)
    }
    if let log = disclosures { disclosures?.use = log.use?.bound(to: table) }
  }
}
