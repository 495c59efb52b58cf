import ConsentHistory
import ConsentSignals
import DataStores
import GovernanceModel
import PolicyEngine

/// Decodes the strings of a column, an equal one once as long as it is remembered: strings are nearly as many as people, so
/// that what is remembered has a bound.
struct SignalReader {
  /// What a string stands for.
  enum Answer {
    case events([SignalEvents.Event])
    /// What is wrong with it, in words that hold none of it.
    case fault(String)
    /// Null or empty.
    case absent
  }

  private let source: SignalColumn
  private let slot: Int
  private let signals: SignalEvents
  private var young: [[UInt8]: Answer] = [:]
  private var old: [[UInt8]: Answer] = [:]
  /// Strings in a generation; two are remembered.
  static let capacity = 2048

  /// Adds the column that it needs to `columns`.
  init(_ source: SignalColumn, columns: inout [String]) {
    self.source = source
    slot = WordColumn.position(of: source.column, in: &columns)
    signals = SignalEvents(vendor: source.vendor)
  }

  var remembered: Int { young.count + old.count }

  /// The greatest number of events that one string comes to.
  static func eventsAtMost(_ source: SignalColumn) -> Int {
    switch source.encoding {
    case .tcf2, .gpp: TCFPurpose.all.reduce(0) { $0 + $1.uses.count }
    case .usp, .gpc: 3
    }
  }

  mutating func answer(_ batch: borrowing ColumnBatch, _ row: Int, _ positions: [Int]) -> Answer {
    let column = batch.columns[positions[slot]]
    switch column.tag(row) {
    case .null: return .absent
    case .integer: return answer(Array(String(column.payloads[row]).utf8))
    case .real: return .fault("no text")
    case .text, .blob: return answer(Array(column.bytes[column.range(row)]))
    }
  }

  /// - Parameter text: UTF-8.
  mutating func answer(_ text: [UInt8]) -> Answer {
    if text.isEmpty { return .absent }
    if let known = young[text] { return known }
    let answer = old[text] ?? decode(text)
    if young.count >= Self.capacity { (old, young) = (young, [:]) }
    young[text] = answer
    return answer
  }

  private func decode(_ text: [UInt8]) -> Answer {
    let text = String(decoding: text, as: UTF8.self)
    do {
      switch source.encoding {
      case .tcf2: return .events(signals.events(of: try ConsentSignal(decoding: text, as: "tcf")))
      case .gpp: return .events(signals.events(of: try ConsentSignal(decoding: text, as: "gpp")))
      case .usp: return .events(signals.events(of: try ConsentSignal(decoding: text, as: "uspv1")))
      case .gpc: return .events(signals.events(ofGPCHeader: text))
      }
    } catch { return .fault(error.kind) }
  }
}

/// The events of a row's string, packed but for what the row itself says.
struct SignalEventReader {
  private var reader: SignalReader
  private let record: ConsentRecord
  private let vocabulary: Vocabulary
  private var channel: WordColumn?
  private(set) var events: [PackedConsentEvent] = []
  /// What is wrong with the last string; nil where there was none, or it could be decoded.
  private(set) var fault: String?
  /// False where the last string says no for a channel that nobody knows.
  private(set) var isHeard = true
  private var scopes: [Scope: (purpose: UInt16, channel: UInt16)?] = [:]

  private struct Scope: Hashable {
    var purpose: DataUse
    var channel: Int32
  }

  /// Adds the columns that it needs to `columns`.
  init(
    _ source: SignalColumn, _ log: ConsentLog, vocabulary: Vocabulary, _ record: ConsentRecord,
    columns: inout [String]
  ) {
    reader = SignalReader(source, columns: &columns)
    (self.record, self.vocabulary) = (record, vocabulary)
    channel = log.channel.map { WordColumn($0, columns: &columns) }
  }

  mutating func read(_ batch: borrowing ColumnBatch, positions: [Int]) { channel?.read(batch, positions: positions) }

  /// Fills ``events``; false where the row has no string that can be decoded.
  mutating func decode(_ batch: borrowing ColumnBatch, _ row: Int, _ positions: [Int]) -> Bool {
    events.removeAll(keepingCapacity: true)
    (fault, isHeard) = (nil, true)
    switch reader.answer(batch, row, positions) {
    case .absent: return false
    case .fault(let words):
      fault = words
      return false
    case .events(let statements):
      for statement in statements {
        guard vocabulary.purpose(statement.purpose.key) != nil else { continue }
        guard let event = packed(statement, channel: channel?.codes[row] ?? ValueCodes.null) else { return false }
        events.append(event)
      }
      let isKnown = record.channels.isKnown(channel?.word(channel?.codes[row] ?? ValueCodes.null).map { Channel($0) })
      isHeard = isKnown || !statements.contains { $0.action.isNegative }
      return true
    }
  }

  /// Nil where the tables of names are full.
  private mutating func packed(_ statement: SignalEvents.Event, channel code: Int32) -> PackedConsentEvent? {
    let key = Scope(purpose: statement.purpose, channel: code)
    if scopes[key] == nil {
      let word = channel?.word(code).map(record.channels.channel)
      scopes[key] = .some(record.withScopes { $0.scope(statement.purpose, word) })
    }
    guard let scope = scopes[key] ?? nil, let method = record.withScopes({ $0.method(statement.method) }) else {
      return nil
    }
    return PackedConsentEvent(
      action: statement.action, start: 0, recorded: nil, expires: statement.expiresAt?.end.microseconds,
      purpose: scope.purpose, channel: scope.channel, method: method, kind: statement.kind, actor: .self)
  }
}
