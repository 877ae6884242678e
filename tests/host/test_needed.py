"""Which modules a program leads to: told from sources, and never less than a run on the unix port then imports."""

from __future__ import annotations

import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from lanes import FAKES, MODELS, ROOT
from memchunk_host.build import package_sources
from memchunk_host.deploy.asks import CannotTell, asks
from memchunk_host.deploy.board import Facts
from memchunk_host.deploy.needed import HEAP, SELF_CHECK, Program, needed
from memchunk_host.deploy.package import package_for
from memchunk_host.interpreter import NoInterpreter, find

EXAMPLES = ROOT / "examples"
PICO = Facts("micropython", (1, 28, 0), "a board", 0x1306, 200_000, "/lib", None, [])
FORMS = {name: path for arch in ("none", "x64", "armv6m") for name, path in package_sources(arch).items()}
# Runs a program, and prints each module of memchunk that was there after any import, let go of again or not.
RECORDER = """
import builtins, sys
real, seen = builtins.__import__, set()
def record(*arguments):
    try:
        return real(*arguments)
    finally:
        seen.update([name for name in sys.modules if name.startswith("memchunk")])
builtins.__import__ = record
with open(sys.argv[1]) as file:
    exec(file.read(), {"__name__": "program"})
sys.stdout.write("\\nSEEN " + " ".join(sorted(seen)))
"""
STREAM = """
import io
class Sink:
    def write(self, view):
        return len(view)
stream = pipeline(io.BytesIO(bytes(4000)), Sink(), 32, name="x", channels=("a", "b"))
stream.run()
stream.stats.rows, stream.footprint
"""
IMU = """
from fakes.buses import Clock
from sensors.lsm6dso import Lsm6dso as Model
class Sink:
    def write(self, view):
        return len(view)
clock, model, pin = Clock(), Model(bytes(12 * 400)), Pin(22, Pin.IN)
i2c = I2C(0, freq=400000)
i2c.attach(0x6A, model, clock)
pin.follow(model, clock, pulses=False)
stream = pipeline(i2c, pin, Sink())
for _ in range(200):
    stream.step()
    clock.advance(500)
assert stream.stats.chunks
"""
FAKE = "from fakes.buses import I2C, SPI, Pin"  # what a board has
# How each public name is made.
MADE = {
    "View": "View(bytearray(8)).aim(0, 4)",
    "Chunk": "Chunk(bytearray(40), 8, 8)",
    "DecodeError": "DecodeError('x')",
    "chunks": "list(chunks(b'123456', 2))",
    "windows": "list(windows(b'123456', 2, 1))",
    "read_chunks": "list(read_chunks(io.BytesIO(b'12345'), 2))",
    "lines": "list(lines(io.BytesIO(b'12\\n345\\n'), 9))",
    "Ring": "r = Ring(8, full='overwrite'); r.write(b'1234567890')",
    "ChunkQueue": "q = ChunkQueue(2, 8, full='overwrite'); [q.claim() and q.commit(8) for _ in range(5)]",
    "BufferPool": "BufferPool(2, 8)",
    "RecordQueue": "q = RecordQueue(40, 'overwrite'); [q.write(b'123456789') for _ in range(9)]",
    "Delta": "Delta(2)",
    "Zigzag": "Zigzag()",
    "Cobs": "Cobs()(Chunk(bytearray(40), 9, 9))",
    "Crc32": "Crc32()(Chunk(bytearray(40), 9, 9))",
    "Blockpack": "Blockpack(2)",
    "Unblockpack": "Unblockpack(2)",
    "CobsR": "CobsR()(Chunk(bytearray(40), 9, 9))",
    "Slip": "Slip()",
    "SlipDecoder": "SlipDecoder(64)",
    "Varint": "Varint(), Varint(4)",
    "Rice": "Rice(9)",
    "Unrice": "Unrice(9)",
    "Pack12": "Pack12(), Pack12('mipi')",
    "Hex": "Hex()",
    "HexDecoder": "HexDecoder()",
    "Base64": "Base64()",
    "Base64Encoder": "Base64Encoder()",
    "Base64Decoder": "Base64Decoder()",
    "Csv": "Csv(3)",
    "CborWriter": "CborWriter(bytearray(99)).typed('h', b'12')",
    "CborReader": "CborReader(b'\\x19\\x01\\x02').int()",
    "Ulaw": "Ulaw()",
    "Alaw": "Alaw()",
    "ImaAdpcm": "ImaAdpcm()",
    "Crc": "Crc('CRC-8/SMBUS'), Crc('CRC-16/MODBUS'), Crc('CRC-32C')",
    "Fletcher16": "Fletcher16()(Chunk(bytearray(40), 9, 9))",
    "Adler32": "Adler32()",
    "Byteswap": "Byteswap(), Byteswap(4)",
    "Calibrate": "Calibrate((1, 2), (1, 2))",
    "Remap": "Remap((2, 1))",
    "Statistics": "Statistics(3)",
    "Histogram": "Histogram(0, 1, 5)",
    "Threshold": "Threshold(3, 900, -900)",
    "ZeroCrossing": "ZeroCrossing(2)",
    "Boxcar": "Boxcar(3, 5)",
    "Cic": "Cic(3, 5, 3, 2)",
    "MovingAverage": "MovingAverage(3, 5)",
    "Fir": "Fir(3, (0.75, 0.2))",
    "Biquad": "Biquad(3, ((1.0, -2.0, 1.0, 1.0, -1.7, 0.9),))",
    "copy": "copy(b'1234', bytearray(4))",
    "Descriptor": "Descriptor(1, 'x', ('a',))",
    "Frame": "Frame(Descriptor(1, 'x', ('a',)))",
    "FrameReader": "r = FrameReader(99); r.claim()[:4] = b'123\\0'; r.commit(4); r.next()",
    "Pipeline": "Pipeline(StreamSource(io.BytesIO(), 2), [], io.BytesIO(), 8).footprint",
    "StreamSource": "StreamSource(io.BytesIO(), 2)",
    "AdcDma": "AdcDma((26,), 1000)",
    "TimerSource": "from machine import Timer; TimerSource(Timer(), print, 10)",
    "UartSource": "from machine import UART; UartSource(UART(0), 2)",
    "I2sSource": "I2sSource(io.BytesIO(), 8000)",
    "Esp32Adc": "Esp32Adc((1,), 1000, -1)",
    "I2cFifo": "I2cFifo(I2C(0), Mpu6050())",
    "SpiFifo": "SpiFifo(SPI(0), Pin(1), Lsm6dso())",
    "StreamSink": "StreamSink()",
    "SocketSink": "SocketSink()",
    "FileSink": "FileSink(io.BytesIO())",
    "Lsm6dso": "Lsm6dso()",
    "Mpu6050": "Mpu6050()",
    "Adxl345": "Adxl345()",
    "Bmp390": "Bmp390()",
}


