"""The viper kernels of test_kernels_text.py as a board runs them: code for a Cortex-M0+, where an int has 32 bits.

The unix port's have 64, which hides what overflows. The tests are those of the device, with one more form to compare.

    STACK   [ function | context | objects | calls of the firmware | arguments ]     all that viper code asks for
"""

import inspect
import struct

import pytest
import test_kernels_text
from thumb_core import CODE, STACK, Buffer, Core, Part
from trial import Trial
from unicorn import UC_HOOK_CODE
from unicorn.arm_const import UC_ARM_REG_R0, UC_ARM_REG_R1

from memchunk_host.build import KERNELS, build_package
from memchunk_host.mpy import Mpy

FUNCTION, CONTEXT, OBJECTS, CALLS, ARGUMENTS = (STACK + 0x100 * n for n in range(5))
RETURNS, DIVIDES, REMAINS = (STACK + 0x600 + 4 * n for n in range(3))  # `bx lr` each
FLOOR_DIVIDE, MODULO = 46, 47  # py/nativeglue.h, mp_fun_table; from and to objects nothing is to be done
# push {r4, lr}; r4 = ARGUMENTS; stm r4!, {r0-r3}; r3 = ARGUMENTS; r0 = FUNCTION; r1 = count; r2 = 0; blx; pop {r4, pc}
ENTRY = struct.Struct("<10H3I")
HOW = (0xB510, 0x4C04, 0xC40F, 0x4B03, 0x4803, 0x2100, 0x2200, 0x4C03, 0x47A0, 0xBD10, ARGUMENTS, FUNCTION)


class ViperCore(Core):
    """Calls viper code with numbers and places in memory, as MicroPython does with objects."""

    def __init__(self):
        super().__init__()
        calls = [RETURNS | 1] * 64
        calls[FLOOR_DIVIDE], calls[MODULO] = DIVIDES | 1, REMAINS | 1
        for place, words in (
            (FUNCTION, [CONTEXT] * 16),
            (CONTEXT, [OBJECTS] * 16),
            (OBJECTS, [CALLS] * 16),
            (CALLS, calls),
        ):
            self._uc.mem_write(place, struct.pack(f"<{len(words)}I", *words))
        self._uc.mem_write(RETURNS, b"\x70\x47\0\0" * 3)
        for place, work in ((DIVIDES, int.__floordiv__), (REMAINS, int.__mod__)):
            self._uc.hook_add(UC_HOOK_CODE, self._helps, work, place, place)

    def run(self, code, *args):
        how = list(HOW)
        how[5] += len(args)
        return self.call(ENTRY.pack(*how, CODE + ENTRY.size | 1) + code, *args)

    def _helps(self, uc, place, size, work):
        a, b = (uc.reg_read(register) for register in (UC_ARM_REG_R0, UC_ARM_REG_R1))
        result = work(*(n - (n >> 31 << 32) for n in (a, b)))
        uc.reg_write(UC_ARM_REG_R0, result & 0xFFFFFFFF)


@pytest.fixture(scope="module")
def core():
    return ViperCore()


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    return build_package("armv6m", tmp_path_factory.mktemp("mpy")).out


def code_of(package, subject, name):
    """The machine code of a kernel, the functions of a module being in the order of the source."""
    functions = Mpy((package / KERNELS / "viper" / f"{subject}.mpy").read_bytes()).module.children
    plain = __import__(f"memchunk.kernels.plain.{subject}", None, None, ("*",))
    names = [each for each, _ in inspect.getmembers(plain, inspect.isfunction) if not each.startswith("_")]
    names.sort(key=lambda each: getattr(plain, each).__code__.co_firstlineno)
    return dict(zip(names, functions, strict=True))[name].assembled


def apart(parts):
    """Whether no two overlap: then each gets memory of its own, with nothing around."""
    parts = sorted(parts)
    return all(stop <= start for (_, stop), (start, _) in zip(parts, parts[1:], strict=False))


TESTS = [name for name in vars(test_kernels_text) if name.startswith("test_")]


@pytest.mark.parametrize("name", TESTS)
def test_a_32_bit_int_does_as_well(name, core, package, monkeypatch):
    plain_run, codes, calls = Trial.run, {}, []

    def run(trial, subject, kernel, memory, args, written=(0, 0)):
        result, after = plain_run(trial, subject, kernel, memory, args, written)
        if (subject, kernel) not in codes:
            codes[subject, kernel] = code_of(package, subject, kernel)
        parts = [part for part in args if isinstance(part, tuple)]
        if apart(parts):
            places = {part: Buffer(bytearray(memory[slice(*part)]), len(calls) % 16) for part in parts}
        else:
            whole = Buffer(bytearray(memory), len(calls) % 16)
            places = {part: Part(whole, part[0]) for part in parts}
        given = [places[arg] if isinstance(arg, tuple) else arg for arg in args]
        assert core.run(codes[subject, kernel], *given) == result, (subject, kernel, memory, args)
        for (start, stop), place in places.items():
            found = place.data if isinstance(place, Buffer) else place.buffer.data[start:stop]
            assert found == after[start:stop], (subject, kernel, memory, args)
        calls.append(kernel)
        return result, after

    monkeypatch.setattr(Trial, "run", run)
    getattr(test_kernels_text, name)()
    assert len(calls) > 10
