"""The kernels of varint, pack12, rice, g711 and adpcm in use against the plain ones: see test_kernels.py."""

from trial import DST, ROWS, SRC, Trial

from oracle import plain

COUNTS = tuple(range(0, 14)) + (40, 41, 67)


def numbers(random, count, itemsize):
    """Values of any number of bits, zero among them."""
    data = random.bytes(itemsize * count)
    for at in range(0, len(data), itemsize):
        bits = random.below(8 * itemsize + 1)
        for i in range(itemsize):
            data[at + i] &= 0xFF >> max(0, min(8, 8 * (i + 1) - bits))
    return data


def test_varint_of_16_bits():
    trial = Trial(1, align=2)
    for count in COUNTS:
        for _ in range(3):
            data = numbers(trial.random, count, 2)
            n = len(data)
            size, out = trial.between("varint", "encode16", data, 3 * count, SRC, DST, [count])
            code = out[:size]
            assert count <= size <= 3 * count
            assert trial.run("unvarint", "values", bytearray(code), [(0, size), size])[0] == count
            result, back = trial.between("unvarint", "decode16", code, n, SRC, [size], DST)
            assert result == count and back == data
            lead = count + (count & 1)  # in place, just the room
            memory = trial.random.bytes(lead) + data
            args = [(lead, len(memory)), (lead - count, len(memory)), count]
            result, after = trial.run("varint", "encode16", memory, args, (lead - count, len(memory)))
            assert result == size and after[lead - count :][:size] == code
            memory = trial.random.bytes(lead) + code
            args = [(lead, len(memory)), size, (lead - count & ~1, len(memory))]
            result, after = trial.run("unvarint", "decode16", memory, args, (0, len(memory)))
            assert result == count and after[lead - count & ~1 :][:n] == data
    assert trial.mark == 2523, trial.mark


def test_varint_of_32_bits():
    trial = Trial(2, align=2)
    for count in COUNTS:
        for _ in range(3):
            data = numbers(trial.random, count, 4)
            n = len(data)
            size, out = trial.between("varint", "encode32", data, 5 * count, SRC, DST, [count])
            code = out[:size]
            assert count <= size <= 5 * count
            result, back = trial.between("unvarint", "decode32", code, n, SRC, [size], DST)
            assert result == count and back == data
            lead = 3 * count + (count & 1)
            memory = trial.random.bytes(lead) + code
            args = [(lead, len(memory)), size, (0, len(memory))]
            result, after = trial.run("unvarint", "decode32", memory, args, (0, len(memory)))
            assert result == count and after[:n] == data
    assert trial.mark == 33720, trial.mark


def test_varint_of_garbage():
    trial = Trial(3, align=2)
    refused = 0
    for n in range(1, 70):
        for _ in range(4):
            data = trial.random.bytes(n, 129 + trial.random.below(128))
            data[n - 1] &= 127
            for name, room in (("decode16", 2 * n), ("decode32", 4 * n)):
                if name == "decode16":
                    result, _ = trial.between("unvarint", "decode16", data, room, SRC, [n], DST)
                else:
                    result, _ = trial.between("unvarint", "decode32", data, room, SRC, [n], DST)
                assert -1 - n < result <= n
                refused += result < 0
    assert refused > 50
    assert plain("unvarint").values(b"\x80\x01\x7f", 3) == 2
    assert trial.mark == 57212, trial.mark


def test_pack12():
    trial = Trial(4, align=2)
    for count in COUNTS:
        for order in ("little", "mipi"):
            data = trial.random.bytes(2 * count)
            size = count + (count + 1 >> 1)
            if order == "little":
                _, code = trial.between("pack12", "little", data, size, SRC, DST, [count])
            else:
                _, code = trial.between("pack12", "mipi", data, size, SRC, DST, [count])
            args = [(0, 2 * count), (0, 2 * count), count]
            _, after = trial.run("pack12", order, data, args, (0, size))
            assert after[:size] == code
    assert trial.mark == 48823, trial.mark


def test_unpack12():
    trial = Trial(5, align=2)
    for count in COUNTS:
        for sign in (0, 0x800):
            code = trial.random.bytes(count + (count + 1 >> 1))
            n, size = 2 * count, len(code)
            _, out = trial.between("unpack12", "little", code, n, SRC, DST, [count], [sign])
            _, other = trial.between("unpack12", "mipi", code, n, SRC, DST, [count], [sign])
            for order, expected in (("little", out), ("mipi", other)):
                memory = trial.random.bytes(n - size) + code
                args = [(n - size, n), (0, n), count, sign]
                assert trial.run("unpack12", order, memory, args, (0, n))[1] == expected
            assert sign or not [at for at in range(1, n, 2) if out[at] > 15]
    assert trial.mark == 35450, trial.mark


