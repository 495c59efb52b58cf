"""Stands in for the Complete Journey data where PyPI cannot be reached: everything made up from a seed, in the same shape.

The numbers of households, targetings and redemptions are the same; the figures that lie in the real data are not.
"""
from datetime import datetime, timedelta

from .journey import INSTANT
from .random_numbers import SplitMix64

AGES = ["19-24", "25-34", "35-44", "45-54", "55-64", "65+"]
INCOMES = ["Under 15K", "15-24K", "25-34K", "35-49K", "50-74K", "75-99K", "100-124K", "125-149K", "150-174K", "250K+"]
COMPOSITIONS = ["1 Adult Kids", "1 Adult No Kids", "2 Adults Kids", "2 Adults No Kids", "Unknown"]
END = datetime(2018, 1, 1, 4, 1, 20)
TARGETINGS, REDEMPTIONS, LINES = 6_589, 2_102, 1_469_307


class Synthetic:
    name = "synthetic, seed 84"

    def __init__(self):
        random = SplitMix64(84)
        self.people = []
        for household in range(1, 2_470):
            profile = [None] * 7
            if household <= 801:
                size = 1 + random.below(5)
                profile = [
                    random.pick(AGES), random.pick(INCOMES), random.pick(["Homeowner", "Renter", None]),
                    random.pick(["Married", "Unmarried", None]), "5+" if size == 5 else str(size),
                    random.pick(COMPOSITIONS), random.pick(["0", "1", "2", "3+"]),
                ]
            resting = random.below(17) == 0
            last = END - timedelta(days=91 + random.below(200) if resting else random.below(89), seconds=1)
            first = datetime(2017, 1, 1, 8) + timedelta(hours=random.below(24 * 5))
            self.people.append((household, *profile, first, max(first, last)))
        starts = [datetime(2016, 11, 14) + timedelta(days=15 * number) for number in range(27)]
        pairs = set()
        while len(pairs) < TARGETINGS:
            pairs.add((random.below(27), 1 + random.below(1_559)))
        self.sends = [
            (household, campaign + 1, "Type " + "ABC"[campaign % 3], starts[campaign].strftime(INSTANT))
            for campaign, household in sorted(pairs)
        ]

    def households(self):
        return ((*row[:8], row[8].strftime(INSTANT), row[9].strftime(INSTANT)) for row in self.people)

    def purchases(self):
        """A line at the first and one at the last instant of each household, all others between."""
        random = SplitMix64(85)
        texts = [(row[0], row[8], row[9], (row[9] - row[8]).days) for row in self.people]
        for number in range(LINES):
            household, first, last, days = texts[number % len(texts)]
            at = last if number < len(texts) else first
            if number >= 2 * len(texts) and days > 0:
                at = first + timedelta(days=random.below(days), seconds=random.below(60_000))
            price = (50 + random.below(900)) / 100
            week = 1 + (at - datetime(2017, 1, 1)).days // 7
            yield (household, 300 + random.below(150), 31_198_570_000 + number // 10, 25_000 + random.below(90_000), 1,
                   price, 0.0, 0.0, 0.0, week, at.strftime(INSTANT))

    def campaign_sends(self):
        return iter(self.sends)

    def coupons(self):
        random = SplitMix64(86)
        for number in range(5_000):
            yield (10_000_085_000 + number, 25_000 + random.below(90_000), 1 + number % 27)

    def redemptions(self):
        random = SplitMix64(87)
        for _ in range(REDEMPTIONS):
            household, campaign, _, sent = random.pick(self.sends)
            yield (household, 10_000_085_000 + random.below(5_000), campaign, sent)
