import ConsentHistory
import ConsentSignals
import DataStores
import GovernanceModel
import PolicyEngine

/// Reads single rows of a consent log as whole events, by the rules of ``ConsentLogReader``, which keeps of them only what a
/// verdict needs.
struct PersonEventReader {
  enum Answer {
    case events([ConsentEvent])
    case unknownPurpose
    /// What is wrong with a string; nil for anything else.
    case unreadable(String?)
  }

  private let log: ConsentLog
  private let source: AuditPlan.Source
  private let vocabulary: Vocabulary
  private let channels: ChannelWords
  private(set) var columns: [String] = []
  private var slots: [String: Int] = [:]
  private var signals: SignalReader?

  init(_ log: ConsentLog, _ source: AuditPlan.Source, vocabulary: Vocabulary, channels: ChannelWords) {
    (self.log, self.source, self.vocabulary, self.channels) = (log, source, vocabulary, channels)
    var columns: [String] = []
    let words = [
      log.purpose, log.action, log.channel, log.controller, log.kind, log.actor, log.method, log.noticeID,
      log.noticeVersion, log.noticeLanguage,
    ].compactMap { $0?.column }
    let instants = [log.at, log.recordedAt, log.expiresAt].compactMap { $0?.column }
    for name in words + instants + [log.evidence].compactMap({ $0 }) {
      slots[name] = WordColumn.position(of: name, in: &columns)
    }
    signals = log.signal.map { SignalReader($0, columns: &columns) }
    self.columns = columns
  }

  mutating func read(_ batch: borrowing ColumnBatch, _ row: Int, _ positions: [Int]) -> Answer {
    guard let event = common(batch, row, positions) else { return .unreadable(nil) }
    guard signals != nil else { return words(event, batch, row, positions) }
    switch signals?.answer(batch, row, positions) {
    case .events(let statements)?: return .events(statements.compactMap { self.event(event, says: $0) })
    case .fault(let words)?: return .unreadable(words)
    case .absent?, nil: return .unreadable(nil)
    }
  }

  /// All but purpose and what is said of it; nil where an instant cannot be read.
  private func common(_ batch: borrowing ColumnBatch, _ row: Int, _ positions: [Int]) -> ConsentEvent? {
    guard case .moment(let at) = moment(log.at, batch, row, positions) else { return nil }
    var event = ConsentEvent(subject: "", purpose: .every, action: .requested, at: at)
    switch moment(log.recordedAt, batch, row, positions) {
    case .moment(let moment): event.recordedAt = moment
    case .missing: break
    case .unreadable: return nil
    }
    switch moment(log.expiresAt, batch, row, positions) {
    case .moment(let moment): event.expiresAt = moment
    case .missing: break
    case .unreadable: return nil
    }
    func word(_ source: ColumnOrConstant?) -> String? { self.word(source, batch, row, positions) }
    event.channel = word(log.channel).map(channels.channel)
    event.controller = word(log.controller)
    event.method = word(log.method)
    event.notice = word(log.noticeID).map {
      .init(id: $0, version: word(log.noticeVersion), language: word(log.noticeLanguage))
    }
    event.evidence = log.evidence.flatMap { word(ColumnOrConstant(column: $0)) }
    event.source = source.name
    return event
  }

  private func words(
    _ common: ConsentEvent, _ batch: borrowing ColumnBatch, _ row: Int, _ positions: [Int]
  ) -> Answer {
    var event = common
    func word(_ source: ColumnOrConstant?) -> String? { self.word(source, batch, row, positions) }
    guard let action = word(log.action).flatMap(ConsentAction.init(rawValue:)),
      let kind = log.kind(word(log.kind), of: action), let actor = log.actor(word(log.actor), of: action)
    else { return .unreadable(nil) }
    (event.action, event.kind, event.actor) = (action, kind, actor)
    if action == .erased {
      event.channel = nil
      return .events([event])
    }
    guard let name = word(log.purpose) else { return .unreadable(nil) }
    guard let purpose = vocabulary.purpose(name) else { return .unknownPurpose }
    event.purpose = purpose
    return .events([event])
  }

  private func event(_ common: ConsentEvent, says statement: SignalEvents.Event) -> ConsentEvent? {
    guard vocabulary.purpose(statement.purpose.key) != nil else { return nil }
    var event = common
    (event.purpose, event.action, event.kind) = (statement.purpose, statement.action, statement.kind)
    (event.expiresAt, event.method, event.actor) = (statement.expiresAt, statement.method, .self)
    // The string is its own proof; it is never told.
    event.evidence = common.evidence ?? statement.method
    return event
  }

  private func moment(
    _ source: InstantColumn?, _ batch: borrowing ColumnBatch, _ row: Int, _ positions: [Int]
  ) -> StoredInstant {
    guard let source, let slot = slots[source.column] else { return .missing }
    return InstantDecoder(source, zone: self.source.dataset.zone).moment(batch.columns[positions[slot]], row)
  }

  private func word(
    _ source: ColumnOrConstant?, _ batch: borrowing ColumnBatch, _ row: Int, _ positions: [Int]
  ) -> String? {
    guard let source else { return nil }
    guard let slot = source.column.flatMap({ slots[$0] }) else { return source.constant }
    let column = batch.columns[positions[slot]]
    let text: String? =
      switch column.tag(row) {
      case .null: nil
      case .integer: String(column.payloads[row])
      case .real: Int64(exactly: column.real(row)).map(String.init) ?? "\(column.real(row))"
      case .text, .blob: String(decoding: column.bytes[column.range(row)], as: UTF8.self)
      }
    guard let text, !text.isEmpty else { return nil }
    return source.values[text] ?? text
  }
}
