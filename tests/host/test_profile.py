"""`memchunk profile`: each byte that a script allocates is some line's, and the script notices nothing."""

from __future__ import annotations

import os
import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from profile_rig import SCRIPTS, memchunk, raw, run, whole

from memchunk_host.build import LIBRARY
from memchunk_host.profile import load, run as run_on
from memchunk_host.profile.page import page
from memchunk_host.profile.table import Profile
from memchunk_host.profile.where import Unix
from memchunk_host.unix_board import UnixBoard

UNIX = Unix("4m")


def profiled(path: Path, where=UNIX, timeout: float = 60) -> tuple[Profile, str]:
    """The figures, and what the script put out."""
    out: list[bytes] = []
    profile, stopped = run_on(load(path), path, where, timeout, write=out.append, errors=out.append)
    assert not stopped
    return profile, b"".join(out).decode()


def of(source: str, path: Path) -> Profile:
    path.write_text(source)
    return profiled(path)[0]


def allocated(profile: Profile) -> dict[int, int]:
    return {number: line.allocated for number, line in profile.lines.items() if line.allocated}


def test_there_are_ten_scripts_and_more() -> None:
    assert len(SCRIPTS) > 10


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_the_lines_are_the_whole(path: Path) -> None:
    profile, said = profiled(path)
    assert sum(line.allocated for line in profile.lines.values()) == profile.total == whole(path) > 0
    assert sum(line.increment for line in profile.lines.values()) == profile.increment
    assert sum(part.allocated for part in profile.parts()) == profile.total
    alone = run(path)
    assert sorted(said.splitlines()) == sorted((alone.stdout + alone.stderr).splitlines())  # two pipes have no order


ONE = 32  # bytes of a block
LINES = [  # in blocks; + 1 where the module's third name comes
    ("a caller's line goes on behind a call", "def f():\n    return [1]\nx = (f(), [2], f())\n", {2: 4, 3: 2 + 2}),
    ("so it does behind one without a return", "def f():\n    x = [1]\nx = (f(), [2], f())\n", {2: 4, 3: 2 + 2}),
    (
        "a generator's line is not its consumer's",
        "def g(n):\n    for i in range(n):\n        yield [i]\nfor x in g(3):\n    y = [x]\n",
        {3: 6, 4: 4, 5: 6 + 1},
    ),
    (
        "an exception is the raising line's",
        "def f():\n    raise ValueError\ntry:\n    f()\nexcept ValueError:\n    x = [1]\n",
        {2: 3, 6: 2},
    ),
    (
        "a comprehension is its statement's",
        "def f(n):\n    return [n]\nx = [f(i) for i in range(3)]\n",
        {2: 6, 3: 2 + 2},
    ),
    ("a condition is its own line's", "if not [1]:\n    pass\nelif [2, 3]:\n    x = [4]\n", {1: 2, 3: 2, 4: 2 + 1}),
    ("a loop's condition is the loop's", "n = 3\nwhile [n][0]:\n    n -= 1\n    x = 1.5 * n\n", {2: 8, 4: 3}),
    (
        "the end of a context is the with's",
        "class C:\n    def __enter__(self):\n        return self\n"
        "    def __exit__(self, *_):\n        self.x = [1]\nwith C():\n    pass\n",
        {5: 2 + 1},
    ),
    (
        "recursion",
        "def f(n):\n    a = [n]\n    if n:\n        f(n - 1); b = [n]\n    c = [n]\nf(2)\n",
        {2: 6, 4: 4, 5: 6},
    ),
]


@pytest.mark.parametrize("source, blocks", [case[1:] for case in LINES], ids=[case[0] for case in LINES])
def test_whose_it_is(source: str, blocks: dict[int, int], tmp_path: Path) -> None:
    found = allocated(of(source, tmp_path / "one.py"))
    wanted = {line: blocks * ONE for line, blocks in blocks.items()}
    assert {line: found.get(line, 0) for line in wanted} == wanted, found


def test_hits_and_calls(tmp_path: Path) -> None:
    source = "def f(n):\n    for i in range(n):\n        pass\ndef g(): return f(2)\nfor k in range(3): g()\n"
    profile = of(source, tmp_path / "one.py")
    assert {number: line.hits for number, line in profile.lines.items()} == {1: 1, 2: 9, 3: 6, 4: 1, 5: 4}
    assert {part.name: part.calls for part in profile.parts()} == {"one.py": 1, "f": 3, "g": 3}


