"""What differs between CPython and MicroPython, in one place.

    from memchunk.port import ticks_us, ticks_diff

Names: MICROPYTHON, WORD (bytes), ticks_us, ticks_diff, sleep_ms, address, release, lock, unlock, writable.
"""

import struct
import sys

MICROPYTHON = sys.implementation.name == "micropython"
WORD = 8 if sys.maxsize >> 31 else 4  # bytes in a pointer

if MICROPYTHON:
    from time import sleep_ms, ticks_diff, ticks_us

    try:
        from uctypes import addressof as address
    except ImportError:  # a port without uctypes: nothing can be said of places in memory
        address = None
    try:
        from machine import disable_irq as lock, enable_irq as unlock
    except ImportError:  # the unix and WebAssembly ports have no interrupts
        lock = None

    def release(view):
        """Nothing: the collector takes it. Allocates: 0 B. IRQ-safe: yes."""

else:
    from memchunk._cpython import address, release, sleep_ms, ticks_diff, ticks_us

    lock = None

if lock is None:

    def lock():
        """Nothing to hold off here. Allocates: 0 B. IRQ-safe: yes."""

    def unlock(state):
        """Nothing was held off. Allocates: 0 B. IRQ-safe: yes."""


def writable(buf, name):
    """Raise TypeError(name) unless `buf` is a buffer that can be written; nothing is written.

    Allocates: 0 B. IRQ-safe: yes.
    """
    try:
        struct.pack_into("", buf, 0)
    except (TypeError, ValueError):  # CPython says a multi-byte read-only view with BufferError's cousin
        raise TypeError(name + ": not writable memory")
