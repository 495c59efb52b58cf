extension EventStore {
  /// The tables beside those of ``DecisionLog``, also for those who fill them from elsewhere
  /// (`schemas/sql/core.sqlite.sql`). Keys make what comes twice count once; rows can be deleted, since a person may ask for
  /// it.
  package static let schema = """
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
    """
}