def text(program: str, *names: str) -> bytes:
    """A program that imports `names`."""
    return f"import fakes, io\n{FAKE}\nfrom memchunk import {', '.join(names)}\n{program}\n".encode()


def imported(program: bytes, folder: Path) -> set[str]:
    """The files below lib/ that a run imports."""
    try:
        interpreter = find()
    except NoInterpreter as e:
        pytest.skip(str(e).upper())
    (folder / "program.py").write_bytes(program)
    (folder / "recorder.py").write_text(RECORDER)
    path = ":".join([".frozen", *map(str, (ROOT / "lib", FAKES.parent, MODELS))])
    command = [interpreter, "-X", "heapsize=2M", str(folder / "recorder.py"), str(folder / "program.py")]
    environment = {**os.environ, "MICROPYPATH": path}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    _, ran, seen = done.stdout.rpartition("SEEN ")
    assert ran, program.decode() + done.stdout + done.stderr
    names = [f"{name.replace('.', '/')}{end}" for name in seen.split() for end in (".py", "/__init__.py")]
    return {name for name in names if name in FORMS}


def told(program: bytes, sources: dict[str, Path] = FORMS) -> set[str]:
    """What the program alone needs, as told from its source."""
    return needed(sources, [Program("program.py", program, FAKES.parent)])


def beside(program: bytes) -> bytes:
    """The program without what its fakes lead to, which are no part of it."""
    return b"\n".join(line for line in program.splitlines() if b"sensors.lsm6dso" not in line)


