"""What is wired to the emulated Pico while a board test runs, and how its captures are judged.

    # inject: adc=ramp               in a board test module: `adc` below with "ramp"

An injection is made with the Pico and the word behind `=`. A capture that a test sends is handed to
`check(name, capture)` of each, which raises AssertionError for what is not right; the capture's name is the test's own.
To add one: a class here or in a module of its own, and a line in INJECTIONS.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from memchunk_host.emulator import Pico


class Injection:
    """Does nothing; the base of those that do."""

    def __init__(self, pico: Pico, what: str) -> None:
        self.pico = pico

    def check(self, name: str, capture: bytes) -> None:
        """Judge a capture. Raises AssertionError."""


class AdcRamp(Injection):
    """`adc=ramp`: conversion n of input 0 gives n mod 4096, of inputs 1 to 3 -n, -2n and -3n."""

    def __init__(self, pico: Pico, what: str) -> None:
        super().__init__(pico, what)
        if what != "ramp":
            raise ValueError(f"adc={what}")
        for channel, step in enumerate((1, -1, -2, -3)):
            pico.adc.play(channel, (n * step & 0xFFF for n in count()))


INJECTIONS: dict[str, Callable[[Any, str], Injection]] = {"adc": AdcRamp}


def make(named: str, pico: object) -> Injection:
    """The injection that `adc=ramp` and the like name. Raises ValueError for an unknown one."""
    kind, _, what = named.partition("=")
    if kind not in INJECTIONS:
        raise ValueError(f"no injection {named}; there are {' '.join(INJECTIONS)}")
    return INJECTIONS[kind](pico, what)
