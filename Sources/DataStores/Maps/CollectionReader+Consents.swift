internal import ConsentHistory
internal import GovernanceModel
internal import SourceDocuments

extension CollectionReader {
  /// A log of events by words (`purpose`, `action`), or of strings (`encoding`, `column`).
  static func consents(
    _ keys: inout MappingReader, _ names: ColumnNames, _ problems: inout Problems
  ) -> ConsentLog? {
    let isSignal = keys.node["encoding"] != nil
    let statement = isSignal ? signal(&keys, names, &problems) : words(&keys, names, &problems)
    let at = names.requiredInstant("at", in: &keys, &problems)
    guard let statement, let at else {
      for key in isSignal ? signalKeys : wordKeys { _ = keys.optional(key) }
      return nil
    }
    var log = ConsentLog(statement: statement, at: at, carries: [])
    log.recordedAt = names.instant("recordedAt", in: &keys, &problems)
    log.channel = names.word("channel", openChannel, in: &keys, &problems)
    log.controller = names.word("controller", plainColumn, in: &keys, &problems)
    if !isSignal { readWordsOnly(&keys, into: &log, names, &problems) }
    readNotice(keys.optional("notice"), into: &log, names, &problems)
    readEvidence(keys.optional("evidence"), into: &log, names, &problems)
    log.carries = carried(keys.list("carries"), &problems)
    return log
  }

  private static let signalKeys = ["recordedAt", "channel", "controller", "notice", "evidence", "carries"]
  private static let wordKeys = signalKeys + ["expiresAt", "kind", "actor", "method"]

  private static func words(
    _ keys: inout MappingReader, _ names: ColumnNames, _ problems: inout Problems
  ) -> ConsentLog.Statement? {
    let actions = ConsentAction.allCases.map(\.rawValue)
    let purpose = names.requiredWord("purpose", openUse, in: &keys, &problems)
    let action = names.requiredWord(
      "action", .column(constants: Set(actions)), among: actions, in: &keys, &problems)
    guard let purpose, let action else { return nil }
    return .words(purpose: purpose, action: action)
  }

  /// A string says purposes, actions, kinds, methods and expiry itself.
  private static func signal(
    _ keys: inout MappingReader, _ names: ColumnNames, _ problems: inout Problems
  ) -> ConsentLog.Statement? {
    let encoding: SignalColumn.Encoding? = keys.choice("encoding", &problems)
    _ = keys.required("column", &problems)
    let column = names.column("column", in: &keys, &problems)
    var vendor: Int?
    if let node = keys.optional("vendor") { vendor = Self.vendor(node, encoding, &problems) }
    for key in ["purpose", "action", "kind", "actor", "method", "expiresAt"] {
      guard let node = keys.optional(key) else { continue }
      problems.error("`\(key)` stands beside `encoding`: the strings say it themselves", at: node)
    }
    guard let encoding, let column else { return nil }
    return .signal(SignalColumn(encoding: encoding, column: column, vendor: vendor))
  }

  private static func vendor(
    _ node: Node, _ encoding: SignalColumn.Encoding?, _ problems: inout Problems
  ) -> Int? {
    if encoding == .usp || encoding == .gpc {
      problems.error("`vendor` is asked of TC and GPP strings only", at: node)
    }
    guard case .integer(let number) = node.content, (1...65_535).contains(number) else {
      problems.error(
        "`vendor` is the number of a vendor, from 1 to 65535; found \(node.kind)", at: node,
        help: "the Global Vendor List has the numbers")
      return nil
    }
    return Int(number)
  }

  private static func readWordsOnly(
    _ keys: inout MappingReader, into log: inout ConsentLog, _ names: ColumnNames, _ problems: inout Problems
  ) {
    let kinds = ConsentKind.allCases.map(\.rawValue)
    let actors = ConsentActor.allCases.map(\.rawValue)
    log.expiresAt = names.instant("expiresAt", in: &keys, &problems)
    log.kind = names.word("kind", .column(constants: Set(kinds)), among: kinds, in: &keys, &problems)
    log.actor = names.word("actor", .column(constants: Set(actors)), among: actors, in: &keys, &problems)
    log.method = names.word("method", plainColumn, in: &keys, &problems)
  }

  private static func readNotice(
    _ node: Node?, into log: inout ConsentLog, _ names: ColumnNames, _ problems: inout Problems
  ) {
    guard let node, var keys = MappingReader(node, "`notice`", &problems) else { return }
    log.noticeID = names.requiredWord("id", plainColumn, in: &keys, &problems)
    log.noticeVersion = names.word("version", plainColumn, in: &keys, &problems)
    log.noticeLanguage = names.word("language", plainColumn, in: &keys, &problems)
    keys.finish(&problems)
  }

  /// `evidence: column`, or `{method:, reference:}`.
  private static func readEvidence(
    _ node: Node?, into log: inout ConsentLog, _ names: ColumnNames, _ problems: inout Problems
  ) {
    guard let node else { return }
    guard node.entries != nil else {
      log.evidence = node.readText("evidence", &problems)
      if let column = log.evidence { names.check(column, at: node, &problems) }
      return
    }
    guard var keys = MappingReader(node, "`evidence`", &problems) else { return }
    if let method = names.word("method", plainColumn, in: &keys, &problems) {
      if log.method != nil { problems.error("`method` stands beside `evidence` and within it", at: node) }
      if log.signal != nil { problems.error("`method` of a string is what it is: leave it out", at: node) }
      log.method = method
    }
    log.evidence = names.column("reference", in: &keys, &problems)
    keys.finish(&problems)
  }

  private static func carried(_ nodes: [Node], _ problems: inout Problems) -> Set<ConsentAction> {
    var actions: Set<ConsentAction> = []
    for node in nodes {
      guard let action: ConsentAction = node.readChoice("action", &problems) else { continue }
      if action.isNegative {
        actions.insert(action)
      } else {
        problems.error("`carries` lists negative actions; `\(action.rawValue)` is none", at: node)
      }
    }
    return actions
  }
}
