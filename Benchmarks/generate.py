#!/usr/bin/env python3
"""Generates the store that `make bench` audits: people, consent events, uses, segments, erasures in one SQLite file.

usage: generate.py FILE [PEOPLE [EVENTS [USES]]]     (1 M people, 5 M consent events, 10 M uses when not given)

Seeded: the same arguments give the same file. Times are seconds since 1970 (UTC), from 2020-01-01 to 2026-11-01. About
94 % of the uses have a consent: 95 % are made within 120 days after some grant, 3 % after any event, 2 % at random.
"""
import os
import random
import sqlite3
import sys

FIRST, LAST = 1577836800, 1793491200
DAYS_120, DAYS_30 = 10368000, 2592000
# Purpose and how long a grant lasts.
PURPOSES = [("email_marketing", 63072000), ("personalization", 63072000), ("ads_targeting", 34128000),
            ("geo_offers", 15552000), ("analytics", 94608000), ("profiling", 31536000)]
# Attribute and over how long its updates are spread.
ATTRIBUTES = [("email", 94608000), ("phone", 94608000), ("address", 126144000), ("geo", 31536000),
              ("device", 63072000), ("income_band", 94608000), ("segment", 15552000), ("score", 7776000),
              ("interest", 47304000), ("birth", 189216000)]
COUNTRIES = ["DE", "FR", "ES", "NL", "US", "GB"]
SOURCES = ["web", "app", "callcenter", "import"]


def events(count, people, rng):
    """Three purposes a person; 70 % are grants, of which one in 40 ends after 30 days."""
    for number in range(count):
        subject = 1 + int(rng.random() * people)
        purpose, lasts = PURPOSES[(subject * 7 + int(rng.random() * 3)) % 6]
        at = FIRST + int(rng.random() * (LAST - FIRST))
        if rng.random() < 0.7:
            yield subject, purpose, "granted", at, at + (DAYS_30 if rng.random() < 0.025 else lasts), SOURCES[number & 3]
        else:
            yield subject, purpose, "withdrawn", at, None, SOURCES[number & 3]


def uses(count, people, store, rng):
    """Near grants, near any event, anywhere."""
    near = store.execute("SELECT subject_id, purpose, ts, status FROM consent_events ORDER BY subject_id")
    total = store.execute("SELECT count(*) FROM consent_events").fetchone()[0]
    grants = store.execute("SELECT count(*) FROM consent_events WHERE status = 'granted'").fetchone()[0]
    after_grant, after_any = count * 95 // 100 / max(1, grants), count * 3 // 100 / max(1, total)
    for subject, purpose, at, status in near:
        wanted = after_any + (after_grant if status == "granted" else 0)
        for _ in range(int(wanted) + (rng.random() < wanted % 1)):
            yield subject, purpose, min(LAST, at + int(rng.random() * DAYS_120)), int(rng.random() * 400)
    for _ in range(count * 2 // 100):
        yield (1 + int(rng.random() * people), PURPOSES[int(rng.random() * 6)][0],
               FIRST + int(rng.random() * (LAST - FIRST)), int(rng.random() * 400))


def profile(subject, rng):
    """Four of five attributes are known: a value and when it was last updated."""
    known = []
    for _, spread in ATTRIBUTES:
        known += [int(rng.random() * 100), LAST - int(rng.random() * spread)] if rng.random() < 0.8 else [None, None]
    return [subject, *known, 1940 + int(rng.random() * 66), int(rng.random() * 3),
            f"{10000 + int(rng.random() * 8000):05}", COUNTRIES[int(rng.random() * 6)]]


def generate(path, people, event_count, use_count):
    rng = random.Random(20261122)
    store = sqlite3.connect(path)
    store.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000;")
    store.execute("CREATE TABLE drawn (subject_id, purpose, status, ts, expires_at, source)")
    store.executemany("INSERT INTO drawn VALUES (?, ?, ?, ?, ?, ?)", events(event_count, people, rng))
    store.executescript("""
        CREATE TABLE consent_events (event_id INTEGER PRIMARY KEY, subject_id INTEGER, purpose TEXT, status TEXT,
            ts INTEGER, expires_at INTEGER, source TEXT);
        INSERT INTO consent_events (subject_id, purpose, status, ts, expires_at, source)
            SELECT * FROM drawn ORDER BY ts;
        DROP TABLE drawn;
        CREATE TABLE drawn (subject_id, purpose, ts, rule_id);""")
    store.executemany("INSERT INTO drawn VALUES (?, ?, ?, ?)", uses(use_count, people, store, rng))
    store.executescript("""
        CREATE TABLE decisions (decision_id INTEGER PRIMARY KEY, subject_id INTEGER, purpose TEXT, ts INTEGER,
            rule_id INTEGER);
        INSERT INTO decisions (subject_id, purpose, ts, rule_id) SELECT * FROM drawn ORDER BY ts;
        DROP TABLE drawn;
        CREATE TABLE erasures (subject_id INTEGER PRIMARY KEY, erased_at INTEGER);
        CREATE TABLE segments (subject_id INTEGER, segment_id INTEGER, purpose TEXT, computed_at INTEGER);""")
    columns = ", ".join(f"{name} INTEGER, {name}_updated_at INTEGER" for name, _ in ATTRIBUTES)
    store.execute(f"CREATE TABLE profiles (subject_id INTEGER PRIMARY KEY, {columns}, birth_year INTEGER, "
                  "gender INTEGER, postal_code TEXT, country TEXT)")
    marks = ", ".join("?" * (2 * len(ATTRIBUTES) + 5))
    store.executemany(f"INSERT INTO profiles VALUES ({marks})", (profile(n + 1, rng) for n in range(people)))
    store.executemany("INSERT INTO erasures VALUES (?, ?)",
                      ((1 + n * 50, FIRST + 80000000 + int(rng.random() * (LAST - FIRST - 80000000)))
                       for n in range(people // 50)))
    store.executemany("INSERT INTO segments VALUES (?, ?, ?, ?)",
                      ((1 + int(rng.random() * people), int(rng.random() * 500),
                        PURPOSES[(1, 2, 5)[int(rng.random() * 3)]][0],
                        FIRST + int(rng.random() * (LAST - FIRST))) for _ in range(3 * people)))
    store.commit()
    store.execute("VACUUM")
    for (table,) in store.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").fetchall():
        print(table, store.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
    store.close()


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    size = [int(word) for word in sys.argv[2:]] + [1_000_000, 5_000_000, 10_000_000][len(sys.argv) - 2:]
    unfinished = sys.argv[1] + ".unfinished"
    if os.path.exists(unfinished):
        os.remove(unfinished)
    generate(unfinished, *size)
    os.replace(unfinished, sys.argv[1])
