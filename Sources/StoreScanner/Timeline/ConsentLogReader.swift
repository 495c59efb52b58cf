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

  private var scopes = ScopeCache()
  private var actions = WordMap<ConsentAction>()
  private var kinds = WordMap<ConsentKind>()
  private var actors = WordMap<ConsentActor>()
  private var faults = ConsentFaults()

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

  mutating func consume(_ batch: borrowing ColumnBatch, positions: [Int], subjects: borrowing Span<UInt32>) {
    read(batch, positions)
    for row in 0..<batch.rowCount {
      let subject = subjects[row]
      if subject == SubjectTable.elsewhere { continue }
      guard subject != SubjectTable.none else {
        faults.noSubject += 1
        continue
      }
      let reference = evidence.map { batch.columns[positions[$0]] }
      switch event(row, reference: reference.map { ConsentScopes.prefix($0, row) } ?? 0) {
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
    return CheckResult(gaps: faults.gaps(source.name))
  }

  mutating func abandon() { record.abandon() }
}
