"""Reads a `.mpy` file of version 6, as py/persistentcode.c does: its functions, their frames, their machine code.

    module = Mpy(path.read_bytes()).module
    code = thumb_kernels(out)["link.crc32"]

    prelude of a function (py/bc.h)   xSSSSEAA [xFSSKAED …] : S state words - 1, E exception handlers, 3 words each
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from pathlib import Path

from memchunk_host.build import KERNELS, LIBRARY, build_package


@dataclass
class Code:
    """A function: as bytecode, or as machine code with its frame on the stack and 0 words."""

    words: int
    name: str | None
    children: list[Code] = field(default_factory=list)
    assembled: bytes | None = None  # of a viper function, or one in inline assembler


class Mpy:
    """Reader of a `.mpy` file of version 6 (py/persistentcode.c)."""

    def __init__(self, data: bytes) -> None:
        assert data[:2] == b"M\x06"
        self._data = data
        self._at = 4
        if data[2] & 0x40:
            self.uint()  # flags of the architecture
        strings, objects = self.uint(), self.uint()
        self._names = [self._string() for _ in range(strings)]
        for _ in range(objects):
            self._skip_object()
        self.module = self._code()
        assert self._at == len(data)

    def byte(self) -> int:
        self._at += 1
        return self._data[self._at - 1]

    def uint(self) -> int:
        value = 0
        while True:
            byte = self.byte()
            value = value << 7 | byte & 0x7F
            if byte < 0x80:
                return value

    def _string(self) -> str | None:
        length = self.uint()
        if length & 1:
            return None  # one of the firmware's own, by number
        end = self._at + (length >> 1)
        text = self._data[self._at : end].decode()
        self._at = end + 1
        return text

    def _skip_object(self) -> None:
        kind = self.byte()  # 0 function table, 1 None, 2 False, 3 True, 4 …, 10 tuple; 5 str and 6 bytes end in 0
        if kind == 10:
            for _ in range(self.uint()):
                self._skip_object()
        elif kind > 4:
            length = self.uint()
            self._at += length + (kind < 7)

    def _code(self) -> Code:
        kind = self.uint()
        start = self._at
        self._at += kind >> 3
        if kind & 3 == 0:
            end, self._at = self._at, start
            code = self._prelude()
            self._at = end
        else:
            code = Code(0, None)
            flags = self.uint()  # of kind 1 this is the place of the prelude
            assert not (kind & 3 == 2 and flags & 0x70), "only native, plain viper and assembled code"
            if kind & 3 > 1:
                code.assembled = self._data[start : start + (kind >> 3)]
            if kind & 3 == 3:
                self.uint()  # number of arguments
                self.uint()  # types of them and of the result
        if kind & 4:
            code.children = [self._code() for _ in range(self.uint())]
        return code

    def _prelude(self) -> Code:
        byte = self.byte()
        state, handlers, n = byte >> 3 & 0xF, byte >> 2 & 1, 0
        while byte & 0x80:
            byte = self.byte()
            state |= (byte & 0x30) << 2 * n
            handlers |= (byte & 0x02) << n
            n += 1
        while self.byte() & 0x80:  # sizes of the two tables
            pass
        return Code(state + 1 + 3 * handlers, self._names[self.uint()])


def thumb_kernels(out: Path | None = None, library: Path = LIBRARY) -> dict[str, bytes]:
    """The machine code of each thumb kernel, by `subject.name`, from the package built for armv6m into `out`.

    Raises BuildError.
    """
    built = build_package("armv6m", out, library).out
    found: dict[str, bytes] = {}
    for source in sorted((library / KERNELS / "thumb").glob("*.py")):
        names = [node.name for node in ast.parse(source.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)]
        compiled = built / KERNELS / "thumb" / source.with_suffix(".mpy").name
        for name, function in zip(names, Mpy(compiled.read_bytes()).module.children, strict=True):
            if function.assembled is not None and source.stem != "__init__":
                found[f"{source.stem}.{name}"] = function.assembled
    return found
