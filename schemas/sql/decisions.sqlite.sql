-- The decision log of the personalisation core, for SQLite. Its data map is Examples/core/maps/decisions.yaml.
-- `at`, `recorded_at`, `expires_at` are ISO 8601 in UTC; `subject` is a pseudonym in both tables, the same.
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
CREATE TABLE consent_events (
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
CREATE VIEW uses AS
  SELECT id, subject, at, rule_set || '/' || rule AS rule, use, channel, basis, attributes, reads
  FROM decisions WHERE outcome <> 'fallback';
CREATE TRIGGER decisions_stay BEFORE UPDATE ON decisions
  BEGIN SELECT RAISE(ABORT, 'decisions is append-only'); END;
CREATE TRIGGER decisions_remain BEFORE DELETE ON decisions
  BEGIN SELECT RAISE(ABORT, 'decisions is append-only'); END;
CREATE TRIGGER decisions_are_new BEFORE INSERT ON decisions WHEN EXISTS (SELECT 1 FROM decisions WHERE id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'decisions is append-only'); END;
CREATE TRIGGER consent_events_stay BEFORE UPDATE ON consent_events
  BEGIN SELECT RAISE(ABORT, 'consent_events is append-only'); END;
CREATE TRIGGER consent_events_remain BEFORE DELETE ON consent_events
  BEGIN SELECT RAISE(ABORT, 'consent_events is append-only'); END;
CREATE TRIGGER consent_events_are_new BEFORE INSERT ON consent_events WHEN EXISTS (SELECT 1 FROM consent_events WHERE id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'consent_events is append-only'); END;
CREATE INDEX decisions_of_subject ON decisions (subject);
CREATE INDEX consent_events_of_subject ON consent_events (subject);
CREATE TABLE consent_imports (
  source TEXT PRIMARY KEY,
  offset INTEGER NOT NULL,
  records INTEGER NOT NULL,
  events INTEGER NOT NULL,
  rejected INTEGER NOT NULL,
  rejected_bytes INTEGER NOT NULL
) STRICT;
PRAGMA user_version = 4;
