"""The clock, by the names MicroPython gives it: the one thing that most modules need and CPython lacks.

    from memchunk.port import ticks_us, ticks_diff
"""

try:
    from time import sleep_ms, ticks_diff, ticks_us  # noqa: F401
except ImportError:
    from memchunk._cpython import sleep_ms, ticks_diff, ticks_us  # noqa: F401
