"""The kernels of SLIP, COBS/R, hex, base64 and CSV against the plain ones: equal results, and nothing written beside.

A plain kernel alone is held to the same: the marks at the end of each test are what CPython came to.
"""

from trial import DST, LENGTHS, SRC, Trial

from oracle import plain


def slip_data(random, n):
    """`n` bytes, those that SLIP treats differently among them."""
    data = random.bytes(n)
    for i in range(n):
        if random.below(3):
            data[i] = b"\300\333\334\335\336\332"[random.below(6)]
    return data


def test_slip_escape():
    trial = Trial(1)
    for n in LENGTHS:
        for lead in (0, 1, 3):
            data = slip_data(trial.random, n)
            result, out = trial.between("slip", "escape", data, 2 * n + 1 + lead, SRC, [n], DST, [lead])
            assert n < result <= len(out)
            start = n + 1 + lead
            memory = trial.random.bytes(start) + data
            args = [(start, start + n), n, (0, start + n), lead]
            again, after = trial.run("slip", "escape", memory, args, (0, start + n))
            assert again == result and after[:result] == out[:result]
            size, back = trial.between("unslip", "unescape", out[:result], result - 1, SRC, [result], DST)
            assert size == n and back[:n] == data
            args = [(0, result), result, (0, result)]
            assert trial.run("unslip", "unescape", out[:result], args, (0, result))[1][:n] == data
    assert trial.mark == 39724, trial.mark


def test_slip_of_nothing_but_bytes_to_escape():
    trial = Trial(2)
    for n in LENGTHS:
        memory = bytearray(n + 2) + b"\300" * n
        args = [(n + 2, 2 * n + 2), n, (0, 2 * n + 2), 1]
        result, after = trial.run("slip", "escape", memory, args, (0, 2 * n + 2))
        assert result == 2 * n + 2 and after == b"\300" + b"\333\334" * n + b"\300"


def test_slip_unescape_of_garbage():
    trial = Trial(3)
    for turn in range(600):
        n = trial.random.below(12)
        data = slip_data(trial.random, n)
        if n and turn & 1:
            data[n - 1] = 192
        result, _ = trial.between("unslip", "unescape", data, max(n - 1, 0), SRC, [n], DST)
        assert -1 - n <= result < max(n, 1)
    assert trial.mark == 23249, trial.mark


def test_cobsr():
    trial = Trial(4)
    for n in LENGTHS:
        for limit in (1, 3, 256):
            data = trial.random.bytes(n, limit)
            if n and limit == 256 and n % 3:
                data[n - 1] = 255 - n % 2
            stuffed = bytearray(n + 4)
            size = plain("link").stuff(data, n, stuffed)
            memory = stuffed[:size]
            result, after = trial.run("cobsr", "reduce", memory, [(0, size), size], (0, size))
            assert size - 1 <= result <= size
            again = bytearray(after[:result])  # no COBS, but it ends
            trial.run("cobsr", "reduce", again, [(0, result), result], (0, result))
            back, out = trial.between("uncobsr", "unstuff", after[:result], result, SRC, [result], DST)
            assert back == n and out[:n] == data
            args = [(0, result), result, (0, result)]
            assert trial.run("uncobsr", "unstuff", after[:result], args, (0, result))[1][:n] == data
    assert trial.mark == 55314, trial.mark


def test_cobsr_decode_of_garbage():
    trial = Trial(5)
    for n in range(1, 80):
        data = trial.random.bytes(n, 2 + trial.random.below(n))
        result, _ = trial.between("uncobsr", "unstuff", data, n, SRC, [n], DST)
        assert -1 - n < result <= n
    assert trial.mark == 17625, trial.mark


def test_hex():
    trial = Trial(6)
    for digits in (b"0123456789abcdef", b"0123456789ABCDEF"):
        for n in LENGTHS:
            data = trial.random.bytes(n)
            memory = bytearray(digits) + trial.random.bytes(2 * n)
            memory[16 + n :] = data
            args = [(16 + n, 16 + 2 * n), n, (16, 16 + 2 * n), (0, 16)]
            result, after = trial.run("hex", "to_hex", memory, args, (16, 16 + 2 * n))
            assert result == 2 * n
            for held in (1, 16, 26, 31):
                for size in (2 * n, max(2 * n - 1, 0)):
                    memory = bytearray((held,)) + after[16 : 16 + size]
                    args = [(1, 1 + size), size, (1, 1 + size), (0, 1)]
                    result, out = trial.run("unhex", "from_hex", memory, args, (0, 1 + size))
                    waits = held > 1
                    assert result == size + waits >> 1 and (out[0] > 1) == (size + waits & 1)
    assert trial.mark == 17523, trial.mark


