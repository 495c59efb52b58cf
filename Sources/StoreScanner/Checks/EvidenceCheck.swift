import ConsentHistory
import ConsentSignals
import DataStores
import GovernanceModel
import PolicyEngine

/// `evidence`: each consent that a log holds carries the fields that prove it, and was not captured by a forbidden method.
/// The rows are judged as `EvidenceRequirement.verdict(of:)` judges events; whether a row is a consent that the control is
/// about must be told, so one with an action, purpose or instant that cannot be read is not passed over.
struct EvidenceCheck: CheckOperator {
  private(set) var columns: [String]
  let site: CheckSite
  let requirement: EvidenceRequirement
  let obligation: Obligation
  /// Nil where rows hold strings.
  private(set) var action: WordColumn?
  private(set) var purpose: WordColumn?
  private var signals: SignalReader?
  private(set) var channel: WordColumn?
  private(set) var method: WordColumn?
  private(set) var at: MomentColumn
  private(set) var fields: [EvidenceField]
  let vocabulary: Vocabulary
  /// By code of action, purpose, channel and method, as far as codes were met; nil for what cannot be read.
  private var positive: [Bool?] = []
  private var purposes: [Bool?] = []
  private var channels: [Bool] = []
  private var forbidden: [Bool] = []
  private var forbiddenTally = Tally()
  private var unreadable = Tally()
  private var examined = 0

  init(
    _ requirement: EvidenceRequirement, log: ConsentLog, obligation: Obligation, vocabulary: Vocabulary, site: CheckSite
  ) {
    (self.requirement, self.obligation, self.site) = (requirement, obligation, site)
    self.vocabulary = vocabulary
    var columns: [String] = []
    action = log.action.map { WordColumn($0, columns: &columns) }
    purpose = log.purpose.map { WordColumn($0, columns: &columns) }
    signals = log.signal.map { SignalReader($0, columns: &columns) }
    channel = log.channel.map { WordColumn($0, columns: &columns) }
    method = log.method.map { WordColumn($0, columns: &columns) }
    at = MomentColumn(log.at, zone: site.zone, columns: &columns)
    fields = ConsentEvidence.allCases.filter(requirement.fields.contains).map { field in
      EvidenceField(field, of: log, zone: site.zone, columns: &columns)
    }
    self.columns = columns
  }

  var need: MemoryNeed { .tallies(fields.count + 2) }

  mutating func consume(_ batch: borrowing ColumnBatch, positions: [Int], subjects: borrowing Span<UInt32>) {
    readWords(batch, positions: positions)
    for index in fields.indices { fields[index].read(batch, positions: positions) }
    for row in 0..<batch.rowCount where subjects[row] != SubjectTable.elsewhere {
      guard let isConcerned = isConcerned(batch, row, positions) else {
        unreadable.add(subject: subjects[row])
        continue
      }
      guard isConcerned else { continue }
      examined += 1
      let instant = Instant(microseconds: at.starts[row])
      if let method, forbidden[Int(method.codes[row])] {
        forbiddenTally.add(subject: subjects[row], at: instant)
        continue
      }
      for index in fields.indices where !fields[index].isPresent(row) {
        fields[index].missing.add(subject: subjects[row], at: instant)
      }
    }
  }

  /// True for a consent that the control is about; nil where that cannot be told.
  private mutating func isConcerned(_ batch: borrowing ColumnBatch, _ row: Int, _ positions: [Int]) -> Bool? {
    let isOfChannel = channel.map { channels[Int($0.codes[row])] } ?? true
    if signals != nil {
      guard let isGiven = givesConsent(batch, row, positions) else { return nil }
      guard isGiven, isOfChannel else { return false }
    } else if let action, let purpose {
      guard let isPositive = positive[Int(action.codes[row])] else { return nil }
      guard isPositive, isOfChannel else { return false }
      guard let isPurpose = purposes[Int(purpose.codes[row])] else { return nil }
      guard isPurpose else { return false }
    }
    return at.moment(row).map { $0.start <= site.asOf }
  }

  /// Whether a string gives a consent that the control is about; nil where it cannot be decoded.
  private mutating func givesConsent(_ batch: borrowing ColumnBatch, _ row: Int, _ positions: [Int]) -> Bool? {
    guard case .events(let events)? = signals?.answer(batch, row, positions) else { return nil }
    return events.contains { $0.action.isPositive && obligation.concerns(purpose: $0.purpose) }
  }

