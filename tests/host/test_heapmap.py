"""`memchunk heap`: the map is that of the interpreter, block by block, in the terminal's text and in the picture."""

from __future__ import annotations

import io
import os
import random
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import pytest
from profile_rig import MICROPYTHON, memchunk
from rich.console import Console

from memchunk_host.build import LIBRARY
from memchunk_host.console import CommandError
from memchunk_host.heapmap.charts import by_size
from memchunk_host.heapmap.lettering import fitted
from memchunk_host.heapmap.picture import block_map, picture
from memchunk_host.heapmap.snapshot import Snapshot, parse
from memchunk_host.heapmap.take import Sieve, of_script
from memchunk_host.heapmap.terminal import COLOURS, show
from memchunk_host.profile.instrument import instrument
from memchunk_host.profile.where import Outcome, Program, Write
from memchunk_host.unix_board import UnixBoard

SMALL = """mem: total=1, current=1, peak=1
GC: total: 512, used: 192, free: 320
 No. of 1-blocks: 1, 2-blocks: 1, max blk sz: 3, max free sz: 14
GC memory layout; from 7f42901e4f00:
00000000: hA=..S=......h..
00000200: ................
"""
# A heap full of holes, its map, and what the inspector and the collector say of it.
HOLES = """
import gc, micropython, random
gc.disable()
random.seed({0})
keep, fits = [], 0
for i in range(random.randint(10, 300)):
    thing = random.choice((bytearray, lambda n: [None] * (n // 8), lambda n: "x" * n, float, dict))
    keep.append(thing(random.randint(1, 400)) if thing is not dict else {{i: str(i)}})
    if random.random() < 0.6:
        keep[random.randrange(len(keep))] = None
from memchunk import heap
record = heap.inspect()
gc.enable()
gc.collect()
gc.disable()
fits = heap.fits(256)
heap.inspect(record)
micropython.mem_info(1)
print(record.total, record.free, record.used, record.largest, record.runs, fits)
"""


def test_a_map_is_read() -> None:
    snapshot = parse(SMALL.replace("512", "1024").replace("320", "832").replace("sz: 14", "sz: 18"), 7, 3)
    assert (snapshot.block, len(snapshot.blocks)) == (32, 32) and snapshot.ms == 7 and snapshot.line == 3
    assert snapshot.runs == [64, 192, 576] and snapshot.largest == 576
    assert snapshot.counts == {None: 26, "data and other objects": 2, "buffer objects": 2, "text": 2}
    assert snapshot.fits(64) == 1 + 3 + 9 and snapshot.fits(100) == 1 + 4 and snapshot.fits(0) == 26
    assert abs(snapshot.fragmentation - (1 - 576 / 832)) < 1e-9


@pytest.mark.parametrize(
    "change", [("GC: total", ""), ("used: 192", "used: 193"), ("h..\n", "hh.\n"), ("512", "9999"), ("sz: 14", "sz: 15")]
)
def test_a_map_that_is_not_whole(change: tuple[str, str]) -> None:
    good = SMALL.replace("512", "1024").replace("320", "832").replace("sz: 14", "sz: 18")
    parse(good)
    with pytest.raises(ValueError):
        parse(SMALL.replace(*change))


@pytest.mark.parametrize("seed", range(8))
def test_equal_to_the_inspector(seed: int) -> None:
    environment = {**os.environ, "MICROPYPATH": str(LIBRARY)}
    command = [MICROPYTHON, "-X", f"heapsize={random.Random(seed).choice((200, 333, 512))}k", "-c", HOLES.format(seed)]
    told = subprocess.run(command, capture_output=True, text=True, env=environment, check=True).stdout
    snapshot = parse(told)
    mine = [snapshot.total, snapshot.free, snapshot.used, snapshot.largest, len(snapshot.runs), snapshot.fits(256)]
    assert mine == [int(one) for one in told.splitlines()[-1].split()]


def taken(path: Path, *more: object) -> tuple[int, str, str]:
    return memchunk("heap", "--unix", path, "--every", "0.02", *more)


@pytest.fixture
def holes(tmp_path: Path) -> Path:
    path = tmp_path / "holes.py"
    path.write_text(
        "import time\nkeep = []\nfor i in range(300):\n    keep.append(bytearray(i))\n    if i % 3: keep[i] = None\n"
        "    if i % 20 == 0: time.sleep(0.01)\nprint('out', end='')\n"
    )
    return path


