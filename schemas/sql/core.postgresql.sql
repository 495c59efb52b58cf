-- The people of the personalisation core, for PostgreSQL 12 and later: the same columns as core.sqlite.sql. Run
-- decisions.postgresql.sql first, which makes consent_events, in the same database or in another one.
CREATE TABLE person_events (
  subject TEXT NOT NULL,
  type TEXT NOT NULL,
  at TIMESTAMPTZ NOT NULL,
  event_id TEXT,
  item TEXT,
  order_id TEXT,
  amount DOUBLE PRECISION,
  value DOUBLE PRECISION,
  topic TEXT,
  channel TEXT,
  source TEXT NOT NULL DEFAULT ''
);
CREATE INDEX person_events_of_subject ON person_events (subject);
CREATE UNIQUE INDEX person_events_once ON person_events (source, event_id) WHERE event_id IS NOT NULL;
CREATE TABLE person_attributes (
  subject TEXT NOT NULL,
  attribute TEXT NOT NULL,
  value JSONB NOT NULL,
  source TEXT NOT NULL,
  updated_at TIMESTAMPTZ NOT NULL,
  granularity TEXT,
  inferred BOOLEAN NOT NULL DEFAULT false,
  PRIMARY KEY (subject, attribute, source, updated_at)
);
CREATE TABLE person_links (
  subject TEXT NOT NULL,
  alias TEXT NOT NULL,
  at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (subject, alias)
);
CREATE INDEX person_links_of_alias ON person_links (alias);
CREATE TABLE items (
  item TEXT PRIMARY KEY,
  title TEXT,
  category TEXT,
  members_only BOOLEAN NOT NULL DEFAULT false
);
CREATE TABLE item_neighbours (
  model TEXT NOT NULL,
  item TEXT NOT NULL,
  rank INTEGER NOT NULL,
  neighbour TEXT NOT NULL,
  likeness DOUBLE PRECISION NOT NULL,
  PRIMARY KEY (model, item, rank)
);
CREATE TABLE item_ranking (
  model TEXT NOT NULL,
  rank INTEGER NOT NULL,
  item TEXT NOT NULL,
  PRIMARY KEY (model, rank)
);
