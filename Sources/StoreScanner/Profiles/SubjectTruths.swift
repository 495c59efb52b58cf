import DataStores
import GovernanceModel
import PolicyEngine
import Predicates

/// What the conditions of scopes and eligibility say of each subject by the current profile.
///
/// A condition that reads one profile table and no clock is evaluated once per different combination of values, and kept as
/// one byte a subject. Any other is evaluated when a use asks, on values that are kept as codes; so is one of several
/// attributes where a use may carry some of them.
final class SubjectTruths {
  private let predicates: [Predicate]
  private let asOf: Instant
  private let readings: [String: AttributeReading]
  private let sources: AttributeSources
  /// Every attribute that some condition reads.
  let paths: Set<String>
  private var kept: [Kept]
  /// By condition: some part cannot be evaluated here.
  private let isOpen: [Bool]

  /// The answers to one condition.
  private struct Kept {
    /// The only table that it reads; nil where it reads several, or the clock.
    var table: Int?
    var isTimeless: Bool
    /// 0 not seen, else truth + 1; by subject.
    var truths: [UInt8] = []
    /// The latest change of an attribute that it reads, by subject; empty when no column tells.
    var changed: [Int64] = []
    /// Where no profile row is at hand.
    var standard: Truth
  }

  /// Values by path and subject, for conditions that must wait for the use.
  private var stored: [String: StoredColumn] = [:]

  struct StoredColumn {
    var codes = TypedCodes()
    var bySubject: [Int32] = []
  }

  init(_ predicates: [Predicate], plan: AuditPlan) {
    self.predicates = predicates
    asOf = plan.asOf
    isOpen = predicates.map(\.hasOpenPart)
    readings = AttributeReading.readings(of: predicates)
    let paths = Set(predicates.flatMap { $0.reads.map(\.text) })
    let sources = AttributeSources(plan, paths: paths)
    (self.sources, self.paths) = (sources, paths)
    kept = predicates.map { predicate in
      let tables = Set(predicate.reads.compactMap { sources.places[$0.text]?.source })
      let facts = PersonFacts(values: [:], now: plan.asOf)
      return Kept(
        table: tables.count == 1 ? tables.first : nil, isTimeless: predicate.isTimeless,
        standard: predicate.evaluate(on: facts))
    }
    let mayBeLogged = plan.sources.contains { source in
      source.collection.uses?.attributes != nil || !source.loggedPaths(among: paths).isEmpty
    }
    for (predicate, kept) in zip(predicates, kept)
    where kept.table == nil || !kept.isTimeless || (mayBeLogged && predicate.reads.count > 1) {
      for path in predicate.reads where sources.places[path.text] != nil { stored[path.text] = StoredColumn() }
    }
  }

  /// Conditions whose answers follow from one row of a table.
  func predicates(decidedBy table: Int) -> [Int] {
    kept.indices.filter { kept[$0].table == table && kept[$0].isTimeless }
  }

  /// Attributes of a table that must be kept as they are.
  func storedPaths(of table: Int) -> [String] {
    stored.keys.filter { sources.places[$0]?.source == table }.sorted()
  }

  func reads(of predicate: Int, in table: Int) -> [(path: String, place: AttributeSources.Place)] {
    predicates[predicate].reads.compactMap { path in
      sources.places[path.text].flatMap { $0.source == table ? (path.text, $0) : nil }
    }
  }

  /// How many of the attributes that a condition reads some table holds.
  func placedReads(of predicate: Int) -> Int {
    predicates[predicate].reads.count { sources.places[$0.text] != nil }
  }

  func place(of path: String) -> AttributeSources.Place? { sources.places[path] }

  func index(of predicate: Predicate) -> Int? { predicates.firstIndex(of: predicate) }

  /// The last table in the order of the scan that a condition reads; nil for one that reads none.
  func lastTable(of predicate: Int) -> Int? {
    predicates[predicate].reads.compactMap { sources.places[$0.text]?.source }.max()
  }

  /// Conditions that read some attribute of a table.
  func predicates(reading table: Int) -> [Int] { kept.indices.filter { !reads(of: $0, in: table).isEmpty } }

  /// A condition that one profile row decides, whatever the instant: for engines that are asked.
  ///
  /// - Returns: Nil for one that turns on the instant, on several tables or on several people's rows.
  func rowCondition(_ predicate: Int) -> (table: Int?, isOpen: Bool)? {
    let tables = Set(predicates[predicate].reads.compactMap { sources.places[$0.text]?.source })
    guard kept[predicate].isTimeless, tables.count <= 1 else { return nil }
    return (tables.first, isOpen[predicate])
  }

  // MARK: - Filling

  func evaluate(_ predicate: Int, values: [(path: String, value: Value?, zone: ZoneRules)]) -> Truth {
    predicates[predicate].evaluate(on: facts(values, now: asOf))
  }

  private func facts(
    _ values: [(path: String, value: Value?, zone: ZoneRules)], now: Instant, _ known: UseKnowledge? = nil
  ) -> PersonFacts {
    var all = known?.logged ?? [:]
    for (path, value, zone) in values { all[AttributePath(path)] = meaning(of: value, at: path, zone: zone) }
    return PersonFacts(values: all, now: now, use: known)
  }

