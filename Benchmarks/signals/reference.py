"""Decodes the strings of standard input, each so many times, with `iab-tcf` of PyPI, and prints the microseconds that one
took, and the sum of the greatest vendors that agreed."""
import sys
import time

from iab_tcf import decode_v2

texts = sys.stdin.read().split()
rounds = int(sys.argv[1])
members = 0
started = time.perf_counter_ns()
for _ in range(rounds):
    for text in texts:
        members += max(vendor for vendor, agreed in decode_v2(text).consented_vendors.items() if agreed)
print((time.perf_counter_ns() - started) / 1e3 / (rounds * len(texts)), members)
