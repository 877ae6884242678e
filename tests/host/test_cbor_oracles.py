"""CBOR of every kind against cbor2, numpy and struct, and against the pseudocode of RFC 8949, appendix C."""

import math
import struct

import cbor2
import numpy as np
import pytest
from cbor_vectors import EXAMPLES, NOT_WELL_FORMED, Refused, Simple, Tag
from hypothesis import given, settings, strategies as st
from test_cbor_reader import load, same
from test_cbor_writer import put

from memchunk import DecodeError
from memchunk.codecs.cbor_reader import CborReader
from memchunk.codecs.cbor_writer import CborWriter

DTYPES = {"B": "<u1", "H": "<u2", "I": "<u4", "Q": "<u8", "b": "<i1", "h": "<i2", "i": "<i4", "q": "<i8"}
DTYPES |= {"e": "<f2", "f": "<f4", "d": "<f8"}


def well_formed(data, at=0, depth=0):
    """Appendix C without what is of indefinite length: where the item ends. Raises ValueError."""
    if at >= len(data):
        raise ValueError
    first = data[at]
    major, extra = first >> 5, first & 31
    at += 1
    value = extra
    if extra > 27:
        raise ValueError
    if extra > 23:
        n = 1 << (extra - 24)
        if at + n > len(data):
            raise ValueError
        value = int.from_bytes(data[at : at + n], "big")
        at += n
    if major in (2, 3):
        if at + value > len(data):
            raise ValueError
        return at + value
    if major == 7 and extra == 24 and value < 32:
        raise ValueError
    inside = {4: value, 5: 2 * value, 6: 1}.get(major, 0)
    if inside and depth == 8 or inside > len(data):
        raise ValueError
    for _ in range(inside):
        at = well_formed(data, at, depth + 1)
    return at


def test_the_vectors_are_those_of_the_rfc():
    """cbor2 reads each as the value that stands beside it, and refuses the others."""
    hook = {"tag_hook": lambda tag, *_: tag}
    for item, value in EXAMPLES:
        theirs = cbor2.loads(item, **hook) if not isinstance(value, Tag) else None
        if isinstance(value, Refused) or isinstance(value, Tag):
            continue
        if isinstance(value, Simple):
            expected = cbor2.undefined if value.number == 23 else cbor2.CBORSimpleValue(value.number)
            assert theirs == expected
        else:
            assert same(theirs, value), item
    for item, _ in NOT_WELL_FORMED:
        with pytest.raises(cbor2.CBORDecodeError):
            cbor2.loads(item)
    assert (len(EXAMPLES), len(NOT_WELL_FORMED)) == (81, 94)


def test_the_pseudocode_says_the_same_of_the_vectors():
    for item, value in EXAMPLES:
        if isinstance(value, Refused):
            with pytest.raises(ValueError):
                well_formed(item)
        else:
            assert well_formed(item) == len(item)


scalars = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**64), 2**64 - 1), st.floats(), st.floats(width=16), st.text(max_size=20)
)
values = st.recursive(
    scalars | st.binary(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=500)
@given(values)
def test_writer(value):
    out = CborWriter(bytearray(8192))
    put(out, value)
    assert same_inside(cbor2.loads(out.getvalue()), value)
    reader = CborReader(out.getvalue(), 64)
    assert same_inside(load(reader), value)
    reader.reset(out.getvalue())
    reader.skip()
    assert reader.at == out.size


@settings(max_examples=500)
@given(values, st.booleans())
def test_reader(value, canonical):
    item = cbor2.dumps(value, canonical=canonical)
    reader = CborReader(item, 64)
    assert same_inside(load(reader), value) and reader.at == len(item)


def same_inside(a, b):
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same_inside, a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same_inside(a[key], b[key]) for key in a)
    return same(a, b)


@settings(max_examples=3000)
@given(st.floats() | st.floats(-70000, 70000) | st.floats(-1e-4, 1e-4))
def test_float16_is_the_nearest(value):
    out = CborWriter(bytearray(3))
    out.float16(value)
    with np.errstate(over="ignore"):
        expected = np.array(value).astype(">f2")
    if math.isnan(value):
        assert np.isnan(np.frombuffer(out.getvalue()[1:], ">f2")[0])
    else:
        assert out.getvalue() == b"\xf9" + expected.tobytes()
        assert same(CborReader(out.getvalue()).float(), float(expected))


def test_float16_around_every_tie():
    halves = np.arange(0, 0x7C00, dtype=np.uint16).view(np.float16).astype(np.float64)
    ties = (halves[:-1] + halves[1:]) / 2
    out = CborWriter(bytearray(3))
    for near in (ties, np.nextafter(ties, 0), np.nextafter(ties, np.inf)):
        for value, expected in zip(near.tolist(), near.astype(">f2").tolist(), strict=True):
            out.size = 0
            out.float16(value)
            assert struct.unpack(">e", out.getvalue()[1:])[0] == expected, value


@settings(max_examples=1000)
@given(st.floats())
def test_float32_is_the_nearest(value):
    out = CborWriter(bytearray(5))
    out.float32(value)
    with np.errstate(over="ignore"):
        expected = np.array(value).astype(">f4")
    assert np.isnan(expected) or out.getvalue() == b"\xfa" + expected.tobytes()


@given(st.sampled_from(sorted(DTYPES)), st.binary(max_size=80))
def test_typed_arrays(typecode, data):
    dtype = np.dtype(DTYPES[typecode])
    data = data[: len(data) // dtype.itemsize * dtype.itemsize]
    out = CborWriter(bytearray(100))
    out.typed(typecode, data)
    tag = cbor2.loads(out.getvalue())
    kind, size = {"u": 0, "i": 8, "f": 16}[dtype.kind], dtype.itemsize
    assert tag.value == data and tag.tag == 64 + kind + (4 if size > 1 else 0) + int(math.log2(size)) - (kind == 16)
    assert CborReader(out.getvalue()).typed(typecode) == data


heads = st.lists(st.sampled_from(b"\x00\x41\x61\x81\x82\xa1\xc1\xd8\xf8\xf9\x18\x20")).map(bytes)


@settings(max_examples=3000)
@given(st.binary(min_size=1, max_size=24) | heads)
def test_skip_is_the_pseudocode(data):
    reader = CborReader(data)
    try:
        expected = well_formed(data)
    except ValueError:
        with pytest.raises(DecodeError):
            reader.skip()
        assert reader.at == 0
    else:
        reader.skip()
        assert reader.at == expected
