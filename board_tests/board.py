"""What board tests share: what this board has, what is wired to it, and frames to the PC.

    needs("adc=ramp"); Timer = hard_timer()
    with Capture("imu") as link: Pipeline(source, stages, link).run()
"""

import sys

from skip import Skip

injected = ()  # what the PC wired to the board: set before the tests run
RP2 = sys.platform == "rp2"


def needs(injection):
    """Skip the test unless the PC wired `injection`, by its words in the module's `# inject:` comment."""
    if injection not in injected:
        raise Skip("nothing plays " + injection + " here: the emulated Pico's part")


def rp2_only():
    """Skips where there is no RP2040 or RP2350."""
    if not RP2:
        raise Skip("no RP2040 here, but " + sys.platform)


class Nowhere:
    """A sink that takes everything, and counts."""

    n = 0

    def write(self, view):
        self.n += len(view)
        return len(view)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass


def hard_timer():
    """`machine.Timer`, if it can run its callback in the interrupt itself; skips elsewhere."""
    if not RP2:
        raise Skip("no Timer(hard=True) on " + sys.platform)
    from machine import Timer

    return Timer


class Capture:
    """Standard output as a sink of frames that the PC keeps, and judges as capture `name`."""

    def __init__(self, name):
        self._name = name

    def __enter__(self):
        print("MEMCHUNK-CAPTURE:", self._name)
        return sys.stdout.buffer

    def __exit__(self, *_):
        sys.stdout.buffer.write(b"\0\0")  # an empty frame, which nobody sends