def test_hex_of_garbage():
    trial = Trial(7)
    for _ in range(400):
        n = trial.random.below(9)
        data = trial.random.bytes(n)
        for i in range(n):
            if trial.random.below(5):
                data[i] = b"/09:@AFG`afg"[trial.random.below(12)]
        memory = bytearray(b"\1") + data + bytes(4)
        args = [(1, 1 + n), n, (1 + n, 5 + n), (0, 1)]
        result, after = trial.run("unhex", "from_hex", memory, args, (0, 5 + n))
        assert result >= -n and (result >= 0 or after[0] == 1)
    assert trial.mark == 44543, trial.mark


ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def base64_state(last, pad, held, bits):
    """What the encoder's kernel keeps."""
    return bytearray((held, bits & 255 if held else 0, bits >> 8 if held > 1 else 0, last, pad)) + ALPHABET


def unbase64_state(last, pad, held, bits, ended):
    """What the decoder's kernel keeps."""
    bits &= (1 << 6 * held) - 1
    state = bytearray((held, bits & 255, bits >> 8 & 255, bits >> 16, last, pad, ended)) + b"\xff" * 128
    for value, digit in enumerate(ALPHABET):
        state[7 + digit] = value
    return state


def test_base64():
    trial = Trial(8)
    for n in LENGTHS:
        for last, pad, held in ((1, 61, 0), (1, 0, 0), (0, 0, 0), (0, 61, 1), (0, 61, 2), (1, 61, 1), (1, 0, 2)):
            state = base64_state(last, pad, held, trial.random.below(65536))
            start = len(state)
            lead = (n + 2) // 3 + 2 + 2 * last
            data = trial.random.bytes(n)
            memory = state + trial.random.bytes(lead) + data
            end = len(memory)
            args = [(start + lead, end), n, (start, end), (0, start)]
            result, after = trial.run("base64", "to_base64", memory, args, (0, end))
            whole = (held + n) // 3 * 4
            left = (held + n) % 3
            assert result == whole + (last and left and (4 if pad else left + 1))
            assert after[0] == (0 if last else left) and after[3:start] == state[3:]
            memory = unbase64_state(last, pad, 0, 0, 0) + after[start : start + result]
            begin = 135
            args = [(begin, begin + result), result, (begin, begin + result), (0, begin)]
            size, out = trial.run("unbase64", "from_base64", memory, args, (0, begin + result))
            assert size == (held + n if last else whole // 4 * 3)
            assert out[begin + held : begin + size] == data[: size - held]
    assert trial.mark == 19256, trial.mark


def test_base64_of_garbage():
    trial = Trial(9)
    for _ in range(1500):
        n = trial.random.below(10)
        data = trial.random.bytes(n)
        for i in range(n):
            if trial.random.below(16):
                data[i] = b"AQgw_-9zz==+/"[trial.random.below(13)]
        last, pad, held = trial.random.below(2), (0, 61)[trial.random.below(2)], trial.random.below(4)
        ended = 0 if held or not pad else trial.random.below(3)
        state = unbase64_state(last, pad, held, trial.random.below(65536), ended)
        memory = state + trial.random.bytes(2) + data
        end = len(memory)
        args = [(137, end), n, (135, end), (0, 135)]
        result, after = trial.run("unbase64", "from_base64", memory, args, (0, end))
        assert -1 - n <= result <= (n + 3) * 3 >> 2
        assert result >= 0 or after[:135] == state
    assert trial.mark == 59964, trial.mark


def csv_state(random, itemsize):
    """What the kernels of CSV are told, and how many bytes a row is."""
    channels = (1, 2, 3, 7, 300)[random.below(5)]
    end = ((10, 0), (13, 10))[random.below(2)]
    decimals = random.below(5 if itemsize == 2 else 10) * random.below(2)
    return bytearray((itemsize, channels & 255, channels >> 8, 44) + end + (decimals,)), channels * itemsize


def csv_rows(random, n, itemsize):
    """`n` bytes of values of any number of digits, INT16_MIN and INT32_MIN among them."""
    data = random.bytes(n)
    for at in range(0, n, itemsize):
        kind = random.below(8)
        fill = (0, 0xFF)[kind & 1]
        if kind < 6:
            for i in range(1 + random.below(itemsize), itemsize):
                data[at + i] = fill
        elif kind == 6:
            for i in range(itemsize):
                data[at + i] = 0x80 if i == itemsize - 1 else 0
    return data


NUMERIC = b"0123456789012345678932147836,,,\n\n\r-."


def test_csv():
    trial = Trial(10)
    random = trial.random
    for itemsize in (2, 4):
        for _ in range(60):
            state, row = csv_state(random, itemsize)
            n = row * random.below(9 if row < 100 else 2)
            data = csv_rows(random, n, itemsize)
            lead = (n // itemsize) * (14 - itemsize)
            memory = state + random.bytes(lead) + data
            end = len(memory)
            args = [(7 + lead, end), n, (7, end), (0, 7)]
            result, after = trial.run("csv", "to_csv", memory, args, (7, end))
            text = after[7 : 7 + result]
            memory = state + text
            count, _ = trial.run("uncsv", "fields", memory, [(7, 7 + result), result, (0, 7)])
            assert count == n // itemsize
            lead = (itemsize - 2) * count
            memory = state + random.bytes(lead) + text
            end = len(memory)
            args = [(7 + lead, end), result, (7, end), (0, 7)]
            size, after = trial.run("uncsv", "from_csv", memory, args, (7, end))
            assert size == n and after[7 : 7 + n] == data
    assert trial.mark == 14217, trial.mark


def test_csv_of_numbers_at_the_end_of_their_range():
    """The lowest int32 is negative before its sign is looked at, where an int has no more bits."""
    trial = Trial(13)
    for itemsize, numbers in (
        (2, (b"32767", b"32768", b"-32768", b"-32769", b"-327680", b"65536", b"00065535", b"-65536")),
        (4, (b"2147483647", b"2147483648", b"-2147483648", b"-2147483649", b"-21474836480", b"-21474836484")),
        (4, (b"4294967295", b"-4294967296", b"-21474836489", b"214748364800000000", b"-000002147483648")),
    ):
        state = bytearray((itemsize, 1, 0, 44, 10, 0, 0))
        limit = 1 << 8 * itemsize - 1
        for number in numbers:
            text = number + b"\n"
            n = len(text)
            memory = state + text + bytes(4)
            args = [(7, 7 + n), n, (7 + n, 11 + n), (0, 7)]
            result, after = trial.run("uncsv", "from_csv", memory, args, (7 + n, 11 + n))
            value = int(number.decode())
            assert (result == itemsize) == (-limit <= value < limit), number
            if result < 0:
                assert -n < result and after == memory
    assert trial.mark == 39990, trial.mark


def test_csv_of_garbage():
    trial = Trial(11)
    random = trial.random
    for turn in range(1500):
        itemsize = 2 << (turn & 1)
        state, _ = csv_state(random, itemsize)
        state[1], state[2] = 1 + random.below(3), 0
        n = random.below(24)
        data = random.bytes(n)
        for i in range(n):
            if random.below(24):
                data[i] = NUMERIC[random.below(len(NUMERIC))]
        memory = state + data
        count, _ = trial.run("uncsv", "fields", memory, [(7, 7 + n), n, (0, 7)])
        memory += bytes(count * itemsize)
        args = [(7, 7 + n), n, (7 + n, len(memory)), (0, 7)]
        result, _ = trial.run("uncsv", "from_csv", memory, args, (7 + n, len(memory)))
        assert -1 - n <= result <= count * itemsize
    assert trial.mark == 18942, trial.mark


def test_csv_of_text_that_is_nearly_right():
    trial = Trial(12)
    random = trial.random
    good = 0
    for turn in range(800):
        itemsize = 2 << (turn & 1)
        state, _ = csv_state(random, itemsize)
        state[1], state[2] = 2, 0
        n = 2 * itemsize * (1 + random.below(3))
        text = bytearray(100)
        size = plain("csv").to_csv(csv_rows(random, n, itemsize), n, text, state)
        text = text[:size]
        if turn % 4:
            text[random.below(size)] = b"0987.-,\r\n"[random.below(9)]
        memory = state + text
        count, _ = trial.run("uncsv", "fields", memory, [(7, 7 + size), size, (0, 7)])
        memory += bytes(count * itemsize)
        args = [(7, 7 + size), size, (7 + size, len(memory)), (0, 7)]
        result, _ = trial.run("uncsv", "from_csv", memory, args, (7 + size, len(memory)))
        good += result >= 0
    assert 200 < good < 800
    assert trial.mark == 12966, trial.mark
