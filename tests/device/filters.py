"""What the tests of filters share: samples, the three ways to apply one, and what each of them refuses.

    assert out_of(Fir(1, (1.0,)), int16(1, 2)) == [1, 2]
    whole_or_in_pieces(lambda: Fir(3, taps), 3)
    refuses_what_it_cannot_do(Fir(3, taps), 3)
"""

from array import array

from helpers import MICROPYTHON, Guarded, Random, refuses

from memchunk import Chunk

EDGES = (-32768, 32767, -32768, -1, 0, 1)


def int16(*values):
    return b"".join(bytes((value & 0xFF, value >> 8 & 0xFF)) for value in values)


def signed(data):
    values = []
    for i in range(0, len(data), 2):
        value = data[i] | data[i + 1] << 8
        values.append(value - 65536 if value & 0x8000 else value)
    return values


def samples(random, count):
    """`count` random int16, some of them at the edges."""
    data = random.bytes(2 * count)
    for i in range(0, 2 * count, 2):
        if random.below(3) == 0:
            data[i : i + 2] = int16(EDGES[random.below(len(EDGES))])
    return data


def out_of(stage, data):
    """The samples that `stage` makes of `data`, from then on."""
    out = bytearray(len(data))
    n = stage.apply_into(data, out)
    return signed(out[:n])


def whole_or_in_pieces(make, channels, rows=90):
    """Any pieces, into another buffer, in place or as chunks, and again after `reset`: the same bytes."""
    random = Random(channels)
    data = samples(random, rows * channels)
    whole = Guarded(len(data))
    size = make().apply_into(data, whole.view)
    assert whole.intact() and size % (2 * channels) == 0
    stage = make()
    for turn in range(6):
        got, at = b"", 0
        while at < len(data):
            n = min(2 * channels * random.below(turn * turn + 2), len(data) - at)
            got += piece(stage, data[at : at + n], turn % 3)
            at += n
        assert got == whole.view[:size], turn
        stage.reset()
        assert piece(stage, b"", turn % 3) == b""


def piece(stage, data, way):
    n = len(data)
    room = Guarded(max(stage.max_len(n), n if way else 0))
    if way == 0:
        made = stage.apply_into(data, room.view)
        out = bytes(room.view[:made])
    else:
        room.view[:n] = data
        if way == 1:
            made = stage.apply_into(room.view[:n], room.view[:n])
            out = bytes(room.view[:made])
        else:
            chunk = Chunk(room.view).set(0, n)
            stage(chunk)
            out = bytes(chunk.view)
            assert chunk.start == 0 and chunk.rows * stage.row_size == len(out)
    assert room.intact() and len(out) <= stage.max_len(n)
    return out


def refuses_what_it_cannot_do(stage, channels):
    """Each wrong argument by its name, before a byte or the state changes."""
    n = 12 * channels * getattr(stage, "factor", 1)
    data = Random(2).bytes(n)
    stage.apply_into(data[: 2 * channels], bytearray(n))
    room = stage.max_len(n - 2 * channels) if hasattr(stage, "factor") else n
    state, out, odd = bytes(stage._state), Guarded(n), Guarded(n, at=1)
    out.view[:] = b"\xee" * n
    for source in (None, 5, "text", [1, 2], 1.5):
        refuses("src", TypeError, stage.apply_into, source, out.view)
    for target in (None, 5, "t" * n, [0] * n, bytes(n), memoryview(bytes(n))):
        refuses("dst", TypeError, stage.apply_into, data, target)
    if not MICROPYTHON:  # which tells no item size
        refuses("src", TypeError, stage.apply_into, array("h", data), out.view)
        refuses("dst", TypeError, stage.apply_into, data, array("h", data))
    refuses("dst", ValueError, stage.apply_into, data, out.view[: room - 1])
    refuses("src", ValueError, stage.apply_into, data[: n - 1], out.view)
    refuses("src", ValueError, stage.apply_into, odd.view, out.view)
    refuses("dst", ValueError, stage.apply_into, data, odd.view)
    memory = memoryview(bytearray(2 * n))
    refuses("dst", ValueError, stage.apply_into, memory[:n], memory[2 : 2 + n])
    for start, stop in ((1, n + 1), (0, n - 1)):
        chunk = Chunk(memory).set(start, stop)
        refuses("src", ValueError, stage, chunk)
        assert (chunk.start, chunk.stop) == (start, stop)
    assert out.view == b"\xee" * n and out.intact() and odd.intact() and memory == bytes(2 * n)
    assert stage._state == state
    refuses("channels", ValueError, type(stage), 0, 1)
