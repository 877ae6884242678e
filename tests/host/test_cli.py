"""`memchunk decode`: outputs, exit status, and a plain sentence instead of a traceback."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from reference_encoder import RAW, Sender

from memchunk_host.cli import main

HOST = Path(__file__).resolve().parents[2] / "host"
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(HOST)}
ENVIRONMENT.pop("PYTHONUNBUFFERED", None)  # what is left in a buffer is what fails when Python exits
COMMAND = [sys.executable, "-m", "memchunk_host"]
ROWS = [[1, -2, 300], [2, -2, 299], [-32768, 32767, 0]]
CSV = "time,x,y,z\n0.0,1,-2,300\n0.01,2,-2,299\n0.02,-32768,32767,0\n"


@pytest.fixture
def one(tmp_path: Path) -> Path:
    """A capture of one stream."""
    sender = Sender(name="walk", scale=0.5, units="m/s2")
    path = tmp_path / "one.mchk"
    path.write_bytes(sender.descriptor() + sender.data(ROWS))
    return path


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """A capture of two streams, the second with a name that is no file name."""
    a, b = Sender(sid=1, name="walk"), Sender(sid=2, name="../up\x1b[2J", channels=["u"])
    path = tmp_path / "two.mchk"
    path.write_bytes(a.descriptor() + b.descriptor() + a.data(ROWS) + b.data([[5]]))
    return path


def run(*args: object, data: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run the command; whatever it says, it must not be a traceback."""
    command = [*COMMAND, *map(str, args)]
    result = subprocess.run(command, input=data, capture_output=True, env=ENVIRONMENT, timeout=60)
    assert b"Traceback" not in result.stderr and b"Exception" not in result.stderr, result.stderr
    return result


def test_csv_to_standard_output(one: Path) -> None:
    result = run("decode", one)
    assert result.returncode == 0 and result.stdout.decode() == CSV
    summary = f"{one}: 1 frames, 3 rows, 0 lost, 0 bad, 0 duplicate, 0 unknown"
    assert result.stderr.decode().strip() == summary


def test_standard_input(one: Path) -> None:
    result = run("decode", "-", "--csv", data=one.read_bytes())
    assert result.returncode == 0 and result.stdout.decode() == CSV


