"""A made-up consent log for `marketing.communications.email`, from a seed. No real person said any of this.

Each household is given a history of a kind. The kinds and their shares are below; `verdict` then says of each e-mail, by
the rules of consent for these few forms of history, whether it was allowed. It is written apart from Proviso and shares no
code with it, so that the audit can be held against its counts. What it takes for granted of the policy
(Examples/journey/policies/journey.yaml): consent by an express act for `marketing`, `marketing.communications` or
`marketing.communications.email`, under version 2 or later of the notice `privacy-notice`, no longest age.
"""
from datetime import datetime, timedelta, timezone

from .random_numbers import SplitMix64

SEED = 20171231
EMAIL = "marketing.communications.email"
LEVELS = ["marketing", "marketing.communications", EMAIL]
NOTICE = "privacy-notice"
INSTANT = "%Y-%m-%dT%H:%M:%SZ"

# Kind of history: share in thousandths.
SHARES = {
    "agreed": 560,  # to the current notice
    "renewed": 60,  # agreed to notice 1, and to notice 2 some months later
    "superseded": 70,  # agreed to notice 1, never to notice 2
    "expired": 60,  # agreed for half a year
    "withdrew": 80,  # agreed, said no later
    "returned": 30,  # agreed, said no, agreed again
    "refused": 50,
    "other": 30,  # agreed to analytics only
    "post": 20,  # agreed to letters only
    "backDated": 20,  # a grant that was written into the log months after the date that it bears
    "silent": 20,  # never asked
}

COLUMNS = ["household_id", "purpose", "status", "channel", "at", "recorded_at", "expires_at", "kind", "actor", "method",
           "notice_id", "notice_version", "proof_id"]


class Event:
    def __init__(self, household, status, at, purpose=EMAIL, channel=None, version=None, recorded=None, expires=None,
                 method="form"):
        self.household, self.status, self.at, self.purpose, self.channel = household, status, at, purpose, channel
        self.version, self.expires, self.method = version, expires, method
        self.recorded = recorded or at + timedelta(seconds=2)

    @property
    def is_grant(self):
        return self.status in ("granted", "renewed")

    def row(self, number):
        text = lambda instant: instant.strftime(INSTANT) if instant else None  # noqa: E731
        return (
            self.household, self.purpose, self.status, self.channel, text(self.at), text(self.recorded),
            text(self.expires), "express", "self", self.method, NOTICE if self.version else None, self.version,
            f"proof-{number:06d}",
        )


def day(random, first, last):
    """An instant in the daytime of a day from `first` to `last`: never at midnight, when campaigns start."""
    days = (last - first).days
    return first + timedelta(days=random.below(days + 1), seconds=7 * 3600 + random.below(14 * 3600))


def date(year, month, dayOfMonth):
    return datetime(year, month, dayOfMonth, tzinfo=timezone.utc)


def history(kind, household, random):
    """The events of a household. Campaigns run from November 2016 to December 2017; notice 2 is of January 2016."""
    early = day(random, date(2016, 2, 1), date(2016, 10, 31))
    purpose = random.pick(LEVELS)
    method = random.pick(["form", "app", "till"])
    late = day(random, date(2017, 1, 10), date(2017, 11, 30))
    granted = Event(household, "granted", early, purpose, version="2", method=method)
    old = Event(household, "granted", day(random, date(2015, 3, 1), date(2015, 12, 20)), purpose, version="1",
                method=method)
    match kind:
        case "agreed":
            return [granted]
        case "renewed":
            return [old, Event(household, "renewed", late, purpose, version="2", method=method)]
        case "superseded":
            return [old]
        case "expired":
            start = day(random, date(2016, 8, 1), date(2017, 5, 31))
            return [Event(household, "granted", start, purpose, version="2", expires=start + timedelta(days=182))]
        case "withdrew":
            return [granted, Event(household, "withdrawn", late, purpose, method="unsubscribe")]
        case "returned":
            again = late + timedelta(days=20 + random.below(60), seconds=61)
            # The same purpose: a broad yes never lifts a specific no.
            return [granted, Event(household, "withdrawn", late, purpose, method="unsubscribe"),
                    Event(household, "granted", again, purpose, version="2", method=method)]
        case "refused":
            return [Event(household, "declined", early, purpose, method=method)]
        case "other":
            return [Event(household, "granted", early, "analytics", version="2", method=method)]
        case "post":
            return [Event(household, "granted", early, "marketing.communications", "post", version="2", method=method)]
        case "backDated":
            return [Event(household, "granted", early, purpose, version="2", recorded=late, method="import")]
        case "silent":
            return []
    raise AssertionError(kind)


def verdict(events, sent):
    """None when the e-mail was allowed, else the reason, for histories of the kinds above."""
    events = [event for event in events if event.purpose in LEVELS]
    said_no = [event for event in events if not event.is_grant and event.at <= sent]
    grants = [event for event in events if event.is_grant and max(event.at, event.recorded) <= sent]
    lifted = lambda no: any(  # noqa: E731
        yes.status == "granted" and yes.at > no.at and yes.purpose == no.purpose for yes in grants)
    standing = [no for no in said_no if not lifted(no)]
    if standing:
        return "refused" if max(standing, key=lambda no: no.at).status == "declined" else "withdrawn"
    alive = [yes for yes in grants if all(no.at < yes.at for no in said_no)]
    fitting = [yes for yes in alive if yes.channel in (None, "email")]
    if not fitting:
        return "wrongChannel" if alive else "noRecord"
    fault = lambda yes: (  # noqa: E731
        "noticeSuperseded" if int(yes.version) < 2 else "expired" if yes.expires and yes.expires <= sent else None)
    faults = [fault(yes) for yes in sorted(fitting, key=lambda yes: yes.at)]
    return None if None in faults else faults[-1]


def make(households, sends):
    """Rows of the log, and what was planted in the sends: tuples (household, campaign, type, instant as text)."""
    random = SplitMix64(SEED)
    histories = {household: history(random.weighted(SHARES), household, random) for household in households}
    events = sorted((event for events in histories.values() for event in events), key=lambda e: (e.recorded, e.household))
    found = {}
    for household, campaign, _, sent in sends:
        instant = datetime.strptime(sent, INSTANT).replace(tzinfo=timezone.utc)
        reason = verdict(histories[household], instant)
        if reason:
            found.setdefault(reason, []).append((campaign, household))
    return [event.row(number + 1) for number, event in enumerate(events)], found
