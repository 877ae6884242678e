"""Who leaks? First whether at all and how much a call, then what of, then who holds it.

    mpremote run who_leaks.py

Instruments: `leaks` (bytes a call that are never given back; garbage does not count), `census` (objects by type, and
the difference of two), `referrers` (the way from a module to an object).
"""

from memchunk.heap import census, difference, leaks, referrers

log = []
last = {}


def clean(value=1.5):
    """Makes garbage, and keeps one value."""
    last["value"] = value * 2.5


def leaky(value=1.5):
    """Keeps a float a call."""
    log.append(value * 2.5)


for function in (clean, leaky):
    print("leaks: {:.0f} bytes a call".format(leaks(function, 500)))
before = census()
for _ in range(100):
    leaky()
rows = difference(before, census()).rows
print("100 calls later:", rows["float"][0] if "float" in rows else "?", "floats more")
print("held by:", referrers(log[-1]))
print("answer: leaky() leaks into `log`")
