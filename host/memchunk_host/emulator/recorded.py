"""A recorded IMU played through the registers of an LSM6DSO, and the judge of what arrives.

    # inject: imu=lsm6dso          in a board test: at address 0x6A of I2C0, INT1 on GPIO22
    # inject: imu=lsm6dso_spi      on SPI0, selected by GPIO17, INT1 likewise
    play = RecordedImu(pico, "lsm6dso"); ...; play.judges["imu"](capture)
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from memchunk_host.decode import decode_file
from memchunk_host.demo.recordings import RECORDINGS, fetch
from memchunk_host.emulator.sensors.lsm6dso import Lsm6dso
from memchunk_host.emulator.sensors.registers import Spi

ADDRESS, SELECT, INTERRUPT = 0x6A, 17, 22
_GYRO_FIRST = [3, 4, 5, 0, 1, 2]  # as the sensor's FIFO has them


def recorded() -> NDArray[np.int16]:
    """The smartwatch's rows as (rows, 6), the gyroscope first. Raises NoRecording."""
    (imu,) = (one for one in RECORDINGS if one.name == "imu")
    fetch([imu])
    samples, _ = imu.samples()
    return np.ascontiguousarray(samples[:, _GYRO_FIRST])


class RecordedImu:
    """Puts the sensor on the bus of `pico`. Raises ValueError for another `what`, NoRecording."""

    def __init__(self, pico: Any, what: str) -> None:
        if what not in ("lsm6dso", "lsm6dso_spi"):
            raise ValueError(f"imu={what}")
        self.rows = recorded()
        self.sensor = Lsm6dso(self.rows.tobytes())
        self.judges: dict[str, Callable[[bytes], None]] = {"imu": self.judge}
        if what == "lsm6dso":
            pico.i2c[0].attach(ADDRESS, self.sensor, interrupt=INTERRUPT)
        else:
            pico.spi[0].attach(Spi(self.sensor), SELECT, INTERRUPT)

    def judge(self, capture: bytes) -> None:
        """Raises AssertionError unless the frames hold the recording from its start, bit for bit."""
        decoded = decode_file(io.BytesIO(capture))
        assert decoded.counts.complete, f"incomplete: {decoded.counts}"
        assert len(decoded) == 1, f"{len(decoded)} streams"
        (recording,) = decoded.values()
        rows = recording.samples
        assert len(rows) >= 500, f"{len(rows)} rows"
        wrong = np.flatnonzero((rows != self.rows[: len(rows)]).any(axis=1))
        assert not len(wrong), f"row {wrong[0]} is {rows[wrong[0]]}, not {self.rows[wrong[0]]}"
