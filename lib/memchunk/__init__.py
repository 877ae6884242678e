"""Chunked streaming in fixed memory: nothing is allocated per chunk.

    from memchunk import Ring
    ring = Ring(256)
    ring.write(b"sample")

Names load their module on first use, so importing one costs only what that one needs.
"""

import sys

__version__ = "0.1.0"


def __getattr__(name):
    if name.startswith("_"):
        raise AttributeError(name)
    homes = once("memchunk.names").HOMES
    at = homes.find(" " + name + "=") + 1
    path = homes[at + len(name) + 1 : homes.find(" ", at)] if at else name
    try:
        found = __import__("memchunk." + path, None, None, (name,))
    except ImportError:
        if at:
            raise
        raise AttributeError(name)
    if at:
        globals()[name] = found = getattr(found, name)
    return found


def once(name):
    """The module `name`, which nobody will need for long: loaded, and left to the collector.

    Allocates: it. IRQ-safe: no.
    """
    module = __import__(name, None, None, ("",))
    home, _, leaf = name.rpartition(".")
    # None first: a deleted slot of a dict keeps its value alive.
    sys.modules[name] = None  # type: ignore[assignment]
    del sys.modules[name]
    setattr(sys.modules[home], leaf, None)
    return module