@pytest.mark.parametrize(
    ("example", "driver"), [("stream.py", STREAM), ("imu.py", IMU), ("process_data_in_chunks.py", "")]
)
def test_an_example_imports_nothing_that_was_not_told(example: str, driver: str, tmp_path: Path) -> None:
    program = (EXAMPLES / example).read_bytes() + driver.encode()
    if example == "imu.py":
        program = b"import fakes\n" + program.replace(b"from machine import I2C", b"from fakes.buses import I2C")
    seen, found = imported(program, tmp_path), told(beside(program))
    assert seen <= found and {"memchunk/__init__.py", "memchunk/names.py"} < seen
    if driver:
        assert {"memchunk/frame/template.py", "memchunk/flow/room.py", "memchunk/flow/footprint.py"} < found
        assert any(name.startswith("memchunk/kernels/") for name in seen)


def test_the_self_check_imports_nothing_that_was_not_told(tmp_path: Path) -> None:
    seen = imported(SELF_CHECK.content + b"\ncheck(None)\n", tmp_path)
    assert seen <= told(SELF_CHECK.content) and len(seen) > 15


def test_each_public_name_imports_nothing_that_was_not_told(tmp_path: Path) -> None:
    homes = asked_homes()
    assert set(MADE) == set(homes)

    def run(name: str) -> tuple[str, set[str]]:
        folder = tmp_path / name
        folder.mkdir()
        others = [other for other in MADE if other != name and f"{other}(" in MADE[name]]
        program = text(MADE[name], name, *others)
        seen = imported(program, folder)
        home = f"memchunk/{homes[name].replace('.', '/')}"
        assert {f"{home}.py", f"{home}/__init__.py"} & seen
        return program, seen

    with ThreadPoolExecutor(2) as pool:
        runs = dict(zip(MADE, pool.map(run, MADE), strict=True))
    # Not in the pool: Python 3.11 parses in one thread at a time.
    found = {name: seen - told(program) for name, (program, seen) in runs.items()}
    assert not {name: missing for name, missing in found.items() if missing}


def asked_homes() -> dict[str, str]:
    """names.py."""
    from memchunk.names import HOMES

    return dict(pair.split("=") for pair in HOMES.split())


def test_what_an_arm_board_needs_for_a_sensor() -> None:
    sources = package_sources("armv6m")
    program = Program("imu.py", (EXAMPLES / "imu.py").read_bytes(), EXAMPLES)
    found = needed(sources, [SELF_CHECK, program])
    wanted = "kernels/thumb/link kernels/viper/memory kernels/viper/fifo hot/queue hot/stream sensors/lsm6dso"
    assert {f"memchunk/{name}.py" for name in wanted.split()} < found
    for absent in ("sensors/mpu6050", "codecs/cbor_writer", "kernels/thumb/fir", "dsp/__init__", "heap/__init__"):
        assert f"memchunk/{absent}.py" in sources.keys() - found
    assert len(found) < 45 and needed(sources, [SELF_CHECK]) < found


def test_the_core_is_what_a_sender_needs() -> None:
    sources = package_sources("armv6m")
    sender = Program("stream.py", (EXAMPLES / "stream.py").read_bytes(), EXAMPLES)
    assert needed(sources, [sender]) <= needed(sources, [SELF_CHECK])


def test_the_heaps_instruments_come_as_one() -> None:
    sources = package_sources("armv6m")
    room = {name for name in sources if name.startswith("memchunk/heap/") or "/heap_" in name}
    for program in (HEAP, Program("x.py", b"from memchunk import heap\nprint(heap)")):
        assert len(room) > 10 and room <= needed(sources, [program])