  /// Reads the words of a batch and judges those that are new.
  private mutating func readWords(_ batch: borrowing ColumnBatch, positions: [Int]) {
    action?.read(batch, positions: positions)
    purpose?.read(batch, positions: positions)
    channel?.read(batch, positions: positions)
    method?.read(batch, positions: positions)
    at.read(batch, positions: positions)
    for code in positive.count..<(action?.count ?? 0) {
      positive.append(action?.word(Int32(code)).flatMap(ConsentAction.init(rawValue:))?.isPositive)
    }
    for code in purposes.count..<(purpose?.count ?? 0) {
      purposes.append(vocabulary.purpose(purpose?.word(Int32(code))).map { obligation.concerns(purpose: $0) })
    }
    for code in channels.count..<(channel?.count ?? 0) {
      channels.append(obligation.concerns(channel: channel?.word(Int32(code))))
    }
    for code in forbidden.count..<(method?.count ?? 0) {
      forbidden.append(method?.word(Int32(code)).map(requirement.forbiddenMethods.contains) ?? false)
    }
  }

  mutating func finish(_ subjects: SubjectTable) -> CheckResult {
    var observations: [Observation] = []
    let site = site
    func tell(_ verdict: Verdict, _ tally: inout Tally, attribute: ConsentEvidence) {
      let told = site.observation(
        verdict, &tally, in: subjects, locus: Locus(attribute: attribute.rawValue, use: site.use))
      if let told { observations.append(told) }
    }
    tell(.violation(.forbiddenMethod), &forbiddenTally, attribute: .method)
    for index in fields.indices {
      tell(.violation(.missingField), &fields[index].missing, attribute: fields[index].field)
    }
    let untold = site.observation(.unverifiable(.unreadableValue), &unreadable, in: subjects)
    if let untold { observations.append(untold) }
    return CheckResult(observations: observations, examined: examined)
  }
}

/// Whether a field of evidence is there, row by row.
struct EvidenceField {
  enum Source {
    /// The log has no such column, or a constant for all rows.
    case same(Bool)
    case column(slot: Int)
    case instant(MomentColumn)
  }

  let field: ConsentEvidence
  var missing = Tally()
  private(set) var source: Source
  private var present: [Bool] = []

  init(_ field: ConsentEvidence, of log: ConsentLog, zone: ZoneRules, columns: inout [String]) {
    self.field = field
    let word: ColumnOrConstant? =
      switch field {
      case .method: log.method
      case .reference: log.evidence.map { ColumnOrConstant(column: $0) }
      case .notice: log.noticeID
      case .noticeVersion: log.noticeVersion
      case .noticeLanguage: log.noticeLanguage
      case .controller: log.controller
      case .recordedAt: nil
      }
    if log.signal != nil, field == .method || (field == .reference && log.evidence == nil) {
      // A string says how it was captured, and is its own proof.
      source = .same(true)
    } else if field == .recordedAt, let recordedAt = log.recordedAt {
      source = .instant(MomentColumn(recordedAt, zone: zone, columns: &columns))
    } else if let column = word?.column {
      source = .column(slot: WordColumn.position(of: column, in: &columns))
    } else {
      source = .same(word?.constant.map { !$0.isEmpty } ?? false)
    }
  }

  mutating func read(_ batch: borrowing ColumnBatch, positions: [Int]) {
    switch source {
    case .same: return
    case .instant(var moments):
      moments.read(batch, positions: positions)
      source = .instant(moments)
    case .column(let slot):
      let column = batch.columns[positions[slot]]
      let (tags, payloads) = (column.tags.span, column.payloads.span)
      present.removeAll(keepingCapacity: true)
      for row in 0..<batch.rowCount {
        switch ColumnBatch.Tag(rawValue: tags[row]) {
        case .null, nil: present.append(false)
        case .text, .blob: present.append(!ColumnBatch.Column.range(payloads[row]).isEmpty)
        case .integer, .real: present.append(true)
        }
      }
    }
  }

  func isPresent(_ row: Int) -> Bool {
    switch source {
    case .same(let isPresent): isPresent
    case .column: present[row]
    case .instant(let moments):
      moments.starts[row] != MomentColumn.absent && moments.starts[row] != MomentColumn.unreadable
    }
  }
}

extension Vocabulary {
  /// The purpose that a consent log names; nil for one that is missing or that nobody knows.
  func purpose(_ word: String?) -> DataUse? {
    guard let word, uses.isEmpty || uses[word] != nil || word == DataUse.every.key else { return nil }
    return DataUse(word)
  }
}

extension EvidenceCheck {
  /// Consent logs.
  static func checks(
    _ requirement: EvidenceRequirement, for obligation: Obligation, at index: Int, in plan: AuditPlan
  ) -> [PlannedCheck] {
    let source = plan.sources[index]
    guard let log = source.collection.consents else { return [] }
    let site = CheckSite(obligation, at: source, in: plan)
    let check = EvidenceCheck(
      requirement, log: log, obligation: obligation, vocabulary: plan.policies.vocabulary, site: site)
    return [PlannedCheck(source: index, controls: [site.control], check: check)]
  }
}
