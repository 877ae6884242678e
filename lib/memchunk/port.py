"""What most modules need and CPython lacks, by the names MicroPython gives it: the clock, and `const`.

    from memchunk.port import const, ticks_us, ticks_diff
"""

try:
    from micropython import const  # noqa: F401
    from time import sleep_ms, ticks_diff, ticks_us  # noqa: F401
except ImportError:
    from memchunk._cpython import const, sleep_ms, ticks_diff, ticks_us  # noqa: F401
