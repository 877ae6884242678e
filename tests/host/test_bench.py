"""`make bench`: every part runs and is right, limits that are missed are told, and the README takes the figures."""

import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench"))

import boards  # noqa: E402
import cycles  # noqa: E402
import limits  # noqa: E402
import readme  # noqa: E402


def row(name, backend, us, n=1024, alloc=0, **more):
    about = {"firmware": "MicroPython", "clock": "125 MHz"}
    return {"name": name, "backend": backend, "n": n, "us": us, "alloc": alloc, **about, **more}


def figures(pipeline=384, hand_off=30, viper=3.9, alloc=0):
    """Rows as an emulated Pico gives them, all within the limits unless told otherwise."""
    return [
        row("pipeline", "thumb", pipeline, 384, alloc),
        row("queue hand-off", "thumb", hand_off, 64),
        row("queue hand-off", "thumb", hand_off, 256),
        row("RingIO write + readinto", "firmware", 22, 64),
        row("RingIO write + readinto", "firmware", 31, 256),
        row("the usual way", "firmware", 32000, 384, 5200),
        row("RingIO, rows as they are", "firmware", 100, 384),
        row("link.crc32", "viper", 400, cycles_per_byte=45, c_ratio=viper),
        row("link.crc32", "thumb", 80, cycles_per_byte=8, c_ratio=0.5),
        row("link.crc32", "c", 160, cycles_per_byte=16, c_ratio=1),
    ]


@pytest.fixture(scope="module")
def unix():
    return boards.UnixPort()


@pytest.mark.parametrize("part", [*boards.PARTS, "usual"])
def test_every_part_runs(unix, part):
    rows = unix.run("viper", part)
    assert rows and all(row["us"] > 0 for row in rows)
    if part != "usual":
        assert {row["backend"] for row in rows} == {"viper"} and not any(row["alloc"] for row in rows)


def test_kernels_alone_run(unix):
    wanted = cycles.left_by_plain({*cycles.comparable()[::5], "link.crc32"})  # `make bench` runs them all
    rows = unix.run("viper", "kernels", wanted)
    assert {row["name"] for row in rows[3:]} == set(wanted)
    found = {row["name"]: row for row in limits.beside_c(rows, 1_000_000_000)}
    assert found["link.crc32"]["cycles_per_byte"] > 0
    with pytest.raises(boards.BenchError, match="wrong result"):
        unix.run("viper", "kernels", {"link.crc32": wanted["link.crc32"] ^ 1})


def test_inputs_need_no_plain_kernels_of_the_package():
    """A board's package has none: inputs.plain finds them elsewhere."""
    for path in (ROOT / "bench").glob("*puts/*.py"):
        assert "import memchunk.kernels" not in (text := path.read_text("utf-8")), path
        assert "from memchunk.kernels" not in text and "memchunk import kernels" not in text, path


def test_what_goes_wrong_is_told(unix):
    with pytest.raises(boards.BenchError, match="no module named 'parts.nothing'"):
        unix.run("viper", "nothing")


def test_limits():
    assert not limits.missed(figures())
    for wrong, told in (
        ({"pipeline": 385}, "pipeline: 12.0, more than 12 µs a row"),
        ({"alloc": 16}, "pipeline: 16.0, more than 0 bytes a chunk"),
        ({"hand_off": 33}, "queue hand-off of 64 bytes: 33.0, more than 32 µs"),
        ({"hand_off": 31.5}, "queue hand-off of 256 bytes: 31.5, more than 31 µs that RingIO takes"),
        ({"viper": 4.01}, "link.crc32 in viper: 4.01 times C, more than 4"),
    ):
        assert told in limits.missed(figures(**wrong)), wrong
    with pytest.raises(LookupError):
        limits.missed([])
    assert limits.find(figures(), "RingIO write + readinto", "firmware", 128, 256)["n"] == 256


def test_the_readme_takes_the_figures():
    text = readme.README.read_text("utf-8")
    new = readme.written(text, readme.section(figures()))
    assert "| `link.crc32` | 8.00 | 16.00 | 0.50 | 3.90 |" in new and "| 12.0 | 83,333 | 0 |" in new
    assert readme.written(new, readme.section(figures())) == new  # again, and nothing grows
    before, after = text.split(readme.BEGIN)[0], text.split(readme.END)[1]
    assert new.startswith(before) and new.endswith(after)
    with pytest.raises(LookupError):
        readme.written("no markers", "")
    with pytest.raises(LookupError):
        readme.section(figures()[1:])


def test_the_chart_is_svg():
    svg = ET.fromstring(readme.picture(figures()))
    texts = [text.text for text in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert {"link.crc32", "8.00", "16.00", "pipeline", "12.0", "1,000.0"} <= set(texts)
