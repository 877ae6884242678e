"""`memchunk deploy` from end to end: the real mpremote, over a pty, to MicroPython's unix port as a board."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from deploy_rig import MICROPYTHON, copied, deploy, put, put_old, tree, version, wait, wanted

from memchunk_host.interpreter import architecture
from memchunk_host.unix_board import UnixBoard


@pytest.fixture(scope="module")
def built() -> dict[str, bytes]:
    """The package as it is to be on the board."""
    return wanted(architecture(MICROPYTHON))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The flash of a board that has nothing on it."""
    return tmp_path


@pytest.fixture
def board(root: Path) -> Iterator[UnixBoard]:
    """A board with that flash."""
    with UnixBoard(root) as board:
        yield board


def test_fresh_then_nothing_then_one_file(
    board: UnixBoard, root: Path, built: dict[str, bytes]
) -> None:
    status, out, err = deploy(board.port)
    assert status == 0 and not err, err
    assert copied(out) == len(built) and tree(root / "lib") == built
    for line in ("board ", "package ", "imported    memchunk 0.1.0 from ./lib/memchunk/__init__.mpy, viper kernels"):
        assert line in out
    assert "33 frames by their CRC, 0 bytes allocated" in out
    heap = re.search(r"^heap +([\d,]+) bytes free before .*, ([\d,]+) after$", out, re.MULTILINE)
    assert heap and 100_000 < int(heap[2].replace(",", "")) < int(heap[1].replace(",", "")) < 262_144
    assert re.search(r"^flash +[\d,]+ of [\d,]+ bytes used$", out, re.MULTILINE)
    assert re.search(r"^time +\d+\.\d s$", out, re.MULTILINE)

    times = {path: path.stat().st_mtime_ns for path in (root / "lib").rglob("*")}
    status, out, _ = deploy(board.port)
    assert status == 0 and copied(out) == 0
    assert times == {path: path.stat().st_mtime_ns for path in (root / "lib").rglob("*")}

    (root / "lib/memchunk/flow/stats.mpy").write_bytes(b"of another version")
    status, out, _ = deploy(board.port)
    assert status == 0 and copied(out) == 1 and tree(root / "lib") == built
    assert [path.name for path in (root / "lib").iterdir()] == ["memchunk"]


def test_the_real_mpremote_finds_it_there(board: UnixBoard, root: Path) -> None:
    assert deploy(board.port)[0] == 0
    mpremote = [sys.executable, "-m", "mpremote", "connect", board.port]
    code = "from memchunk import Ring; r = Ring(8); print(r.write(b'there'))"
    done = subprocess.run([*mpremote, "exec", code], capture_output=True, text=True, timeout=60)
    assert done.stdout == "5\n", done


@pytest.mark.parametrize("sent", [300, 3_500, 20_000, 40_000, 60_000])
def test_unplugged_half_way(root: Path, built: dict[str, bytes], sent: int) -> None:
    put_old(root)
    with UnixBoard(root, unplug_after=sent) as board:
        status, out, err = deploy(board.port)
    assert status == 2 and len(err.splitlines()) == 1 and "is the cable still plugged in?" in err
    assert "copied" not in out and version(root) == "0.0.1"
    half = len(tree(root / "lib/memchunk.new"))
    with UnixBoard(root) as board:
        status, out, err = deploy(board.port)
    assert status == 0 and tree(root / "lib") == built and version(root) == "0.1.0"
    assert copied(out) <= len(built) - max(0, half - 1)  # what had arrived is not sent again
    assert half > 1 or sent < 40_000


def test_interrupted_by_the_user(board: UnixBoard, root: Path, built: dict[str, bytes]) -> None:
    put_old(root)
    put(root, {"main.py": "open('started', 'a').write('x')\n"})
    command = [sys.executable, "-m", "memchunk_host", "deploy", "--port", board.port]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a background shell has it ignored
    )
    wait(lambda: len(tree(root / "lib/memchunk.new")) > 5)
    (root / "started").unlink(missing_ok=True)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130 and err == "memchunk: interrupted\n"
    assert version(root) == "0.0.1"
    wait((root / "started").exists)  # the board runs its program again
    status, out, _ = deploy(board.port)
    assert status == 0 and copied(out) < len(built) and tree(root / "lib") == built