def test_csv_to_a_file(one: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.csv"
    assert main(["decode", str(one), "-o", str(out)]) == 0
    assert out.read_text() == CSV and capsys.readouterr().out == ""


def test_physical_csv(one: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    assert main(["decode", str(one), "--physical", "-o", str(out)]) == 0
    wanted = ["0.0,0.5,-1.0,150.0", "0.01,1.0,-1.0,149.5", "0.02,-16384.0,16383.5,0.0"]
    assert out.read_text().splitlines()[1:] == wanted


@pytest.mark.parametrize("physical", [False, True])
def test_npz_has_every_stream_and_tells_of_it(two: Path, tmp_path: Path, physical: bool) -> None:
    out = tmp_path / "out.npz"
    assert main(["decode", str(two), "--npz", "-o", str(out), *["--physical"] * physical]) == 0
    with np.load(out, allow_pickle=False) as file:
        assert sorted(file) == ["1", "2", "about"]
        assert file["1"]["x"].tolist() == [1, 2, -32768]
        assert file["1"].dtype["x"] == (np.float64 if physical else np.int16)
        about = json.loads(str(file["about"]))
    assert about["counts"]["frames"] == 2 and about["streams"]["1"]["name"] == "walk"


def test_the_name_of_the_output_tells_its_form(two: Path, one: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.npz"
    assert main(["decode", str(two), "-o", str(out)]) == 0 and out.read_bytes()[:2] == b"PK"
    assert main(["decode", str(one), "--csv", "-o", str(out)]) == 0 and out.read_bytes()[:4] == b"time"


def test_npz_to_standard_output(one: Path) -> None:
    result = run("decode", one, "--npz")
    assert result.returncode == 0
    assert np.load(io.BytesIO(result.stdout))["1"]["z"].tolist() == [300, 299, 0]


def test_several_streams_need_a_choice_or_a_pattern(two: Path, tmp_path: Path) -> None:
    for args in ([], ["-o", tmp_path / "out.csv"]):
        result = run("decode", two, *args)
        assert result.returncode == 2 and result.stdout == b""
        assert b"1 (walk), 2 (../up?[2J)" in result.stderr and b"--sid" in result.stderr
    assert not (tmp_path / "out.csv").exists()
    assert run("decode", two, "--sid", 1).stdout.decode() == CSV
    assert run("decode", two, "-o", tmp_path / "{sid}-{name}.csv").returncode == 0
    assert (tmp_path / "1-walk.csv").read_text() == CSV
    assert (tmp_path / "2-.._up__2J.csv").read_text() == "time,u\n0.0,5\n"


def test_a_sid_that_is_not_there(two: Path) -> None:
    result = run("decode", two, "--sid", 9)
    assert result.returncode == 2 and b"no stream 9; there are 1 (walk), 2" in result.stderr


def test_a_stream_described_anew_is_a_stream_of_its_own(tmp_path: Path) -> None:
    a, b = Sender(channels=["x"]), Sender(channels=["y"])
    path = tmp_path / "changed.mchk"
    path.write_bytes(a.descriptor() + a.data([[1]]) + b.descriptor() + b.data([[2]]))
    assert run("decode", path).returncode == 2
    assert run("decode", path, "--sid", "1").stdout == b"time,x\n0.0,1\n"
    assert run("decode", path, "--sid", "1-1").stdout == b"time,y\n0.0,2\n"


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda frames: [frames[0], frames[2]], "1 lost"),
        (lambda frames: [frames[0], frames[1], b"\5noise\0", frames[2]], "1 bad"),
        (lambda frames: [frames[1], frames[0], frames[2]], "1 unknown"),
        (lambda frames: [*frames, frames[2][:-9]], "1 bad"),
    ],
)
def test_what_is_missing_is_said_and_the_rest_delivered(
    tmp_path: Path, damage: Callable[[list[bytes]], list[bytes]], said: str
) -> None:
    sender = Sender()
    frames = [sender.descriptor(), sender.data([[1, 1, 1]]), sender.data(ROWS)]
    path = tmp_path / "damaged.mchk"
    path.write_bytes(b"".join(damage(frames)))
    result = run("decode", path)
    assert result.returncode == 1 and said in result.stderr.decode()
    assert b"-32768,32767,0\n" in result.stdout


def test_duplicates_and_late_frames_are_no_loss(tmp_path: Path) -> None:
    sender = Sender()
    a, b, c = sender.descriptor(), sender.data(ROWS), sender.data(ROWS)
    path = tmp_path / "twice.mchk"
    path.write_bytes(a + c + b + b)
    result = run("decode", path)
    assert result.returncode == 0 and b"1 duplicate, 0 unknown, 1 late" in result.stderr


def test_what_is_no_capture(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"")
    result = run("decode", path)
    assert result.returncode == 1 and result.stdout == b"" and b"empty" in result.stderr
    for content in (b"time,x\n0,1\n" * 1000, random.Random(3).randbytes(300_000), b"\0" * 1000):
        path.write_bytes(content)
        result = run("decode", path, "-o", tmp_path / "out")
        assert result.returncode == 1 and b"is it a memchunk capture?" in result.stderr
        assert not (tmp_path / "out").exists()


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    for path, why in ((tmp_path / "missing", "No such file"), (tmp_path, "Is a directory"), ("", "No such")):
        result = run("decode", path)
        assert result.returncode == 2 and result.stderr.decode().startswith(f"memchunk: {path}: {why}")
    secret = tmp_path / "secret"
    secret.write_bytes(b"")
    secret.chmod(0)
    if not os.access(secret, os.R_OK):  # root may read it
        assert run("decode", secret).returncode == 2


