"""Nothing is allocated: each method of the filters that says so, by both proofs.

`CALLS` names them; on CPython, where docstrings are, a test looks for any that is missing.
"""
# lanes: heap=160k

from helpers import MICROPYTHON, Random, garbage
from promises import unproved

from memchunk import Biquad, Boxcar, Chunk, Cic, Fir, MovingAverage
from memchunk.view import ALL
from skip import Skip

MODULES = "dsp.filter dsp.fir dsp.moving_average dsp.boxcar dsp.cic dsp.biquad"
DATA = bytes(Random(1).bytes(72))  # 12 rows of 3 channels
EDGES = b"\x00\x80" * 18 + b"\xff\x7f" * 18
OUT = bytearray(72)
chunk = Chunk(bytearray(100), 16, 12)
fir, mean, boxcar = Fir(3, (0.75, -0.75, 0.49)), MovingAverage(3, 5), Boxcar(3, 5)
cic = Cic(3, 5, 3, 2)
biquad = Biquad(3, ((1.0, -2.0, 1.0, 1.0, -1.7, 0.9), (0.5, 1.0, 0.5, 1.0, 1.7, 0.9)))


def in_place(stage):
    def call():
        chunk.set(16, 88)
        payload = chunk.view
        payload[ALL] = EDGES
        stage(chunk)

    return call


CALLS = {
    "Filter.reset": fir.reset,
    "Filter.apply_into": lambda: fir.apply_into(DATA, OUT),
    "Filter.apply_into, Fir": in_place(fir),
    "Filter.apply_into, MovingAverage": lambda: mean.apply_into(EDGES, OUT),
    "Filter.apply_into, MovingAverage in place": in_place(mean),
    "Filter.apply_into, Biquad": lambda: biquad.apply_into(DATA, OUT),
    "Filter.apply_into, Biquad in place": in_place(biquad),
    "Decimator.max_len": lambda: boxcar.max_len(720),
    "Decimator.apply_into": lambda: boxcar.apply_into(DATA, OUT),
    "Decimator.apply_into, Boxcar": in_place(boxcar),
    "Decimator.apply_into, Cic": lambda: cic.apply_into(DATA, OUT),
    "Decimator.apply_into, Cic in place": in_place(cic),
}


def test_no_call_allocates():
    if not MICROPYTHON:
        raise Skip("CPython's heap is another one")
    found = [(name, garbage(call)) for name, call in CALLS.items()]
    allocating = [one for one in found if one[1]]
    assert not allocating, allocating


def test_no_method_is_missing():
    if MICROPYTHON:
        raise Skip("its code has no docstrings")
    assert unproved(MODULES, CALLS) == (set(), set())
    for call in CALLS.values():
        call()
        call()
