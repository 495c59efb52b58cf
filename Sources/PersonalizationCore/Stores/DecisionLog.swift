package import ConsentHistory
internal import GRDB
package import GovernanceModel
internal import PolicyEngine
internal import Predicates

/// The writable store of the core: decisions and consent events, append-only, in the shape that `proviso audit` reads.
///
/// The view `uses` holds the decisions that processed data; its data map is `Examples/core/maps/decisions.yaml`.
package struct DecisionLog: Sendable {
  private let queue: DatabaseQueue

  /// Opens or makes the file; throws when it cannot be written.
  package init(path: String) throws {
    var configuration = Configuration()
    configuration.label = "proviso.decisions"
    queue = try DatabaseQueue(path: path, configuration: configuration)
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { try $0.execute(sql: Self.schema) }
    try migrator.migrate(queue)
  }

  /// The tables in SQL, also for those who write them from elsewhere.
  package static let schema = """
    CREATE TABLE decisions (
      id INTEGER PRIMARY KEY,
      subject TEXT NOT NULL,
      at TEXT NOT NULL,
      outcome TEXT NOT NULL CHECK (outcome IN ('allowed', 'generalised', 'fallback')),
      rule_set TEXT NOT NULL,
      rule TEXT,
      use TEXT,
      channel TEXT,
      basis TEXT,
      attributes TEXT NOT NULL DEFAULT '[]',
      refused TEXT NOT NULL DEFAULT '[]'
    ) STRICT;
    CREATE VIEW uses AS
      SELECT id, subject, at, rule_set || '/' || rule AS rule, use, channel, basis, attributes
      FROM decisions WHERE outcome <> 'fallback';
    CREATE TABLE consent_events (
      id INTEGER PRIMARY KEY,
      subject TEXT NOT NULL,
      purpose TEXT NOT NULL,
      channel TEXT,
      controller TEXT,
      action TEXT NOT NULL,
      at TEXT NOT NULL,
      recorded_at TEXT NOT NULL,
      expires_at TEXT,
      kind TEXT NOT NULL,
      actor TEXT NOT NULL,
      method TEXT,
      notice_id TEXT,
      notice_version TEXT,
      notice_language TEXT,
      evidence TEXT
    ) STRICT;
    """

  /// Adds decisions, all or none.
  package func append(_ decisions: [Decision]) throws {
    try queue.write { database in
      let statement = try database.makeStatement(
        sql: """
          INSERT INTO decisions (subject, at, outcome, rule_set, rule, use, channel, basis, attributes, refused)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """)
      for decision in decisions {
        try statement.execute(arguments: [
          decision.subject, decision.at.description, decision.outcome.rawValue, decision.ruleSet, decision.rule,
          decision.use?.key, decision.channel?.name, decision.basis?.rawValue,
          JSONTexts.list(decision.reads.map(\.attribute)),
          JSONTexts.list(decision.refused.map { "\($0.rule) \($0.control) \($0.verdict.reason?.rawValue ?? "")" }),
        ])
      }
    }
  }

  /// Adds consent events, all or none; `recordedAt` is when each became known here.
  package func append(_ events: [ConsentEvent], recordedAt: Instant) throws {
    try queue.write { database in
      let statement = try database.makeStatement(
        sql: """
          INSERT INTO consent_events (subject, purpose, channel, controller, action, at, recorded_at, expires_at, kind,
            actor, method, notice_id, notice_version, notice_language, evidence)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """)
      for event in events {
        try statement.execute(arguments: [
          event.subject, event.purpose.key, event.channel?.name, event.controller, event.action.rawValue,
          event.at.description, (event.recordedAt?.start ?? recordedAt).description, event.expiresAt?.description,
          event.kind.rawValue, event.actor.rawValue, event.method, event.notice?.id, event.notice?.version,
          event.notice?.language, event.evidence,
        ])
      }
    }
  }
}

/// JSON lists of texts.
enum JSONTexts {
  static func list(_ texts: [String]) -> String {
    "[" + texts.map(quoted).joined(separator: ",") + "]"
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