def rows_of(random, rows, channels):
    """Random int16 rows whose differences are of any width, some of them outliers."""
    data = bytearray(2 * rows * channels)
    for channel in range(channels):
        value = random.below(65536)
        spread = 1 << random.below(17)
        for at in range(2 * channel, len(data), 2 * channels):
            more = random.below(65536) if random.below(9) == 0 else random.below(spread) - spread // 2
            value = value + more & 0xFFFF
            data[at], data[at + 1] = value & 0xFF, value >> 8
    return data


def test_rice_pack_and_unpack():
    trial = Trial(6, align=2)
    for channels in range(1, 7):
        for rows in ROWS:
            data = rows_of(trial.random, rows, channels)
            n, widths = len(data), channels + 1 >> 1
            memory = data + bytes((channels,)) + trial.random.bytes(widths)
            args = [(0, n), rows, (n, n + 1 + widths)]
            size, after = trial.run("rice", "choose", memory, args, (n, len(memory)))
            assert size <= n + widths * (rows > 1)
            state = bytes(after[n:])
            memory = trial.random.bytes(size + 2) + data + state
            at = size + 2 & ~1
            memory = trial.random.bytes(at) + data + state
            args = [(at, at + n), (0, size), rows, (at + n, len(memory))]
            result, after = trial.run("rice", "pack", memory, args, (0, size))
            assert result == size
            code = bytearray(after[:size])
            result, _ = trial.run("unrice", "packed_len", code, [(0, size), size, rows, channels])
            assert result == size
            for less in {1, size // 2, size}:
                if 0 < less <= size:
                    args = [(0, size - less), size - less, rows, channels]
                    assert trial.run("unrice", "packed_len", code, args)[0] == less - size - 1
            _, out = trial.between("unrice", "unpack", code, n, SRC, DST, [rows], [channels])
            assert out == data
    assert trial.mark == 64479, trial.mark


def test_rice_in_place_with_just_its_room():
    trial = Trial(7, align=2)
    for channels in range(1, 7):
        for rows in ROWS[2:]:
            for _ in range(3):
                data = rows_of(trial.random, rows, channels)
                n, widths = len(data), channels + 1 >> 1
                state = bytearray(1 + widths)
                state[0] = channels
                size = plain("rice").choose(data, rows, state)
                apart = bytearray(size)
                assert plain("rice").pack(data, apart, rows, state) == size
                lead = 2 * channels + widths + 6 * (rows - 1) * channels // 8
                odd = lead & 1
                stop = odd + lead + n
                memory = trial.random.bytes(odd + lead) + data + state
                args = [(odd + lead, stop), (odd, stop), rows, (stop, len(memory))]
                result, after = trial.run("rice", "pack", memory, args, (odd, stop))
                assert result == size and after[odd : odd + size] == apart
    assert trial.mark == 463, trial.mark


def test_rice_with_any_parameters():
    trial = Trial(8, align=2)
    for code in range(16):
        for channels, rows in ((1, 9), (2, 5)):
            data = rows_of(trial.random, rows, channels)
            n = len(data)
            memory = data + bytes((channels, code | (channels - 1) * (15 - code) << 4))
            memory += trial.random.bytes(4 * n)
            args = [(0, n), (n + 2, len(memory)), rows, (n, n + 2)]
            size, after = trial.run("rice", "pack", memory, args, (n + 2, len(memory)))
            packed = bytearray(after[n + 2 :][:size])
            assert trial.run("unrice", "packed_len", packed, [(0, size), size, rows, channels])[0] == size
            assert trial.between("unrice", "unpack", packed, n, SRC, DST, [rows], [channels])[1] == data
    assert trial.mark == 48186, trial.mark


def test_unrice_of_garbage():
    trial = Trial(9, align=2)
    taken = 0
    for _ in range(300):
        channels, rows = 1 + trial.random.below(4), trial.random.below(7)
        data = trial.random.bytes(2 * channels * min(rows, 1) + trial.random.below(40), 1 << trial.random.below(9))
        n = len(data)
        if n and trial.random.below(2):
            data[n - 1] = 0
        size, _ = trial.run("unrice", "packed_len", data, [(0, n), n, rows, channels])
        assert -1 - n <= size <= n
        if size >= 0:
            taken += rows > 1
            packed = bytearray(data[:size])
            trial.between("unrice", "unpack", packed, 2 * rows * channels, SRC, DST, [rows], [channels])
    assert taken > 20
    assert trial.mark == 17802, trial.mark


def test_g711():
    trial = Trial(10, align=2)
    for count in COUNTS:
        data, codes = trial.random.bytes(2 * count), trial.random.bytes(count)
        for at in range(0, 2 * count, 6):  # softer ones, too
            data[at + 1] = (0, 255, 3)[at % 3]
        n = len(data)
        _, mu = trial.between("g711", "ulaw", data, count, SRC, DST, [count])
        _, a = trial.between("g711", "alaw", data, count, SRC, DST, [count])
        for name, expected in (("ulaw", mu), ("alaw", a)):
            assert trial.run("g711", name, data, [(0, n), (0, n), count], (0, count))[1][:count] == expected
        _, mu = trial.between("g711", "unulaw", codes, n, SRC, DST, [count])
        _, a = trial.between("g711", "unalaw", codes, n, SRC, DST, [count])
        for name, expected in (("unulaw", mu), ("unalaw", a)):
            memory = trial.random.bytes(count) + codes
            assert trial.run("g711", name, memory, [(count, n), (0, n), count], (0, n))[1] == expected
    assert trial.mark == 44684, trial.mark


def test_g711_of_every_sample():
    """The two edges of each code in every form, and what lies between at random."""
    trial = Trial(11, align=2)
    for first in range(0, 65536, 8192):
        data = bytearray()
        for at in range(first, first + 8192, 64):
            for value in (at - 1, at, at + 3, at + 4, at + 8, at + trial.random.below(64)):
                data += bytes((value & 0xFF, value >> 8 & 0xFF))
        count = len(data) // 2
        trial.between("g711", "ulaw", data, count, SRC, DST, [count])
        trial.between("g711", "alaw", data, count, SRC, DST, [count])
    codes = bytearray(range(256))
    trial.between("g711", "unulaw", codes, 512, SRC, DST, [256])
    trial.between("g711", "unalaw", codes, 512, SRC, DST, [256])
    assert trial.mark == 51080, trial.mark


def wave(random, count):
    """int16 of any loudness, INT16_MIN and INT16_MAX among them."""
    data, value = bytearray(2 * count), 0
    spread = 1 << random.below(17)
    for at in range(0, 2 * count, 2):
        value = max(-32768, min(32767, value + random.below(spread) - spread // 2))
        if random.below(30) == 0:
            value = (-32768, 32767)[random.below(2)]
        data[at], data[at + 1] = value & 0xFF, value >> 8 & 0xFF
    return data


def state_of(random, channels, heads):
    state = random.bytes(2 + 3 * channels)
    state[0], state[1] = channels, heads
    for i in range(channels):
        state[4 + 3 * i] = random.below(89)
    return state


def test_adpcm():
    trial = Trial(12, align=2)
    for channels in (1, 2, 3):
        for heads in (0, 1):
            for rows in (0, 1, 2, 3, 8, 9, 30):
                count = rows * channels
                data, state = wave(trial.random, count), state_of(trial.random, channels, heads)
                n, codes = 2 * count, count - channels * (heads and rows > 0)
                size = 4 * (count - codes) + (codes + 1 >> 1)
                memory = data + trial.random.bytes(size) + state
                stop = n + size
                args = [(0, n), (n, stop), count, (stop, len(memory))]
                _, after = trial.run("adpcm", "encode", memory, args, (n, len(memory)))
                code, told = bytearray(after[n:stop]), after[stop:]
                lead = 2 * channels * heads  # in place
                memory = trial.random.bytes(lead) + data + trial.random.bytes(2 * channels) + state
                stop = len(memory) - len(state)
                args = [(lead, lead + n), (0, stop), count, (stop, len(memory))]
                _, after = trial.run("adpcm", "encode", memory, args, (0, len(memory)))
                assert after[:size] == code and after[stop:] == told
                memory = code + trial.random.bytes(size & 1) + trial.random.bytes(n) + state
                at = size + (size & 1)
                args = [(0, size), (at, at + n), count, (at + n, len(memory))]
                result, after = trial.run("adpcm", "decode", memory, args, (at, len(memory)))
                back = after[at : at + n]
                assert result == 0 and after[at + n :] == told
                lead = max(n - size, 0)
                lead += lead & 1
                memory = trial.random.bytes(lead) + code + bytes((size + n) & 1) + trial.random.bytes(n & 2) + state
                stop = len(memory) - len(state)
                args = [(lead, lead + size), (0, stop), count, (stop, len(memory))]
                result, after = trial.run("adpcm", "decode", memory, args, (0, len(memory)))
                assert result == 0 and after[:n] == back and after[stop:] == told
    assert trial.mark == 54723, trial.mark


def test_adpcm_of_garbage():
    trial = Trial(13, align=2)
    refused = 0
    for _ in range(200):
        channels, heads, rows = 1 + trial.random.below(3), trial.random.below(2), trial.random.below(12)
        count = rows * channels
        codes = count - channels * (heads and rows > 0)
        data = trial.random.bytes(4 * (count - codes) + (codes + 1 >> 1), 1 << trial.random.below(9))
        for i in range(3, 4 * (count - codes), 4):
            data[i] &= trial.random.below(9) == 0
        size = len(data)
        at = size + (size & 1)
        memory = data + trial.random.bytes(at - size + 2 * count) + state_of(trial.random, channels, heads)
        args = [(0, size), (at, at + 2 * count), count, (at + 2 * count, len(memory))]
        result, after = trial.run("adpcm", "decode", memory, args, (at, len(memory)))
        if result:
            refused += 1
            assert -1 - size <= result < 0 and after == memory
    assert refused > 20
    assert trial.mark == 191, trial.mark
