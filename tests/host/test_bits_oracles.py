"""varint, pack12, rice, G.711 and ADPCM against independent implementations: leb128, numpy, audioop."""

import warnings

import leb128
import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from memchunk import Alaw, DecodeError, ImaAdpcm, Pack12, Ulaw, Varint

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # Python 3.13 has it no more: audioop-lts has
    import audioop


def into(call, source, room):
    out = bytearray(room)
    return bytes(out[: call(source, out)])


@st.composite
def numbers(draw, itemsize):
    """Values of any number of bits."""
    bits = draw(st.integers(0, 8 * itemsize))
    return draw(st.lists(st.one_of(st.integers(0, 2**bits - 1), st.integers(0, 2 ** (8 * itemsize) - 1)), max_size=40))


@pytest.mark.parametrize("itemsize", [2, 4])
@settings(max_examples=150)
@given(st.data())
def test_varint(itemsize, data):
    values = data.draw(numbers(itemsize))
    raw = np.array(values, f"<u{itemsize}").tobytes()
    codec = Varint(itemsize)
    code = b"".join(map(leb128.u.encode, values))
    assert into(codec.encode_into, raw, codec.max_len(len(raw))) == code
    assert into(codec.decode_into, code, len(raw)) == raw


@pytest.mark.parametrize("itemsize", [2, 4])
@settings(max_examples=400)
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


EVERY_SAMPLE = np.arange(-32768, 32768).astype("<i2").tobytes()
EVERY_CODE = bytes(range(256))


@pytest.mark.parametrize("law, encode, decode", [
    (Ulaw(), audioop.lin2ulaw, audioop.ulaw2lin),
    (Alaw(), audioop.lin2alaw, audioop.alaw2lin),
])  # fmt: skip
def test_g711(law, encode, decode):
    assert into(law.encode_into, EVERY_SAMPLE, 65536) == encode(EVERY_SAMPLE, 2)
    assert into(law.decode_into, EVERY_CODE, 512) == decode(EVERY_CODE, 2)


def swapped(codes):
    """audioop has the first code in the upper half of a byte, WAV in the lower."""
    return bytes(byte >> 4 | (byte & 15) << 4 for byte in codes)


@st.composite
def waves(draw, multiple=2, most=150):
    """Samples of any loudness, with jumps from end to end."""
    count = draw(st.integers(0, most // multiple)) * multiple
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    steps = random.normal(0, 2.0 ** draw(st.integers(0, 15)), count)
    values = np.clip(np.cumsum(steps) if draw(st.booleans()) else steps, -32768, 32767).astype("<i2")
    for at in draw(st.lists(st.integers(0, most), max_size=4)):
        if at < count:
            values[at] = draw(st.sampled_from((-32768, 32767)))
    return values


@settings(max_examples=150)
@given(st.lists(waves(), max_size=4))
def test_adpcm(pieces):
    codec, state, back_state = ImaAdpcm(), None, None
    for piece in pieces:
        code = into(codec.encode_into, piece.tobytes(), piece.nbytes)
        expected, state = audioop.lin2adpcm(piece.tobytes(), 2, state)
        assert code == swapped(expected)
        back = into(codec.decode_into, code, piece.nbytes)
        expected, back_state = audioop.adpcm2lin(swapped(code), 2, back_state)
        assert back == expected


@given(st.binary(max_size=100), st.integers(-32768, 32767), st.integers(0, 88))
def test_adpcm_of_any_codes(code, first, index):
    """As a block of WAV's: the header is the state that audioop starts from."""
    block = first.to_bytes(2, "little", signed=True) + bytes((index, 0)) + code
    expected, _ = audioop.adpcm2lin(swapped(code), 2, (first, index))
    assert into(ImaAdpcm(header=True).decode_into, block, 4 * len(code) + 2) == block[:2] + expected


@settings(max_examples=200)
@given(st.lists(waves(multiple=6), min_size=1, max_size=3), st.integers(2, 3))
def test_adpcm_of_several_channels(pieces, channels):
    """Each channel's codes are those of that channel alone, and its index goes on."""
    codec, indices = ImaAdpcm(channels, header=True), [0] * channels
    for piece in pieces:
        rows = piece.reshape(-1, channels)
        rows = rows[: (len(rows) - 1) | 1] if len(rows) else rows  # audioop's bytes have two codes of one channel
        block = into(codec.encode_into, rows.tobytes(), rows.nbytes + 4 * channels)
        codes = [half for byte in block[4 * channels :] for half in (byte & 15, byte >> 4)]
        for c in range(channels if len(rows) else 0):
            first = int(rows[0, c])
            head = first.to_bytes(2, "little", signed=True) + bytes((indices[c], 0))
            assert block[4 * c : 4 * c + 4] == head
            expected, (_, indices[c]) = audioop.lin2adpcm(rows[1:, c].tobytes(), 2, (first, indices[c]))
            assert codes[c::channels] == [half for byte in expected for half in (byte >> 4, byte & 15)]
