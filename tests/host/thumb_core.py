"""A Cortex-M0+ that runs one function of machine code and stops it at the first wrong access.

    core = Core()
    result = core.call(code, Buffer(data, at=3), len(data))

Each buffer lies in pages of its own with unmapped ones around. An access outside of the buffers and the stack
is a fault, to the byte; so is one that is not aligned to its own size, and a register that the caller was
promised to find as it was.

    | unmapped | ..... buffer | unmapped |   or   | unmapped | buffer ..... | unmapped |
"""

from __future__ import annotations

from dataclasses import dataclass

from unicorn import (
    UC_ARCH_ARM,
    UC_HOOK_MEM_READ,
    UC_HOOK_MEM_WRITE,
    UC_MEM_WRITE,
    UC_MODE_MCLASS,
    UC_MODE_THUMB,
    Uc,
    UcError,
)
from unicorn.arm_const import (
    UC_ARM_REG_LR,
    UC_ARM_REG_PC,
    UC_ARM_REG_R0,
    UC_ARM_REG_R4,
    UC_ARM_REG_R8,
    UC_ARM_REG_SP,
    UC_CPU_ARM_CORTEX_M0,
)

PAGE = 0x1000
CODE, STACK, BACK = 0x1000_0000, 0x2000_0000, 0x3000_0000
BUFFERS = 0x2100_0000
KEPT = [*range(UC_ARM_REG_R4, UC_ARM_REG_R4 + 4), *range(UC_ARM_REG_R8, UC_ARM_REG_R8 + 4)]
MOST_INSTRUCTIONS = 10_000_000


class Fault(AssertionError):
    """What the code did that it must not."""


@dataclass
class Buffer:
    """`data` in memory, its first byte `at` bytes beyond a multiple of 16, or its last one at the end of a page.

    After a call `data` is what the memory holds.
    """

    data: bytearray
    at: int = 0
    to_the_end: bool = False
    writable: bool = True
    address: int = 0


@dataclass
class Part:
    """A buffer's memory from byte `start` on, as an argument."""

    buffer: Buffer
    start: int

    @property
    def address(self) -> int:
        return self.buffer.address + self.start


class Core:
    """One processor; memory is mapped anew for each call."""

    def __init__(self) -> None:
        self._uc = Uc(UC_ARCH_ARM, UC_MODE_THUMB | UC_MODE_MCLASS, UC_CPU_ARM_CORTEX_M0)
        self._uc.mem_map(CODE, 4 * PAGE)
        self._uc.mem_map(STACK, PAGE)
        self._uc.mem_map(BACK, PAGE)
        self._uc.hook_add(UC_HOOK_MEM_READ | UC_HOOK_MEM_WRITE, self._accessed)
        self._buffers: list[Buffer] = []
        self._code = range(0)
        self._fault = ""

    def call(self, code: bytes, *args: int | Buffer | Part, code_at: int = 0) -> int:
        """Run `code`, which lies `code_at` bytes beyond a word's alignment, with up to four arguments.

        Returns r0 as a signed number. Raises Fault.
        """
        uc = self._uc
        self._fault, self._code = "", range(CODE + code_at, CODE + code_at + len(code))
        buffers = [arg.buffer if isinstance(arg, Part) else arg for arg in args]
        self._buffers = list({id(b): b for b in buffers if isinstance(b, Buffer)}.values())
        uc.mem_write(self._code.start, code)
        uc.ctl_flush_tb()  # or the code of the call before runs on
        mapped = [self._place(n, buffer) for n, buffer in enumerate(self._buffers)]
        try:
            for n, arg in enumerate(args):
                uc.reg_write(UC_ARM_REG_R0 + n, arg & 0xFFFFFFFF if isinstance(arg, int) else arg.address)
            for n, register in enumerate(KEPT):
                uc.reg_write(register, 0xC0DE0000 + n)
            uc.reg_write(UC_ARM_REG_SP, STACK + PAGE)
            uc.reg_write(UC_ARM_REG_LR, BACK | 1)
            self._run()
            for buffer in self._buffers:
                buffer.data[:] = uc.mem_read(buffer.address, len(buffer.data))
        finally:
            for start, size in mapped:
                uc.mem_unmap(start, size)
        result = uc.reg_read(UC_ARM_REG_R0)
        return result - (1 << 32) if result >> 31 else result

    def _place(self, n: int, buffer: Buffer) -> tuple[int, int]:
        start = BUFFERS + n * 0x10_0000
        size = (buffer.at + len(buffer.data)) // PAGE * PAGE + PAGE
        buffer.address = start + (size - len(buffer.data) if buffer.to_the_end else buffer.at)
        self._uc.mem_map(start, size)
        self._uc.mem_write(buffer.address, bytes(buffer.data))
        return start, size

    def _accessed(self, uc: Uc, kind: int, address: int, size: int, value: int, _: object) -> None:
        writes = kind == UC_MEM_WRITE
        if address % size:
            self._stop(f"{size} bytes at {address:#x}, which is not aligned")
        elif not self._allowed(address, size, writes):
            self._stop(f"{'write' if writes else 'read'} of {size} bytes at {address:#x}, outside of every buffer")

    def _allowed(self, address: int, size: int, writes: bool) -> bool:
        if STACK <= address < STACK + PAGE:
            return True
        if not writes and address in self._code and address + size - 1 in self._code:
            return True
        return any(
            b.address <= address and address + size <= b.address + len(b.data) and (b.writable or not writes)
            for b in self._buffers
        )

    def _stop(self, why: str) -> None:
        self._fault = self._fault or f"{why} (pc {self._uc.reg_read(UC_ARM_REG_PC) - self._code.start:#x})"
        self._uc.emu_stop()

    def _run(self) -> None:
        uc = self._uc
        try:
            uc.emu_start(self._code.start | 1, BACK, count=MOST_INSTRUCTIONS)
        except UcError as e:
            raise Fault(self._fault or str(e)) from e
        if self._fault:
            raise Fault(self._fault)
        if uc.reg_read(UC_ARM_REG_PC) != BACK:
            raise Fault(f"did not return within {MOST_INSTRUCTIONS} instructions")
        if uc.reg_read(UC_ARM_REG_SP) != STACK + PAGE:
            raise Fault("returned with another stack pointer")
        lost = [n for n, register in enumerate(KEPT) if uc.reg_read(register) != 0xC0DE0000 + n]
        if lost:
            raise Fault(f"lost registers of its caller: {', '.join(f'r{4 + n}' for n in lost)}")