  /// The value of an attribute that a stored one means, as the conditions read it.
  func meaning(of value: Value?, at path: String, zone: ZoneRules) -> Value? {
    readings[path].map { $0.value(value, zone: zone) } ?? value
  }

  func set(_ truth: Truth, of predicate: Int, subject: UInt32) {
    let subject = Int(subject)
    while kept[predicate].truths.count <= subject { kept[predicate].truths.append(0) }
    kept[predicate].truths[subject] = Self.code(truth)
  }

  func noteChange(_ predicate: Int, subject: UInt32, at microseconds: Int64) {
    let subject = Int(subject)
    while kept[predicate].changed.count <= subject { kept[predicate].changed.append(.min) }
    kept[predicate].changed[subject] = max(kept[predicate].changed[subject], microseconds)
  }

  func store(_ path: String, subject: UInt32, _ column: borrowing ColumnBatch.Column, _ row: Int) {
    let subject = Int(subject)
    guard var known = stored.removeValue(forKey: path) else { return }
    while known.bySubject.count <= subject { known.bySubject.append(0) }
    known.bySubject[subject] = known.codes.code(column, row)
    stored[path] = known
  }

  // MARK: - Asking

  /// What the condition says of a subject at the instant of a use, of which more may be known.
  func truth(_ predicate: Int, subject: UInt32, at now: Int64, _ known: UseKnowledge? = nil) -> Truth {
    keptTruth(predicate, subject, known)
      ?? predicates[predicate].evaluate(on: facts(of: subject, predicate, at: now, known))
  }

  /// What was worked out before; nil where the condition turns on the instant, or on what was logged with the use.
  private func keptTruth(_ predicate: Int, _ subject: UInt32, _ known: UseKnowledge?) -> Truth? {
    guard kept[predicate].isTimeless, !isLogged(predicate, known) else { return nil }
    if predicates[predicate].reads.isEmpty { return kept[predicate].standard }
    guard kept[predicate].table != nil else { return nil }
    let entry = Int(subject)
    guard entry < kept[predicate].truths.count, kept[predicate].truths[entry] != 0 else {
      return kept[predicate].standard
    }
    return Self.truth(kept[predicate].truths[entry])
  }

  /// Some attribute that the condition reads was logged with the use.
  private func isLogged(_ predicate: Int, _ known: UseKnowledge?) -> Bool {
    guard let known, !known.logged.isEmpty else { return false }
    return predicates[predicate].reads.contains { known.logged[$0] != nil }
  }

  private func facts(of subject: UInt32, _ predicate: Int, at now: Int64, _ known: UseKnowledge?) -> PersonFacts {
    let entry = Int(subject)
    var values: [(path: String, value: Value?, zone: ZoneRules)] = []
    for path in predicates[predicate].reads where known?.logged[path] == nil {
      guard let place = sources.places[path.text], let column = stored[path.text], entry < column.bySubject.count else {
        continue
      }
      values.append((path.text, column.codes.value(column.bySubject[entry]), place.zone))
    }
    return facts(values, now: Instant(microseconds: now), known)
  }

  /// True when an attribute that the condition reads changed after the instant, and was not logged with the use: its value
  /// then is not known.
  func hasChanged(_ predicate: Int, subject: UInt32, since instant: Int64, _ known: UseKnowledge? = nil) -> Bool {
    let subject = Int(subject)
    guard subject < kept[predicate].changed.count, kept[predicate].changed[subject] > instant else { return false }
    guard let known, !known.logged.isEmpty else { return true }
    return !predicates[predicate].reads.allSatisfy { known.logged[$0] != nil || sources.places[$0.text] == nil }
  }

  /// Met iff the condition is true; a part that nobody can evaluate leaves it open.
  func eligibility(_ predicate: Int, subject: UInt32, at now: Int64, _ known: UseKnowledge?) -> Verdict {
    if hasChanged(predicate, subject: subject, since: now, known) { return .unverifiable(.profileChangedSince) }
    guard let truth = keptTruth(predicate, subject, known) else {
      return predicates[predicate].eligibility(on: facts(of: subject, predicate, at: now, known))
    }
    switch truth {
    case .true: return .compliant
    case .false: return .violation(.notEligible)
    case .unknown: return isOpen[predicate] ? .unverifiable(.opaque) : .violation(.notEligible)
    }
  }

  private static func code(_ truth: Truth) -> UInt8 {
    switch truth {
    case .true: 1
    case .false: 2
    case .unknown: 3
    }
  }

  private static func truth(_ code: UInt8) -> Truth {
    switch code {
    case 1: .true
    case 2: .false
    default: .unknown
    }
  }
}

extension Predicate {
  /// True when the answer depends neither on the instant of evaluation nor on what happened until then.
  fileprivate var isTimeless: Bool {
    var isTimeless = true
    forEachPart { part in
      switch part {
      case .within, .olderThan, .eventCount, .consent: isTimeless = false
      default: break
      }
    }
    return isTimeless
  }

  /// True when a timeless condition rests on something that nobody can evaluate.
  fileprivate var hasOpenPart: Bool {
    var isOpen = false
    forEachPart { part in
      switch part {
      case .opaque, .segment: isOpen = true
      default: break
      }
    }
    return isOpen
  }
}
