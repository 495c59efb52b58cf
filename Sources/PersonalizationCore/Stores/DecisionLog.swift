package import ConsentHistory
internal import GRDB
package import GovernanceModel
internal import PolicyEngine
internal import RuleSets

/// The writable store of the core: decisions and consent events, append-only, in the shape that `proviso audit` reads.
///
/// The view `uses` holds the decisions that processed data; its data map is `Examples/core/maps/decisions.yaml`.
package struct DecisionLog: Sendable {
  /// The file is not one of these logs, or one of a later version.
  package struct UnknownVersion: Error, CustomStringConvertible {
    package let version: Int
    package var description: String { "not a decision log that can be written: its tables have version \(version)" }
  }

  let queue: DatabaseQueue
  /// What stands for a subject in the log.
  let name: @Sendable (String) -> String

  /// Opens or makes the file; throws when it cannot be written, or holds something else.
  ///
  /// - Parameter name: what stands for a subject, such as its pseudonym; the same for decisions and consent events.
  package init(path: String, naming name: @escaping @Sendable (String) -> String = { $0 }) throws {
    var configuration = Configuration()
    configuration.label = "proviso.decisions"
    queue = try DatabaseQueue(path: path, configuration: configuration)
    self.name = name
    try queue.write { database in
      let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
      let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
      if version == Self.version { return }
      switch (version, tables) {
      case (0, 0): try database.execute(sql: Self.script)
      case (1, _): try database.execute(sql: Self.importSchema + Self.additions + Self.indexes + Self.agesOfUses)
      case (2, _): try database.execute(sql: Self.additions + Self.indexes + Self.agesOfUses)
      case (3, _): try database.execute(sql: Self.agesOfUses)
      default: throw UnknownVersion(version: version)
      }
      try database.execute(sql: "PRAGMA user_version = \(Self.version)")
    }
  }

  /// Adds decisions, all or none.
  package func append(_ decisions: [Decision]) throws { try queue.write { try insert(decisions, into: $0) } }

  /// Adds consent events, all or none; `recordedAt` is when those became known here that do not say.
  package func append(_ events: [ConsentEvent], recordedAt: Instant) throws {
    try queue.write { try insert(events, recordedAt: recordedAt, into: $0) }
  }

  func insert(_ decisions: [Decision], into database: Database) throws {
    let statement = try database.makeStatement(
      sql: """
        INSERT INTO decisions (subject, at, outcome, rule_set, rule, use, channel, basis, ground, consent_evidence,
          consent_at, attributes, reads, refused, version, tactic, decision, offering, held)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    for decision in decisions {
      try statement.execute(arguments: [
        name(decision.subject), decision.at.description, decision.outcome.rawValue, decision.ruleSet, decision.rule,
        decision.use?.key, decision.channel?.name, decision.basis?.rawValue,
        decision.ground?.basis?.rawValue, decision.ground?.consent?.evidence,
        decision.ground?.consent.map { $0.at.stored(isPositive: true) },
        JSONText.list(decision.reads.map { JSONText.quoted($0.attribute) }), decision.readsText,
        decision.refusedText, decision.version, decision.tactic?.rawValue, decision.decision,
        decision.offering?.loggedText, decision.heldText,
      ])
    }
  }

  /// - Parameter recordedAt: nil: what does not say when it became known stays so.
  func insert(_ events: [ConsentEvent], recordedAt: Instant?, into database: Database) throws {
    let statement = try database.makeStatement(
      sql: "INSERT INTO consent_events (\(Self.consentColumns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    for event in events {
      try statement.execute(arguments: StatementArguments(row(event, recordedAt: recordedAt)))
    }
  }

  static let consentColumns = """
    subject, purpose, channel, controller, action, at, recorded_at, expires_at, kind, actor, method, notice_id,
    notice_version, notice_language, evidence
    """

  /// In the order of ``consentColumns``.
  func row(_ event: ConsentEvent, recordedAt: Instant?) -> [String?] {
    let isPositive = event.action.isPositive
    let known = event.recordedAt ?? recordedAt.map { Moment($0) }
    return [
      name(event.subject), event.purpose.key, event.channel?.name, event.controller, event.action.rawValue,
      event.at.stored(isPositive: isPositive), known?.stored(isPositive: isPositive),
      event.expiresAt?.stored(isPositive: true), event.kind.rawValue, event.actor.rawValue, event.method,
      event.notice?.id, event.notice?.version, event.notice?.language, event.evidence,
    ]
  }
}
