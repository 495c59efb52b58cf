import ConsentHistory
import DataStores
import GovernanceModel
import PolicyEngine

/// The consent logs of an audit as one query of events: subject, instants and a code of all words, which are read here as
/// ``ConsentLogReader`` reads them.
struct PushedConsents {
  /// Columns `s`, `first`, `last` and `fin` (start, last instant and end of `at`), `rec`, `rec_last`, `rec_fin` (NULL:
  /// none), `expires` (NULL: never), `words`, `proof` (first two bytes of the evidence reference in hexadecimal).
  let query: String
  /// By code of words: without instants.
  let events: [PackedConsentEvent]
  let isExact: Bool
  let gaps: [CountedGap]

  /// - Parameter asText: subject keys are compared as texts.
  init(_ site: PushSite, _ rules: UseRules, asText: Bool) throws(NotPushable) {
    guard rules.consents.isComplete else { throw NotPushable("a consent log cannot be read") }
    var (queries, events, gaps): ([String], [PackedConsentEvent], [CountedGap]) = ([], [], [])
    var isExact = true
    for source in site.plan.sources {
      guard let log = source.collection.consents else { continue }
      guard source.store == site.source.store else { throw NotPushable("a consent log lies in another store") }
      guard log.signal == nil else { throw NotPushable("a consent log holds consent strings") }
      var part = try PushedLog(log, source, site, rules, asText: asText, firstCode: events.count)
      gaps += try part.takeGaps()
      queries.append(part.query)
      events += part.events
      isExact = isExact && part.isExact
      rules.consents.complete(carrying: log.carries)
    }
    guard !queries.isEmpty else { throw NotPushable("no consent log is at hand") }
    query = queries.joined(separator: "\nUNION ALL\n")
    (self.events, self.isExact, self.gaps) = (events, isExact, gaps)
  }
}

/// One consent log.
private struct PushedLog {
  private(set) var query = ""
  private(set) var events: [PackedConsentEvent] = []
  let isExact: Bool
  private let site: PushSite
  private let source: AuditPlan.Source
  private let key: String
  private let isReadable: String
  /// By combination: an event's code, or why there is none.
  private var codes: [Int?] = []
  private var irrelevant: [Bool] = []
  private var unheard: [Bool] = []
  private let words: WordCombinations<Part>

  private enum Part: Hashable {
    case word(ConsentLogReader.Part)
    case controller, method, noticeID, noticeVersion, noticeLanguage
  }

  init(
    _ log: ConsentLog, _ source: AuditPlan.Source, _ site: PushSite, _ rules: UseRules, asText: Bool, firstCode: Int
  ) throws(NotPushable) {
    (self.site, self.source) = (site, source)
    let (session, table) = (site.session, source.collection.name)
    let reader = ConsentLogReader(log, source, vocabulary: site.plan.policies.vocabulary, record: rules.consents)
    guard let subject = source.collection.subject, source.columns.isSuperset(of: reader.columns + [subject]) else {
      throw NotPushable("a consent log lacks a column")
    }
    try session.survey([subject, log.at.column, log.expiresAt?.column, log.recordedAt?.column], in: table)
    key = try session.subject(subject, in: table, asText: asText).key
    func instant(_ column: InstantColumn?) throws(NotPushable) -> InstantSQL? {
      guard let column else { return nil }
      return try session.instant(column, in: table, zone: source.dataset.zone)
    }
    let at = try session.instant(log.at, in: table, zone: source.dataset.zone)
    let (recorded, expires) = (try instant(log.recordedAt), try instant(log.expiresAt))
    isExact = at.isExact && recorded?.isExact ?? true
    let instants = [recorded, expires].compactMap { $0 }
    isReadable = (["\(at.start) IS NOT NULL"] + instants.map { "NOT \($0.isUnreadable)" }).joined(separator: " AND ")
    let proof = try log.evidence.map { column throws(NotPushable) in try session.proof(column, in: table) }
    words = try WordCombinations(
      [
        .word(.purpose): log.purpose, .word(.action): log.action, .word(.channel): log.channel, .word(.kind): log.kind,
        .word(.actor): log.actor, .controller: log.controller, .method: log.method, .noticeID: log.noticeID,
        .noticeVersion: log.noticeVersion, .noticeLanguage: log.noticeLanguage,
      ],
      flags: [
        recorded.map { "(CASE WHEN \($0.start) IS NULL THEN 0 ELSE 1 END)" } ?? "0",
        proof.map { "(CASE WHEN \($0) = '' THEN 0 ELSE 1 END)" } ?? "0",
      ], in: table, of: session)
    try readWords(reader, rules.consents, firstCode)
    let none = "CAST(NULL AS BIGINT)"
    let last = at.isExact ? at.start : "(CASE WHEN \(at.end) > \(at.start) THEN \(at.end) - 1 ELSE \(at.start) END)"
    let recordedLast =
      recorded.map {
        $0.isExact ? $0.start : "(CASE WHEN \($0.end) > \($0.start) THEN \($0.end) - 1 ELSE \($0.start) END)"
      }
    let code = words.combinations.lookup(codes)
    query = """
      SELECT \(key) AS s, \(at.start) AS first, \(last) AS last, \(at.end) AS fin, \(recorded?.start ?? none) AS rec,
        \(recordedLast ?? none) AS rec_last, \(recorded?.end ?? none) AS rec_fin, \(expires?.end ?? none) AS expires,
        \(code) AS words, \(proof ?? "''") AS proof
      FROM \(session.store.reference(to: table)) AS r WHERE \(key) IS NOT NULL AND \(code) IS NOT NULL
      """
  }

