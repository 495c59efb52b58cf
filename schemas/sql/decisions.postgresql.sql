-- The decision log of the personalisation core, for PostgreSQL 12 and later: the same columns as decisions.sqlite.sql, so
-- that the same data map, Examples/core/maps/decisions.yaml, reads it.
CREATE TABLE decisions (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  subject TEXT NOT NULL,
  at TIMESTAMPTZ NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('allowed', 'generalised', 'fallback')),
  rule_set TEXT NOT NULL,
  rule TEXT,
  use TEXT,
  channel TEXT,
  basis TEXT,
  ground TEXT,
  consent_evidence TEXT,
  consent_at TEXT,
  attributes JSONB NOT NULL DEFAULT '[]',
  reads JSONB NOT NULL DEFAULT '[]',
  refused JSONB NOT NULL DEFAULT '[]',
  version TEXT,
  tactic TEXT,
  decision TEXT,
  offering JSONB,
  held JSONB,
  CHECK (outcome = 'fallback' OR (rule IS NOT NULL AND use IS NOT NULL))
);
-- `at` and its like are texts: a date stands for a whole day, which a timestamp cannot say.
CREATE TABLE consent_events (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
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
);
CREATE TABLE consent_imports (
  source TEXT PRIMARY KEY,
  "offset" BIGINT NOT NULL,
  records BIGINT NOT NULL,
  events BIGINT NOT NULL,
  rejected BIGINT NOT NULL,
  rejected_bytes BIGINT NOT NULL
);
CREATE VIEW uses AS
  SELECT id, subject, at, rule_set || '/' || rule AS rule, use, channel, basis, attributes, reads
  FROM decisions WHERE outcome <> 'fallback';
CREATE INDEX decisions_of_subject ON decisions (subject);
CREATE INDEX consent_events_of_subject ON consent_events (subject);
-- Rows are added, never changed or removed.
CREATE FUNCTION stay_as_they_are() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
CREATE TRIGGER decisions_stay BEFORE UPDATE OR DELETE ON decisions
  FOR EACH ROW EXECUTE FUNCTION stay_as_they_are();
CREATE TRIGGER decisions_remain BEFORE TRUNCATE ON decisions
  FOR EACH STATEMENT EXECUTE FUNCTION stay_as_they_are();
CREATE TRIGGER consent_events_stay BEFORE UPDATE OR DELETE ON consent_events
  FOR EACH ROW EXECUTE FUNCTION stay_as_they_are();
CREATE TRIGGER consent_events_remain BEFORE TRUNCATE ON consent_events
  FOR EACH STATEMENT EXECUTE FUNCTION stay_as_they_are();
