-- The store of the personalisation core, for SQLite: what people did (`person_events`), what is stated of them
-- (`person_attributes`, values in JSON), which keys are one person (`person_links`), their consents, the items, and fitted
-- models. Fill it by SQL, from your own systems; times are ISO 8601 in UTC.
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
CREATE TABLE IF NOT EXISTS person_events (
  subject TEXT NOT NULL,
  type TEXT NOT NULL,
  at TEXT NOT NULL,
  event_id TEXT,
  item TEXT,
  order_id TEXT,
  amount REAL,
  value REAL,
  topic TEXT,
  channel TEXT,
  source TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX IF NOT EXISTS person_events_of_subject ON person_events (subject);
CREATE UNIQUE INDEX IF NOT EXISTS person_events_once ON person_events (source, event_id)
  WHERE event_id IS NOT NULL;
CREATE TABLE IF NOT EXISTS person_attributes (
  subject TEXT NOT NULL,
  attribute TEXT NOT NULL,
  value TEXT NOT NULL CHECK (json_valid(value)),
  source TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  granularity TEXT,
  inferred INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (subject, attribute, source, updated_at)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS person_links (
  subject TEXT NOT NULL,
  alias TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (subject, alias)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS person_links_of_alias ON person_links (alias);
CREATE TABLE IF NOT EXISTS items (
  item TEXT PRIMARY KEY,
  title TEXT,
  category TEXT,
  members_only INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS item_neighbours (
  model TEXT NOT NULL,
  item TEXT NOT NULL,
  rank INTEGER NOT NULL,
  neighbour TEXT NOT NULL,
  likeness REAL NOT NULL,
  PRIMARY KEY (model, item, rank)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS item_ranking (
  model TEXT NOT NULL,
  rank INTEGER NOT NULL,
  item TEXT NOT NULL,
  PRIMARY KEY (model, rank)
) STRICT, WITHOUT ROWID;
PRAGMA user_version = 4;
