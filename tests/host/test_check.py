"""`memchunk check`: a line a violated budget, an exit status, a picture."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from profile_rig import memchunk

from memchunk_host.profile.budgets import budgets, parse_size

SCRIPT = """
def clean(n):  # budget: 0
    return n + 1


def dirty(n):  # budget: 100
    x = [n] * 10  # budget: 64
    y = "# budget: 5"
    return x


def never():  # budget: 1k  # not called
    pass


for i in range(50):
    clean(i)
    dirty(i)
last = bytearray(5000)  # budget: 8k
"""


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "one.py"
    path.write_text(SCRIPT)
    return path


def test_sizes() -> None:
    assert [parse_size(one) for one in ("0", "512", "20k", "1M", "3 ", "8kB")] == [0, 512, 20480, 1 << 20, 3, 8192]
    for wrong in ("", "k", "-1", "1.5k", "3x", "1 k"):
        with pytest.raises(ValueError):
            parse_size(wrong)


def test_comments() -> None:
    assert [(one.line, one.allowed) for one in budgets(SCRIPT)] == [(2, 0), (6, 100), (7, 64), (12, 1024), (19, 8192)]
    with pytest.raises(ValueError, match="line 2: 'lots' is no size"):
        list(budgets("x = 1\ny = 2  # budget: lots\n"))


def test_a_line_a_violated_budget(script: Path) -> None:
    status, out, err = memchunk("check", script, "--budget", "4k")
    assert status == 1 and not err
    assert out.splitlines() == [
        f"{script}: OVER BUDGET: the script held 5,248 bytes at once, of a budget of 4,096",
        f"{script}:6: OVER BUDGET: dirty allocated 192 bytes a call, of a budget of 100",
        f"{script}:7: OVER BUDGET: the line allocated 192 bytes each time, of a budget of 64",
        f"{script}:12: never was never run, so its budget of 1,024 was not tried",
    ]


def test_within(script: Path) -> None:
    script.write_text("x = [1]\n")
    status, out, _ = memchunk("check", script, "--budget", "1k")
    assert status == 0 and out == f"{script}: within budget: the script held 96 bytes at once, of a budget of 1,024\n"
    status, _, _ = memchunk("check", script, "--budget", "95")
    assert status == 1


@pytest.mark.parametrize(
    "source, line, said",
    [
        ("def s(): return [1] * 100  # budget: 0\ns()\n", 1, "s allocated 896 bytes a call"),
        ("class A:\n    def m(self): return [1] * 20  # budget: 0\nA().m()\n", 2, "A.m allocated 256 bytes a call"),
        ("class A: x = [1] * 20  # budget: 0\n", 1, "A allocated "),
        ("def f(): return lambda: [1] * 20  # budget: 10\nf()()\n", 1, "f allocated "),
    ],
)
def test_a_body_on_the_line_of_its_header(source: str, line: int, said: str, script: Path) -> None:
    script.write_text(source)
    status, out, _ = memchunk("check", script)
    assert status == 1 and f"{script}:{line}: OVER BUDGET: {said}" in out, out


@pytest.mark.parametrize(
    "source, line, said",
    [
        ("x = bytearray(\n    5000)  # budget: 10\n", 1, "the line allocated 5,"),
        ("def multi(\n    a,\n):  # budget: 0\n    return [a] * 30\nmulti(1)\n", 1, "multi allocated 352 bytes a call"),
        ("x = [\n    [1],\n    # budget: 0\n]\n", 1, "the line allocated"),
        ("x = [\n    [1]\n]  # noqa  # budget: 0\n", 1, "the line allocated"),
        ("x = [\n    1]; y = [1] * 20  # budget: 0\n", 2, "the line allocated 256 bytes each time"),
        ("def s(): x = [1]; return (\n    x * 100)  # budget: 0\ns()\n", 1, "s allocated 896 bytes a call"),
        ("for i in (\n    [1], [2]\n):  # budget: 0\n    pass\n", 1, "the line allocated"),
        ("def d(f):\n    return f\n@d\n@d  # budget: 0\ndef f():\n    pass\n", 3, "the line allocated"),
        ("@staticmethod\ndef f():\n    pass\nif [1]:  # budget: 0\n    pass\n", 4, "the line allocated 64"),
        ("try: x = [1] * 20  # budget: 0\nfinally: x = 1\n", 1, "the line allocated 288"),
        ("try:\n    x = y\nexcept NameError: x = [1] * 20  # budget: 0\n", 3, "the line allocated 288"),
        ("x = [1] * 50  # noqa  # budget: 3\n", 1, "the line allocated 544"),
    ],
)
def test_a_budget_is_its_statements(source: str, line: int, said: str, script: Path) -> None:
    script.write_text(source)
    status, out, _ = memchunk("check", script, "--budget", "1m")
    assert status == 1 and f"{script}:{line}: OVER BUDGET: {said}" in out, out


@pytest.mark.parametrize(
    "source, line",
    [
        ("try:  # budget: 0\n    x = [1]\nfinally:\n    pass\n", 1),
        ("x = [1]\n# budget: 0\n", 2),
        ("if 0:\n    pass\nelse:  # budget: 0\n    x = [1]\n", 3),
        ("def f():\n    # budget: 0\n    return 1\n", 2),
        ("import micropython\n@micropython.viper\ndef f(x: int) -> int:  # budget: 0\n    return x\n", 3),
        ("def f():\n    global x  # budget: 0\n    x = 1\n", 2),
        ("def f():  # budget: 0\n    x = yield\n    while True:\n        x = yield x * 0.5\n", 1),
        ("class A:\n    def __iter__(self):  # budget: 0\n        yield [1]\n", 2),
        ("def g(): yield [1] * 20  # budget: 0\nlist(g())\n", 1),
        ("async def f():  # budget: 0\n    return [1]\n", 1),
        ("def f():\n    x = [1]\n    yield [2]  # budget: 0\n", 3),
        ("def f():\n    if (yield [2]):  # budget: 0\n        pass\n", 2),
    ],
)
def test_a_budget_of_nothing(source: str, line: int, script: Path) -> None:
    script.write_text(source)
    status, out, err = memchunk("check", script)
    assert status == 2 and not out and err == f"memchunk: {script}: line {line}: no budget can be held to here\n"


@pytest.mark.parametrize("ends", ["1 / 0", "import sys; sys.exit(2)"])
def test_a_script_that_fails_has_failed(ends: str, script: Path) -> None:
    script.write_text(f"x = [1]\n{ends}\n")
    status, out, err = memchunk("check", script, "--budget", "1k")
    assert status == 1 and "within budget" in out and f"{script}: " in err and "at line 2" in err


def test_a_full_heap_is_over_budget(script: Path, tmp_path: Path) -> None:
    script.write_text("l = None\nwhile True: l = (l,)\n")
    for more in (), ("--picture", tmp_path / "heap.svg"):
        status, out, err = memchunk("check", script, "--budget", "10k", "--heap", "100k", *more)
        assert status == 1 and f"{script}: OVER BUDGET: " in out and err == f"{script}: raised at line 2\n"


def test_the_picture(script: Path, tmp_path: Path) -> None:
    picture = tmp_path / "heap.svg"
    status, out, _ = memchunk("check", script, "--budget", "4k", "--picture", picture, "--heap", "200k")
    text = picture.read_text()
    assert status == 1 and "MEMCHUNK" not in out and "at line 19" in text or "at the end" in text
    assert text.count("bytes free in") == 2  # when it went over, and in the end
    status, _, _ = memchunk("check", script, "--budget", "20k", "--picture", picture, "--heap", "200k")
    assert status == 1 and picture.read_text().count("bytes free in") == 1


def test_a_picture_does_not_change_the_figures(script: Path, tmp_path: Path) -> None:
    plain = memchunk("check", script, "--budget", "4k")[1]
    assert memchunk("check", script, "--budget", "4k", "--picture", tmp_path / "heap.svg")[1] == plain


@pytest.mark.parametrize(
    "source, budget, said",
    [
        ("x = 1\n", [], "no budget: give --budget"),
        ("x = 1\n", ["--budget", "much"], "'much' is no size"),
        ("x = 1  # budget: lots\n", [], "line 1: 'lots' is no size"),
        ("x = (\n", ["--budget", "1k"], ":1: '(' was never closed"),
    ],
)
def test_wrong_usage(source: str, budget: list[str], said: str, script: Path) -> None:
    script.write_text(source)
    status, out, err = memchunk("check", script, *budget)
    assert status == 2 and said in err and err.count("\n") == 1 and not out


def test_an_output_without_a_newline(script: Path) -> None:
    script.write_text("print('no newline', end='')\n")
    status, out, _ = memchunk("check", script, "--budget", "1k")
    assert status == 0 and out.startswith("no newline\n") and out.count("\n") == 2


def test_a_script_that_imports_memchunk_finds_it(script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MICROPYPATH", raising=False)
    script.write_text("from memchunk import Ring\nimport sys\nprint(len([p for p in sys.path if p]))\nRing(9)\n")
    for command in ("check", "--budget", "100k"), ("profile",), ("heap", "--unix"):
        status, _, err = memchunk(*command, script)
        assert status == 0 and not err, err


def test_a_name_that_is_not_utf8(tmp_path: Path) -> None:
    script = tmp_path / os.fsdecode(b"x\xff.py")
    script.write_text("x = 1\n")
    status, out, err = memchunk("check", script, "--budget", "1k")
    assert status == 2 and not out and "knows no file names but in UTF-8" in err and err.count("\n") == 1


def test_an_interpreter_that_is_none(script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MICROPYTHON", sys.executable)
    script.write_text("x = 1\n")
    status, out, err = memchunk("check", script, "--budget", "1k")
    assert status == 2 and "is not a MicroPython" in err and err.count("\n") == 1


def test_a_terminal_of_another_encoding(script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    script.write_text("x = 'é'\n", "utf-8")
    command = [sys.executable, "-m", "memchunk_host", "profile", str(script)]
    done = subprocess.run(command, capture_output=True)
    assert done.returncode == 0 and b"x = '?'" in done.stdout and not done.stderr
