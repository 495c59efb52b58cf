import ConsentHistory
import DataStores
import GovernanceModel
import PolicyEngine

/// Packs the rows of a consent log into the ``ConsentRecord``. Words are looked up once per different word.
struct ConsentLogReader: CheckOperator {
  private let source: AuditPlan.Source
  private let log: ConsentLog
  private let record: ConsentRecord
  private let vocabulary: Vocabulary
  private(set) var columns: [String] = []

  enum Part { case purpose, action, channel, kind, actor }

  private var words: FoldedWords<Part>
  /// What the words of a row come to, by their code; nil while no row whose instants can be read has had them.
  private var meanings: [Meaning?] = []
  private var at: MomentColumn
  private var recordedAt: MomentColumn?
  private var expiresAt: MomentColumn?
  private var details: ConsentDetails
  private var faults = ConsentFaults()
  /// Of the batch.
  private var events: [PackedConsentEvent] = []
  private var people: [UInt32] = []

  init(_ log: ConsentLog, _ source: AuditPlan.Source, vocabulary: Vocabulary, record: ConsentRecord) {
    (self.source, self.log, self.record, self.vocabulary) = (source, log, record, vocabulary)
    let zone = source.dataset.zone
    var columns: [String] = []
    func moment(_ source: InstantColumn?) -> MomentColumn? {
      source.map { MomentColumn($0, zone: zone, columns: &columns) }
    }
    words = FoldedWords(
      [.purpose: log.purpose, .action: log.action, .channel: log.channel, .kind: log.kind, .actor: log.actor],
      columns: &columns)
    at = MomentColumn(log.at, zone: zone, columns: &columns)
    recordedAt = moment(log.recordedAt)
    expiresAt = moment(log.expiresAt)
    details = ConsentDetails(log, record, columns: &columns)
    self.columns = columns
  }

  var need: MemoryNeed { EventIndex.need }

  mutating func consume(_ batch: borrowing ColumnBatch, positions: [Int], subjects: borrowing Span<UInt32>) {
    words.read(batch, positions: positions)
    at.read(batch, positions: positions)
    recordedAt?.read(batch, positions: positions)
    expiresAt?.read(batch, positions: positions)
    details.read(batch, positions: positions)
    events.removeAll(keepingCapacity: true)
    people.removeAll(keepingCapacity: true)
    for row in 0..<batch.rowCount {
      let subject = subjects[row]
      if subject == SubjectTable.elsewhere { continue }
      guard subject != SubjectTable.none else {
        faults.noSubject += 1
        continue
      }
      switch meaning(row) {
      case .event(var event):
        guard fill(&event, batch, row, positions) else { fallthrough }
        events.append(event)
        people.append(subject)
      case .unreadable:
        faults.unreadable += 1
        record.taint(subject)
      case .irrelevant: faults.unknownPurpose += 1
      }
    }
    record.append(events, of: people)
  }

  mutating func finish(_ subjects: SubjectTable) -> CheckResult {
    record.complete(carrying: log.carries)
    return CheckResult(countedGaps: faults.gaps(source.name))
  }

  mutating func abandon() { record.abandon() }
}

// MARK: - One row

extension ConsentLogReader {
  enum Meaning {
    /// Without instants and details.
    case event(PackedConsentEvent)
    /// Of a purpose that the vocabulary does not know.
    case irrelevant
    case unreadable
  }

  /// What the words of a row say; unreadable also where one of its instants is.
  private mutating func meaning(_ row: Int) -> Meaning {
    guard at.starts[row] != MomentColumn.absent, at.starts[row] != MomentColumn.unreadable,
      recordedAt.map({ $0.starts[row] != MomentColumn.unreadable }) ?? true,
      expiresAt.map({ $0.starts[row] != MomentColumn.unreadable }) ?? true
    else { return .unreadable }
    let code = Int(words.codes[row])
    while meanings.count <= code { meanings.append(nil) }
    if let known = meanings[code] { return known }
    let found = meaning(words.words(Int32(code)))
    meanings[code] = found
    return found
  }

  /// What words alone say.
  func meaning(_ words: [Part: String]) -> Meaning {
    guard let action = words[.action].flatMap({ ConsentAction(rawValue: $0) }), let kind = kind(words[.kind], action),
      let actor = actor(words[.actor], action)
    else { return .unreadable }
    var scope: (purpose: UInt16, channel: UInt16)?
    if action == .erased {
      // Everything.
      scope = (0, 0)
    } else {
      guard let word = words[.purpose] else { return .unreadable }
      guard vocabulary.uses.isEmpty || vocabulary.uses[word] != nil || word == DataUse.every.key else {
        return .irrelevant
      }
      scope = record.withScopes { $0.scope(DataUse(word), words[.channel].map { Channel($0) }) }
    }
    guard let scope else { return .unreadable }
    return .event(
      PackedConsentEvent(
        action: action, start: 0, recorded: nil, expires: nil, purpose: scope.purpose, channel: scope.channel,
        kind: kind, actor: actor))
  }

  /// A grant that does not say how it was given, where the log has a column for it, cannot be judged; a negative can.
  private func kind(_ word: String?, _ action: ConsentAction) -> ConsentKind? {
    guard log.kind != nil else { return .express }
    return word.flatMap { ConsentKind(rawValue: $0) } ?? (action.isPositive ? nil : .express)
  }

  private func actor(_ word: String?, _ action: ConsentAction) -> ConsentActor? {
    guard log.actor != nil else { return .self }
    return word.flatMap { ConsentActor(rawValue: $0) } ?? (action.isPositive ? nil : .self)
  }

  /// Adds instants and details; false where one of them cannot be told.
  private mutating func fill(
    _ event: inout PackedConsentEvent, _ batch: borrowing ColumnBatch, _ row: Int, _ positions: [Int]
  ) -> Bool {
    guard let at = at.moment(row) else { return false }
    let recordedAt = recordedAt.flatMap { $0.moment(row) }
    event.setInstants(
      start: at.start.microseconds, recorded: recordedAt?.start.microseconds,
      expires: expiresAt.flatMap { $0.moment(row) }?.end.microseconds)
    if !at.isExact || !(recordedAt?.isExact ?? true) {
      guard let precision = record.withScopes({ $0.precision(at: at, recordedAt: recordedAt) }) else { return false }
      event.precision = precision
    }
    return details.isEmpty || details.fill(&event, batch, row, positions)
  }
}
