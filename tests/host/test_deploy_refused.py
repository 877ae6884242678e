"""What `memchunk deploy` cannot do: one line, an exit status, and the board as it was."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
import threading
import tty
from pathlib import Path

import pytest
import serial
from deploy_rig import FAKE, MICROPYTHON, NEVER, SMALL, copied, deploy, put, put_old, tree, wait_for_never, wanted

from memchunk_host.interpreter import architecture
from memchunk_host.unix_board import UnixBoard

NO_DEFLATE = "import sys\nsys.modules['deflate'] = None\n"
DAMAGING = """
import builtins
class Damaged:
    def __init__(self, file):
        self.file = file
    def write(self, data):
        return self.file.write(data[:-1])
    def __enter__(self):
        return self
    def __exit__(self, *_):
        self.close()
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
        ({}, ["--app", "/nowhere.py"], "/nowhere.py: No such file"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_leaves_the_board_as_it_was(
    tmp_path: Path, files: dict[str, str], arguments: list[object], said: str
) -> None:
    put_old(tmp_path)
    put(tmp_path, files)
    before = tree(tmp_path)
    with UnixBoard(tmp_path) as board:
        wait_for_never(tmp_path, files.get("main.py", ""))
        status, out, err = deploy(board.port, *arguments)
    assert status == 2 and err.startswith("memchunk: ") and said in err and len(err.splitlines()) == 1, err
    assert "copied" not in out and tree(tmp_path) == before


def test_sources_for_firmware_that_loads_no_mpy(tmp_path: Path) -> None:
    put(tmp_path, {"boot.py": FAKE.format("micropython", (1, 28, 0), None)})
    with UnixBoard(tmp_path, heap="1M") as board:
        status, out, err = deploy(board.port)
    assert status == 0 and ".py sources, since this firmware loads no .mpy files" in out, err


def test_file_by_file_where_nothing_can_be_inflated(tmp_path: Path) -> None:
    put(tmp_path, {"boot.py": NO_DEFLATE})
    with UnixBoard(tmp_path) as board:
        status, out, err = deploy(board.port)
    assert status == 0 and "deflated" not in out and copied(out) == len(tree(tmp_path / "lib")), err


def test_a_full_flash(tmp_path: Path) -> None:
    """A littlefs with room for one package: it deploys, an update finds no room, and the first stays."""
    blocks = len(wanted(architecture(MICROPYTHON))) + 42
    put(tmp_path, {"boot.py": SMALL.format(str(tmp_path / "flash.img"), blocks)})
    subprocess.run([MICROPYTHON, "boot.py"], cwd=tmp_path, check=True, timeout=60)  # makes the file system
    look = "import os, memchunk; print(memchunk.__version__, os.listdir('lib'), os.statvfs('lib')[3])"
    with UnixBoard(tmp_path) as board:
        mpremote = [sys.executable, "-m", "mpremote", "connect", board.port]
        status, out, err = deploy(board.port)
        assert status == 0 and copied(out) > 30 and "from /flash/lib/memchunk" in out, err
        spoil = "open('lib/memchunk/flow/stats.mpy', 'w').close()"
        subprocess.run([*mpremote, "exec", spoil], check=True, timeout=60)
        before = subprocess.run([*mpremote, "exec", look], capture_output=True, text=True, timeout=60).stdout
        assert before.startswith("0.1.0 ['memchunk']")
        status, out, err = deploy(board.port)
        assert status == 2 and len(err.splitlines()) == 1, err
        assert re.search(r"file system is full: [\d,]+ bytes free, .* nothing was changed; --needed .*NEEDED=1", err)
        assert subprocess.run([*mpremote, "exec", look], capture_output=True, text=True, timeout=60).stdout == before


def test_a_flash_that_has_room_for_what_is_needed_alone(tmp_path: Path) -> None:
    put(tmp_path, {"boot.py": SMALL.format(str(tmp_path / "flash.img"), 70)})
    subprocess.run([MICROPYTHON, "boot.py"], cwd=tmp_path, check=True, timeout=60)
    with UnixBoard(tmp_path) as board:
        status, _, err = deploy(board.port)
        assert status == 2 and "--needed" in err
        status, out, err = deploy(board.port, "--needed")
        assert status == 0 and copied(out) > 20, err
        mpremote = [sys.executable, "-m", "mpremote", "connect", board.port]
        spoil = "open('lib/memchunk/view.mpy', 'w').close(); f = open('mine', 'w')\nwhile f.write('x' * 999): f.flush()"
        subprocess.run([*mpremote, "exec", spoil], capture_output=True, timeout=60)
        status, _, err = deploy(board.port, "--needed")
        assert status == 2 and "file system is full" in err and "--needed" not in err


def test_a_port_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    said = {tmp_path / "nothing": "no such port", tmp_path / "file": "not a serial port", "x://y": "not a serial port"}
    for port, line in said.items():
        status, _, err = deploy(str(port))
        assert status == 2 and line in err and len(err.splitlines()) == 1


def test_a_port_that_is_in_use(tmp_path: Path) -> None:
    with UnixBoard(tmp_path) as board:
        with serial.Serial(board.port, exclusive=True):
            status, _, err = deploy(board.port)
        assert status == 2 and "busy: another program has it open" in err and len(err.splitlines()) == 1
        assert deploy(board.port)[0] == 0


@pytest.mark.parametrize(("speech", "said"), [(b"", "no MicroPython answers"), (b"$GPGGA,1*00\r\n", "talks on and on")])
def test_a_device_that_is_no_board(speech: bytes, said: str) -> None:
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
