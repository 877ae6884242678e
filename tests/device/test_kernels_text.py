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
            data[i] = b"\300\333\334\335"[random.below(4)]
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
    assert trial.mark == 15241, trial.mark


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
    assert trial.mark == 50688, trial.mark


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
            back, out = trial.between("uncobsr", "unstuff", after[:result], result, SRC, [result], DST)
            assert back == n and out[:n] == data
            args = [(0, result), result, (0, result)]
            assert trial.run("uncobsr", "unstuff", after[:result], args, (0, result))[1][:n] == data
    assert trial.mark == 62313, trial.mark


def test_cobsr_decode_of_garbage():
    trial = Trial(5)
    for n in range(1, 80):
        data = trial.random.bytes(n, 2 + trial.random.below(n))
        result, _ = trial.between("uncobsr", "unstuff", data, n, SRC, [n], DST)
        assert -1 - n < result <= n
    assert trial.mark == 17625, trial.mark
