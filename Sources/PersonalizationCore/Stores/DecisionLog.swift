package import ConsentHistory
internal import GRDB
package import GovernanceModel
internal import PolicyEngine

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

  /// Opens or makes the file; throws when it cannot be written, or holds something else.
  package init(path: String) throws {
    var configuration = Configuration()
    configuration.label = "proviso.decisions"
    queue = try DatabaseQueue(path: path, configuration: configuration)
    try queue.write { database in
      let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
      let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
      if version == Self.version { return }
      switch (version, tables) {
      case (0, 0): try database.execute(sql: Self.schema + Self.importSchema)
      case (1, _): try database.execute(sql: Self.importSchema)
      default: throw UnknownVersion(version: version)
      }
      try database.execute(sql: "PRAGMA user_version = \(Self.version)")
    }
  }

  /// Adds decisions, all or none.
  package func append(_ decisions: [Decision]) throws {
    try queue.write { database in
      let statement = try database.makeStatement(
        sql: """
          INSERT INTO decisions (subject, at, outcome, rule_set, rule, use, channel, basis, ground, consent_evidence,
            consent_at, attributes, reads, refused)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """)
      for decision in decisions {
        try statement.execute(arguments: [
          decision.subject, decision.at.description, decision.outcome.rawValue, decision.ruleSet, decision.rule,
          decision.use?.key, decision.channel?.name, decision.basis?.rawValue,
          decision.ground?.basis?.rawValue, decision.ground?.consent?.evidence,
          decision.ground?.consent.map { $0.at.stored(isPositive: true) },
          JSONText.list(decision.reads.map { JSONText.quoted($0.attribute) }), decision.readsText,
          decision.refusedText,
        ])
      }
    }
  }

  /// Adds consent events, all or none; `recordedAt` is when those became known here that do not say.
  package func append(_ events: [ConsentEvent], recordedAt: Instant) throws {
    try queue.write { try Self.insert(events, recordedAt: recordedAt, into: $0) }
  }

  static func insert(_ events: [ConsentEvent], recordedAt: Instant, into database: Database) throws {
    let statement = try database.makeStatement(
      sql: """
        INSERT INTO consent_events (subject, purpose, channel, controller, action, at, recorded_at, expires_at, kind,
          actor, method, notice_id, notice_version, notice_language, evidence)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    for event in events {
      let isPositive = event.action.isPositive
      try statement.execute(arguments: [
        event.subject, event.purpose.key, event.channel?.name, event.controller, event.action.rawValue,
        event.at.stored(isPositive: isPositive),
        (event.recordedAt ?? Moment(recordedAt)).stored(isPositive: isPositive),
        event.expiresAt?.stored(isPositive: true), event.kind.rawValue, event.actor.rawValue, event.method,
        event.notice?.id, event.notice?.version, event.notice?.language, event.evidence,
      ])
    }
  }
}
