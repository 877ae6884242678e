"""The thumb kernels of CRCs and checksums: see test_thumb.py."""

import pytest
from thumb_alike import LENGTHS, Alike, some_bytes
from thumb_core import Buffer

from memchunk import Crc

CRCS = {8: "CRC-8/SMBUS", 16: "CRC-16/MODBUS", 32: "CRC-32C"}


class WithTable(Alike):
    """The table at a word's address, as its wrapper has it; all else anywhere."""

    table = b""

    def _buffer(self, data, align, to_the_end):
        return super()._buffer(data, 4 if data is self.table else align, to_the_end)


@pytest.mark.parametrize("width", CRCS)
@pytest.mark.parametrize("kernel", ["bytewise", "nibblewise"])
def test_crc(core, machine_code, width, kernel):
    kernels = {"bytewise": ["crc8.bytewise", "crc16.bytewise", "crc32.bytewise"]}
    kernels["nibblewise"] = ["crc8.nibblewise", "crc16.nibblewise", "crc32.nibblewise"]
    alike = WithTable(core, machine_code, kernels[kernel][list(CRCS).index(width)])
    for n in LENGTHS:
        for align in (1, 4):  # whole words from the first byte on, or not
            entries = 256 if kernel == "bytewise" else 32
            alike.table = alike.random.randbytes(4 + entries * width // 8)
            state = bytearray(alike.random.randbytes(width // 8))
            alike.run(state, some_bytes(alike.random, n), n, alike.table, align=align)


@pytest.mark.parametrize("width", CRCS)
def test_check_values(core, machine_code, width):
    for small, kernel in ((False, "bytewise"), (True, "nibblewise")):
        crc = Crc(CRCS[width], small)
        state = Buffer(bytearray(crc.value))
        crc.update(b"123456789")
        code = machine_code[f"crc{width}.{kernel}"]
        core.call(code, state, Buffer(bytearray(b"123456789")), 9, Buffer(bytearray(crc._given)))
        assert state.data == crc.value


@pytest.mark.parametrize("kernel, size", [("sums.fletcher16", 2), ("sums.adler32", 4)])
def test_sums(core, machine_code, kernel, size):
    alike = Alike(core, machine_code, kernel)
    for n in [*LENGTHS, 2047, 2048, 2049, 5000]:
        for block in (1, 2, 3, 4, 5, 100, 2048):
            if n <= 600 or block >= 100:
                data = some_bytes(alike.random, n) if alike.random.random() < 0.7 else b"\xff" * n
                state = alike.random.choice((alike.random.randbytes(size), b"\xff" * size))
                alike.run(bytearray(state), data, n, block)


def test_an_empty_buffer_lies_nowhere(core, machine_code):
    for width, name in CRCS.items():
        for small, kernel in ((False, "bytewise"), (True, "nibblewise")):
            crc = Crc(name, small)
            state = Buffer(bytearray(crc.value))
            core.call(machine_code[f"crc{width}.{kernel}"], state, 0, 0, Buffer(bytearray(crc._given)))
            assert state.data == crc.value
    for kernel in ("fletcher16", "adler32"):
        state = Buffer(bytearray(b"\1\2\3\4"))
        core.call(machine_code[f"sums.{kernel}"], state, 0, 0, 2048)
        assert state.data == b"\1\2\3\4"
