"""What the proofs of zero allocation share: data, a chunk, and many calls that are proved in one go.

    proved(zigzag=call, varint=another)     # or AssertionError with the names of those that allocate
"""

from helpers import Random, garbage

import memchunk
from memchunk import Chunk
from memchunk.view import ALL

DATA = bytes(Random(1).bytes(72))  # 12 rows of 3 channels
OUT = memoryview(bytearray(400))
START = 160  # room in front for what is packed in place
chunk = Chunk(bytearray(400), START, 168)
_PASSES = 4  # one would do: each block is seen


def proved(**calls):
    """None of `calls` allocates: all in one go, and one by one if that does; a look at the heap takes long, too."""
    every = tuple(calls.values())

    def call():
        for one in every:
            one()

    if garbage(call, _PASSES):
        found = [(name, garbage(calls[name], _PASSES)) for name in calls]
        raise AssertionError([pair for pair in found if pair[1]] or "only one after the other")


def made(name, *args, **options):
    """A `memchunk.name`: by name, so that a test loads what it tests."""
    return getattr(memchunk, name)(*args, **options)


def fill(data):
    chunk.set(START, START + len(data))
    payload = chunk.view
    payload[ALL] = data
    chunk.rows = 12


def applied(transform):
    """Into other memory and in place."""

    def call():
        transform.apply_into(DATA, OUT)
        fill(DATA)
        transform(chunk)

    return call


def both_ways(codec):
    """Into other memory and in place, there and back."""
    code = bytearray(codec.max_len(len(DATA)))
    code = bytes(code[: codec.encode_into(DATA, code)])

    def call():
        codec.encode_into(DATA, OUT)
        codec.decode_into(code, OUT)
        fill(DATA)
        codec(chunk)
        codec.decode(chunk)

    call()
    assert len(chunk.view) == len(DATA)
    return call
