"""A Cortex-M0+ that runs one function of machine code and counts its cycles: rp2040py's RP2040 core.

    counter = Counter()
    counter.load(CODE, code)
    result, cycles = counter.call(CODE, [bytearray(4), data, len(data)])

Code, buffers and stack are in RAM, where an RP2040 has no wait states; a core takes turns with nobody. The rates
are those of the Cortex-M0+ Technical Reference Manual (ARM DDI 0484, 3.3): 1 an instruction, 2 a load or store,
2 a branch taken, 3 `bl`, 1 + N `ldm`, `stm`, `push` and `pop`, 3 + N `pop` into pc. N counts lr and pc, too, which
rp2040py leaves out: they are added here. A call counts from the first instruction to the return.

    20000000  code  20010000  code in C  20020000  buffers ……  stack  20040000
"""

from __future__ import annotations

from collections.abc import Sequence

from rp2040py.memory_map import RAM_START_ADDRESS as RAM
from rp2040py.rp2040 import RP2040

CODE, CODE_IN_C, BUFFERS, STACK = RAM, RAM + 0x1_0000, RAM + 0x2_0000, RAM + 0x4_0000
BACK = STACK  # where no code is: a return to it is the end
LR, SP = 14, 13
MOST_CYCLES = 20_000_000
_UNCOUNTED = {0xB5: 1, 0xBD: 1}  # upper byte of push {…, lr} and pop {…, pc}
_APART = 64  # bytes between two buffers, and a multiple of what any code wants aligned

Argument = int | bytes | bytearray


class Runaway(Exception):
    """The code left its place, did not return, or reached for memory that is not there."""


class _Strict:
    """rp2040py logs what a real core would fault on, and goes on."""

    def debug(self, component: str, message: str) -> None: ...

    info = debug

    def warning(self, component: str, message: str) -> None:
        raise Runaway(message)

    warn = error = warning


class Counter:
    """One processor. What was loaded stays; buffers are laid anew for each call."""

    def __init__(self) -> None:
        self._mcu = RP2040()
        self._mcu.logger = _Strict()
        self._loaded: list[range] = []

    def load(self, address: int, code: bytes) -> None:
        """Put machine code, and the data that it carries, at `address`, in the place of what was there."""
        self._loaded = [r for r in self._loaded if address not in r] + [range(address, address + len(code))]
        self._mcu.sram[address - RAM : address - RAM + len(code)] = code

    def call(self, entry: int, args: Sequence[Argument]) -> tuple[int, int]:
        """Call with up to four arguments; returns r0 as a signed number, and the cycles.

        A buffer lies at a multiple of 16, the same object twice in the same place; a `bytearray` has afterwards
        what the code left there. Raises Runaway.
        """
        places: dict[int, int] = {}
        at = BUFFERS
        core, ram = self._mcu.core, self._mcu.sram
        for arg in args:
            if isinstance(arg, (bytes, bytearray)) and id(arg) not in places:
                places[id(arg)] = at
                ram[at - RAM : at - RAM + len(arg)] = arg
                at += (len(arg) + 2 * _APART - 1) // _APART * _APART
        for n, arg in enumerate(args):
            core.registers[n] = arg & 0xFFFFFFFF if isinstance(arg, int) else places[id(arg)]
        core.registers[SP], core.registers[LR] = STACK - 16, BACK | 1
        cycles = self._run(entry)
        for arg in args:
            if isinstance(arg, bytearray):
                start = places[id(arg)] - RAM
                arg[:] = ram[start : start + len(arg)]
        result = core.registers[0] & 0xFFFFFFFF
        return result - (1 << 32) if result >> 31 else result, cycles

    def _run(self, entry: int) -> int:
        core, ram = self._mcu.core, self._mcu.sram
        inside = {pc for code in self._loaded for pc in range(code.start, code.stop, 2)}
        core.pc = entry
        cycles = 0
        while (pc := core.pc) != BACK:
            if pc not in inside or cycles > MOST_CYCLES:
                raise Runaway(f"at {pc:#x} after {cycles} cycles")
            cycles += core.execute_instruction() + _UNCOUNTED.get(ram[pc - RAM + 1], 0)
        return cycles
