"""docs/wire-format.md is right: its example, a decoder written from it, and real captures agree."""

from __future__ import annotations

import csv
import io
import re
import warnings
import zlib
from pathlib import Path

import independent_decoder
import numpy as np
import pytest
import reference_encoder
from cobs import cobs

from memchunk_host.decode import decode_file
from memchunk_host.output import write_csv

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs" / "wire-format.md"
DEMO = ROOT / "build" / "demo"
NAMES = ["descriptor", "raw", "blockpack", "rice"]


def fenced(kind: str) -> dict[str, str]:
    """The fenced blocks of one kind in the document, by name."""
    text = DOCUMENT.read_text("utf-8")
    return dict(re.findall(rf"^```{kind} (\S+)\n(.*?)^```$", text, re.M | re.S))


@pytest.fixture(scope="module")
def example() -> dict[str, bytes]:
    blocks = fenced("hex")
    return {name: bytes.fromhex(re.sub(r";.*", "", text)) for name, text in blocks.items()}


@pytest.fixture(scope="module")
def wanted() -> list[list[float]]:
    _, *rows = csv.reader(io.StringIO(fenced("csv")["rows"]))
    return [[float(cell) for cell in row] for row in rows]


def test_crc_is_the_one_of_the_catalogue() -> None:
    assert zlib.crc32(b"123456789") == 0xCBF43926
    assert "123456789" in DOCUMENT.read_text("utf-8") and "CBF43926" in DOCUMENT.read_text("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_frames_of_the_example_hold_its_items(example: dict[str, bytes], name: str) -> None:
    item, frame = example[f"{name}-item"], example[f"{name}-frame"]
    assert frame.endswith(b"\0")
    assert cobs.decode(frame.strip(b"\0")) == item + zlib.crc32(item).to_bytes(4, "little")
    assert frame.lstrip(b"\0") == reference_encoder.frame(item)


@pytest.mark.parametrize("name", NAMES)
def test_sizes_and_checks_that_the_text_names(example: dict[str, bytes], name: str) -> None:
    text = re.sub(r"\s+", " ", DOCUMENT.read_text("utf-8"))
    assert f"{zlib.crc32(example[f'{name}-item']):08X}" in text
    assert f"{len(example['descriptor-item'])} bytes: ```hex descriptor-item" in text
    assert f"{len(example['raw-item'])} bytes: ```hex raw-item" in text
    assert f"{len(example['descriptor-frame'])} bytes: each byte marked" in text


def test_example_through_the_decoder(example: dict[str, bytes], wanted: list[list[float]]) -> None:
    capture = decode_file(io.BytesIO(b"".join(example[f"{name}-frame"] for name in NAMES)))
    recording = capture[7]
    assert capture.counts.complete and capture.counts.frames == 3
    assert recording.samples.tolist() == [row[1:] for row in wanted]
    assert recording.time == pytest.approx([row[0] for row in wanted], abs=1e-12)
    assert recording.stream.name == "demo" and recording.stream.units == ("m/s2",) * 3
    assert recording.physical()[0].tolist() == [0.0625, -0.125, 18.75]
    out = io.BytesIO()
    write_csv(out, recording)
    assert out.getvalue().decode() == fenced("csv")["rows"]


def test_example_through_the_independent_decoder(
    example: dict[str, bytes], wanted: list[list[float]]
) -> None:
    streams, problems = independent_decoder.decode(b"".join(example[f"{name}-frame"] for name in NAMES))
    assert problems == {"bad": 0, "unknown": 0}
    assert streams[7]["rows"].tolist() == [row[1:] for row in wanted]
    assert [frame[:2] for frame in streams[7]["frames"]] == [(258, 0), (259, 20_000), (260, 120_000)]


def test_reference_encoder_writes_the_example(example: dict[str, bytes], wanted: list[list[float]]) -> None:
    rows = [[int(cell) for cell in row[1:]] for row in wanted]
    sender = reference_encoder.Sender(sid=7, seq=258)
    assert sender.item(rows[:2], 0, reference_encoder.RAW) == example["raw-item"]
    assert sender.item(rows[2:12], 20_000) == example["blockpack-item"]
    assert sender.item(rows[12:], 120_000, reference_encoder.RICE) == example["rice-item"]


def generated(seed: int) -> tuple[bytes, dict[int, np.ndarray]]:
    """A capture of three interleaved streams whose values and sizes go to every edge."""
    rng = np.random.default_rng(seed)
    capture, rows = b"", {}
    senders = {}
    for sid, channels in enumerate(rng.choice(np.arange(1, 11), 3, replace=False).tolist()):
        senders[sid] = reference_encoder.Sender(sid=sid, channels=[f"c{i}" for i in range(channels)])
        rows[sid] = np.empty((0, channels), np.int16)
        capture += senders[sid].descriptor()
    for _ in range(30):
        sid = int(rng.integers(3))
        channels = rows[sid].shape[1]
        n = int(rng.choice([0, 1, 2, 7, 8, 9, 10, 16, 17, 25, 32, 33, 255, 256]))
        spread = 2.0 ** rng.integers(-2, 17, channels)  # every width, 0 and 16 too
        chunk = np.round(rng.normal(0, 1, (n, channels)) * spread).astype(np.int64).astype(np.int16)
        enc = int(rng.choice([0, 1, 1, 2, 2]))
        capture += senders[sid].data(chunk.tolist(), int(rng.integers(1 << 30)), enc)
        rows[sid] = np.concatenate([rows[sid], chunk])
    return capture, rows


@pytest.mark.parametrize("seed", range(8))
def test_both_decoders_read_a_generated_capture(seed: int) -> None:
    data, rows = generated(seed)
    capture = decode_file(io.BytesIO(data))
    streams, problems = independent_decoder.decode(data)
    assert problems == {"bad": 0, "unknown": 0} and capture.counts.complete
    for sid, wanted in rows.items():
        assert np.array_equal(streams[sid]["rows"], wanted)
        assert np.array_equal(capture[sid].samples, wanted)
        assert capture[sid].seq.tolist() == [seq for seq, _, _ in streams[sid]["frames"]]
        assert (capture[sid].t0 % (1 << 30)).tolist() == [t0 for _, t0, _ in streams[sid]["frames"]]


def real_captures() -> list[Path]:
    """Captures of the demo that have their raw recording beside them."""
    return [path for path in sorted(DEMO.glob("*.mchk")) if path.with_suffix(".raw").exists()]


def test_both_decoders_read_the_captures_of_the_demo() -> None:
    paths = real_captures()
    if not paths:
        message = f"NO REAL CAPTURES in {DEMO.relative_to(ROOT)}: run `make demo` first. NOTHING WAS CHECKED."
        warnings.warn(message, stacklevel=1)
        pytest.skip(message)
    for path in paths:
        raw = path.with_suffix(".raw").read_bytes()
        streams, problems = independent_decoder.decode(path.read_bytes())
        assert problems == {"bad": 0, "unknown": 0}, path.name
        assert [stream["rows"].tobytes() for stream in streams.values()] == [raw], path.name
        capture = decode_file(path)
        assert capture.counts.complete and not capture.counts.restarts, path.name
        assert [recording.samples.tobytes() for recording in capture.values()] == [raw], path.name
