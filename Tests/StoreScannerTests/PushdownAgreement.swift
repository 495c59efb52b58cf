import DataStores
import GovernanceModel
import PolicyEngine
import ProvisoTesting
import StoreScanner
import Testing

/// The same audit by reading and by asking SQLite (semantics section 10, property 4).
struct PushdownAgreement {
  let local: StoreScanResult
  let pushed: StoreScanResult
  let steps: [ScanStep]

  init(
    _ policies: PolicySet, _ map: DataMap, _ tables: [FixtureTable], asOf: Instant, sampleSize: Int = 5
  ) throws {
    let folder = try TemporaryFolder()
    let path = folder.path("shop.sqlite")
    let writer = try SQLiteWriter(path: path)
    for table in tables { try writer.make(table) }
    self.init(policies, map, SQLiteStore(name: "shop", path: path), asOf: asOf, sampleSize: sampleSize)
  }

  init(_ policies: PolicySet, _ map: DataMap, _ store: any DataStore, asOf: Instant, sampleSize: Int = 5) {
    func scan(_ strategy: ScanStrategy) -> StoreScan {
      var options = StoreScan.Options()
      (options.strategy, options.sampleSize) = (strategy, sampleSize)
      return StoreScan(
        policies: policies, stores: [AuditedStore(store: store, map: map)], asOf: asOf, options: options)
    }
    local = scan(.local).run()
    pushed = scan(.pushdown).run()
    steps = scan(.pushdown).explained()
  }

  /// Everything that a report would hold.
  func expectSame(_ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(
      pushed.observations.map(\.whole) == local.observations.map(\.whole), comment, sourceLocation: sourceLocation)
    #expect(pushed.examined == local.examined, comment, sourceLocation: sourceLocation)
    #expect(pushed.gaps == local.gaps, comment, sourceLocation: sourceLocation)
    #expect(pushed.unmet == local.unmet, comment, sourceLocation: sourceLocation)
  }

  /// Names of the checks that were asked of the engine.
  var asked: Set<String> { Set(steps.filter { $0.strategy == .pushdown }.map(\.check)) }

  /// Why checks were read instead, by name.
  var reasons: [String] { steps.compactMap { step in step.reason.map { "\(step.check): \($0)" } } }
}

extension FixtureTable {
  init(_ table: CheckTable) {
    self.init(table.name, columns: table.columns, rows: table.rows.map { $0.map(FixtureValue.init) })
  }
}

extension FixtureValue {
  init(_ cell: Cell) {
    switch cell {
    case .null: self = .null
    case .integer(let value): self = .integer(value)
    case .real(let value): self = .real(value)
    case .text(let value): self = .text(value)
    case .blob(let value): self = .blob(value)
    }
  }
}

extension Observation {
  /// All of it, samples disclosed.
  var whole: String {
    "\(pack) \(control) \(asset) \(locus) \(verdict) \(counts) \(sample.map(\.disclosed)) \(parameters)"
  }
}
