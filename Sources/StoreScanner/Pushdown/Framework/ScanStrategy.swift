import DataStores

/// Where checks run. The findings are the same.
package enum ScanStrategy: String, CaseIterable, Sendable {
  /// By engine and size.
  case auto
  /// The needed columns are read once and judged here.
  case local
  /// Each check is a query, and only counts and bounded samples come back. What cannot be asked is read.
  case pushdown

  /// Rows of a store from which on `auto` lets a server count instead of sending them.
  static let manyRows = 20_000_000

  /// What `auto` comes to for a store.
  func settled(for dialect: SQLDialect?, rows: Int) -> ScanStrategy {
    guard self == .auto else { return dialect == nil ? .local : self }
    switch dialect {
    // A file that this process reads anyway is read once for all checks.
    case nil, .sqlite, .duckdb: return .local
    case .postgresql: return rows >= Self.manyRows ? .pushdown : .local
    case .spark: return .pushdown
    }
  }
}
