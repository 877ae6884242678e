"""The viper kernels as a board runs them: code for a Cortex-M0+, where an int has 32 bits and a place is aligned.

The unix port's have 64, which hides what overflows; and neither it nor the emulated Pico minds where a ptr16 or a
ptr32 lies. The tests are those of the device, with one more form to compare.

    STACK   [ function | context | objects | calls of the firmware | arguments | stubs | global ]     all that it needs
"""

import ast
import struct
from array import array
from importlib import import_module

import pytest
from thumb_core import CODE, STACK, Buffer, Core, Fault, Part
from trial import Trial
from unicorn import UC_HOOK_CODE
from unicorn.arm_const import UC_ARM_REG_R0, UC_ARM_REG_R1

from memchunk_host.build import KERNELS, LIBRARY, build_package, build_tests
from memchunk_host.mpy import Mpy

FUNCTION, CONTEXT, OBJECTS, CALLS, ARGUMENTS = (STACK + 0x100 * n for n in range(5))
RETURNS, DIVIDES, REMAINS, LOADS = (STACK + 0x600 + 4 * n for n in range(4))  # `bx lr` each
GLOBAL = STACK + 0x700
# py/nativeglue.h, mp_fun_table; from and to objects nothing is to be done
NONE, LOAD_GLOBAL, FLOOR_DIVIDE, MODULO = 0, 7, 46, 47
# push {r4, lr}; r4 = ARGUMENTS; stm r4!, {r0-r3}; r3 = ARGUMENTS; r0 = FUNCTION; r1 = count; r2 = 0; blx; pop {r4, pc}
ENTRY = struct.Struct("<10H3I")
HOW = (0xB510, 0x4C04, 0xC40F, 0x4B03, 0x4803, 0x2100, 0x2200, 0x4C03, 0x47A0, 0xBD10, ARGUMENTS, FUNCTION)


class ViperCore(Core):
    """Calls viper code with numbers and places in memory, as MicroPython does with objects."""

    def __init__(self):
        super().__init__()
        calls = [RETURNS | 1] * 64
        calls[NONE], calls[LOAD_GLOBAL] = 0, LOADS | 1
        calls[FLOOR_DIVIDE], calls[MODULO] = DIVIDES | 1, REMAINS | 1
        for place, words in (
            (FUNCTION, [CONTEXT] * 16),
            (CONTEXT, [OBJECTS] * 16),
            (OBJECTS, [CALLS] * 16),
            (CALLS, calls),
        ):
            self._uc.mem_write(place, struct.pack(f"<{len(words)}I", *words))
        self._uc.mem_write(RETURNS, b"\x70\x47\0\0" * 4)
        self._uc.hook_add(UC_HOOK_CODE, self._loads, None, LOADS, LOADS)
        for place, work in ((DIVIDES, int.__floordiv__), (REMAINS, int.__mod__)):
            self._uc.hook_add(UC_HOOK_CODE, self._helps, work, place, place)

    def run(self, code, table, *args):
        """`table` is what the one global of the module holds."""
        self._uc.mem_write(GLOBAL, table)
        how = list(HOW)
        how[5] += len(args)
        return self.call(ENTRY.pack(*how, CODE + ENTRY.size | 1) + code, *args)

    def _loads(self, uc, place, size, _):
        uc.reg_write(UC_ARM_REG_R0, GLOBAL)

    def _helps(self, uc, place, size, work):
        a, b = (uc.reg_read(register) for register in (UC_ARM_REG_R0, UC_ARM_REG_R1))
        result = work(*(n - (n >> 31 << 32) for n in (a, b)))
        uc.reg_write(UC_ARM_REG_R0, result & 0xFFFFFFFF)


@pytest.fixture(scope="module")
def core():
    return ViperCore()


@pytest.fixture(scope="module")
def kernels(tmp_path_factory):
    """(machine code, table) of each viper kernel, by subject and name."""
    out = tmp_path_factory.mktemp("mpy")
    beside = build_tests("armv6m", [], out / "tests").out / "viper_kernels"  # of what the package has in Thumb code
    package = build_package("armv6m", out).out / KERNELS / "viper"
    found = {}
    for source in sorted((LIBRARY / KERNELS / "viper").glob("[a-z]*.py")):
        name = source.with_suffix(".mpy").name
        path = package / name if (package / name).exists() else beside / name
        body = ast.parse(source.read_text("utf-8")).body
        names = [node.name for node in body if isinstance(node, ast.FunctionDef)]
        functions = Mpy(path.read_bytes()).module.children
        for name, function in zip(names, functions, strict=True):
            found[source.stem, name] = function.assembled, table(body)
    return found


def table(body):
    """Of `_TABLE = array(typecode, values)`, where a module has one."""
    made = [array(*map(ast.literal_eval, node.value.args)) for node in body if isinstance(node, ast.Assign)]
    return b"".join(map(bytes, made))


def apart(parts):
    """Whether no two overlap: then each gets memory of its own, with nothing around."""
    parts = sorted(parts)
    return all(stop <= start for (_, stop), (start, _) in zip(parts, parts[1:], strict=False))


MODULES = [path.stem for path in sorted((LIBRARY.parent / "tests" / "device").glob("test_kernels*.py"))]
TESTS = [(module, name) for module in MODULES for name in vars(import_module(module)) if name.startswith("test_")]
OTHERWISE = {"test_far_places_stay_a_small_int", "test_views_move_alike"}  # of those that call no Trial


@pytest.mark.parametrize(("module", "name"), [test for test in TESTS if test[1] not in OTHERWISE])
def test_a_32_bit_int_does_as_well(module, name, core, kernels, monkeypatch):
    plain_run, calls = Trial.run, []

    def run(trial, subject, kernel, memory, args, written=(0, 0)):
        result, after = plain_run(trial, subject, kernel, memory, args, written)
        calls.append(kernel)
        at = len(calls) * trial.align
        parts = [part for part in args if isinstance(part, tuple)]
        if apart(parts):
            places = {part: Buffer(bytearray(memory[slice(*part)]), (at + part[0]) % 16) for part in parts}
        else:
            whole = Buffer(bytearray(memory), at % 16)
            places = {part: Part(whole, part[0]) for part in parts}
        given = [places[arg] if isinstance(arg, tuple) else own(arg) for arg in args]
        assert core.run(*kernels[subject, kernel], *given) == result, (subject, kernel, memory, args)
        for (start, stop), place in places.items():
            found = place.data if isinstance(place, Buffer) else place.buffer.data[start:stop]
            assert found == after[start:stop], (subject, kernel, memory, args)
        return result, after

    monkeypatch.setattr(Trial, "run", run)
    getattr(import_module(module), name)()
    assert calls


def own(arg):
    """A number, or memory of its own."""
    return arg if isinstance(arg, int) else Buffer(bytearray(arg))


def test_a_place_that_is_not_aligned_is_a_fault(core, kernels):
    count = kernels["pack12", "little"]
    core.run(*count, Buffer(bytearray(4), 2), Buffer(bytearray(3), 1), 2)
    with pytest.raises(Fault, match="not aligned"):
        core.run(*count, Buffer(bytearray(4), 1), Buffer(bytearray(3), 1), 2)
