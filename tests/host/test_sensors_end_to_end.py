"""A recording through a sensor's registers, its driver, packing and frames, and back: examples/imu.py with fakes."""

import io
import runpy
import sys
import types
from pathlib import Path

import numpy as np
import pytest
from fifo_rig import Rig

from fakes import buses
from memchunk import Descriptor, Frame, Lsm6dso, Pipeline, StreamSource
from memchunk_host.decode import Decoder
from memchunk_host.demo.recordings import NoRecording
from memchunk_host.emulator.recorded import RecordedImu

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "imu.py"


@pytest.fixture
def example(monkeypatch):
    """examples/imu.py, its `machine` a fake."""
    machine = types.SimpleNamespace(I2C=buses.I2C, Pin=buses.Pin)
    monkeypatch.setitem(sys.modules, "machine", machine)
    return runpy.run_path(str(EXAMPLE))


class Wired:
    """What `RecordedImu` needs of a Pico: here it is the rig's sensor that is replaced."""

    def __init__(self):
        self.i2c = [self]

    def attach(self, address, sensor, interrupt):
        assert (address, interrupt) == (0x6A, 22)
        self.sensor = sensor


@pytest.fixture(scope="module")
def play():
    wired = Wired()
    try:
        return RecordedImu(wired, "lsm6dso")
    except NoRecording as e:
        pytest.skip(str(e))


class Sink(bytearray):
    def write(self, view):
        self.extend(view)
        return len(view)


@pytest.mark.parametrize("broken", [(), (20, 40)])
def test_a_recorded_imu_arrives_bit_for_bit(broken, example, play):
    """At 1,667 Hz through the sensor's FIFO, packed and framed; with errors of the bus, all but what they cost."""
    recorded = play.rows[:4000]
    sent = Sink()
    with Rig(Lsm6dso, 64, total=1) as rig:
        rig.sensor.rows = recorded.tobytes()
        stream = example["pipeline"](rig.bus, rig.pin, sent)
        while rig.sensor.taken < len(recorded):
            if stream.step() and stream.stats.chunks in broken:
                rig.bus.faults = [None, (5, 100)]
            rig.clock.advance(500)
    if not broken:
        play.judge(bytes(sent))
        assert stream.stats.rows >= 3900
        return
    decoder = Decoder()
    batches = [*decoder.feed(bytes(sent)), *decoder.close()]
    seqs, counts, received = (
        np.concatenate([getattr(batch, name) for batch in batches]) for name in ("seq", "counts", "samples")
    )
    assert decoder.counts.lost == stream.queue.dropped == len(broken)
    assert 3800 < len(received) < 3990
    at = done = 0
    for n, gap in zip(counts, np.diff(seqs, prepend=-1) > 1, strict=True):
        rows = received[done : done + n]
        at += next(i for i in range(100 if gap else 1) if (recorded[at + i : at + i + n] == rows).all())
        at += n
        done += n


def test_the_judge_sees_a_wrong_bit(play):
    sent = Sink()
    rows = play.rows[:640].copy()
    rows[320, 4] ^= 1
    descriptor = Descriptor(1, "imu", Lsm6dso.channels)
    Pipeline(StreamSource(io.BytesIO(rows.tobytes()), 6), [Frame(descriptor)], sent).run()
    with pytest.raises(AssertionError, match="row 320"):
        play.judge(bytes(sent))
    with pytest.raises(AssertionError, match="incomplete"):
        play.judge(bytes(sent[:3000] + sent[3100:]))
