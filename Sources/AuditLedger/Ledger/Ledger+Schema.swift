internal import GRDB

extension Ledger {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { database in
      try database.execute(sql: "PRAGMA application_id = \(applicationID)")
      try database.execute(sql: tables)
      try database.execute(sql: guards)
    }
    migrator.registerMigration("2") { database in try database.execute(sql: parts) }
    return migrator
  }

  /// `link` numbers the completed runs in the order of the chain. Instants are microseconds since 1970.
  private static let tables = """
    CREATE TABLE run (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      kind TEXT NOT NULL,
      project TEXT NOT NULL,
      scope TEXT NOT NULL,
      asOf INTEGER NOT NULL,
      started INTEGER NOT NULL,
      processID INTEGER NOT NULL,
      processBoot TEXT NOT NULL,
      processStart TEXT NOT NULL,
      status TEXT NOT NULL CHECK (status IN ('running', 'complete', 'failed')),
      failure TEXT,
      link INTEGER UNIQUE,
      facts TEXT,
      reportDigest TEXT,
      previousDigest TEXT,
      digest TEXT UNIQUE,
      CHECK ((status = 'complete') = (link IS NOT NULL)),
      CHECK ((status = 'complete') = (facts IS NOT NULL)),
      CHECK ((status = 'complete') = (digest IS NOT NULL))
    ) STRICT;
    CREATE INDEX runByKind ON run (kind, status, link);
    CREATE TABLE finding (
      run INTEGER NOT NULL REFERENCES run (id),
      position INTEGER NOT NULL,
      fingerprint TEXT NOT NULL,
      control TEXT NOT NULL,
      severity TEXT NOT NULL,
      verdict TEXT NOT NULL,
      reason TEXT NOT NULL,
      status TEXT NOT NULL,
      uses INTEGER,
      records INTEGER,
      subjects INTEGER,
      evidenceDigest TEXT NOT NULL,
      facts TEXT NOT NULL,
      PRIMARY KEY (run, position)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX findingByFingerprint ON finding (fingerprint, status);
    CREATE TABLE sample (
      run INTEGER NOT NULL,
      finding INTEGER NOT NULL,
      position INTEGER NOT NULL,
      pseudonym TEXT NOT NULL,
      PRIMARY KEY (run, finding, position),
      FOREIGN KEY (run, finding) REFERENCES finding (run, position)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE document (
      run INTEGER PRIMARY KEY REFERENCES run (id),
      xml BLOB NOT NULL
    ) STRICT;
    """

  /// What an interrupted run has finished, sealed; deleted once a run of its scope is complete.
  private static let parts = """
    CREATE TABLE unfinished (
      run INTEGER PRIMARY KEY REFERENCES run (id),
      facts TEXT NOT NULL
    ) STRICT;
    CREATE TABLE part (
      id INTEGER PRIMARY KEY,
      run INTEGER NOT NULL REFERENCES run (id),
      body BLOB NOT NULL
    ) STRICT;
    CREATE INDEX partByRun ON part (run);
    """

  /// What has been recorded stays. Samples and documents hold pseudonyms and may be deleted.
  private static let guards = """
    CREATE TRIGGER runStays BEFORE DELETE ON run
    BEGIN SELECT RAISE(ABORT, 'a run is never deleted'); END;
    CREATE TRIGGER runIsFinal BEFORE UPDATE ON run WHEN OLD.status <> 'running'
    BEGIN SELECT RAISE(ABORT, 'a run that has ended is never changed'); END;
    CREATE TRIGGER findingStays BEFORE DELETE ON finding
    BEGIN SELECT RAISE(ABORT, 'a finding is never deleted'); END;
    CREATE TRIGGER findingIsFinal BEFORE UPDATE ON finding
    BEGIN SELECT RAISE(ABORT, 'a finding is never changed'); END;
    """
}
