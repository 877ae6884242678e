"""The parts of a deploy that need no board: the port, what to send, the form of the package, the mark in main.py."""

from __future__ import annotations

import zlib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from memchunk_host.console import CommandError
from memchunk_host.deploy import ports as serial_ports
from memchunk_host.deploy.app import is_ours, read_app
from memchunk_host.deploy.board import Facts
from memchunk_host.deploy.package import package_for, supported, uses_heap
from memchunk_host.deploy.parcels import parcels
from memchunk_host.deploy.plan import Plan, hashes, parse, plan
from memchunk_host.deploy.selfcheck import Check, self_check

PICO = 0x1306
WANTED = hashes({"memchunk/a.mpy": b"a", "memchunk/sub/b.mpy": b"b"})


def facts(**changed: Any) -> Facts:
    about: dict[str, Any] = {
        "name": "micropython",
        "version": (1, 28, 0),
        "machine": "a board",
        "mpy": PICO,
        "heap": 1,
        "lib": "/lib",
        "before": None,
        "path": ["", "/lib"],
    }
    return Facts(**{**about, **changed})


def test_a_new_board_gets_everything() -> None:
    assert plan(WANTED, {}, {}) == Plan(["memchunk/a.mpy", "memchunk/sub/b.mpy"], [], [], [], [])


def test_nothing_to_do() -> None:
    todo = plan(WANTED, WANTED, {"memchunk/": "-"})
    assert not todo.changes and not todo.send


def test_what_changed_is_sent_and_the_rest_reused() -> None:
    todo = plan(WANTED, {**WANTED, "memchunk/a.mpy": "old"}, {})
    assert todo == Plan(["memchunk/a.mpy"], ["memchunk/sub/b.mpy"], [], [], []) and todo.changes


def test_what_an_interrupted_deploy_staged_is_kept_if_whole() -> None:
    half = {**WANTED, "memchunk/sub/b.mpy": "half of it"}
    todo = plan(WANTED, {}, half)
    assert todo == Plan(["memchunk/sub/b.mpy"], [], ["memchunk/a.mpy"], ["memchunk/sub/b.mpy"], [])


@pytest.mark.parametrize("stale", ["memchunk/a.py", "memchunk.py", "memchunk/empty/", "memchunk/a/"])
def test_what_is_no_part_of_the_package_goes(stale: str) -> None:
    todo = plan(WANTED, {**WANTED, stale: "-" if stale.endswith("/") else "x"}, {})
    assert todo.gone == [stale] and todo.changes and not todo.send


def test_a_listing_is_read() -> None:
    assert parse("- memchunk/\nabc memchunk/a b.mpy\n") == {"memchunk/": "-", "memchunk/a b.mpy": "abc"}
    assert WANTED["memchunk/"] == WANTED["memchunk/sub/"] == "-" and len(WANTED) == 4


def port(device: str, vid: int | None, pid: int = 5) -> SimpleNamespace:
    return SimpleNamespace(device=device, vid=vid, pid=pid, description=f"at {device}")


PICO_PORT, OTHER_PICO = port("/dev/ttyACM0", 0x2E8A), port("/dev/ttyACM1", 0x2E8A)
PROBE, MODEM, BUILT_IN = port("/dev/ttyACM2", 0x2E8A, 0x000C), port("/dev/ttyUSB0", 0x0403), port("/dev/ttyS0", None)


def test_the_one_board_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serial_ports, "comports", lambda: [BUILT_IN, PROBE, MODEM, PICO_PORT])
    assert serial_ports.find_port("auto") == serial_ports.find_port("") == "/dev/ttyACM0"
    assert serial_ports.find_port("/dev/ttyUSB0") == "/dev/ttyUSB0"


@pytest.mark.parametrize(
    ("ports", "said"),
    [
        ([], ["no board", "cable", "BOOTSEL", "dialout"]),
        ([BUILT_IN, PROBE], ["no board", "cable"]),
        ([PICO_PORT, OTHER_PICO], ["several boards", "/dev/ttyACM0 (at /dev/ttyACM0)", "ACM1", "PORT=/dev/ttyACM0"]),
        ([MODEM], ["for certain", "PORT=/dev/ttyUSB0"]),
    ],
)
def test_no_board_or_several(monkeypatch: pytest.MonkeyPatch, ports: list[Any], said: list[str]) -> None:
    monkeypatch.setattr(serial_ports, "comports", lambda: ports)
    with pytest.raises(CommandError) as raised:
        serial_ports.find_port("auto")
    assert all(part in str(raised.value) for part in said) and "\n" not in str(raised.value)


def test_the_whole_package_for_a_pico_is_within_its_limit() -> None:
    package = package_for(facts())
    small, large = (list(parcels(package.files, package.files, heap)) for heap in (99_999, 100_000))
    sent, less = (sum(len(parcel.content) for parcel in made) for made in (small, large))
    assert package.form == ".mpy 6.3 for armv6m" and 0 < less < sent <= 64 * 1024
    assert len(large) < len(small) and max(len(parcel.content) for parcel in small) < 16_384
    assert "memchunk/__init__.mpy" in package.files and not [n for n in package.files if "plain" in n]


