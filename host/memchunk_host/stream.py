"""What a stream says of itself: `Stream` is a descriptor frame, checked.

    stream, next_seq = from_descriptor({0: 1, 1: 7, 2: "walk", 3: ["x", "y"], 5: 77, 9: 1e6, 10: 2**30})
    stream.dtype            # time as float64, then x and y as int16

The keys are those of docs/wire-format.md, section "Descriptor".
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from memchunk_host.cbor import Malformed

VERSION = 1
MAX_CHANNELS = 255
PACKED_TYPE = 77

ELEMENTS: dict[int, np.dtype[Any]] = {  # RFC 8746 section 2.1: tag of a typed array -> its element
    64: np.dtype("u1"),
    69: np.dtype("<u2"),
    70: np.dtype("<u4"),
    72: np.dtype("i1"),
    77: np.dtype("<i2"),
    78: np.dtype("<i4"),
    85: np.dtype("<f4"),
}

# Keys of the descriptor map.
(
    _VERSION,
    _SID,
    _NAME,
    _CHANNELS,
    _UNITS,
    _ELEMENT,
    _SCALE,
    _OFFSET,
    _RATE,
    _TICK_HZ,
    _MODULUS,
    _NEXT_SEQ,
) = range(12)


@dataclass(frozen=True)
class Stream:
    """One stream, as its descriptor tells it. `physical = count * scale + offset`, in `units`."""

    sid: int
    name: str
    channels: tuple[str, ...]
    units: tuple[str, ...]
    """SenML units, one a channel; "" where the descriptor gives none."""
    tag: int
    """RFC 8746 tag of the element type."""
    scale: tuple[float, ...]
    offset: tuple[float, ...]
    rate: float | None
    """Rows per second; None: unknown."""
    tick_hz: float
    modulus: int
    """A time stamp counts ticks modulo this."""
    part: int = field(default=0, compare=False)
    """0 for the first description of this stream id, 1 after it changed, and so on."""

    @property
    def element(self) -> np.dtype[Any]:
        """The numpy type of one sample."""
        return ELEMENTS[self.tag]

    @property
    def label(self) -> str:
        """A short name that is unique in its capture: `"7"`, or `"7-1"` for a second description."""
        return f"{self.sid}-{self.part}" if self.part else str(self.sid)

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """Names for the columns, `"time"` and one a channel: like `channels`, but unique, never empty."""
        names = ["time"]
        taken = {"time", *self.channels}
        for index, channel in enumerate(self.channels):
            name = channel
            if not name or name in names:
                name = f"{channel or 'ch'}_{index}"
                while name in taken:
                    name += "_"
            taken.add(name)
            names.append(name)
        return tuple(names)

    @cached_property
    def dtype(self) -> np.dtype[np.void]:
        """The structured type of a row: `time` as float64 seconds, then the native counts."""
        time, *channels = self.fields
        return np.dtype([(time, "<f8"), *((name, self.element) for name in channels)])


def from_descriptor(item: dict[Any, Any]) -> tuple[Stream, int | None]:
    """Check a descriptor and return the stream with the sequence number of its next data frame.

    The number is None where the descriptor has none. Raises Malformed naming the key.
    """
    if not _all(int, list(item)):
        raise Malformed("descriptor key that is no integer")
    if _integer(item, _VERSION, 0, 2**64) != VERSION:
        raise Malformed(f"format version {item[_VERSION]}")
    channels = item.get(_CHANNELS)
    if type(channels) is not list or not 1 <= len(channels) <= MAX_CHANNELS or not _all(str, channels):
        raise Malformed(f"descriptor key {_CHANNELS}: 1 to {MAX_CHANNELS} channel names")
    count = len(channels)
    stream = Stream(
        sid=_integer(item, _SID, 0, 255),
        name=_text(item.get(_NAME, ""), _NAME),
        channels=tuple(channels),
        units=_texts(item.get(_UNITS, ""), _UNITS, count),
        tag=_integer(item, _ELEMENT, 0, 2**64),
        scale=_numbers(item.get(_SCALE, 1), _SCALE, count),
        offset=_numbers(item.get(_OFFSET, 0), _OFFSET, count),
        rate=_positive(item.get(_RATE), _RATE) if _RATE in item else None,
        tick_hz=_positive(item.get(_TICK_HZ), _TICK_HZ),
        modulus=_integer(item, _MODULUS, 1, 2**32),
    )
    if stream.tag not in ELEMENTS:
        raise Malformed(f"descriptor key {_ELEMENT}: element type {stream.tag}")
    return stream, _integer(item, _NEXT_SEQ, 0, 0xFFFF) if _NEXT_SEQ in item else None


def _all(kind: type, values: list[Any]) -> bool:
    return all(type(value) is kind for value in values)


def _integer(item: dict[Any, Any], key: int, low: int, high: int) -> int:
    value = item.get(key)
    if type(value) is not int or not low <= value <= high:  # type(): True is no integer here
        raise Malformed(f"descriptor key {key}: no integer from {low} to {high}")
    return value


def _text(value: Any, key: int) -> str:
    if type(value) is not str:
        raise Malformed(f"descriptor key {key}: no text")
    return value


def _texts(value: Any, key: int, count: int) -> tuple[str, ...]:
    """One text for all channels, or a list of one each."""
    texts = value if type(value) is list else [value] * count
    if len(texts) != count:
        raise Malformed(f"descriptor key {key}: {len(texts)} texts for {count} channels")
    return tuple(_text(text, key) for text in texts)


def _numbers(value: Any, key: int, count: int) -> tuple[float, ...]:
    """One number for all channels, or a list of one each."""
    numbers = value if type(value) is list else [value] * count
    if len(numbers) != count:
        raise Malformed(f"descriptor key {key}: {len(numbers)} numbers for {count} channels")
    return tuple(_finite(number, key) for number in numbers)


def _positive(value: Any, key: int) -> float:
    number = _finite(value, key)
    if number <= 0:
        raise Malformed(f"descriptor key {key}: {number} is not positive")
    return number


def _finite(value: Any, key: int) -> float:
    if type(value) not in (int, float) or not math.isfinite(value):
        raise Malformed(f"descriptor key {key}: no finite number")
    return float(value)