def test_a_deploy_that_was_killed(board: UnixBoard, root: Path, built: dict[str, bytes]) -> None:
    put_old(root)
    command = [sys.executable, "-m", "memchunk_host", "deploy", "--port", board.port]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    wait(lambda: len(tree(root / "lib/memchunk.new")) > 5)
    process.kill()
    process.wait()
    assert version(root) == "0.0.1"
    assert deploy(board.port)[0] == 0 and tree(root / "lib") == built


def test_a_swap_that_was_cut_short_is_ended(board: UnixBoard, root: Path, built: dict[str, bytes]) -> None:
    assert deploy(board.port)[0] == 0
    lib = root / "lib"
    (lib / "memchunk").rename(root / "memchunk")
    (lib / "memchunk.new").mkdir()
    put_old(root)
    status, out, _ = deploy(board.port)
    assert status == 0 and copied(out) == 0 and tree(lib) == built and not (root / "memchunk").exists()


def test_a_board_that_imports_the_old_one_at_start(board: UnixBoard, root: Path, built: dict[str, bytes]) -> None:
    put_old(root)
    put(root, {"boot.py": "import memchunk\n"})
    status, out, err = deploy(board.port)
    assert status == 0 and "imported    memchunk 0.1.0 from ./lib/memchunk/__init__.mpy" in out, err
    assert tree(root / "lib") == built


def test_onto_stale_sources(board: UnixBoard, root: Path, built: dict[str, bytes]) -> None:
    assert deploy(board.port)[0] == 0
    stale = {"view.py": "raise ImportError('stale')\n", "frame.py": "", "old/__init__.py": ""}
    put(root / "lib/memchunk", stale)
    put(root / "lib", {"memchunk.py": "", "mine.py": "x = 1\n"})
    status, out, _ = deploy(board.port)
    assert status == 0 and copied(out) == 0
    assert tree(root / "lib") == {**built, "mine.py": b"x = 1\n"}
    assert all(f"memchunk/{name}" in out for name in ("view.py", "frame.py", "old/")) and "memchunk.py" in out


def test_sources_as_asked(board: UnixBoard, root: Path) -> None:
    status, out, _ = deploy(board.port, "--py")
    assert status == 0 and ".py sources, as asked" in out and "from ./lib/memchunk/__init__.py" in out
    assert (root / "lib/memchunk/view.py").exists() and not list((root / "lib").rglob("*.mpy"))
    status, out, _ = deploy(board.port)
    assert status == 0 and not list((root / "lib").rglob("*.py"))


def test_a_program_becomes_main_and_is_started(board: UnixBoard, root: Path, tmp_path: Path) -> None:
    put(root, {"main.py": "mine = 1\n", "main.py.bak": "older\n"})
    app = tmp_path / "app" / "blink.py"
    put(app.parent, {"blink.py": "open('started', 'a').write('x')\n"})
    status, out, err = deploy(board.port, "--app", app)
    assert status == 0 and "the main.py that was there is now main.py.bak2" in out, err
    assert (root / "main.py").read_text().startswith(app.read_text())
    assert (root / "main.py.bak2").read_text() == "mine = 1\n" and (root / "main.py.bak").read_text() == "older\n"
    assert (root / "started").read_text() == "x"
    status, out, _ = deploy(board.port, "--app", app)
    assert status == 0 and "blink.py: unchanged" in out and (root / "started").read_text() == "xx"
    app.write_text("open('started', 'a').write('y')\n")
    status, out, _ = deploy(board.port, "--app", app)  # ours: no backup
    assert status == 0 and "was there" not in out and (root / "started").read_text() == "xxy"
    assert sorted(path.name for path in root.glob("main*")) == ["main.py", "main.py.bak", "main.py.bak2"]


def test_a_program_that_raises_at_once_is_told(board: UnixBoard, tmp_path: Path) -> None:
    put(tmp_path / "app", {"wrong.py": "import memchunk\nprint('hello')\n1 / 0\n"})
    status, out, err = deploy(board.port, "--app", tmp_path / "app/wrong.py")
    assert status == 1 and "main.py was started and raised" in err and "ZeroDivisionError" in err and "line 3" in err
    assert ">>>" not in err and "MicroPython" not in err
    assert "time " in out
