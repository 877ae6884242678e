"""varint, pack12, rice, G.711 and ADPCM against independent implementations: leb128, numpy, audioop."""

import leb128
import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from memchunk import DecodeError, Pack12, Varint


def into(call, source, room):
    out = bytearray(room)
    return bytes(out[: call(source, out)])


@st.composite
def numbers(draw, itemsize):
    """Values of any number of bits."""
    bits = draw(st.integers(0, 8 * itemsize))
    return draw(st.lists(st.one_of(st.integers(0, 2**bits - 1), st.integers(0, 2 ** (8 * itemsize) - 1)), max_size=40))


@pytest.mark.parametrize("itemsize", [2, 4])
@settings(max_examples=300)
@given(st.data())
def test_varint(itemsize, data):
    values = data.draw(numbers(itemsize))
    raw = np.array(values, f"<u{itemsize}").tobytes()
    codec = Varint(itemsize)
    code = b"".join(map(leb128.u.encode, values))
    assert into(codec.encode_into, raw, codec.max_len(len(raw))) == code
    assert into(codec.decode_into, code, len(raw)) == raw


@pytest.mark.parametrize("itemsize", [2, 4])
@settings(max_examples=1000)
@given(st.binary(max_size=30), st.integers(1, 256))
def test_varint_of_garbage(itemsize, code, limit):
    """What leb128 reads, if each value fits and is in its shortest form; otherwise an error."""
    code = bytes(byte % limit if byte & 3 else byte for byte in code)
    values, at = [], 0
    try:
        while at < len(code):
            stop = next(i + 1 for i in range(at, len(code)) if code[i] < 128)
            value = leb128.u.decode(code[at:stop])
            assert leb128.u.encode(value) == code[at:stop] and value < 1 << 8 * itemsize
            values.append(value)
            at = stop
    except (AssertionError, StopIteration):
        with pytest.raises(DecodeError):
            into(Varint(itemsize).decode_into, code, 4 * len(code))
    else:
        raw = np.array(values, f"<u{itemsize}").tobytes()
        assert into(Varint(itemsize).decode_into, code, 4 * len(code)) == raw


def numpy_pack12(values, order):
    """The bits of each sample, and where they go."""
    pairs = np.append(values & 0xFFF, [0] * (len(values) % 2)).reshape(-1, 2).astype(int)
    a, b = pairs.T
    if order == "little":
        return np.stack([a & 0xFF, a >> 8 | (b & 15) << 4, b >> 4], axis=1).astype(np.uint8)
    return np.stack([a >> 4, b >> 4, (b & 15) << 4 | a & 15], axis=1).astype(np.uint8)


@pytest.mark.parametrize("order", ["little", "mipi"])
@pytest.mark.parametrize("signed", [False, True])
@given(st.lists(st.integers(0, 65535), max_size=70))
def test_pack12(order, signed, values):
    values = np.array(values, "<u2")
    triples = numpy_pack12(values, order)
    code = triples.tobytes()
    if len(values) % 2:
        last = triples[-1, :2] if order == "little" else triples[-1, ::2]
        code = triples[:-1].tobytes() + last.tobytes()
    codec = Pack12(order, signed)
    assert into(codec.encode_into, values.tobytes(), codec.max_len(values.nbytes)) == code
    kept = values & 0xFFF
    expected = ((kept ^ 0x800).astype(int) - 0x800).astype("<i2") if signed else kept
    assert into(codec.decode_into, code, values.nbytes) == expected.tobytes()
