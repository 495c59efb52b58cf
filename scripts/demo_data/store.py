"""Writes the SQLite file, and counts what an audit of it must find."""
import os
import sqlite3

from . import consents
from .journey import DEMOGRAPHICS

AS_OF = "2018-01-01T04:01:20Z"

SCHEMA = f"""
CREATE TABLE households (household_id INTEGER PRIMARY KEY, {', '.join(f'{name} TEXT' for name in DEMOGRAPHICS)},
  first_purchase_at TEXT, last_purchase_at TEXT);
CREATE TABLE purchases (household_id INTEGER, store_id INTEGER, basket_id INTEGER, product_id INTEGER, quantity INTEGER,
  sales_value REAL, retail_disc REAL, coupon_disc REAL, coupon_match_disc REAL, week INTEGER, purchased_at TEXT);
CREATE TABLE campaign_sends (household_id INTEGER, campaign_id INTEGER, campaign_type TEXT, sent_at TEXT);
CREATE TABLE coupons (coupon_upc INTEGER, product_id INTEGER, campaign_id INTEGER);
CREATE TABLE redemptions (household_id INTEGER, coupon_upc INTEGER, campaign_id INTEGER, redeemed_at TEXT);
CREATE TABLE consent_log ({', '.join('household_id INTEGER' if name == 'household_id' else f'{name} TEXT'
                                     for name in consents.COLUMNS)});
"""


def write(source, path):
    """Makes the file in one step, so that a half-written one never passes for whole; returns what was planted."""
    partial = path.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    connection = sqlite3.connect(partial)
    connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + SCHEMA)
    fill(connection, "households", source.households())
    fill(connection, "purchases", source.purchases())
    fill(connection, "campaign_sends", source.campaign_sends())
    fill(connection, "coupons", source.coupons())
    fill(connection, "redemptions", source.redemptions())
    households = [row[0] for row in connection.execute("SELECT household_id FROM households ORDER BY household_id")]
    sends = connection.execute("SELECT * FROM campaign_sends").fetchall()
    log, found = consents.make(households, sends)
    fill(connection, "consent_log", log)
    connection.commit()
    planted = {
        "source": source.name, "asOf": AS_OF, "seed": consents.SEED, "use": consents.EMAIL,
        "uses": len(sends), "subjects": len({row[0] for row in sends}), "consentEvents": len(log),
        "violations": {reason: counts(found[reason]) for reason in sorted(found)},
        "facts": facts(connection),
    }
    connection.close()
    os.replace(partial, path)
    return planted


def fill(connection, table, rows):
    """Inserts rows; the first one tells the number of columns."""
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return
    statement = f"INSERT INTO {table} VALUES ({', '.join('?' * len(first))})"
    connection.execute(statement, first)
    connection.executemany(statement, rows)


def counts(found):
    """Uses and different subjects, in all and by campaign; `found` are pairs of campaign and household."""
    campaigns = sorted({campaign for campaign, _ in found})
    of = lambda households: {"uses": len(households), "subjects": len(set(households))}  # noqa: E731
    return {
        **of([household for _, household in found]),
        "campaigns": {str(campaign): of([h for c, h in found if c == campaign]) for campaign in campaigns},
    }


def facts(connection):
    """What lies in the data themselves, by SQL. Ninety days are added to the purchase, as periods are in Proviso."""
    number = lambda sql: connection.execute(sql).fetchone()[0]  # noqa: E731
    resting = f"datetime(last_purchase_at, '+90 days') <= datetime('{AS_OF}')"
    group = ", ".join(DEMOGRAPHICS)
    sizes = f"SELECT count(*) AS size FROM households WHERE age IS NOT NULL GROUP BY {group}"
    return {
        "households": number("SELECT count(*) FROM households"),
        "purchases": number("SELECT count(*) FROM purchases"),
        "redemptions": number("SELECT count(*) FROM redemptions"),
        "inactive90Days": number(f"SELECT count(*) FROM households WHERE {resting}"),
        "inactive90DaysAndTargeted": number(
            f"SELECT count(*) FROM households WHERE {resting} "
            "AND household_id IN (SELECT household_id FROM campaign_sends)"),
        "profiles": number("SELECT count(*) FROM households WHERE age IS NOT NULL"),
        "uniqueProfiles": number(f"SELECT count(*) FROM ({sizes}) WHERE size = 1"),
        "profilesInClassesBelow5": number(f"SELECT coalesce(sum(size), 0) FROM ({sizes}) WHERE size < 5"),
    }


def summary(planted):
    violations = ", ".join(f"{found['uses']} {reason}" for reason, found in planted["violations"].items())
    return (f"{planted['source']}: {planted['facts']['purchases']:,} purchase lines, {planted['uses']:,} e-mails to "
            f"{planted['subjects']:,} households; planted {violations}")