def test_a_body_on_the_line_of_its_header(tmp_path: Path) -> None:
    source = "n = f = 0\ndef f(): return [1]\ndef g(a=[1]): x = [[1]]; return [2], f()\nn = f()\nn = g()\n"
    profile = of(source, tmp_path / "one.py")
    parts = {part.name: part.allocated for part in profile.parts()}
    assert parts["f"] == 2 * 2 * ONE and parts["g"] == (4 + 2 + 1) * ONE
    assert sum(parts.values()) == profile.total == sum(line.allocated for line in profile.lines.values())
    assert f"<title>f: {parts['f']} bytes in 2 calls</title>" in page(profile)
    profile = of('def f(): """a\nb"""; return [1]\nf()\nf()\n', tmp_path / "one.py")
    assert [part.calls for part in profile.parts()] == [1, 2] and profile.lines[2].hits == 2
    profile = of("def f(): return 1 // 0\nf()\n", tmp_path / "one.py")
    assert profile.status == 2 and profile.at == 1


def test_increment_is_what_stays(tmp_path: Path) -> None:
    profile = of("x = [0] * 100\ny = len([0] * 100)\nz = 1\ndel x\nz = 2\n", tmp_path / "one.py")
    size = profile.lines[1].allocated
    assert size >= 800 and size - 2 * ONE <= profile.lines[1].increment <= size
    assert profile.lines[2].allocated >= 800 and abs(profile.lines[2].increment) <= 2 * ONE
    assert profile.lines[4].increment <= 4 * ONE - size and size <= profile.peak < 3 * size


def test_names_like_the_probes_own(tmp_path: Path) -> None:
    profile = of("_memchunk_at = 5\nx = [_memchunk_at]\nassert x == [5]\n", tmp_path / "one.py")
    assert profile.status == 1 and profile.lines[2].allocated == 2 * ONE


def test_machine_code_and_hard_interrupts_stay_as_they_are(tmp_path: Path) -> None:
    source = "@micropython.viper\ndef f(x: int) -> int:\n    return x + 1\ndef irq(_):\n    return 1\n"
    source = "import micropython\n" + source + "class Timer:\n    def __init__(self, callback, hard): pass\n"
    source += "t = Timer(callback=irq, hard=True)\nassert f(1) == 2 and irq(0)\n"
    profile = of(source, tmp_path / "one.py")
    assert profile.status == 1 and 4 not in profile.lines and 6 not in profile.lines


class Strict(HTMLParser):
    """Notes what a page would load."""

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.loads += [tag for name, _ in attrs if name in ("src", "href")] + [tag] * (tag in ("script", "link"))


def test_the_page_needs_nothing_else_and_has_every_byte() -> None:
    profile, _ = profiled(next(path for path in SCRIPTS if path.stem == "calls"))
    text = page(profile)
    parser = Strict()
    parser.feed(text)
    assert not parser.loads and "&quot;z&quot;" in text
    boxes = [int(one.replace(",", "")) for one in re.findall(r"<title>\d+: ([\d,]+) bytes", text)]
    assert sum(boxes) == profile.total
    rows = [int(one) for one in re.findall(r"<td class='soft'>(\d+)</td><td>[\d,]*</td><td>[\d,]+</td>", text)]
    largest = [profile.lines[number].allocated for number in rows[:15]]
    assert largest == sorted(largest, reverse=True) and largest[0] == max(allocated(profile).values())


def test_the_command(tmp_path: Path) -> None:
    script, html = tmp_path / "one.py", tmp_path / "one.html"
    script.write_text("a = x = 0\nx = [1]\nprint('out')\n")
    status, out, err = memchunk("profile", script, "--html", html)
    assert status == 0 and out.startswith("out\nLine #") and not err
    assert re.search(r"^ +2 +1 +64 +64   x = \[1\]$", out, re.MULTILINE) and "x = [1]" in html.read_text()
    status, out, err = memchunk("profile", script, "--quick")
    assert re.search(r"^ +2 +1 +64 +x = \[1\]$", out, re.MULTILINE)


