"""CBOR from strangers: `loads` takes an item only when it is small, shallow and of harmless types.

    loads(bytes.fromhex("83 01 02 03"))     # [1, 2, 3]

`cbor2` does the decoding. What it would do with hostile input (recurse, compile a regular
expression from tag 35, raise ten to a huge power from tag 4) depends on its version, so every item
is walked first, in time and memory proportional to its length.
"""

from __future__ import annotations

import re
from typing import Any

import cbor2

MAX_DEPTH = 16
TYPED_ARRAYS = range(64, 88)  # RFC 8746 section 2: the only tags that the format uses

_BYTES, _TEXT, _ARRAY, _MAP, _TAG = 2, 3, 4, 5, 6  # major types, RFC 8949 section 3.1
_INDEFINITE = -1
_BREAK = 0xFF

_UINT = rb"(?:[\x00-\x17]|\x18.|\x19..|\x1a.{4}|\x1b.{8})"
_DATA_HEAD = re.compile(rb"\x86" + _UINT + rb"{5}(?:\xd8[\x40-\x57])?", re.DOTALL)


class Malformed(ValueError):
    """Data from outside that is not what the wire format says; the text tells what and where."""


def loads(item: bytes) -> Any:
    """Decode one CBOR item that fills `item` exactly.

    Integers, floats, text, bytes, lists, dicts, booleans, None and `cbor2.CBORTag` of RFC 8746
    come back. Raises Malformed for anything else.
    """
    if not _is_data(item):
        _walk(item)
    try:
        return cbor2.loads(item)
    except (cbor2.CBORDecodeError, ValueError, TypeError, OverflowError) as error:
        raise Malformed(f"CBOR: {error}") from error


def _is_data(item: bytes) -> bool:
    """Whether `item` is a data item as senders write it: flat, so that there is nothing to walk."""
    head = _DATA_HEAD.match(item)
    if head is None or head.end() == len(item):
        return False
    major, argument, pos = _head(item, head.end())
    return major == _BYTES and pos + argument == len(item)


def _walk(item: bytes) -> None:
    """Check depth, tags and end of `item`, after the pseudocode of RFC 8949 appendix C."""
    levels = [1]  # items still to come, outermost level first
    pos = 0
    while levels:
        if levels[-1] == 0:
            levels.pop()
            continue
        if pos >= len(item):
            raise Malformed(f"CBOR ends early, at byte {pos}")
        first = item[pos]
        if first == _BREAK and levels[-1] == _INDEFINITE:
            levels.pop()
            pos += 1
            continue
        if levels[-1] > 0:
            levels[-1] -= 1
        major, argument, pos = _head(item, pos)
        if argument == _INDEFINITE:
            levels.append(_INDEFINITE)
        elif major == _BYTES or major == _TEXT:
            pos += argument
        elif major == _ARRAY:
            levels.append(argument)
        elif major == _MAP:
            levels.append(2 * argument)
        elif major == _TAG:
            if argument not in TYPED_ARRAYS:
                raise Malformed(f"CBOR tag {argument} before byte {pos}")
            levels.append(1)
        if len(levels) > MAX_DEPTH:
            raise Malformed(f"CBOR nested too deeply at byte {pos}")
    if pos != len(item):
        raise Malformed(f"CBOR item ends at byte {pos} of {len(item)}")


def _head(item: bytes, pos: int) -> tuple[int, int, int]:
    """Read the head at `pos`: major type, argument (or _INDEFINITE), and where the head ends."""
    major, info = item[pos] >> 5, item[pos] & 31
    pos += 1
    if info < 24:
        return major, info, pos
    if info < 28:
        width = 1 << (info - 24)
        return major, int.from_bytes(item[pos : pos + width], "big"), pos + width
    if info == 31 and _BYTES <= major <= _MAP:
        return major, _INDEFINITE, pos
    raise Malformed(f"CBOR head {item[pos - 1]:#04x} at byte {pos - 1}")