  private mutating func readWords(
    _ reader: ConsentLogReader, _ record: ConsentRecord, _ firstCode: Int
  ) throws(NotPushable) {
    for index in 0..<words.count {
      var own: [ConsentLogReader.Part: String] = [:]
      for (part, word) in words.words(index) {
        if case .word(let part) = part { own[part] = word }
      }
      var code: Int?
      var (isIrrelevant, isUnheard) = (false, false)
      switch reader.meaning(own) {
      case .event(var event, let isHeard):
        guard fill(&event, index, record) else { throw NotPushable("its consents have too many different words") }
        code = firstCode + events.count
        events.append(event)
        isUnheard = !isHeard
      case .irrelevant: isIrrelevant = true
      case .unreadable: break
      }
      codes.append(code)
      irrelevant.append(isIrrelevant)
      unheard.append(isUnheard)
    }
  }

  /// What ``ConsentDetails`` fills in, from words.
  private func fill(_ event: inout PackedConsentEvent, _ index: Int, _ record: ConsentRecord) -> Bool {
    func word(_ part: Part) -> String? { words.word(part, index) }
    let ids = record.withScopes { scopes in
      (
        scopes.controller(word(.controller)), scopes.method(word(.method)),
        scopes.notice(id: word(.noticeID), version: word(.noticeVersion))
      )
    }
    guard let controller = ids.0, let method = ids.1, let notice = ids.2 else { return false }
    (event.controller, event.method, event.notice) = (controller, method, notice)
    if word(.noticeID) != nil, word(.noticeVersion) != nil { event.insert(.noticeVersion) }
    if word(.noticeLanguage) != nil { event.insert(.noticeLanguage) }
    if words.flag(1, index) { event.insert(.reference) }
    event.setInstants(start: 0, recorded: words.flag(0, index) ? 0 : nil, expires: nil)
    return true
  }

  /// Rows that are no events. Where one cannot be read, nothing is known of its person: then the log is read.
  mutating func takeGaps() throws(NotPushable) -> [CountedGap] {
    let unreadable = words.combinations.isAmong(zip(codes, irrelevant).map { $0 == nil && !$1 })
    let unknown = words.combinations.isAmong(irrelevant)
    func sum(_ condition: String) -> String {
      "CAST(coalesce(sum(CASE WHEN \(condition) THEN 1 ELSE 0 END), 0) AS BIGINT)"
    }
    let isSomebody = "\(key) IS NOT NULL"
    let row =
      try site.session.prepare(
        """
        SELECT \(sum("\(key) IS NULL")), \(sum("\(isSomebody) AND (NOT (\(isReadable)) OR \(unreadable))")),
          \(sum("\(isSomebody) AND \(isReadable) AND \(unknown)")),
          \(sum("\(isSomebody) AND \(isReadable) AND \(words.combinations.isAmong(unheard))"))
        FROM \(site.session.store.reference(to: source.collection.name)) AS r
        """
      ).first ?? [.integer(0), .integer(0), .integer(0), .integer(0)]
    var faults = ConsentFaults()
    (faults.noSubject, faults.unknownPurpose) = (row[0].integer, row[2].integer)
    faults.unknownChannel = row[3].integer
    guard row[1].integer == 0 else { throw NotPushable("a consent log holds events that cannot be read") }
    return faults.gaps(source.name)
  }
}

extension PushdownSession {
  /// The first two bytes of a text in hexadecimal; empty for null and empty.
  fileprivate func proof(_ name: String, in table: String) throws(NotPushable) -> String {
    let column = "r." + dialect.quoted(name)
    let type = try type(of: name, in: table)
    if type == .any, try shape(of: name, in: table).reals > 0 {
      throw NotPushable("evidence is told by numbers with decimals")
    }
    guard [.any, .text, .integer].contains(type) else { throw NotPushable("evidence is no text") }
    let bytes =
      switch dialect {
      case .sqlite: "hex(substr(CAST(\(column) AS BLOB), 1, 2))"
      case .duckdb: "hex(encode(CAST(\(column) AS VARCHAR)))[1:4]"
      case .postgresql: "encode(substring(convert_to(CAST(\(column) AS TEXT), 'UTF8') FROM 1 FOR 2), 'hex')"
      case .spark: "hex(substring(CAST(CAST(\(column) AS STRING) AS BINARY), 1, 2))"
      }
    return "coalesce(\(bytes), '')"
  }
}