@pytest.mark.parametrize(
    "source, status, said",
    [
        ("x = (1\ny = 2\n", 2, "memchunk: {0}:1: '(' was never closed: x = (1\n"),
        ("def f():\n    return [1 / 0]\nf()\n", 1, "{0}: raised at line 2\n"),
        ("import sys\nsys.exit(3)\n", 1, "{0}: exited with 3 at line 2\n"),
        ("import sys\nsys.exit()\n", 0, ""),
        ("while True:\n    x = [1]\n", 1, "{0}: still ran after 1 s, at line "),
        ("x = 1\0\n", 2, "memchunk: {0}: no Python source ("),
        ("match 1:\n    case 1:\n        pass\n", 2, "memchunk: {0}:1: MicroPython has no match statement: match 1:\n"),
        (None, 2, "memchunk: {0}: No such file or directory\n"),
    ],
)
def test_a_script_that_does_not_end_well(source: str | None, status: int, said: str, tmp_path: Path) -> None:
    path = tmp_path / "one.py"
    if source is not None:
        path.write_text(source)
    found, out, err = memchunk("profile", path, "--timeout", 1)
    assert found == status and err.startswith(said.format(path)) and err.count("\n") <= 1, err
    assert "memchunk_host" not in out and "_memchunk" not in out
    assert ("Line #" in out) == (status < 2)


@pytest.mark.parametrize("command", [("profile",), ("check", "--budget", "1m")])
def test_the_output_is_the_scripts(command: tuple[str, ...], tmp_path: Path) -> None:
    path = tmp_path / "one.py"
    write = 'print("x" + "é" * 100000)\nsys.stdout.buffer.write(b"\\xff\\xfe\\n")\nprint("err", file=sys.stderr)\n'
    path.write_text(f"import sys\n{write}", "utf-8")
    status, out, err = raw(command[0], path, *command[1:])
    assert status == 0 and err == b"err\n"
    assert out.startswith(b"x" + "é".encode() * 100000 + b"\n\xff\xfe\n") and b"err\n" not in out


@pytest.mark.parametrize(
    "source, line",
    [
        ("x = 1\nbreak\n", 2),
        ("x = 1\nif x:\n    return 5\n", 3),
        ("b = [1]\na = [*b]\n", 2),
        ("def f():\n    x = 1\n    nonlocal y\n", 3),
    ],
)
def test_what_only_the_compiler_finds(source: str, line: int, tmp_path: Path) -> None:
    path = tmp_path / "one.py"
    path.write_text(source)
    status, out, err = memchunk("profile", path)
    assert status == 2 and not out and err.startswith(f"memchunk: {path}:{line}: ") and err.count("\n") == 1, err


FINALLY = "import sys\nx = 1\ntry:\n    {}\nfinally:\n    x = 2\n    x = 3\n"
IN_CALL = "import sys\ndef f():\n    {}\ntry:\n    f()\nfinally:\n    x = 2\n"


