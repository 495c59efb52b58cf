import DataStores
import GovernanceModel

/// Gathers what the scans of an audit ended in, over collections and passes.
struct ScanRecord {
  private let survey: StoreSurvey
  private var merge: ObservationMerge
  private var gaps: [Gap]
  /// The number of each pass: several operators of one may tell the same gap.
  private var countedGaps: [GapKey: [Int: Int]] = [:]
  private var rows: [Int]
  private var examined: [Int]
  /// Rows that an engine judged.
  private var examinedThere: [Int]
  private var controls: [Set<String>]
  private var isRead: [Bool]
  private var counted: [[Counted]]
  private var dates: [RowDates?]
  /// Told by an engine.
  private var datesThere: [RowDates?]
  /// What makes counted gaps of several passes one.
  private struct GapKey: Hashable {
    let subject: String
    let reason: Reason
    let detail: String
  }

  /// Some pass could not read the collection to its end: what was counted over the others is not the number.
  private var isBroken: [Bool]

  init(_ survey: StoreSurvey, sampleSize: Int) {
    self.survey = survey
    merge = ObservationMerge(sampleSize: sampleSize)
    gaps = survey.gaps
    rows = Array(repeating: 0, count: survey.entries.count)
    (examined, examinedThere) = (rows, rows)
    controls = Array(repeating: [], count: rows.count)
    isRead = Array(repeating: false, count: rows.count)
    counted = Array(repeating: [], count: rows.count)
    dates = Array(repeating: nil, count: rows.count)
    datesThere = dates
    isBroken = isRead
  }

  /// Rows are the same in every pass; those that a check could judge are added up.
  mutating func add(_ outcome: CollectionScan.Outcome, entry: Int, pass: Int) {
    rows[entry] = max(rows[entry], outcome.rows)
    examined[entry] += outcome.examined
    controls[entry].formUnion(outcome.controls)
    isRead[entry] = isRead[entry] || outcome.isRead
    isBroken[entry] = isBroken[entry] || (!outcome.isRead && !outcome.gaps.isEmpty)
    counted[entry] += outcome.counted
    if let found = outcome.dates { dates[entry] = dates[entry].map { $0 + found } ?? found }
    for observation in outcome.observations { merge.add(observation) }
    for gap in outcome.countedGaps {
      let key = GapKey(subject: gap.subject, reason: gap.reason, detail: gap.detail)
      countedGaps[key, default: [:]][pass] = max(gap.count, countedGaps[key]?[pass] ?? 0)
    }
    for gap in outcome.gaps where !gaps.contains(gap) { gaps.append(gap) }
  }

  /// Adds what an engine told of a collection.
  mutating func add(pushed outcome: CollectionScan.Outcome, entry: Int) {
    var outcome = outcome
    examinedThere[entry] = max(examinedThere[entry], outcome.examined)
    outcome.examined = 0
    datesThere[entry] = outcome.dates ?? datesThere[entry]
    outcome.dates = nil
    add(outcome, entry: entry, pass: 0)
  }

  func result(_ stores: [AuditedStore]) -> StoreScanResult {
    var told = gaps
    for (key, counts) in countedGaps {
      let count = counts.values.reduce(0, +)
      told.append(Gap(subject: key.subject, reason: key.reason, detail: "\(count) \(key.detail)"))
    }
    for (index, entry) in survey.entries.enumerated()
    where isRead[index] && rows[index] == 0 && !entry.source.collection.mayBeEmpty {
      told.append(
        Gap(
          subject: entry.source.name, reason: .emptyCollection,
          detail: "the collection has no rows; `mayBeEmpty: true` in the map allows it"))
    }
    if controls.allSatisfy(\.isEmpty) {
      told.append(
        Gap(subject: "audit", reason: .notExamined, detail: "no control of the policies met data that it could judge"))
    }
    var merge = merge
    for entry in counted.indices where !isBroken[entry] {
      for number in counted[entry] { merge.add(number) }
    }
    let examinedStores = stores.indices.map { examinedStore($0, stores[$0]) }
    let logs = survey.entries.indices.filter { !isBroken[$0] }.compactMap { entry in
      (datesThere[entry] ?? dates[entry]).flatMap { LogRows(survey.entries[entry].source, $0) }
    }
    return StoreScanResult(
      observations: merge.sorted, examined: examinedStores, gaps: told, logs: logs,
      isCutOff: isBroken.contains(true))
  }

  /// The stores of which no row was looked at, though controls were left that would have asked for rows.
  func untouched(_ stores: [AuditedStore]) -> [Gap] {
    stores.indices.filter(isUntouched).map { store in
      Gap(
        subject: stores[store].store.name, reason: .notExamined,
        detail: "no row of the store was looked at: `proviso:` blocks of its data map say what its collections are")
    }
  }

  /// Nothing of the store was read, though nothing went wrong.
  private func isUntouched(_ store: Int) -> Bool {
    let entries = survey.entries.indices.filter { survey.entries[$0].store == store }
    return !entries.isEmpty
      && entries.allSatisfy { index in
        !isRead[index] && !isBroken[index] && rows[index] == 0 && examinedThere[index] == 0
      }
  }

  private func examinedStore(_ store: Int, _ audited: AuditedStore) -> ExaminedStore {
    let collections = survey.entries.indices.filter { survey.entries[$0].store == store }.map { index in
      ExaminedStore.Collection(
        name: survey.entries[index].source.collection.name, rows: rows[index],
        examined: min(max(examined[index], examinedThere[index]), rows[index]),
        controls: controls[index].sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    }
    return ExaminedStore(
      id: audited.store.name, engine: audited.store.engine, mapDigest: audited.map.digest,
      collections: collections.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) })
  }
}

extension [Gap] {
  /// By subject, reason and text, so that the same stores give the same list.
  var ordered: [Gap] {
    sorted { ($0.subject, $0.reason.rawValue, $0.detail) < ($1.subject, $1.reason.rawValue, $1.detail) }
  }
}
