import DataStores
import GovernanceModel
import PolicyEngine

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
    let tables: [TableSchema]
    do {
      tables = try audited.store.tables()
    } catch {
      gaps.append(Gap(subject: audited.store.name, reason: .unreadable, detail: "the store cannot be read: \(error)"))
      lostConsentLogs += audited.map.datasets.flatMap(\.collections).count { $0.consents != nil }
      return
    }
    let bound = audited.map.bound(to: tables)
    let promised = bound.datasets.flatMap { dataset in dataset.collections.map { (dataset, $0) } }
    for (dataset, collection) in promised {
      let name = "\(audited.store.name).\(collection.name)"
      guard let table = tables.first(named: collection.name) else {
        let near = nearestName(to: collection.name, among: tables.map(\.name)).map { "; did you mean `\($0)`?" } ?? ""
        gaps.append(Gap(subject: name, reason: .missingCollection, detail: "the store has no such table\(near)"))
        if collection.consents != nil { lostConsentLogs += 1 }
        continue
      }
      guard !table.columns.isEmpty else {
        let detail = StoreError.unreadableTable(table.name).description
        gaps.append(Gap(subject: name, reason: .unreadable, detail: detail))
        if collection.consents != nil { lostConsentLogs += 1 }
        continue
      }
      let rows = (try? audited.store.estimatedRows(of: collection.name)) ?? 0
      let source = AuditPlan.Source(
        store: audited.store.name, dataset: dataset, collection: collection,
        columns: Set(table.columns(spelledAs: collection.promisedColumns)))
      entries.append(Entry(store: index, source: source, phase: ScanPhase(collection), rows: rows))
    }
  }
}

extension StoreSurvey {
  /// Columns that the maps promise and the stores lack, and that no check asks for: the checks tell of the others.
  func lackingColumns(notAskedBy checks: [PlannedCheck]) -> [Gap] {
    entries.enumerated().compactMap { index, entry in
      let source = entry.source
      var asked = Set(checks.filter { $0.source == index }.flatMap(\.check.columns))
      if let subject = source.collection.subject, checks.contains(where: { $0.source == index }) {
        asked.insert(subject)
      }
      let lacking = source.collection.lackingColumns(in: source.columns).filter { !asked.contains($0) }
      guard !lacking.isEmpty else { return nil }
      return Gap(
        subject: source.name, reason: .missingColumn,
        detail: "the store has no column \(source.named(lacking)), which the map promises; no check asks for it")
    }
  }
}

extension StoreSurvey {
  /// The zones of the datasets that hold consents, each once, in the order of the scan: a period of consent is added to an
  /// event, so that `zone: local` means the zone of the log.
  var consentZones: [ZoneRules] {
    var zones: [ZoneRules] = []
    for entry in entries where entry.source.collection.consents != nil {
      if !zones.contains(entry.source.dataset.zone) { zones.append(entry.source.dataset.zone) }
    }
    return zones
  }

  /// Where consents lie in several zones, nobody can say which one `zone: local` means.
  func zoneGaps(_ policies: PolicySet) -> [Gap] {
    let (zones, controls) = (consentZones.map(\.name), policies.localControls)
    guard zones.count > 1, !controls.isEmpty else { return [] }
    let detail =
      "the consent logs lie in the zones \(zones.joined(separator: ", ")); periods of \(controls.joined(separator: ", ")) "
      + "(`zone: local`) are added in \(zones[0])"
    return [Gap(subject: "audit", reason: .calendar, detail: detail)]
  }
}

extension AuditPlan.Source {
  /// Columns that are not there, each with the nearest one that is.
  func named(_ lacking: [String]) -> String {
    lacking.map { column in
      let near = nearestName(to: column, among: columns.sorted()).map { " (did you mean `\($0)`?)" } ?? ""
      return "`\(column)`\(near)"
    }.joined(separator: ", ")
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
