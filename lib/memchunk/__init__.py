"""Chunked streaming in fixed memory: nothing is allocated per chunk.

    from memchunk import Ring
    ring = Ring(256)
    ring.write(b"sample")

Names load their module on first use, so importing one costs only what that one needs.
"""

import sys

__version__ = "0.1.0"


def __getattr__(name):
    if name[0] == "_":
        raise AttributeError(name)
    from memchunk.names import HOMES

    # Half a KB that is needed once for each name. None first: a deleted slot of a dict keeps its value alive.
    sys.modules["memchunk.names"] = globals()["names"] = None  # type: ignore[assignment]
    del sys.modules["memchunk.names"], globals()["names"]
    at = HOMES.find(" " + name + "=") + 1
    path = HOMES[at + len(name) + 1 : HOMES.find(" ", at)] if at else name
    try:
        found = __import__("memchunk." + path, None, None, (name,))
    except ImportError:
        if at:
            raise
        raise AttributeError(name)
    if at:
        globals()[name] = found = getattr(found, name)
    return found
