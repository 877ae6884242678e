"""What CPython lacks: constants, microsecond ticks as MicroPython counts them, and addresses through ctypes."""

import ctypes
import time

_PERIOD = 1 << 30


class _PyBuffer(ctypes.Structure):
    _fields_ = [("buf", ctypes.c_void_p), ("rest", ctypes.c_byte * 120)]


def const(value):
    """The value: the cross-compiler puts it wherever a name with an underscore stands for it.

    Allocates: 0 B. IRQ-safe: yes.
    """
    return value


def ticks_us():
    """Microseconds modulo 2^30. Allocates: an int. IRQ-safe: no."""
    return time.perf_counter_ns() // 1000 & _PERIOD - 1


def ticks_diff(end, start):
    """From `start` to `end`, a wrap in between allowed for. Allocates: an int. IRQ-safe: no."""
    return (end - start + _PERIOD // 2 & _PERIOD - 1) - _PERIOD // 2


def sleep_ms(ms):
    """Wait. Allocates: 0 B. IRQ-safe: no."""
    time.sleep(ms / 1000)


def address(buf):
    """Where the memory of any buffer begins, read-only ones included. Allocates: a few objects. IRQ-safe: no."""
    held = _PyBuffer()
    ctypes.pythonapi.PyObject_GetBuffer(ctypes.py_object(buf), ctypes.byref(held), 0)
    try:
        return held.buf or 0
    finally:
        ctypes.pythonapi.PyBuffer_Release(ctypes.byref(held))