@pytest.mark.parametrize(
    ("program", "found"),
    [
        ("import memchunk\nmemchunk.Ring(8).write", "memchunk memchunk.Ring"),
        ("import memchunk as m\ndef f():\n    return m.kernels.link.crc32", "memchunk memchunk.kernels.link.crc32"),
        ("import memchunk.flow.timer as t\nt.View", "memchunk.flow.timer memchunk.flow.timer.View"),
        ("f()\ndef f():\n    k.fir\nfrom memchunk import kernels as k", "memchunk.kernels memchunk.kernels.fir"),
        ("from memchunk import kernels\ngetattr(kernels, 'crc%02d' % n)", "memchunk.kernels memchunk.kernels.crc*"),
        ("from memchunk import kernels\ngetattr(kernels, f'crc{n}', 0)", "memchunk.kernels memchunk.kernels.crc*"),
        ("from memchunk.kernels import hasten\nhasten('queue')", "memchunk.kernels.hasten memchunk.hot.queue"),
        ("import memchunk\nhasattr(memchunk, 'Ring')", "memchunk memchunk.Ring"),
        ("once('memchunk.flow.room').room(1)", "memchunk.flow.room"),
        ("__import__('memchunk.view', None, None, ('',))", "memchunk.view"),
        ("from .a import b\nfrom .. import c", "p.q.a.b p.c"),
        ("memchunk = 1\nprint(memchunk, __import__('machine'))", "machine"),
        ("re.exec(1)", ""),
    ],
)
def test_what_a_source_asks_for(program: str, found: str) -> None:
    assert asks("x.py", program.encode(), "p.q") == set(found.split())


@pytest.mark.parametrize(
    ("program", "why"),
    [
        ("import memchunk\nfor n in names:\n    getattr(memchunk, n)", "x.py, line 3, computes a name"),
        ("from memchunk import *", "x.py, line 1, computes a name, or imports *"),
        ("import memchunk\nf(memchunk)", "x.py, line 2, hands memchunk on"),
        ("from memchunk import kernels as k\n\nall = [k]", "x.py, line 3, hands memchunk.kernels on"),
        ("import memchunk\nx = memchunk.kernels", "x.py, line 2, hands memchunk.kernels on"),
        ("exec(text)", "x.py, line 1, calls exec"),
        ("m = __import__('memchunk.view')", "x.py, line 1, hands memchunk on"),
        ("__import__('memchunk.' + name, None, None, ('',))", "x.py, line 1, computes a name"),
        ("__import__(name)", "x.py, line 1, computes a name"),
        ("1 +", "x.py is no program that this Python reads"),
        ("import mylib.part", "x.py imports mylib, which does not lie beside it"),
        ("import known", "known.py imports mylib, which does not lie beside it"),
    ],
)
def test_what_cannot_be_told_is_the_whole_package_and_says_so(program: str, why: str, tmp_path: Path) -> None:
    (tmp_path / "known.py").write_text("import mylib")
    programs = [SELF_CHECK, Program("x.py", program.encode(), tmp_path)]
    with pytest.raises(CannotTell, match=why.replace("*", r"\*")):
        needed(FORMS, programs)
    package = package_for(PICO, programs=programs)
    assert package.files == package_for(PICO).files and f"; all of it: {why}" in package.form and not package.part


def test_modules_beside_the_program_are_read_too(tmp_path: Path) -> None:
    files = {"own.py": "from lib.deep import x\nimport own", "lib/__init__.py": ""}
    files |= {"lib/deep.py": "from .leaf import x", "lib/leaf.py": "from memchunk import Fir\nimport utime, machine\n"}
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content)
    found = needed(FORMS, [Program("x.py", b"import own", tmp_path)])
    assert {"memchunk/dsp/fir.py", *(f"memchunk/kernels/{form}/fir.py" for form in ("plain", "viper", "thumb"))} < found
    assert needed(FORMS, [Program("x.py", b"import time, umachine, rp2", tmp_path)]) == set()


@pytest.mark.parametrize("sources", [False, True])
def test_a_part_of_the_package_has_what_a_program_needs(sources: bool) -> None:
    whole = package_for(PICO, sources)
    part = package_for(PICO, sources, programs=[SELF_CHECK])
    assert part.part and part.files.items() < whole.files.items() and part.size < whole.size / 2
    assert f"; those of {len(package_for(PICO, sources, heap=True).files)} for the self-check" in part.form


def test_a_program_that_fits_every_board_needs_all_forms() -> None:
    names: Any = told(b"from memchunk import Crc")
    assert {f"memchunk/kernels/{form}/crc{n}.py" for form in ("plain", "viper", "thumb") for n in (8, 16, 32)} < names
