import DataStores
import GovernanceModel
import Predicates

/// What the conditions of scopes and eligibility say of each subject by the current profile.
///
/// A condition that reads one profile table and no clock is evaluated once per different combination of values, and kept as
/// one byte a subject. Any other is evaluated when a use asks, on values that are kept as codes.
final class SubjectTruths {
  private let predicates: [Predicate]
  private let asOf: Instant
  private let readings: [String: AttributeReading]
  private let sources: AttributeSources
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
    let sources = AttributeSources(plan, paths: Set(predicates.flatMap { $0.reads.map(\.text) }))
    self.sources = sources
    kept = predicates.map { predicate in
      let tables = Set(predicate.reads.compactMap { sources.places[$0.text]?.source })
      let facts = PersonFacts(values: [:], now: plan.asOf)
      return Kept(
        table: tables.count == 1 ? tables.first : nil, isTimeless: predicate.isTimeless,
        standard: predicate.evaluate(on: facts))
    }
    for (predicate, kept) in zip(predicates, kept) where kept.table == nil || !kept.isTimeless {
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

  func place(of path: String) -> AttributeSources.Place? { sources.places[path] }

  func index(of predicate: Predicate) -> Int? { predicates.firstIndex(of: predicate) }

  /// The last table in the order of the scan that a condition reads; nil for one that reads none.
  func lastTable(of predicate: Int) -> Int? {
    predicates[predicate].reads.compactMap { sources.places[$0.text]?.source }.max()
  }

  /// Conditions that read some attribute of a table.
  func predicates(reading table: Int) -> [Int] { kept.indices.filter { !reads(of: $0, in: table).isEmpty } }

  // MARK: - Filling

  func evaluate(_ predicate: Int, values: [(path: String, value: Value?, zone: ZoneRules)]) -> Truth {
    predicates[predicate].evaluate(on: facts(values, now: asOf))
  }

  private func facts(_ values: [(path: String, value: Value?, zone: ZoneRules)], now: Instant) -> PersonFacts {
    var known: [AttributePath: Value] = [:]
    for (path, value, zone) in values {
      known[AttributePath(path)] = readings[path].map { $0.value(value, zone: zone) } ?? value
    }
    return PersonFacts(values: known, now: now)
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

  /// What the condition says of a subject at the instant of a use.
  func truth(_ predicate: Int, subject: UInt32, at now: Int64) -> Truth {
    let entry = Int(subject)
    if kept[predicate].table != nil, kept[predicate].isTimeless {
      guard entry < kept[predicate].truths.count, kept[predicate].truths[entry] != 0 else {
        return kept[predicate].standard
      }
      return Self.truth(kept[predicate].truths[entry])
    }
    if predicates[predicate].reads.isEmpty, kept[predicate].isTimeless { return kept[predicate].standard }
    var values: [(path: String, value: Value?, zone: ZoneRules)] = []
    for path in predicates[predicate].reads {
      guard let place = sources.places[path.text], let column = stored[path.text], entry < column.bySubject.count else {
        continue
      }
      values.append((path.text, column.codes.value(column.bySubject[entry]), place.zone))
    }
    return predicates[predicate].evaluate(on: facts(values, now: Instant(microseconds: now)))
  }

  /// True when an attribute that the condition reads changed after the instant: its value then is not known.
  func hasChanged(_ predicate: Int, subject: UInt32, since instant: Int64) -> Bool {
    let subject = Int(subject)
    return subject < kept[predicate].changed.count && kept[predicate].changed[subject] > instant
  }

  /// Met iff the condition is true; a part that nobody can evaluate leaves it open.
  func eligibility(_ predicate: Int, subject: UInt32, at now: Int64) -> Verdict {
    if hasChanged(predicate, subject: subject, since: now) { return .unverifiable(.profileChangedSince) }
    switch truth(predicate, subject: subject, at: now) {
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
  /// True when the answer does not depend on the instant of evaluation.
  fileprivate var isTimeless: Bool {
    var isTimeless = true
    forEachPart { part in
      switch part {
      case .within, .olderThan, .eventCount: isTimeless = false
      default: break
      }
    }
    return isTimeless
  }

  /// True when it rests on something that only the guard, or nobody, can evaluate.
  fileprivate var hasOpenPart: Bool {
    var isOpen = false
    forEachPart { part in
      switch part {
      case .opaque, .segment, .consent, .eventCount: isOpen = true
      default: break
      }
    }
    return isOpen
  }
}
