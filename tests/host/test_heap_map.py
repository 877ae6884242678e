"""`heap.inspect()` against what `micropython.mem_info(1)` prints: free blocks, the largest piece, how many there are.

The interpreter fills heaps at random and prints both; here the block map is counted, by its own rules:

    GC: total: 254144, used: 23024, free: 231120        the figures
     No. of 1-blocks: 312, ... max free sz: 7149         in blocks, the largest piece
    GC memory layout; from 0x...:
    00000000: h=.hh==..                                 64 blocks a line: `.` is a free one
           (17 lines all free)                          lines left out
"""

from __future__ import annotations

import os
import re
import subprocess

import pytest

from memchunk_host.build import LIBRARY, build_package
from memchunk_host.emulator import Pico, find_firmware
from memchunk_host.interpreter import architecture, find

PROGRAM = """
import gc, micropython
from memchunk import heap
record = heap.inspect(heap.Record())
seed = SEED
def below(n):
    global seed
    seed = (seed * 171 + 11) % 30269
    return seed % n
def fill(n, most):
    held = [bytearray(below(most)) for _ in range(n)]
    for _ in range(n):
        held[below(n)] = None
    if below(2):
        gc.collect()
    return held
def look():
    inspect(record)
    free = mem_free()
    mem_info(1)
    print("SEEN", free, record.free, record.used, record.total, record.largest, record.runs, record.heads)
inspect, mem_free, mem_info = heap.inspect, gc.mem_free, micropython.mem_info
for turn in range(TURNS):
    held = None
    held = fill(5 + below(MOST), 10 + below(600))
    look()
print("EXACT", record.exact, record.how, record.block)
"""
UNIX_HEAPS, PICO_HEAPS, AT_ONCE = 200, 20, 10


def pieces(text: str) -> list[int]:
    """Lengths of the free pieces of a block map, in blocks; checks that the map has as many blocks as it should."""
    blocks = ""
    for line in text.splitlines():
        if left_out := re.fullmatch(r" +\((\d+) lines all free\)", line):
            blocks += "." * 64 * int(left_out.group(1))
        elif mapped := re.fullmatch(r"[0-9a-f]{8}: (\S+)", line):
            blocks += mapped.group(1)
    return [len(piece) for piece in re.findall(r"\.+", blocks)]


def held_to_the_map(output: str, block: int) -> int:
    """Check every heap of `output`; how many there were."""
    count = 0
    for text, seen in re.findall(r"(GC: total:.*?)\nSEEN (.*?)\n", output.replace("\r", ""), re.DOTALL):
        free, *found = map(int, seen.split())
        total, used, left = map(int, re.findall(r"(?:total|used|free): (\d+)", text)[:3])
        largest = int(re.findall(r"max free sz: (\d+)", text)[0])
        map_ = pieces(text)
        heads = len(re.findall(r"[A-Za-z]", "".join(re.findall(r"^[0-9a-f]{8}: (\S+)", text, re.MULTILINE))))
        assert free == left
        assert found == [left, used, total, block * largest, len(map_), heads], text
        assert block * sum(map_) == left and max(map_) == largest
        count += 1
    return count


def test_the_map_is_counted_right():
    text = "GC: ...\n00000000: h=.hh==..\n       (2 lines all free)\n00001040: ....T"
    assert pieces(text) == [1, 2 + 128 + 4]


@pytest.mark.parametrize("heap, most", [("96k", 100), ("250k", 400)])
def test_random_heaps_on_the_unix_port(heap, most, tmp_path):
    interpreter = find()
    package = build_package(architecture(interpreter), tmp_path, LIBRARY).out
    environment = {**os.environ, "MICROPYPATH": str(package)}
    count = 0
    for run in range(UNIX_HEAPS // AT_ONCE // 2):
        program = PROGRAM.replace("SEED", str(17 + run * 997 % 30269)).replace("TURNS", str(AT_ONCE))
        command = [interpreter, "-X", "heapsize=" + heap, "-c", program.replace("MOST", str(most))]
        output = subprocess.run(command, capture_output=True, text=True, check=True, env=environment, timeout=60).stdout
        assert output.endswith("EXACT True table 32\n"), output[-200:]
        count += held_to_the_map(output, 32)
    assert count == UNIX_HEAPS // 2


def test_random_heaps_on_the_emulated_pico(tmp_path):
    if not os.environ.get("PICO_UF2"):
        pytest.skip("PICO_UF2 IS NOT SET: NOTHING RAN ON A PICO'S FIRMWARE")
    package = build_package("armv6m", tmp_path, LIBRARY).out
    files = {"lib/" + path.relative_to(package).as_posix(): path for path in package.rglob("*.mpy")}
    pico = Pico(find_firmware(), files)
    pico.boot()
    program = PROGRAM.replace("SEED", "5").replace("TURNS", str(PICO_HEAPS)).replace("MOST", "200")
    out, error = pico.exec(program, timeout=600)
    assert not error and out.endswith(b"EXACT True table 16\r\n"), (error, out[-200:])
    assert held_to_the_map(out.decode(), 16) == PICO_HEAPS
