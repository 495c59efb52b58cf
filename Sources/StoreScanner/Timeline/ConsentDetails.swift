import ConsentHistory
import DataStores
import GovernanceModel

/// What a consent log tells beside who agreed to what and when: controller, method, notice and evidence reference.
struct ConsentDetails {
  private let record: ConsentRecord
  private var controller: WordColumn?
  private var method: WordColumn?
  private var noticeID: WordColumn?
  private var noticeVersion: WordColumn?
  private var noticeLanguage: WordColumn?
  /// The position of the reference among the columns of the reader.
  private var evidence: Int?
  /// The log tells none of them.
  let isEmpty: Bool

  private var controllers = WordMap<UInt16?>()
  private var methods = WordMap<UInt16?>()
  private var languages = WordMap<Bool>()
  private var noticePairs = PairCodes()
  private var notices: [NoticeID?] = []

  private typealias NoticeID = (id: UInt16, hasVersion: Bool)

  /// Adds the columns that it needs to `columns`.
  init(_ log: ConsentLog, _ record: ConsentRecord, columns: inout [String]) {
    self.record = record
    func word(_ source: ColumnOrConstant?) -> WordColumn? { source.map { WordColumn($0, columns: &columns) } }
    controller = word(log.controller)
    method = word(log.method)
    noticeID = word(log.noticeID)
    noticeVersion = word(log.noticeVersion)
    noticeLanguage = word(log.noticeLanguage)
    evidence = log.evidence.map { WordColumn.position(of: $0, in: &columns) }
    let isSilent = controller == nil && method == nil && noticeID == nil
    isEmpty = isSilent && noticeLanguage == nil && evidence == nil
  }

  mutating func read(_ batch: borrowing ColumnBatch, positions: [Int]) {
    controller?.read(batch, positions: positions)
    method?.read(batch, positions: positions)
    noticeID?.read(batch, positions: positions)
    noticeVersion?.read(batch, positions: positions)
    noticeLanguage?.read(batch, positions: positions)
  }

  /// Adds what a row tells; false when the tables of names are full.
  mutating func fill(
    _ event: inout PackedConsentEvent, _ batch: borrowing ColumnBatch, _ row: Int, _ positions: [Int]
  ) -> Bool {
    guard let controller = controllerID(row), let method = methodID(row), let notice = notice(row) else { return false }
    (event.controller, event.method, event.notice) = (controller, method, notice.id)
    if notice.hasVersion { event.insert(.noticeVersion) }
    if let noticeLanguage, languages.meaning(row, of: noticeLanguage, resolve: { $0 != nil }) {
      event.insert(.noticeLanguage)
    }
    if let evidence, let prefix = batch.columns[positions[evidence]].referencePrefix(row) {
      event.insert(.reference)
      event.referencePrefix = prefix
    }
    return true
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