@pytest.mark.parametrize("ends, said", [("1 // 0", "raised"), ("sys.exit(3)", "exited with 3")])
def test_the_line_that_raised(ends: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "one.py"
    for source, line in (FINALLY, 4), (IN_CALL, 3):
        path.write_text(source.format(ends))
        status, out, err = memchunk("profile", path)
        assert status == 1 and err == f"{path}: {said} at line {line}\n"


@pytest.mark.parametrize("name", ["before", "told", "ready"])
def test_a_script_called_like_the_tools_own_files(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text("x = [1]\nprint(__file__)\n")
    status, out, err = memchunk("profile", path)
    assert status == 0 and out.startswith(f"{path}\nLine #") and not err


COUNTS = [
    "import gc\nx = n = 0\ngc.collect()\ngc.disable()\nn = gc.mem_alloc()\nx = [1] * 100\nx = [1] * 100\nx = None\n"
    "n = gc.mem_alloc() - n\nprint(n)\ngc.collect()\nn = gc.mem_alloc()\nx = [1] * 9\nx = 0\n"
    "print(gc.mem_alloc() - n)\n",
    "from memchunk.heap import budget\nx = b = 0\nwith budget(5000, 'b') as b:\n    x = [1] * 100\n    x = [1] * 100\n"
    "    x = None\nprint(b.used)\n",
    "import gc\nn = gc.mem_alloc() + gc.mem_free()\nfor i in range(9):\n    x = bytearray(1000000)\n    x = None\n"
    "print(gc.mem_alloc() + gc.mem_free() == n, gc.mem_free() > 0)\n",
]


@pytest.mark.parametrize("more", [(), ("--quick",)])
@pytest.mark.parametrize("source", COUNTS, ids=["gc", "budget", "full"])
def test_a_script_that_counts(source: str, more: tuple[str, ...], tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("MICROPYPATH", str(LIBRARY))
    path = tmp_path / "one.py"
    path.write_text(source)
    status, out, _ = memchunk("profile", path, *more)
    assert status == 0 and out.startswith(run(path).stdout + "Line #"), (run(path).stdout, out)


def test_a_traceback_has_the_scripts_own_lines(tmp_path: Path) -> None:
    path = tmp_path / "one.py"
    path.write_text("def f():\n    for i in range(2):\n        pass\n    return [1 / 0]\n\n\nf()\n")
    _, out, err = memchunk("profile", path)
    assert out.startswith(run(path).stdout) and err == run(path).stderr + f"{path}: raised at line 4\n"
    assert f'File "{path}", line 4, in f' in out + err


@pytest.mark.parametrize(
    "source",
    [
        "x = " + "+".join(["1"] * 1000) + "\n",
        "x = 5\nif x == 0: pass\n" + "".join(f"elif x == {i}: pass\n" for i in range(1, 300)),
        "x = 'a'" + ".strip()" * 200 + "\n",
        "def g():\n    yield " + "+".join(["1"] * 1000) + "\nx = list(g())\n",
    ],
    ids=["terms", "elifs", "calls", "generator"],
)
def test_long_statements(source: str, tmp_path: Path) -> None:
    path = tmp_path / "one.py"
    path.write_text(source)
    status, out, err = memchunk("profile", path)
    assert status == 0 and "bytes in all" in out and not err
    assert sys.getrecursionlimit() <= 3000


@pytest.mark.parametrize("deep", ["-" * 100000 + "1", "(" * 5000 + ")" * 5000, "+".join("1" * 100000)])
def test_too_deep(deep: str, tmp_path: Path) -> None:
    path = tmp_path / "one.py"
    path.write_text(f"x = {deep}\n")
    status, out, err = memchunk("profile", path)
    assert status == 2 and err.startswith(f"memchunk: {path}") and err.count("\n") == 1 and not out, err[-200:]


FULL = "l = None\nwhile True: l = (l,)\n"


@pytest.mark.parametrize("seconds", ["inf", "1e20", "nan", "-1", "0", "soon"])
@pytest.mark.parametrize("command", [("profile",), ("check", "--budget", "1m")])
def test_a_timeout_that_is_none(command: tuple[str, ...], seconds: str, tmp_path: Path) -> None:
    path = tmp_path / "one.py"
    path.write_text("x = [1]\n")
    status, out, err = memchunk(*command, path, f"--timeout={seconds}")
    assert status == 2 and not out
    assert err.endswith(f"argument --timeout: '{seconds}' is no number of seconds from 0.001 to 500,000\n")


@pytest.mark.parametrize("heap", ["abc", "0", "10g", "-1", "99999999m"])
def test_a_heap_that_is_no_size(heap: str, tmp_path: Path) -> None:
    path = tmp_path / "one.py"
    path.write_text("x = [1]\n")
    status, out, err = memchunk("profile", path, f"--heap={heap}")
    assert status == 2 and not out and err.startswith(f"memchunk: --heap: '{heap}' is ") and err.count("\n") == 1, err


@pytest.mark.parametrize("heap", ["1", "700", "2k", "5k", "10k", "15k", "20k", "25k"])
def test_a_heap_that_is_too_small(heap: str, tmp_path: Path) -> None:
    path = tmp_path / "one.py"
    path.write_text("x = [1]\n")
    status, out, err = memchunk("profile", path, "--heap", heap)
    assert status == 2 and not out
    assert err == f"memchunk: {path}: a heap of {heap} is too small for the script and its probes\n"


@pytest.mark.parametrize("more", [(), ("--quick",)])
@pytest.mark.parametrize("source", [FULL, "l = []\nwhile True: l.append(bytearray(40))\n"])
def test_a_script_that_fills_the_heap(source: str, more: tuple[str, ...], tmp_path: Path) -> None:
    path = tmp_path / "one.py"
    path.write_text(source)
    status, out, err = memchunk("profile", path, "--heap", "300k", *more)
    assert status == 1 and err == f"{path}: raised at line 2\n"
    assert out.startswith("Traceback") and f'{path}", line 2, in <module>\nMemoryError: ' in out and "Line #" in out


def test_a_script_that_locks_the_heap(tmp_path: Path) -> None:
    path = tmp_path / "one.py"
    path.write_text("import micropython\nmicropython.heap_lock()\nmicropython.heap_lock()\nx = [1] * 100\n")
    status, out, err = memchunk("profile", path)
    assert status == 1 and err == f"{path}: raised at line 4\n" and "MemoryError: " in out and "Line #" in out
    path.write_text("import micropython\nx = [1]\nmicropython.heap_lock()\n")
    status, out, err = memchunk("profile", path)
    assert status == 0 and not err and "Line #" in out


def test_a_script_that_is_stopped_is_told_of_rightly(tmp_path: Path) -> None:
    """It is stopped between two statements: a signal in the middle of a collection leaves half of what is alive."""
    path = tmp_path / "endless.py"
    path.write_text("l = []\nfor i in range(30):\n    l.append(bytearray(80000))\nwhile True:\n    x = [1, 2, 3]\n")
    for _ in range(4):
        profile, stopped = run_on(load(path), path, UNIX, 1, write=lambda _: None, errors=lambda _: None)
        assert stopped and profile.peak >= profile.increment > 30 * 80032
        assert sum(line.allocated for line in profile.lines.values()) == profile.total
        assert sum(line.increment for line in profile.lines.values()) == profile.increment
    path.write_text("try:\n    while True:\n        pass\nfinally:\n    x = [1] * 1000\n    x = [1] * 1000\n")
    profile, stopped = run_on(load(path), path, UNIX, 0.4, write=lambda _: None, errors=lambda _: None)
    assert stopped and [profile.lines[line].hits for line in (5, 6)] == [1, 1]  # its cleaning up is not stopped


def test_a_script_that_no_interrupt_ends(tmp_path: Path) -> None:
    path = tmp_path / "one.py"
    path.write_text("import micropython\nmicropython.kbd_intr(-1)\nwhile True:\n    pass\n")
    status, out, err = memchunk("profile", path, "--timeout", 1)
    assert status in (1, 2) and err.count("\n") == 1


def test_on_a_board(tmp_path: Path) -> None:
    pytest.importorskip("mpremote")
    scripts = {path.stem: path for path in SCRIPTS}
    never = tmp_path / "never.py"
    never.write_text("while True:\n    x = [1]\n")
    with UnixBoard(tmp_path, heap="4m") as board:
        status, out, err = memchunk("profile", scripts["raises"], "--port", board.port)
        assert status == 1 and 'raises.py", line 14, in report' in out and err.endswith("raised at line 14\n")
        assert "bytes in all" in out.splitlines()[-1]
        status, out, err = memchunk("profile", scripts["stops"], "--port", board.port)
        assert status == 0 and not err
        status, out, err = memchunk("profile", never, "--port", board.port, "--timeout", 1)
        assert status == 1 and "still ran after 1 s" in err and "KeyboardInterrupt" in out
        never.write_text(IN_CALL.format("sys.exit(3)"))
        status, out, err = memchunk("profile", never, "--port", board.port)
        assert status == 1 and err == f"{never}: exited with 3 at line 3\n"
        never.write_text("x = 1\na = [*x]\n")
        status, out, err = memchunk("profile", never, "--port", board.port)
        assert status == 2 and f"{never}:2: " in err and "Line #" not in out
    status, out, err = memchunk("profile", never, "--port", tmp_path / "none")
    assert status == 2 and err.count("\n") == 1 and "no such port" in err


@pytest.mark.skipif(not os.environ.get("PICO_UF2"), reason="PICO_UF2 IS NOT SET")
def test_on_an_emulated_pico(tmp_path: Path) -> None:
    path = tmp_path / "one.py"
    loop = "for x in ([2], [3]):\n    b = (x[0] or 1) * (1 << 29)\n"
    path.write_text(f"def f(x):\n    return [x * 0.5]\na = b = 0\na = f(1)\n{loop}")
    status, out, err = memchunk("profile", path, "--quick", "--emulator", os.environ["PICO_UF2"])
    assert status == 0 and not err
    found = {int(n): int(size) for n, size in re.findall(r"^ +(\d+) +\d+ +(\d+) ", out, re.MULTILINE)}
    assert found[2] == 16 + 32 and found[4] == 0 and found[6] == 2 * 32  # a float and a list; ints beyond 30 bits
