"""The bench of cycles: every thumb kernel has a twin in C and an input, and the core counts as a Cortex-M0+ does."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench"))

import compiled  # noqa: E402
import cycles  # noqa: E402
from counter import CODE, Counter, Runaway  # noqa: E402

RETURN = "7047"  # bx lr, 2 cycles
# What ARM DDI 0484 (Cortex-M0+ Technical Reference Manual), 3.3 says, with r0 an address that may be written.
RATES = [
    ("0131", 1),  # adds r1, 1
    ("4143", 1),  # muls r1, r0: the RP2040 has the fast multiplier
    ("8946", 1),  # mov r9, r1
    ("0078", 2),  # ldrb r0, [r0]
    ("0168", 2),  # ldr r1, [r0]
    ("0048", 2),  # ldr r0, [pc]
    ("0180", 2),  # strh r1, [r0]
    ("06c8", 3),  # ldm r0, {r1, r2}
    ("06c0", 3),  # stm r0!, {r1, r2}
    ("02b402bc", 4),  # push {r1}; pop {r1}
    ("00b500bd", 2 + 4 - 2),  # push {lr}; pop {pc}, in the place of bx lr
    ("f0b5f0bd", 6 + 8 - 2),  # push {r4-r7, lr}; pop {r4-r7, pc}
    ("ffe7", 2),  # b to the next one
    ("8842ffd1", 3),  # cmp r0, r1; bne, taken, as they differ
    ("8842ffd0", 2),  # cmp r0, r1; beq, not taken
    ("00f000f8" + "8e46", 3 + 1),  # bl to the next one, which puts lr back: mov lr, r1
    ("9f44", 1 + 1),  # add pc, r3, where r3 is 0: two instructions on, over a nop
]


def cost(assembled):
    """Cycles of some instructions: those of a call with them, without those of a call with nothing."""
    counter, results = Counter(), []
    for code in ("", assembled):
        counter.load(CODE, bytes.fromhex(code + ("00bf" if code == "9f44" else "") + RETURN + "00bf" * 3))
        results.append(counter.call(CODE, [bytearray(16), 0x2004_0001, 0, 0])[1])
    return results[1] - results[0]


@pytest.mark.parametrize("assembled, expected", RATES)
def test_rates(assembled, expected):
    assert cost(assembled) == expected


def test_code_that_runs_away_is_stopped(monkeypatch):
    monkeypatch.setattr("counter.MOST_CYCLES", 10_000)  # soon enough: a run of the real limit takes half a minute
    counter = Counter()
    counter.load(CODE, bytes.fromhex("fee7"))  # b to itself
    with pytest.raises(Runaway):
        counter.call(CODE, [])
    counter.load(CODE, bytes.fromhex("0047"))  # bx r0
    with pytest.raises(Runaway):
        counter.call(CODE, [0x2001_0001])


def test_memory_that_is_not_there_is_an_error():
    counter = Counter()
    for assembled in ("0078", "0160"):  # ldrb r0, [r0]; str r1, [r0]
        counter.load(CODE, bytes.fromhex(assembled + RETURN))
        with pytest.raises(Runaway):
            counter.call(CODE, [0x3000_0000, 0])


def test_every_thumb_kernel_has_an_input(machine_code):
    assert machine_code
    for kernel in machine_code:
        given = cycles.input_of(kernel)(1024)
        assert 1 <= len(given) <= 4 and any(isinstance(a, (bytes, bytearray)) for a in given), kernel


def test_every_thumb_kernel_has_a_twin_in_c(machine_code):
    for kernel in machine_code:
        assert cycles.has_twin(kernel), kernel
    assert set(machine_code) <= set(cycles.comparable()) and not cycles.has_twin("link.nothing")


def test_what_is_missing_is_an_error():
    for kernel in ("link.nothing", "nothing.crc32"):
        with pytest.raises(LookupError):
            cycles.input_of(kernel)


def test_thumb_kernels_leave_what_plain_ones_do(machine_code):
    rows = cycles.measure(machine_code, (64,), with_c=False)
    assert {row.kernel for row in rows} == set(machine_code) and all(row.thumb > 64 for row in rows)


def test_a_kernel_that_does_other_work_is_refused():
    with pytest.raises(cycles.Different):
        cycles.measure({"link.crc32": bytes.fromhex(RETURN)}, (64,), with_c=False)


@pytest.mark.skipif(not compiled.compiler(), reason=cycles.NO_C)
def test_no_kernel_is_slower_than_c(machine_code):
    rows = cycles.measure(machine_code, (cycles.JUDGED,))
    assert len(rows) == len(machine_code) and not cycles.slow(rows)


@pytest.mark.skipif(not compiled.compiler(), reason=cycles.NO_C)
def test_every_twin_in_c_does_what_the_kernel_does():
    assert all(count > 0 for count in cycles.in_c(cycles.comparable(), 256).values())
    with pytest.raises(LookupError):
        cycles.twin_of("link.nothing")


def test_slowness_is_told():
    rows = [cycles.Row("a.slow", cycles.JUDGED, 101, 100), cycles.Row("a.fast", cycles.JUDGED, 80, 100)]
    assert cycles.slow(rows) == ["a.slow: 1.01 times C", "geometric mean: 0.90 times C"]
    assert cycles.slow([cycles.Row("link.stuff", 1024, 10300, 20000)]) == [
        "link.stuff: 10.06 cycles a byte, more than 10"
    ]
    assert not cycles.slow(rows[1:]) and not cycles.slow([cycles.Row("a.slow", 64, 101, 100)])
