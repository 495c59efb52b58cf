internal import DataStores
internal import GovernanceModel
internal import StoreScanner

/// Where the checks of an audit run. The findings are the same.
public enum AuditStrategy: String, CaseIterable, Sendable {
  /// By engine and size.
  case auto
  /// The needed columns are read once and judged in this process.
  case local
  /// Each check is a query, and only counts and bounded samples come back. What the engine cannot be asked is read.
  case pushdown

  var scan: ScanStrategy {
    switch self {
    case .auto: .auto
    case .local: .local
    case .pushdown: .pushdown
    }
  }
}

extension Auditor {
  /// How an audit of these stores would go about it: for each check its collection with an estimate of rows, the columns
  /// that it needs, whether it is read or asked, and the queries. Nothing is counted and nothing recorded; what must be known
  /// to write the queries, such as the different words of a column, is asked, and shown as `?`.
  public func explainPlan(stores names: [String], strategy: AuditStrategy) throws -> String {
    var options = StoreScan.Options()
    (options.strategy, options.sampleSize) = (strategy.scan, project.sampleSize)
    let stores = try chosenStores(names).map {
      AuditedStore(store: $0.opened(project.drivers), map: $0.map)
    }
    let steps = StoreScan(policies: project.policies, stores: stores, asOf: asOf, options: options).explained()
    let engines = Dictionary(stores.map { ($0.store.name, $0.store.engine) }) { first, _ in first }
    var text = ""
    var collection = ""
    for step in steps.sorted(by: { $0.collection.utf8.lexicographicallyPrecedes($1.collection.utf8) }) {
      if step.collection != collection {
        collection = step.collection
        text += "\(text.isEmpty ? "" : "\n")\(collection), about \(step.rows) rows\n"
      }
      let engine = engines[String(collection.prefix { $0 != "." })] ?? "the engine"
      text += "  \(step.check): \(step.controls.joined(separator: ", "))\n"
      text += "    columns: \(step.columns.isEmpty ? "none" : step.columns.joined(separator: ", "))\n"
      text += "    strategy: \(step.strategy == .pushdown ? "pushdown to \(engine)" : "local")"
      text += step.reason.map { " (\($0))\n" } ?? "\n"
      for statement in step.statements {
        text += statement.split(separator: "\n").map { "      \($0)\n" }.joined() + "      ;\n"
      }
    }
    return text.isEmpty ? "no check of the policies meets a collection of these stores\n" : text
  }
}
