"""Decoders under hostile bytes: an answer or a DecodeError, the same twice, and not a byte beside the output.

    survive(codec.decode_into, [valid, another], room=64)

    memory   [ guard | src | guard | ... | guard | dst | guard ]     src at any place in a word, dst at its start

An input is random, or a valid one that was damaged.

`MEMCHUNK_FUZZ` in the environment says how many inputs each decoder gets; `make fuzz RUNS=1000000` sets it.
"""

import os

from helpers import MICROPYTHON, Random

from memchunk import DecodeError

RUNS = int((hasattr(os, "getenv") and os.getenv("MEMCHUNK_FUZZ")) or (300 if MICROPYTHON else 2000))
_LONGEST = 96  # bytes of an input
_GUARD = b"\xa5\x5a\xc3\x3c\x96\x69\x0f\xf0" * 2
_DST = 4 * len(_GUARD) + _LONGEST  # a place in memory


def survive(decode, valid, room, runs=RUNS, seed=1, refused=()):
    """Call `decode(src, dst)` with `runs` inputs; `dst` has 0 to `room` bytes, most often `room`.

    `valid` are inputs that decode; `refused` are errors besides DecodeError that an input may meet, as ValueError
    for a short `dst`. Returns how many inputs gave an answer: a caller asserts that some did.
    """
    random = Random(seed)
    memory = memoryview(bytearray(_DST + room + len(_GUARD)))
    answers = 0
    for turn in range(runs):
        src = _source(random, valid)
        n = random.below(room + 1) if turn & 7 == 7 else room
        outcome = _run(decode, src, memory, turn & 3, n, refused)
        if turn & 15 == 0:
            assert _run(decode, src, memory, turn & 3, n, refused) == outcome, bytes(src)
        answers += type(outcome) is bytes
    return answers


def _run(decode, src, memory, skew, n, refused):
    """What came of it: the bytes decoded, or the error's text."""
    guard = len(_GUARD)
    start, stop = guard + skew, guard + skew + len(src)
    guards = start - guard, stop, _DST - guard, _DST + n
    for at in guards:
        memory[at : at + guard] = _GUARD
    memory[start:stop] = src
    try:
        length = decode(memory[start:stop], memory[_DST : _DST + n])
    except DecodeError as error:
        outcome = str(error)
        assert outcome, "a DecodeError that says nothing"
    except refused as error:
        outcome = str(error)
    else:
        assert 0 <= length <= n, (length, bytes(src))
        outcome = bytes(memory[_DST : _DST + length])
    for at in guards:
        assert memory[at : at + guard] == _GUARD, ("wrote beside", bytes(src))
    assert memory[start:stop] == src, ("changed", bytes(src))
    return outcome


def _source(random, valid):
    """Random bytes, or one of `valid` with a few of them changed, taken out, doubled or cut off."""
    kind = random.below(4)
    if not kind or not valid:
        return random.bytes(random.below(_LONGEST), 1 + random.below(256))
    src = bytearray(valid[random.below(len(valid))][:_LONGEST])
    for _ in range(random.below(4)):
        at = random.below(len(src) + 1)
        what = random.below(5)
        if what == 0:
            src = src[:at]
        elif what == 1 and len(src) + 3 < _LONGEST:
            src = src[:at] + random.bytes(1 + random.below(3)) + src[at:]
        elif what == 2:
            src = src[:at] + src[at + 1 + random.below(3) :]
        elif what == 3 and at < len(src):
            src[at] ^= 1 << random.below(8)
        elif at < len(src):
            src[at] = (0, 1, 0x7F, 0x80, 0xFF)[random.below(5)]
    return src
