import DataStores
import GovernanceModel

/// What the stores of an audit hold of what their maps promise, before anything is read.
struct StoreSurvey {
  /// A collection that the store has, with where to read it.
  struct Entry {
    /// Index into the audit's stores.
    let store: Int
    let source: AuditPlan.Source
    let phase: ScanPhase
    /// An estimate.
    let rows: Int
  }

  /// In the order of the scan.
  private(set) var entries: [Entry] = []
  private(set) var gaps: [Gap] = []
  /// Consent logs that the maps promise and that cannot be read at all.
  private(set) var lostConsentLogs = 0

  init(_ stores: [AuditedStore]) {
    for (index, audited) in stores.enumerated() { survey(audited, at: index) }
    let ordered = entries.enumerated().sorted { ($0.element.phase, $0.offset) < ($1.element.phase, $1.offset) }
    entries = ordered.map(\.element)
  }

  private mutating func survey(_ audited: AuditedStore, at index: Int) {
    let promised = audited.map.datasets.flatMap { dataset in dataset.collections.map { (dataset, $0) } }
    let tables: [TableSchema]
    do {
      tables = try audited.store.tables()
    } catch {
      gaps.append(Gap(subject: audited.store.name, reason: .unreadable, detail: "the store cannot be read: \(error)"))
      lostConsentLogs += promised.count { $0.1.consents != nil }
      return
    }
    for (dataset, collection) in promised {
      let name = "\(audited.store.name).\(collection.name)"
      guard let table = tables.first(named: collection.name) else {
        let near = nearestName(to: collection.name, among: tables.map(\.name)).map { "; did you mean `\($0)`?" } ?? ""
        gaps.append(Gap(subject: name, reason: .missingCollection, detail: "the store has no such table\(near)"))
        if collection.consents != nil { lostConsentLogs += 1 }
        continue
      }
      let rows = (try? audited.store.estimatedRows(of: collection.name)) ?? 0
      let source = AuditPlan.Source(
        store: audited.store.name, dataset: dataset, collection: collection, columns: Set(table.columns))
      entries.append(Entry(store: index, source: source, phase: ScanPhase(collection), rows: rows))
    }
  }
}

/// When a collection is scanned: what others need to know comes first.
enum ScanPhase: Int, Comparable {
  case erasures, profiles, consents, rest

  init(_ collection: Collection) {
    if collection.erasures != nil {
      self = .erasures
    } else if collection.profile != nil {
      self = .profiles
    } else {
      self = collection.consents != nil ? .consents : .rest
    }
  }

  static func < (left: ScanPhase, right: ScanPhase) -> Bool { left.rawValue < right.rawValue }
}