def test_outputs_that_cannot_be_written(one: Path, tmp_path: Path) -> None:
    for out in (tmp_path, tmp_path / "missing" / "out"):
        result = run("decode", one, "-o", out)
        assert result.returncode == 2 and str(out).encode() in result.stderr
    content = one.read_bytes()
    result = run("decode", one, "-o", one)
    assert result.returncode == 2 and b"the capture itself" in result.stderr and one.read_bytes() == content


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="NO /dev/full HERE")
@pytest.mark.parametrize("form", ["--csv", "--npz"])
def test_a_full_disk(one: Path, form: str) -> None:
    result = run("decode", one, form, "-o", "/dev/full")
    assert result.returncode == 2 and b"/dev/full: No space left" in result.stderr
    with open("/dev/full", "wb") as full:
        command = [*COMMAND, "decode", str(one), form]
        direct = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, env=ENVIRONMENT)
    assert direct.returncode == 2 and direct.stderr.splitlines()[-1].endswith(b"No space left on device")
    assert b"Traceback" not in direct.stderr and b"Exception" not in direct.stderr


@pytest.fixture
def long(tmp_path: Path) -> Path:
    """A capture of 250,000 rows."""
    rng = np.random.default_rng(2)
    sender = Sender()
    path = tmp_path / "long.mchk"
    chunks = rng.integers(-2000, 2000, (250, 1000, 3)).tolist()
    frames = [sender.data(chunk, 10_000_000 * index, RAW) for index, chunk in enumerate(chunks)]
    path.write_bytes(sender.descriptor() + b"".join(frames))
    return path


def test_a_reader_that_goes_away(long: Path) -> None:
    process = subprocess.Popen(
        [*COMMAND, "decode", str(long)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT
    )
    assert process.stdout is not None and process.stderr is not None
    assert process.stdout.readline() == b"time,x,y,z\n"
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    assert process.wait(60) == 141
    assert b"Traceback" not in said and b"Exception" not in said and b"Broken" not in said


def test_a_reader_that_was_never_there(one: Path) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    result = subprocess.run(
        [*COMMAND, "decode", str(one)], stdout=theirs, stderr=subprocess.PIPE, env=ENVIRONMENT
    )
    os.close(theirs)
    assert result.returncode == 141 and len(result.stderr.splitlines()) == 1, result.stderr


@pytest.mark.skipif(os.name == "nt", reason="NO SIGINT HERE")
def test_interrupted() -> None:
    process = subprocess.Popen(
        [*COMMAND, "decode", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=ENVIRONMENT,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a background shell has it ignored
    )
    assert process.stdin is not None
    time.sleep(1.5)  # it now waits for input
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130 and said.strip() == b"memchunk: interrupted"


def test_a_long_capture_is_exact_and_takes_seconds(long: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    start = time.perf_counter()
    assert main(["decode", str(long), "-o", str(out)]) == 0
    assert time.perf_counter() - start < 15  # a guard, no measurement
    with out.open(newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) == 250_001
    wanted = np.random.default_rng(2).integers(-2000, 2000, (250_000, 3))
    assert np.array_equal(np.array([row[1:] for row in rows[1:]], int), wanted)
    assert rows[1001][0] == "10.0" and rows[-1][0] == "2499.99"


def test_progress_is_for_long_input_on_a_terminal(long: Path, one: Path) -> None:
    pty = pytest.importorskip("pty")
    for path, shown in ((long, True), (one, False)):
        ours, theirs = pty.openpty()
        command = [*COMMAND, "decode", str(path), "-o", os.devnull]
        environment = {**ENVIRONMENT, "TERM": "xterm", "COLUMNS": "100"}
        process = subprocess.Popen(command, stderr=theirs, env=environment)
        os.close(theirs)
        said = b""
        while True:
            try:
                said += (piece := os.read(ours, 4096))
            except OSError:  # Linux, when the other side is closed
                break
            if not piece:
                break
        os.close(ours)
        assert process.wait(60) == 0
        assert (b"MB" in said) == shown and b"0 lost" in said


WRONG = [[], ["decode"], ["decode", "x", "--csv", "--npz"], ["nothing"], ["decode", "x", "-o"]]


@pytest.mark.parametrize("args", WRONG)
def test_wrong_usage(args: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(args) == 2
    assert "usage:" in capsys.readouterr().err


@pytest.mark.parametrize("args", [["--help"], ["decode", "--help"], ["--version"]])
def test_help(args: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(args) == 0
    assert "memchunk" in capsys.readouterr().out
