extension DecisionLog {
  /// The version of the tables, kept as SQLite's `user_version`.
  static let version = 4

  /// The tables in SQL, also for those who write them from elsewhere (`schemas/sql/decisions.sqlite.sql`). Rows are added and
  /// never changed: triggers refuse an UPDATE, a DELETE, and an INSERT that would replace.
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
      ground TEXT,
      consent_evidence TEXT,
      consent_at TEXT,
      attributes TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(attributes)),
      reads TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(reads)),
      refused TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(refused)),
      version TEXT,
      tactic TEXT,
      decision TEXT,
      offering TEXT,
      held TEXT,
      CHECK (outcome = 'fallback' OR (rule IS NOT NULL AND use IS NOT NULL))
    ) STRICT;
    \(consents("consent_events"))
    \(uses)
    \(appendOnly("decisions"))
    \(appendOnly("consent_events"))
    """

  /// The decisions that processed data; `reads` holds the age of each value.
  static let uses = """
    CREATE VIEW uses AS
      SELECT id, subject, at, rule_set || '/' || rule AS rule, use, channel, basis, attributes, reads
      FROM decisions WHERE outcome <> 'fallback';
    """

  /// What version 4 changed.
  static let agesOfUses = "DROP VIEW IF EXISTS uses;\n" + uses

  /// `recorded_at` is NULL where a source does not say when an event became known.
  private static func consents(_ name: String) -> String {
    """
    CREATE TABLE \(name) (
      id INTEGER PRIMARY KEY,
      subject TEXT NOT NULL,
      purpose TEXT NOT NULL,
      channel TEXT,
      controller TEXT,
      action TEXT NOT NULL,
      at TEXT NOT NULL,
      recorded_at TEXT,
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
  }

  /// What version 3 changed.
  static let additions = """
    \(consents("new_consent_events"))
    INSERT INTO new_consent_events SELECT * FROM consent_events;
    DROP TABLE consent_events;
    ALTER TABLE new_consent_events RENAME TO consent_events;
    \(appendOnly("consent_events"))
    ALTER TABLE decisions ADD COLUMN version TEXT;
    ALTER TABLE decisions ADD COLUMN tactic TEXT;
    ALTER TABLE decisions ADD COLUMN decision TEXT;
    ALTER TABLE decisions ADD COLUMN offering TEXT;
    ALTER TABLE decisions ADD COLUMN held TEXT;
    """

  static let indexes = """
    CREATE INDEX decisions_of_subject ON decisions (subject);
    CREATE INDEX consent_events_of_subject ON consent_events (subject);
    """

  /// The data map of the consents alone; `Examples/core/maps/decisions.yaml` is that of the whole log.
  package static let dataMap = """
    dataset:
      - fides_key: decisions
        proviso: {subject: subject, zone: UTC}
        collections:
          - name: consent_events
            proviso:
              mayBeEmpty: true
              consents:
                purpose: {column: purpose}
                action: {column: action}
                at: at
                recordedAt: recorded_at
                expiresAt: expires_at
                channel: {column: channel}
                controller: {column: controller}
                kind: {column: kind}
                actor: {column: actor}
                notice: {id: {column: notice_id}, version: {column: notice_version}, language: {column: notice_language}}
                evidence: {method: {column: method}, reference: evidence}
                carries: [refused, withdrawn, invalidated, revoked, erased, objected, optedOut, limited]
    """

  private static func appendOnly(_ table: String) -> String {
    """
    CREATE TRIGGER \(table)_stay BEFORE UPDATE ON \(table)
      BEGIN SELECT RAISE(ABORT, '\(table) is append-only'); END;
    CREATE TRIGGER \(table)_remain BEFORE DELETE ON \(table)
      BEGIN SELECT RAISE(ABORT, '\(table) is append-only'); END;
    CREATE TRIGGER \(table)_are_new BEFORE INSERT ON \(table) WHEN EXISTS (SELECT 1 FROM \(table) WHERE id = NEW.id)
      BEGIN SELECT RAISE(ABORT, '\(table) is append-only'); END;
    """
  }

  /// Everything that a new file gets.
  package static let script = schema + "\n" + indexes + "\n" + importSchema + "\n"
}
