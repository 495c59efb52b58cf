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

  private var purpose: WordColumn
  private var action: WordColumn
  private var channel: WordColumn?
  private var controller: WordColumn?
  private var kind: WordColumn?
  private var actor: WordColumn?
  private var method: WordColumn?
  private var noticeID: WordColumn?
  private var noticeVersion: WordColumn?
  private var noticeLanguage: WordColumn?
  private var at: MomentColumn
  private var recordedAt: MomentColumn?
  private var expiresAt: MomentColumn?
  private var evidence: Int?

  private var purposes = WordMap<DataUse?>()
  private var actions = WordMap<ConsentAction?>()
  private var kinds = WordMap<ConsentKind?>()
  private var actors = WordMap<ConsentActor?>()
  private var controllers = WordMap<UInt16?>()
  private var methods = WordMap<UInt16?>()
  private var languages = WordMap<Bool>()
  private var scopePairs = PairCodes()
  private var scopes: [ScopeID?] = []
  private var noticePairs = PairCodes()
  private var notices: [NoticeID?] = []
  private var faults = ConsentFaults()

  private typealias ScopeID = (purpose: UInt16, channel: UInt16)
  private typealias NoticeID = (id: UInt16, hasVersion: Bool)

  init(_ log: ConsentLog, _ source: AuditPlan.Source, vocabulary: Vocabulary, record: ConsentRecord) {
    (self.source, self.log, self.record, self.vocabulary) = (source, log, record, vocabulary)
    let zone = source.dataset.zone
    var columns: [String] = []
    func word(_ source: ColumnOrConstant?) -> WordColumn? { source.map { WordColumn($0, columns: &columns) } }
    func moment(_ source: InstantColumn?) -> MomentColumn? {
      source.map { MomentColumn($0, zone: zone, columns: &columns) }
    }
    purpose = WordColumn(log.purpose, columns: &columns)
    action = WordColumn(log.action, columns: &columns)
    channel = word(log.channel)
    controller = word(log.controller)
    kind = word(log.kind)
    actor = word(log.actor)
    method = word(log.method)
    noticeID = word(log.noticeID)
    noticeVersion = word(log.noticeVersion)
    noticeLanguage = word(log.noticeLanguage)
    at = MomentColumn(log.at, zone: zone, columns: &columns)
    recordedAt = moment(log.recordedAt)
    expiresAt = moment(log.expiresAt)
    evidence = log.evidence.map { WordColumn.position(of: $0, in: &columns) }
    self.columns = columns
  }

  var need: MemoryNeed { EventIndex.need }

  mutating func consume(_ batch: borrowing ColumnBatch, positions: [Int], subjects: borrowing Span<UInt32>) {
    read(batch, positions)
    for row in 0..<batch.rowCount {
      let subject = subjects[row]
      if subject == SubjectTable.elsewhere { continue }
      guard subject != SubjectTable.none else {
        faults.noSubject += 1
        continue
      }
      switch event(row, reference: evidence.flatMap { batch.columns[positions[$0]].referencePrefix(row) }) {
      case .event(let event): record.append(event, of: subject)
      case .irrelevant: faults.unknownPurpose += 1
      case .unreadable:
        faults.unreadable += 1
        record.taint(subject)
      }
    }
  }

  mutating func finish(_ subjects: SubjectTable) -> CheckResult {
    record.complete(carrying: log.carries)
    return CheckResult(countedGaps: faults.gaps(source.name))
  }

  mutating func abandon() { record.abandon() }
}

// MARK: - One row

extension ConsentLogReader {
  private enum Row {
    case event(PackedConsentEvent)
    /// Of a purpose that the vocabulary does not know.
    case irrelevant
    case unreadable
  }

  private mutating func read(_ batch: borrowing ColumnBatch, _ positions: [Int]) {
    purpose.read(batch, positions: positions)
    action.read(batch, positions: positions)
    channel?.read(batch, positions: positions)
    controller?.read(batch, positions: positions)
    kind?.read(batch, positions: positions)
    actor?.read(batch, positions: positions)
    method?.read(batch, positions: positions)
    noticeID?.read(batch, positions: positions)
    noticeVersion?.read(batch, positions: positions)
    noticeLanguage?.read(batch, positions: positions)
    at.read(batch, positions: positions)
    recordedAt?.read(batch, positions: positions)
    expiresAt?.read(batch, positions: positions)
  }

