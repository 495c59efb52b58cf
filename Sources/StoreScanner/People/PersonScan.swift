import ConsentHistory
import DataStores
package import GovernanceModel
package import PolicyEngine
import Predicates

/// Looks one person up in all stores: what `consent status` stands on. Each profile table and consent log is read once, from
/// end to end, since a store is asked for columns, not for people.
package struct PersonScan {
  private let policies: PolicySet
  private let stores: [AuditedStore]
  private let plan: AuditPlan
  private let survey: StoreSurvey

  /// - Parameter asOf: until when an age is true that no column dates.
  package init(policies: PolicySet, stores: [AuditedStore], asOf: Instant) {
    let still = stores.map { AuditedStore(store: (try? $0.store.snapshot()) ?? $0.store, map: $0.map) }
    let survey = StoreSurvey(still)
    (self.policies, self.stores, self.survey) = (policies, still, survey)
    plan = AuditPlan(policies: policies, asOf: asOf, sources: survey.entries.map(\.source))
  }

  /// - Parameter subject: the key in its canonical form, see ``SubjectKey``.
  package func record(of subject: String) -> PersonRecord {
    var record = PersonRecord(isComplete: survey.lostConsentLogs == 0, gaps: survey.gaps)
    record.zone = survey.consentZones.first ?? .utc
    let key = Array(subject.utf8)
    readProfiles(of: key, into: &record)
    for index in survey.entries.indices where survey.entries[index].source.collection.consents != nil {
      readLog(index, of: key, into: &record)
    }
    record.gaps = record.gaps.ordered
    return record
  }

  private func readLog(_ index: Int, of key: [UInt8], into record: inout PersonRecord) {
    let source = plan.sources[index]
    guard let log = source.collection.consents else { return }
    let channels = ChannelWords(policies)
    var reader = PersonEventReader(log, source, vocabulary: policies.vocabulary, channels: channels)
    var faults = ConsentFaults()
    let gap = scan(index, columns: reader.columns, of: key) { batch, row, positions in
      switch reader.read(batch, row, positions) {
      case .events(let events):
        record.events += events
        if events.contains(where: { $0.action.isNegative && !channels.isKnown($0.channel) }) {
          faults.unknownChannel += 1
        }
      case .unknownPurpose: faults.unknownPurpose += 1
      case .unreadable(let fault):
        if let fault { faults.signals[fault, default: 0] += 1 } else { faults.unreadable += 1 }
        record.isTainted = true
      }
      record.isKnown = true
    }
    record.gaps += faults.gaps(source.name).map { gap in
      Gap(subject: gap.subject, reason: gap.reason, detail: "\(gap.count) \(gap.detail)")
    }
    if let gap {
      record.isComplete = false
      return record.gaps.append(gap)
    }
    record.logs.append(source.name)
    record.carried.formUnion(log.carries)
  }

  /// Calls `body` for the rows of the person; a gap when the collection cannot be read to its end.
  private func scan(
    _ index: Int, columns: [String], of key: [UInt8], _ body: (borrowing ColumnBatch, Int, [Int]) -> Void
  ) -> Gap? {
    let source = plan.sources[index]
    guard let subject = source.collection.subject else { return nil }
    var asked = [subject]
    let positions = columns.map { WordColumn.position(of: $0, in: &asked) }
    let lacking = asked.filter { !source.columns.contains($0) }
    guard lacking.isEmpty else {
      let detail = "the store has no column \(source.named(lacking))"
      return Gap(subject: source.name, reason: .missingColumn, detail: detail)
    }
    do {
      let store = stores[survey.entries[index].store].store
      try store.scan(table: source.collection.name, columns: asked) { batch throws(StoreError) -> Bool in
        for row in 0..<batch.rowCount where Self.isKey(key, of: batch.columns[0], row) { body(batch, row, positions) }
        return true
      }
      return nil
    } catch {
      let detail = "the collection could not be read to its end: \(error)"
      return Gap(subject: source.name, reason: .unreadable, detail: detail)
    }
  }

  private static func isKey(_ key: [UInt8], of column: borrowing ColumnBatch.Column, _ row: Int) -> Bool {
    SubjectKey.withBytes(of: column, row) { ByteWords.areEqual($0, key.span) } ?? false
  }
}

// MARK: - Attributes

extension PersonScan {
  /// The attributes that scopes of packs and ages ask for. The first table that has a column for one provides it.
  private func readProfiles(of key: [UInt8], into record: inout PersonRecord) {
    let scopes = policies.packs.compactMap(\.scope)
    let readings = AttributeReading.readings(of: scopes)
    let paths = Set(scopes.flatMap { $0.reads.map(\.text) } + SubjectBirths.paths)
    let places = AttributeSources(plan, paths: paths).places
    let births = SubjectBirths(plan)
    for index in plan.sources.indices where plan.sources[index].collection.profile != nil {
      let mine = places.filter { $0.value.source == index }.sorted { $0.key < $1.key }
      var reader = births.flatMap { $0.source == index ? BirthReader($0) : nil }
      let columns = mine.map(\.value.column) + (reader?.columns ?? [])
      guard plan.sources[index].collection.subject != nil else { continue }
      var (values, isKnown) = ([AttributePath: Value](), false)
      let gap = scan(index, columns: columns, of: key) { batch, row, positions in
        isKnown = true
        for (number, (path, place)) in mine.enumerated() {
          let column = batch.columns[positions[number]]
          values[AttributePath(path)] = (readings[path] ?? .init()).value(column.value(row), zone: place.zone)
        }
        var subjects = [UInt32](repeating: SubjectTable.elsewhere, count: batch.rowCount)
        subjects[row] = 0
        reader?.consume(batch, positions: Array(positions[mine.count...]), subjects: subjects.span)
      }
      record.gaps += [gap].compactMap { $0 }
      record.values.merge(values) { first, _ in first }
      record.isKnown = record.isKnown || isKnown
    }
    record.birth = births?.birth(of: 0)
  }
}

extension ColumnBatch.Column {
  /// As conditions see it: null and NaN are missing, an empty text is a value.
  fileprivate func value(_ row: Int) -> Value? {
    switch tag(row) {
    case .null: nil
    case .integer: .integer(payloads[row])
    case .real: real(row).isNaN ? nil : .decimal(real(row))
    case .text, .blob: .text(String(decoding: bytes[range(row)], as: UTF8.self))
    }
  }
}
