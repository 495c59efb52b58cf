/// Hands finished readings of collections to whoever keeps them, and gives back those of an interrupted audit.
struct PartKeeper {
  private let kept: [ScanPart.Key: ScanPart]
  private let keep: (@Sendable ([ScanPart]) -> Void)?
  /// Rows that are read until it is worth while to keep what came of them.
  private let rowsApart: Int
  private var waiting: [ScanPart] = []
  private var rows = 0

  init(_ options: StoreScan.Options) {
    kept = Dictionary(options.kept.map { ($0.key, $0) }) { first, _ in first }
    (keep, rowsApart) = (options.keep, options.rowsApart)
  }

  /// How many partitions the interrupted audit had; nil where nothing of them was kept.
  var passes: Int? { kept.keys.filter { !$0.isWhole }.map(\.passes).max() }

  func outcome(_ key: ScanPart.Key, _ source: AuditPlan.Source) -> CollectionScan.Outcome? {
    guard let part = kept[key], part.collection == source.name else { return nil }
    return part.outcome.outcome
  }

  mutating func add(_ outcome: CollectionScan.Outcome, _ key: ScanPart.Key, _ source: AuditPlan.Source) {
    guard let keep, outcome.isRead else { return }
    if kept[key] == nil {
      waiting.append(ScanPart(key: key, collection: source.name, outcome: KeptOutcome(outcome)))
    }
    rows += outcome.rows
    guard rows >= rowsApart, !waiting.isEmpty else { return }
    keep(waiting)
    (waiting, rows) = ([], 0)
  }
}

extension CheckOperator {
  /// True when no other operator needs what it has read.
  var leavesNothing: Bool {
    let check = innermost
    return check is UseLogCheck || check is MembershipCheck || check is DatedRowsCheck || check is OverdueUseCheck
  }
}