  /// `reference` holds the first two bytes of the evidence, nil where there is none.
  private mutating func event(_ row: Int, reference: UInt16?) -> Row {
    let action = actions.meaning(row, of: self.action) { $0.flatMap { ConsentAction(rawValue: $0) } }
    guard let action, let at = at.moment(row) else { return .unreadable }
    let recordedAt = self.recordedAt.flatMap { $0.moment(row) }
    guard self.recordedAt.map({ $0.starts[row] != MomentColumn.unreadable }) ?? true,
      expiresAt.map({ $0.starts[row] != MomentColumn.unreadable }) ?? true
    else { return .unreadable }
    guard let kind = kind(row, action), let actor = actor(row, action) else { return .unreadable }
    if action != .erased, purposeKey(row) == nil {
      return purpose.word(purpose.codes[row]) == nil ? .unreadable : .irrelevant
    }
    guard let scope = scope(row, action), let controller = controllerID(row), let notice = notice(row),
      let method = methodID(row),
      let precision = precision(at, recordedAt)
    else { return .unreadable }
    // By numbers: the operations of an option set from another module are not specialised here.
    var flags = reference == nil ? 0 : PackedConsentEvent.EvidenceFlags.reference.rawValue
    if notice.hasVersion { flags |= PackedConsentEvent.EvidenceFlags.noticeVersion.rawValue }
    if let noticeLanguage, languages.meaning(row, of: noticeLanguage, resolve: { $0 != nil }) {
      flags |= PackedConsentEvent.EvidenceFlags.noticeLanguage.rawValue
    }
    return .event(
      PackedConsentEvent(
        action: action, start: at.start.microseconds, recorded: recordedAt?.start.microseconds,
        expires: expiresAt.flatMap { $0.moment(row) }?.end.microseconds, purpose: scope.purpose,
        channel: scope.channel, controller: controller, notice: notice.id, method: method, precision: precision,
        kind: kind, actor: actor, flags: PackedConsentEvent.EvidenceFlags(rawValue: flags),
        referencePrefix: reference ?? 0))
  }

  private func precision(_ at: Moment, _ recordedAt: Moment?) -> UInt16? {
    if at.isExact, recordedAt?.isExact ?? true { return 0 }
    return record.withScopes { $0.precision(at: at, recordedAt: recordedAt) }
  }

  private mutating func purposeKey(_ row: Int) -> DataUse? {
    purposes.meaning(row, of: purpose) { [vocabulary] word in
      guard let word else { return nil }
      let isKnown = vocabulary.uses.isEmpty || vocabulary.uses[word] != nil || word == DataUse.every.key
      return isKnown ? DataUse(word) : nil
    }
  }

  /// A grant that does not say how it was given, where the log has a column for it, cannot be judged; a negative can.
  private mutating func kind(_ row: Int, _ action: ConsentAction) -> ConsentKind? {
    guard let kind else { return .express }
    let found = kinds.meaning(row, of: kind) { $0.flatMap { ConsentKind(rawValue: $0) } }
    return found ?? (action.isPositive ? nil : .express)
  }

  private mutating func actor(_ row: Int, _ action: ConsentAction) -> ConsentActor? {
    guard let actor else { return .self }
    let found = actors.meaning(row, of: actor) { $0.flatMap { ConsentActor(rawValue: $0) } }
    return found ?? (action.isPositive ? nil : .self)
  }

  /// The ids of purpose and channel; those of everything for an erasure.
  private mutating func scope(_ row: Int, _ action: ConsentAction) -> ScopeID? {
    if action == .erased { return (0, 0) }
    let pair = scopePairs.code(purpose.codes[row], channel?.codes[row] ?? ValueCodes.null)
    if Int(pair) < scopes.count { return scopes[Int(pair)] }
    let channelName = channel.flatMap { $0.word($0.codes[row]) }
    let found = purposeKey(row).flatMap { key in
      record.withScopes { $0.scope(key, channelName.map { Channel($0) }) }
    }
    scopes.append(found)
    return found
  }

  private mutating func controllerID(_ row: Int) -> UInt16? {
    guard let controller else { return 0 }
    return controllers.meaning(row, of: controller) { [record] name in record.withScopes { $0.controller(name) } }
  }

  private mutating func methodID(_ row: Int) -> UInt16? {
    guard let method else { return 0 }
    return methods.meaning(row, of: method) { [record] name in record.withScopes { $0.method(name) } }
  }

  private mutating func notice(_ row: Int) -> NoticeID? {
    guard let noticeID else { return (0, false) }
    let versionCode = noticeVersion?.codes[row] ?? ValueCodes.null
    let pair = noticePairs.code(noticeID.codes[row], versionCode)
    if Int(pair) < notices.count { return notices[Int(pair)] }
    let id = noticeID.word(noticeID.codes[row])
    let version = noticeVersion.flatMap { $0.word(versionCode) }
    let found = record.withScopes { $0.notice(id: id, version: version) }
    notices.append(found.map { ($0, id != nil && version != nil) })
    return notices[Int(pair)]
  }
}