def drawn(svg: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for box in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}rect"):
        if "data-kind" in box.attrib:
            found[box.attrib["data-kind"]] += int(box.attrib["data-blocks"])
    return found


def test_the_picture_has_every_block(holes: Path, tmp_path: Path) -> None:
    svg = tmp_path / "heap.svg"
    status, out, err = taken(holes, "--svg", svg, "--heap", "100k")
    assert status == 0 and not err and "out" in out and "\x1e" not in out and "MEMCHUNK" not in out
    text = svg.read_text()
    both = re.findall(r"([\d,]+) of ([\d,]+) bytes free in ([\d,]+) runs?, largest ([\d,]+)", text)
    assert len(both) == 2
    first, last = ([int(one.replace(",", "")) for one in figures] for figures in both)
    found = drawn(text)
    assert sum(found.values()) * 32 == first[1] + last[1]
    assert (found["free"] + found["largest free run"]) * 32 == first[0] + last[0]
    assert found["largest free run"] * 32 == first[3] + last[3]
    counts = [(int(run), int(count)) for run, count in re.findall(r'data-run="(\d+)" data-count="(\d+)"', text)]
    assert sum(count for _, count in counts) == first[2] + last[2]


def test_the_counts_of_a_map_are_the_snapshots() -> None:
    letters = random.Random(5).choices("...hA=SLTDBMFQ=", k=5000)
    blocks = "h" + "".join(letters)
    snapshot = Snapshot(len(blocks) * 16, 0, blocks.count(".") * 16, 16, blocks, (0, 1700))
    svg = picture("two areas", [snapshot])
    found = drawn(svg)
    free = {"free": snapshot.counts[None] - snapshot.largest // 16, "largest free run": snapshot.largest // 16}
    assert found == {**{kind: n for kind, n in snapshot.counts.items() if kind}, **free}
    assert {size: sum(runs) for size, runs in by_size(snapshot).items()} and sum(
        sum(runs) for runs in by_size(snapshot).values()
    ) == snapshot.free
    parts, _ = block_map(snapshot, 0, 0, 100)
    assert len(parts) > 1000


def texts(svg: str) -> list[str]:
    return ["".join(one.itertext()) for one in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def holed(runs: dict[int, int], block: int = 32) -> Snapshot:
    """A heap with `runs[n]` free runs of n blocks each."""
    blocks = "h" + "".join(("." * n + "h") * count for n, count in runs.items())
    return Snapshot(len(blocks) * block, blocks.count("h") * block, blocks.count(".") * block, block, blocks)


def test_every_bar_of_the_free_runs_tells_how_many() -> None:
    few, many = holed({1: 7, 4: 1, 8192: 1}), holed({1: 211, 2: 1034, 4: 12, 8: 96, 512: 35})
    for svg in (picture("two", [few], [many]), picture("one", [many]), picture("both", [few, many])):
        bars = re.findall(r'data-count="(\d+)"', svg)
        shown = Counter(texts(svg))
        assert len(bars) >= 5 and all(shown[count] >= n for count, n in Counter(bars).items())


@pytest.mark.parametrize("largest", range(20))
def test_every_size_of_free_runs_has_its_label(largest: int) -> None:
    shown = texts(picture("one", [holed({1: 7, 1 << largest: 1}, 16), holed({1: 1})]))
    sizes = [16 << power for power in range(largest + 1)]
    labels = [f"{n}" if n < 1024 else f"{n >> 10} K" if n < 1 << 20 else f"{n >> 20} M" for n in sizes]
    assert set(labels) <= set(shown)


@pytest.mark.parametrize("letter", "aW_頁")
def test_a_long_name_is_shortened(letter: str) -> None:
    title = f"Heap: {letter * 300}.py"
    shown = next(one for one in texts(picture(title, [holed({1: 1})])) if one.startswith("Heap: "))
    assert shown.endswith(".py") and shown.count("…") == 1 and 40 < len(shown) < 90
    assert fitted(title, 22, 9999) == title and "…" not in fitted(f"Heap: {'long_name_' * 5}.py", 22, 1044, bold=True)
    assert fitted("walk.py", 22, 60) == "w…y" and fitted("walk.py", 22, 0) == "w…"


def test_one_snapshot_has_no_time() -> None:
    one = holed({1: 1})
    over_time = [
        any("over time" in words for words in texts(svg))
        for svg in (picture("one", [one]), picture("two programs", [one], [one]), picture("two", [one, one]))
    ]
    assert over_time == [False, False, True]


@pytest.mark.parametrize("used", [0, 1, 1023, 1024, 1025, 5000, 70000])
def test_a_map_ends_behind_what_is_used(used: int) -> None:
    blocks = ("hhhh===.." * used)[:used] + "." * (120_000 - used)
    free = blocks.count(".")
    snapshot = Snapshot(len(blocks) * 32, (120_000 - free) * 32, free * 32, 32, blocks, (0, 100_000))
    svg = picture("much is free", [snapshot])
    found = drawn(svg)
    assert found["data and other objects"] == 120_000 - free and sum(found.values()) == 120_000
    assert found["largest free run"] * 32 == snapshot.largest
    rest = [re.search(r"… and ([\d,]+) free blocks", words) for words in texts(svg)]
    left_out = sum(int(one[1].replace(",", "")) for one in rest if one)
    rows = {float(box.attrib["y"]) for box in ET.fromstring(svg).iter() if "data-kind" in box.attrib}
    used = len(blocks.rstrip("."))
    assert used <= 120_000 - left_out <= max(1024, 2 * used) and 16 <= len(rows) <= 73
    both = drawn(picture("beside one that is full", [snapshot], [holed({9: 12_000})]))
    assert sum(both.values()) == 120_000 + 120_001


def test_nothing_is_below_the_picture_and_the_legend_stands_below_the_maps() -> None:
    few, wide = holed({1: 2}), holed({1: 1, 1 << 19: 1})
    for svg in (picture("a", [few]), picture("b", [few, wide], (), ("", "")), picture("c", [wide], [few], ("x", "y"))):
        root = ET.fromstring(svg)
        height = float(root.attrib["viewBox"].split()[3])
        assert all(float(one.attrib["y"]) < height - 4 for one in root.iter() if "y" in one.attrib)
        boxes = {float(box.attrib["x"]) for box in root.iter() if box.attrib.get("rx") == "2"}
        assert boxes == {28, 279, 570}


def test_the_lines_over_time_differ_and_so_do_their_labels() -> None:
    one = holed({7: 1})
    for others, names in (((), ("", "")), ((one, one), ("ours", "theirs"))):
        svg = picture("all the same", [one, one], others, names)
        lines = re.findall(r'<polyline points="[^"]*" (stroke="[^"]*") ([^>]*)/>', svg)
        assert len(set(lines)) == 2 * len(set(names)) and len({ink for ink, _ in lines}) == 2 * len(set(names))
        assert len({style for _, style in lines}) == 2
        labels = re.findall(r'y="([\d.]+)"[^>]*>(?:ours |theirs )?(?:free|largest)<', svg)
        places = sorted(float(y) for y in labels[-2 * len(set(names)) :])
        assert len(places) == 2 * len(set(names)) and all(b - a >= 16 for a, b in zip(places, places[1:], strict=False))


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_the_legend_is_wrapped_between_its_entries(columns: int) -> None:
    blocks = "hASLBF" * 1000 + "." * 1000
    out = io.StringIO()
    show(Snapshot(7000 * 32, 6000 * 32, 1000 * 32, 32, blocks), Console(file=out, width=columns))
    entry = "|".join([rf"[█·] {kind} 32,000" for kind in [*COLOURS, "free"]] + [r"a cell is [\d,]+ bytes"])
    legend = [line for line in out.getvalue().splitlines() if line.startswith(("█ ", "· ", "a cell"))]
    assert all(re.fullmatch(rf"({entry})(   ({entry}))*", line) and len(line) <= columns for line in legend)
    assert sum(line.count("32,000") for line in legend) == 7 and len(legend) == {40: 6, 80: 3, 200: 1}[columns]


def test_a_full_heap_is_drawn() -> None:
    snapshot = Snapshot(1600, 1600, 0, 16, "h" + "=" * 99)
    assert drawn(picture("full", [snapshot])) == {"data and other objects": 100}
    assert snapshot.largest == 0 and snapshot.fragmentation == 0 and snapshot.fits(16) == 0


def test_a_script_that_cannot_be_stopped(tmp_path: Path) -> None:
    script = tmp_path / "on.py"
    script.write_text("while True:\n    try:\n        while True: x = [1]\n    except BaseException: pass\n")
    status, out, err = memchunk("heap", "--unix", script, "--timeout", 0.5)
    assert status == 2 and err.startswith(f"memchunk: {script}: does not end within 0.5 s, and was stopped before")
    status, out, err = taken(script, "--timeout", 0.5)
    assert status == 1 and "at line" in out and err == f"{script}: still ran after 0.5 s; stopped\n"


@pytest.mark.parametrize("collector", ["enable", "disable"])
def test_a_script_that_fills_the_heap(collector: str, tmp_path: Path) -> None:
    script = tmp_path / "full.py"
    script.write_text(f"import gc\ngc.{collector}()\nl = None\nwhile True: l = (l,)\n")
    status, out, err = memchunk("heap", "--unix", script, "--heap", "100k")
    assert status == 1 and "101,120 bytes: 101,120 used, 0 free" in out and err.endswith(f"{script}: raised\n")
    assert f'File "{script}", line 4, in <module>\nMemoryError: ' in out + err


def test_a_script_that_dies_with_the_heap_locked(tmp_path: Path) -> None:
    script = tmp_path / "locked.py"
    script.write_text("import micropython\nmicropython.heap_lock()\nmicropython.heap_lock()\nx = [1]\n")
    status, out, err = memchunk("heap", "--unix", script)
    assert status == 1 and "404,736 bytes: " in out and "MemoryError: memory allocation failed" in out + err


@pytest.mark.parametrize(("code", "wrong"), [("0", ""), ("", ""), ("3", "exited with 3"), ("'so'", "exited with 'so'")])
def test_a_script_that_exits(tmp_path: Path, code: str, wrong: str) -> None:
    script = tmp_path / "leaves.py"
    script.write_text(f"import sys\nsys.exit({code})\n")
    status, out, err = memchunk("heap", "--unix", script)
    assert "404,736 bytes: " in out and status == bool(wrong)
    assert err.endswith(f"{script}: {wrong}\n") if wrong else not err


def test_a_script_with_builtins_of_its_own(tmp_path: Path) -> None:
    script = tmp_path / "own.py"
    script.write_text(
        "import builtins, sys\nfor name in ('abs', 'open', 'print', 'setattr'): setattr(builtins, name, None)\n"
        "for name in ('time', 'micropython', 'gc'): sys.modules[name] = None\nx = 1\n"
    )
    status, out, err = taken(script)
    assert status == 0 and not err and out.count("404,736 bytes: ") == 2


def test_what_a_script_puts_out_comes_byte_for_byte(tmp_path: Path) -> None:
    script = tmp_path / "bytes.py"
    script.write_text(
        "import sys, time\nfor one in range(256):\n    sys.stdout.buffer.write(bytes([one]))\n"
        "    time.sleep(0.001)\nfor one in 'é€😀'.encode() * 9:\n    sys.stdout.buffer.write(bytes([one]))\n"
        "    time.sleep(0.001)\n"
    )
    command = [sys.executable, "-m", "memchunk_host", "heap", "--unix", str(script)]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stdout.startswith(bytes(range(256)) + "é€😀".encode() * 9) and not done.stderr


def test_a_script_whose_output_has_no_snapshot() -> None:
    class Silent:
        about = "nowhere"

        def run(self, program: Program, timeout: float, write: Write, errors: Write | None = None) -> Outcome:
            return Outcome("MEMCHUNK-HEAP")

    with pytest.raises(CommandError, match="x.py: it ended, but its output has no snapshot"):
        of_script(instrument("x.py", ""), Path("x.py"), Silent(), 0, 1, print)


def test_png(holes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    status, _, err = taken(holes, "--png", "no")
    assert status == 0 and not err
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("MICROPYTHON", MICROPYTHON)
    status, _, err = taken(holes, "--png", tmp_path / "x.png")
    assert status == 2 and "no rsvg-convert here" in err and err.count("\n") == 1


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_snapshots_come_out_of_any_pieces(size: int) -> None:
    map = SMALL.replace("512", "1024").replace("320", "832").replace("sz: 14", "sz: 18").encode()
    one = b"\x1eMEMCHUNK-HEAP 12 3\n" + map + b"\x1eMEMCHUNK-HEAP-END\n"
    stream = b"a\x1eb" + one + b"c\x1e" + one[:70] + one + b"\x1eMEMCHUNK-HEAP 1"
    out: list[bytes] = []
    found: list[Snapshot] = []
    sieve = Sieve(out.append, found.append)
    for start in range(0, len(stream), size):
        sieve.feed(stream[start : start + size])
    sieve.close()
    assert b"".join(out) == b"a\x1ebc\x1e" and [(one.ms, one.line) for one in found] == [(12, 3)] * 2
    with pytest.raises(CommandError):
        sieve.feed(one.replace(b"h..", b"hh."))


def test_on_a_board(tmp_path: Path) -> None:
    pytest.importorskip("mpremote")
    (tmp_path / "main.py").write_text("import time\nx = [bytearray(1000)] * 1\nwhile True: time.sleep(0.01)\n")
    with UnixBoard(tmp_path, heap="100k") as board:
        status, out, err = memchunk("heap", board.port)
        assert status == 0 and not err and out.startswith("as it is\n") and "101,120 bytes: " in out
        status, out, err = memchunk("heap", board.port, "--every", "0.2", "--timeout", 1)
        assert status == 1 and err == f"{board.port}: still ran after 1 s; stopped\n"
        assert "after 0.00 s, at line 1" in out and "at the end" in out
    status, out, err = memchunk("heap", tmp_path / "none")
    assert status == 2 and "no such port" in err and err.count("\n") == 1


@pytest.mark.parametrize("after", [60, 900])
def test_a_board_that_is_unplugged(after: int, tmp_path: Path) -> None:
    pytest.importorskip("mpremote")
    with UnixBoard(tmp_path, heap="100k", unplug_after=after) as board:
        script = tmp_path / "one.py"
        script.write_text("x = [1]\n" * 200)
        status, _, err = memchunk("heap", board.port, "--script", script, "--patience", 1)
    assert status == 2 and err.count("\n") == 1 and "the board" in err


def test_a_board_that_resets(tmp_path: Path) -> None:
    pytest.importorskip("mpremote")
    script = tmp_path / "one.py"
    script.write_text("import os\nos.system('kill -9 $PPID')\n")
    with UnixBoard(tmp_path, heap="100k") as board:
        status, _, err = memchunk("heap", board.port, "--script", script, "--patience", 1)
    assert status == 2 and err.count("\n") == 1 and "was reset" in err


@pytest.mark.parametrize(
    "arguments, said",
    [
        ([], "one of PORT, --unix SCRIPT and --emulator UF2"),
        (["a", "--unix", "b"], "one of PORT"),
        (["--unix", "a", "--script", "b"], "--script is for PORT and --emulator"),
        (["--emulator", "a", "--every", "1"], "--every needs --script"),
        (["--unix", "none.py"], "none.py: No such file"),
        (["--emulator", "none.uf2"], "none.uf2: No such file"),
    ],
)
def test_wrong_usage(arguments: list[str], said: str) -> None:
    status, _, err = memchunk("heap", *arguments)
    assert status == 2 and said in err and err.count("\n") == 1


@pytest.mark.parametrize(
    "option, values",
    [
        ("--every", "nan inf -1 0 1e-9 1e300 600000 soon"),
        ("--timeout", "nan inf -1 0 1e300 never"),
        ("--heap", "abc 0 0k 10g 9000m -1k 1.5m 99999999999999999999 ٣k"),
    ],
)
def test_a_wrong_time_or_size(option: str, values: str) -> None:
    for value in values.split():
        status, _, err = memchunk("heap", "--unix", "x.py", f"{option}={value}")
        assert status == 2 and f"{option}: {value!r} is no" in err.splitlines()[-1], err


@pytest.mark.skipif(not os.environ.get("PICO_UF2"), reason="PICO_UF2 IS NOT SET")
def test_on_an_emulated_pico(tmp_path: Path) -> None:
    status, out, _ = memchunk("heap", "--emulator", os.environ["PICO_UF2"])
    assert status == 0 and re.search(r"^\d{3},\d{3} bytes: ", out, re.MULTILINE)
    script = tmp_path / "full.py"
    script.write_text("l = None\nwhile True: l = (l,)\n")
    status, out, _ = memchunk("heap", "--emulator", os.environ["PICO_UF2"], "--script", script, "--timeout", 300)
    assert status == 0 and " used, 0 free in 0 runs" in out
    assert f'File "{script}", line 2, in <module>\nMemoryError: ' in out
