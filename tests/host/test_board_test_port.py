"""`make board-test TARGET=board` with the unix port behind a serial port: what passes, and what can not be used."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import serial
from deploy_rig import FAKE, MICROPYTHON, NEVER, SMALL, put, tree, wait, wait_for_never

from memchunk_host.boardtest.board import Board
from memchunk_host.boardtest.module import Module
from memchunk_host.boardtest.protocol import Outcome
from memchunk_host.boardtest.runner import run_module
from memchunk_host.boardtest.targets import TargetError
from memchunk_host.build import build_package
from memchunk_host.deploy.board import Board as Link
from memchunk_host.interpreter import architecture
from memchunk_host.unix_board import UnixBoard


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The flash of a board that memchunk was deployed to."""
    (tmp_path / "lib").symlink_to(build_package(architecture(MICROPYTHON)).out)
    return tmp_path


@pytest.fixture
def board(root: Path) -> Iterator[UnixBoard]:
    with UnixBoard(root) as board:
        yield board


def board_test(port: str, *only: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "memchunk_host.boardtest", "--port", port, *only]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


def test_what_applies_passes_and_nothing_stays(board: UnixBoard, root: Path) -> None:
    put(root, {"main.py": "open('started', 'w').close()\n"})
    done = board_test(board.port, "test_view", "test_usb", "test_hard_timer")
    assert done.returncode == 0 and not done.stderr, done
    head = done.stdout.splitlines()[0]
    assert head.startswith("== board tests, board: linux") and head.endswith(f"on {board.port}, memchunk 0.1.0")
    assert "ok   test_usb.capture_walk" in done.stdout and "skip test_hard_timer.test_1_khz: no Timer" in done.stdout
    wait((root / "started").exists)  # the board runs its program again
    assert sorted(tree(root)) == ["main.py", "started"]


BAD = """
import sys
def test_a(): pass
def test_b():
    while True: pass
def test_c(): sys.exit()
def test_d(): pass
"""


def test_what_hangs_or_ends_the_interpreter_is_named_and_the_rest_runs(board: UnixBoard, root: Path) -> None:
    put(root, {"test_bad.py": BAD})
    module = Module("test_bad", ("test_a", "test_b", "test_c", "test_d"), timeout=2)
    heard: list[Outcome] = []
    with Board(board.port) as target:
        run_module(target, module, heard.append)
    assert [(o.name, o.verdict) for o in heard] == [
        ("test_a", "ok"),
        ("test_b", "FAIL"),
        ("test_c", "FAIL"),
        ("test_d", "ok"),
    ]
    assert "it hangs here" in heard[1].text and "it hangs here" in heard[2].text


@pytest.mark.parametrize(
    ("boot", "main", "said"),
    [
        (FAKE.format("micropython", (1, 22, 2), 0x1206), "", "MicroPython 1.22.2 on the board is too old"),
        (FAKE.format("circuitpython", (9, 2, 1), None), "", "the board runs circuitpython 9.2.1"),
        (FAKE.format("micropython", (1, 28, 0), None), "", "since this firmware loads no .mpy files"),
        ("import sys\nsys.path.remove('./lib')\n", "", "`make deploy` first: on the board: ImportError"),
        ("", NEVER.format("pass"), "no MicroPython answers"),
        ("", NEVER.format("print('x' * 99)"), "talks on and on"),
    ],
)
def test_a_board_that_can_not_be_used_is_left_as_it_was(root: Path, boot: str, main: str, said: str) -> None:
    put(root, {"boot.py": boot, "main.py": main})
    before = tree(root)
    with UnixBoard(root) as board:
        wait_for_never(root, main)
        with pytest.raises(TargetError) as raised:
            Board(board.port, patience=1)
    assert said in str(raised.value) and "\n" not in str(raised.value)
    assert tree(root) == before


def test_a_port_that_is_in_use(board: UnixBoard) -> None:
    with serial.Serial(board.port, exclusive=True), pytest.raises(TargetError, match="busy: another program has it"):
        Board(board.port)


def test_a_full_flash(root: Path) -> None:
    """Half of the tests fit on it."""
    put(root, {"boot.py": SMALL.format(str(root / "flash.img"), 24) + f"sys.path.append({str(root / 'lib')!r})\n"})
    with UnixBoard(root) as board:
        with pytest.raises(TargetError, match="^the board's file system is full$"):
            Board(board.port).__enter__()
        with Link(board.port) as link:
            assert link.run("import os; print(os.listdir())") == "[]\n"


def test_unplugged_while_the_tests_are_copied(root: Path) -> None:
    with UnixBoard(root, unplug_after=15_000) as board:
        done = board_test(board.port)
    assert done.returncode == 2 and len(done.stdout.splitlines()) == 1
    assert len(done.stderr.splitlines()) == 1 and "is the cable still plugged in?" in done.stderr
    assert (root / "memchunk_board_tests").exists()
    with UnixBoard(root) as board:  # what stayed is in nobody's way
        assert board_test(board.port, "test_view").returncode == 0
    assert not (root / "memchunk_board_tests").exists()
