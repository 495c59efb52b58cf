"""SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): the same seed gives the same data on every machine and Python."""

MASK = (1 << 64) - 1


class SplitMix64:
    def __init__(self, seed):
        self.state = seed & MASK

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        mixed = self.state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & MASK
        return mixed ^ (mixed >> 31)

    def below(self, bound):
        """0 to bound - 1; the bias of the remainder is below 2^-40 for the bounds used here."""
        return self.next() % bound

    def pick(self, items):
        return items[self.below(len(items))]

    def weighted(self, weights):
        """A key of a dictionary of weights."""
        left = self.below(sum(weights.values()))
        for key, weight in weights.items():
            if left < weight:
                return key
            left -= weight
        raise AssertionError("weights changed")