def test_the_instruments_of_the_heap_come_along_where_they_are_asked_for() -> None:
    without, whole = package_for(facts()).files, package_for(facts(), heap=True).files
    more = set(whole) - set(without)
    assert without.items() < whole.items() and {"memchunk/heap/__init__.mpy", "memchunk/heap/inspector.mpy"} < more
    assert all(name.startswith(("memchunk/heap/", "memchunk/kernels/")) for name in more)
    assert len([name for name in more if "/kernels/" in name]) >= 3


@pytest.mark.parametrize(
    ("program", "uses"),
    [
        (b"import memchunk.heap", True),
        (b"from memchunk import Ring, heap", True),
        (b"def f():\n    from memchunk.heap.guards import budget", True),
        (b"from memchunk import Ring\nheap = Ring(5)  # memchunk.heap", False),
        (b"import memchunk.heaps, heap", False),
    ],
)
def test_a_program_that_imports_the_heaps_instruments_is_known(program: bytes, uses: bool) -> None:
    assert uses_heap(program) is uses


@pytest.mark.parametrize(
    ("mpy", "why"), [(None, "loads no .mpy"), (0x1206, "loads .mpy 6.2, and"), (0x1307, "loads .mpy 7.3, and")]
)
def test_sources_where_no_mpy_fits_and_why(mpy: int | None, why: str) -> None:
    package = package_for(facts(mpy=mpy))
    assert why in package.form and package.form.startswith(".py sources")
    kernels = {f"memchunk/kernels/{form}/link.py" for form in ("plain", "viper", "thumb")}
    assert {"memchunk/view.py"} | kernels < set(package.files)
    assert "memchunk/_cpython.py" not in package.files


def test_sources_as_asked() -> None:
    assert package_for(facts(), sources=True).form == ".py sources, as asked"


def test_an_unknown_architecture() -> None:
    with pytest.raises(CommandError, match="architecture 14 of the board's firmware is unknown"):
        package_for(facts(mpy=14 << 10 | 0x306))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"version": (1, 22, 2)}, "1.22.2 on the board is too old.* 1.23"),
        ({"name": "circuitpython"}, "circuitpython 1.28.0"),
    ],
)
def test_firmware_that_cannot_run_it(changed: dict[str, Any], said: str) -> None:
    supported(facts(version=(1, 23, 0)))
    with pytest.raises(CommandError, match=said):
        supported(facts(**changed))


def test_a_program_is_marked_as_ours(tmp_path: Path) -> None:
    for text in (b"print(1)\n", b"print(1)", b"", b"# put here by memchunk deploy: x\n"):
        path = tmp_path / "x.py"
        path.write_bytes(text)
        content = read_app(path).content
        assert content.startswith(text) and is_ours(content)
        assert not is_ours(text) and not is_ours(content + b"print(2)\n") and not is_ours(b"#" + content)


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "No such file"), (b"1 +\n", "line 1"), (b"\0", "null|invalid"), (b"\xff\xfe", "not a Python")],
)
def test_what_is_no_program(tmp_path: Path, content: bytes | None, said: str) -> None:
    path = tmp_path / "x.py"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError, match=f"^/.*x.py: .*({said})"):
        read_app(path)


FINDINGS = {
    **{"version": "0.1.0", "file": "/lib/memchunk/__init__.mpy", "backend": "viper", "zero_alloc": True},
    **{"before": 2, "after": 1, "frames": 33, "bad": 0, "allocated": 0},
}


def checked(version: tuple[int, ...], **changed: Any) -> Check:
    """The verdict on what a board found."""
    board = SimpleNamespace(reset=lambda: None, load=lambda name: None, call=lambda *call: {**FINDINGS, **changed})
    return self_check(board, version)  # type: ignore[arg-type]


def test_findings_that_fail_a_check() -> None:
    assert checked((1, 28, 0)).frames == 33
    with pytest.raises(CommandError, match="2 of 35 frames were lost or broken"):
        checked((1, 28, 0), bad=2)
    with pytest.raises(CommandError, match="allocated 16 bytes"):
        checked((1, 28, 0), allocated=16)
    assert checked((1, 25, 0), allocated=16).allocated == 16  # there a slice assignment allocates


def test_what_a_check_says() -> None:
    check = checked((1, 28, 0), zero_alloc=False, allocated=0)
    assert str(check) == "Ring round trip, 33 frames by their CRC, 0 bytes allocated; views are slices on this firmware"


@pytest.mark.parametrize(("heap", "most"), [(0, 16_384), (99_999, 16_384), (100_000, 65_536)])
def test_parcels_hold_the_files_in_their_order(heap: int, most: int) -> None:
    files = {f"memchunk/{n}.mpy": bytes([n]) * (1000 * n) for n in range(20)} | {"memchunk/long.mpy": b"x" * 60_000}
    made = list(parcels(files, files, heap))
    assert [file for parcel in made for file in parcel.files] == [(name, len(data)) for name, data in files.items()]
    for parcel in made:
        assert zlib.decompress(parcel.content) == b"".join(files[name] for name, _ in parcel.files)
        assert len(parcel.files) == 1 or sum(size for _, size in parcel.files) <= most
    assert len(made[-1].files) == 1 and list(parcels(files, [])) == []
