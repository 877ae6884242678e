"""`memchunk deploy` from end to end: the real mpremote, over a pty, to MicroPython's unix port as a board."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
import threading
import time
import tty
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import serial

from memchunk_host.build import build_package
from memchunk_host.cli import main
from memchunk_host.interpreter import NoInterpreter, architecture, find
from memchunk_host.unix_board import UnixBoard

try:
    MICROPYTHON = find()
except NoInterpreter as reason:
    pytest.skip(str(reason).upper(), allow_module_level=True)

OLD = {"__init__.py": "__version__ = '0.0.1'\nfrom memchunk.view import View\n", "view.py": "View = 'old'\n"}
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def built() -> dict[str, bytes]:
    """The package as it is to be on the board."""
    return tree(build_package(architecture(MICROPYTHON)).out)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The flash of a board that has nothing on it."""
    return tmp_path


@pytest.fixture
def board(root: Path) -> Iterator[UnixBoard]:
    """A board with that flash."""
    with UnixBoard(root) as board:
        yield board


@pytest.fixture
def deploy(capfd: pytest.CaptureFixture[str]) -> Run:
    """Deploy to a port; exit status, standard output, standard error."""

    def run(port: str, *arguments: object) -> tuple[int, str, str]:
        capfd.readouterr()
        status = main(["deploy", "--port", port, "--patience", "3", *map(str, arguments)])
        return status, *capfd.readouterr()

    return run


def tree(root: Path) -> dict[str, bytes]:
    """All files below `root` but the build's own notes."""
    paths = [path for path in root.rglob("*") if path.is_file() and not path.name.startswith(".")]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


def put(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)


def put_old(root: Path) -> None:
    put(root / "lib" / "memchunk", OLD)


def version(root: Path) -> str:
    """What a board with this flash imports, without asking through the port."""
    code = "import memchunk; memchunk.View; print(memchunk.__version__)"
    environment = {**os.environ, "MICROPYPATH": ":.frozen:./lib"}
    command = [MICROPYTHON, "-c", code]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, timeout=60)
    return done.stdout.strip() or done.stderr


def copied(output: str) -> int:
    """Files that a deploy says it copied."""
    found = re.search(r"^copied +(\d+) files", output, re.MULTILINE)
    assert found, output
    return int(found.group(1))


