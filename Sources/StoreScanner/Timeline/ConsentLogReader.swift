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
  /// Where rows hold strings in place of words.
  private var signals: SignalEventReader?
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
    signals = log.signal.map { SignalEventReader($0, log, vocabulary: vocabulary, record, columns: &columns) }
    self.columns = columns
  }

  var need: MemoryNeed {
    let event = EventIndex.need
    return MemoryNeed(
      perRow: event.perRow * (log.signal.map(SignalReader.eventsAtMost) ?? 1), perSubject: event.perSubject)
  }

  mutating func consume(_ batch: borrowing ColumnBatch, positions: [Int], subjects: borrowing Span<UInt32>) {
    words.read(batch, positions: positions)
    at.read(batch, positions: positions)
    recordedAt?.read(batch, positions: positions)
    expiresAt?.read(batch, positions: positions)
    details.read(batch, positions: positions)
    signals?.read(batch, positions: positions)
    events.removeAll(keepingCapacity: true)
    people.removeAll(keepingCapacity: true)
    for row in 0..<batch.rowCount {
      let subject = subjects[row]
      if subject == SubjectTable.elsewhere { continue }
      guard subject != SubjectTable.none else {
        faults.noSubject += 1
        continue
      }
      if signals != nil {
        consumeSignal(batch, row, positions, of: subject)
        continue
      }
      switch meaning(row) {
      case .event(var event, let isHeard):
        guard fill(&event, batch, row, positions) else { fallthrough }
        if !isHeard { faults.unknownChannel += 1 }
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
  /// A string is as many events as it stands for, all at the row's instant.
  private mutating func consumeSignal(
    _ batch: borrowing ColumnBatch, _ row: Int, _ positions: [Int], of subject: UInt32
  ) {
    guard areInstantsRead(row), signals?.decode(batch, row, positions) ?? false else {
      if let fault = signals?.fault { faults.signals[fault, default: 0] += 1 } else { faults.unreadable += 1 }
      return record.taint(subject)
    }
    if signals?.isHeard == false { faults.unknownChannel += 1 }
    for var event in signals?.events ?? [] {
      let (method, expires) = (event.method, event.expires)
      guard fill(&event, batch, row, positions) else {
        faults.unreadable += 1
        return record.taint(subject)
      }
      (event.method, event.expires) = (method, expires)
      event.insert(.reference)
      events.append(event)
      people.append(subject)
    }
  }
}

extension ConsentLogReader {
  enum Meaning {
    /// Without instants and details. A no of a channel that nobody knows is not heard where it may be meant.
    case event(PackedConsentEvent, isHeard: Bool)
    /// Of a purpose that the vocabulary does not know.
    case irrelevant
    case unreadable
  }

  /// What the words of a row say; unreadable also where one of its instants is.
  private mutating func meaning(_ row: Int) -> Meaning {
    guard areInstantsRead(row) else { return .unreadable }
    let code = Int(words.codes[row])
    while meanings.count <= code { meanings.append(nil) }
    if let known = meanings[code] { return known }
    let found = meaning(words.words(Int32(code)))
    meanings[code] = found
    return found
  }

  private func areInstantsRead(_ row: Int) -> Bool {
    at.starts[row] != MomentColumn.absent && at.starts[row] != MomentColumn.unreadable
      && recordedAt.map { $0.starts[row] != MomentColumn.unreadable } ?? true
      && expiresAt.map { $0.starts[row] != MomentColumn.unreadable } ?? true
  }

  /// What words alone say.
  func meaning(_ words: [Part: String]) -> Meaning {
    guard let action = words[.action].flatMap({ ConsentAction(rawValue: $0) }),
      let kind = log.kind(words[.kind], of: action), let actor = log.actor(words[.actor], of: action)
    else { return .unreadable }
    var scope: (purpose: UInt16, channel: UInt16)?
    let channel = action == .erased ? nil : words[.channel].map(record.channels.channel)
    if action == .erased {
      // Everything.
      scope = (0, 0)
    } else {
      guard let word = words[.purpose] else { return .unreadable }
      guard let purpose = vocabulary.purpose(word) else { return .irrelevant }
      scope = record.withScopes { $0.scope(purpose, channel) }
    }
    guard let scope else { return .unreadable }
    return .event(
      PackedConsentEvent(
        action: action, start: 0, recorded: nil, expires: nil, purpose: scope.purpose, channel: scope.channel,
        kind: kind, actor: actor),
      isHeard: !action.isNegative || record.channels.isKnown(channel))
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

extension ConsentLog {
  /// A grant that does not say how it was given, where the log has a column for it, cannot be judged; a negative can.
  func kind(_ word: String?, of action: ConsentAction) -> ConsentKind? {
    guard kind != nil else { return .express }
    return word.flatMap { ConsentKind(rawValue: $0) } ?? (action.isPositive ? nil : .express)
  }

  /// The same of who acted.
  func actor(_ word: String?, of action: ConsentAction) -> ConsentActor? {
    guard actor != nil else { return .self }
    return word.flatMap { ConsentActor(rawValue: $0) } ?? (action.isPositive ? nil : .self)
  }
}