def test_fresh_then_nothing_then_one_file(
    board: UnixBoard, root: Path, deploy: Run, built: dict[str, bytes]
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


def test_the_real_mpremote_finds_it_there(board: UnixBoard, root: Path, deploy: Run) -> None:
    assert deploy(board.port)[0] == 0
    mpremote = [sys.executable, "-m", "mpremote", "connect", board.port]
    code = "from memchunk import Ring; r = Ring(8); print(r.write(b'there'))"
    done = subprocess.run([*mpremote, "exec", code], capture_output=True, text=True, timeout=60)
    assert done.stdout == "5\n", done


@pytest.mark.parametrize("sent", [300, 3_500, 20_000, 60_000, 95_000])
def test_unplugged_half_way(root: Path, deploy: Run, built: dict[str, bytes], sent: int) -> None:
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
    assert half > 1 or sent < 20_000


def test_interrupted_by_the_user(board: UnixBoard, root: Path, deploy: Run, built: dict[str, bytes]) -> None:
    put_old(root)
    put(root, {"main.py": "open('started', 'a').write('x')\n"})
    command = [sys.executable, "-m", "memchunk_host", "deploy", "--port", board.port]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    wait(lambda: len(tree(root / "lib/memchunk.new")) > 5)
    (root / "started").unlink(missing_ok=True)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130 and err == "memchunk: interrupted\n"
    assert version(root) == "0.0.1"
    wait((root / "started").exists)  # the board runs its program again
    status, out, _ = deploy(board.port)
    assert status == 0 and copied(out) < len(built) and tree(root / "lib") == built


def test_a_deploy_that_was_killed(board: UnixBoard, root: Path, deploy: Run, built: dict[str, bytes]) -> None:
    put_old(root)
    command = [sys.executable, "-m", "memchunk_host", "deploy", "--port", board.port]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    wait(lambda: len(tree(root / "lib/memchunk.new")) > 5)
    process.kill()
    process.wait()
    assert version(root) == "0.0.1"
    assert deploy(board.port)[0] == 0 and tree(root / "lib") == built


def wait(there: Callable[[], bool]) -> None:
    give_up = time.monotonic() + 30
    while not there():
        assert time.monotonic() < give_up
        time.sleep(0.01)


def test_a_swap_that_was_cut_short_is_ended(board: UnixBoard, root: Path, deploy: Run, built: dict[str, bytes]) -> None:
    assert deploy(board.port)[0] == 0
    lib = root / "lib"
    (lib / "memchunk").rename(root / "memchunk")
    (lib / "memchunk.new").mkdir()
    put_old(root)
    status, out, _ = deploy(board.port)
    assert status == 0 and copied(out) == 0 and tree(lib) == built and not (root / "memchunk").exists()


def test_onto_stale_sources(board: UnixBoard, root: Path, deploy: Run, built: dict[str, bytes]) -> None:
    assert deploy(board.port)[0] == 0
    stale = {"view.py": "raise ImportError('stale')\n", "frame.py": "", "old/__init__.py": ""}
    put(root / "lib/memchunk", stale)
    put(root / "lib", {"memchunk.py": "", "mine.py": "x = 1\n"})
    status, out, _ = deploy(board.port)
    assert status == 0 and copied(out) == 0
    assert tree(root / "lib") == {**built, "mine.py": b"x = 1\n"}
    assert all(f"memchunk/{name}" in out for name in ("view.py", "frame.py", "old/")) and "memchunk.py" in out


def test_sources_as_asked(board: UnixBoard, root: Path, deploy: Run) -> None:
    status, out, _ = deploy(board.port, "--py")
    assert status == 0 and ".py sources, as asked" in out and "from ./lib/memchunk/__init__.py" in out
    assert (root / "lib/memchunk/view.py").exists() and not list((root / "lib").rglob("*.mpy"))
    status, out, _ = deploy(board.port)
    assert status == 0 and not list((root / "lib").rglob("*.py"))


FAKE = """
import sys
class Sys:
    pass
fake = Sys()
for _name in dir(sys):
    setattr(fake, _name, getattr(sys, _name))
class Implementation:
    name, version, _machine, _mpy = {0!r}, {1!r}, "a board", {2!r}
fake.implementation = Implementation
sys.modules["sys"] = fake
"""
NEVER = """
def loop():
    while True:
        try:
            while True:
                {0}
        except KeyboardInterrupt:
            pass
loop()
"""
DAMAGING = """
import builtins
class Damaged:
    def __init__(self, file):
        self.file = file
    def write(self, data):
        return self.file.write(data[:-1])
    def close(self):
        self.file.close()
def open(name, mode="r"):
    file = builtins.open(name, mode)
    return Damaged(file) if mode == "wb" and name.endswith("stats.mpy") else file
"""


@pytest.mark.parametrize(
    ("files", "arguments", "said"),
    [
        ({"boot.py": FAKE.format("micropython", (1, 22, 2), 0x1206)}, [], "MicroPython 1.22.2 on the board is too old"),
        ({"boot.py": FAKE.format("circuitpython", (9, 2, 1), None)}, [], "the board runs circuitpython 9.2.1"),
        ({"boot.py": FAKE.format("micropython", (1, 28, 0), 0x3B06)}, [], "architecture 14 of the board's firmware"),
        ({"main.py": NEVER.format("pass")}, ["--patience", 1], "no MicroPython answers"),
        ({"main.py": NEVER.format("print('x' * 99)")}, ["--patience", 1], "talks on and on"),
        ({"memchunk/__init__.py": "mine = 1\n"}, [], "/memchunk on the board comes before ./lib"),
        ({}, ["--to", "nowhere"], "nowhere is not on the board's sys.path"),
        ({"boot.py": "import sys\nsys.modules['struct'] = None\n"}, [], "fails its self-check, and was not put in"),
        ({"boot.py": DAMAGING}, [], "what arrived on the board is not what was sent"),
        ({}, ["--app", "/nowhere.py"], "APP=/nowhere.py: No such file"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_leaves_the_board_as_it_was(
    root: Path, deploy: Run, files: dict[str, str], arguments: list[object], said: str
) -> None:
    put_old(root)
    put(root, files)
    before = tree(root)
    with UnixBoard(root) as board:
        status, out, err = deploy(board.port, *arguments)
    assert status == 2 and err.startswith("memchunk: ") and said in err and len(err.splitlines()) == 1, err
    assert "copied" not in out and tree(root) == before


def test_sources_for_firmware_that_loads_no_mpy(root: Path, deploy: Run) -> None:
    put(root, {"boot.py": FAKE.format("micropython", (1, 28, 0), None)})
    with UnixBoard(root, heap="1M") as board:
        status, out, err = deploy(board.port)
    assert status == 0 and ".py sources, since this firmware loads no .mpy files" in out, err


SMALL = """
import os, sys, vfs
class Flash:
    def __init__(self):
        self.file = open({0!r}, "r+b")
    def readblocks(self, n, buf, offset=0):
        self.file.seek(n * 4096 + offset)
        self.file.readinto(buf)
    def writeblocks(self, n, buf, offset=0):
        self.file.seek(n * 4096 + offset)
        self.file.write(buf)
        self.file.flush()
    def ioctl(self, what, argument):
        if what == 4:
            return {1}
        if what == 5:
            return 4096
        return 0
try:
    os.stat({0!r})
except OSError:
    with open({0!r}, "wb") as file:
        file.write(b"\\xff" * 4096 * {1})
    vfs.VfsLfs2.mkfs(Flash())
vfs.mount(vfs.VfsLfs2(Flash()), "/flash")
os.chdir("/flash")
sys.path[:] = ["", ".frozen", "/flash/lib"]
"""


def test_a_full_flash(root: Path, deploy: Run, built: dict[str, bytes]) -> None:
    """A littlefs with room for one package: it deploys, an update finds no room, and the first stays."""
    put(root, {"boot.py": SMALL.format(str(root / "flash.img"), 96)})
    subprocess.run([MICROPYTHON, "boot.py"], cwd=root, check=True, timeout=60)  # makes the file system
    look = "import os, memchunk; print(memchunk.__version__, os.listdir('lib'), os.statvfs('lib')[3])"
    with UnixBoard(root) as board:
        mpremote = [sys.executable, "-m", "mpremote", "connect", board.port]
        status, out, err = deploy(board.port)
        assert status == 0 and copied(out) == len(built) and "from /flash/lib/memchunk" in out, err
        spoil = "open('lib/memchunk/flow/stats.mpy', 'w').close()"
        subprocess.run([*mpremote, "exec", spoil], check=True, timeout=60)
        before = subprocess.run([*mpremote, "exec", look], capture_output=True, text=True, timeout=60).stdout
        assert before.startswith("0.1.0 ['memchunk']")
        status, out, err = deploy(board.port)
        assert status == 2 and len(err.splitlines()) == 1, err
        assert re.search(r"file system is full: [\d,]+ bytes free, .* nothing was changed", err)
        assert subprocess.run([*mpremote, "exec", look], capture_output=True, text=True, timeout=60).stdout == before


def test_a_port_that_is_none(deploy: Run, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    said = {tmp_path / "nothing": "no such port", tmp_path / "file": "not a serial port", "x://y": "not a serial port"}
    for port, line in said.items():
        status, _, err = deploy(str(port))
        assert status == 2 and line in err and len(err.splitlines()) == 1


def test_a_port_that_is_in_use(board: UnixBoard, deploy: Run) -> None:
    with serial.Serial(board.port, exclusive=True):
        status, _, err = deploy(board.port)
    assert status == 2 and "busy: another program has it open" in err and len(err.splitlines()) == 1
    assert deploy(board.port)[0] == 0


@pytest.mark.parametrize(("speech", "said"), [(b"", "no MicroPython answers"), (b"$GPGGA,1*00\r\n", "talks on and on")])
def test_a_device_that_is_no_board(deploy: Run, speech: bytes, said: str) -> None:
    ours, theirs = pty.openpty()
    tty.setraw(theirs)
    os.set_blocking(ours, False)
    stop = threading.Event()

    def speak() -> None:
        while not stop.wait(0.01):
            try:
                os.write(ours, speech)
            except BlockingIOError:
                pass

    thread = threading.Thread(target=speak)
    thread.start()
    try:
        status, _, err = deploy(os.ttyname(theirs), "--patience", 1)
    finally:
        stop.set()
        thread.join()
        os.close(ours)
        os.close(theirs)
    assert status == 2 and said in err and len(err.splitlines()) == 1


def test_a_program_becomes_main_and_is_started(board: UnixBoard, root: Path, deploy: Run, tmp_path: Path) -> None:
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


def test_a_program_that_raises_at_once_is_told(board: UnixBoard, deploy: Run, tmp_path: Path) -> None:
    put(tmp_path / "app", {"wrong.py": "import memchunk\nprint('hello')\n1 / 0\n"})
    status, out, err = deploy(board.port, "--app", tmp_path / "app/wrong.py")
    assert status == 1 and "main.py was started and raised" in err and "ZeroDivisionError" in err and "line 3" in err
    assert "time " in out
