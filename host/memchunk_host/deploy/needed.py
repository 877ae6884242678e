"""Which files of the package a program leads to, told from sources alone: nothing is run.

    needed(package_sources("armv6m"), [SELF_CHECK, Program("imu.py", text, folder)])

    program ─ from memchunk import Ring ─▶ names.py ─▶ buffers/ring.py ─ its own imports, kernels, hot parts ─▶ …

A kernel's subject leads to every form of it that the package has. More than a run would import may come of it (what
stands in a branch that is not taken), and never less.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import filter as matching
from pathlib import Path

from memchunk_host.deploy.asks import KERNELS, LAZY, PACKAGE, CannotTell, asks

# Modules of firmware that lead to nothing of memchunk; some stand there with a `u` before as well.
_FIRMWARE = sys.stdlib_module_names | set(
    "aioble bluetooth btree cryptolib deflate dht ds18x20 esp esp32 espnow framebuf machine micropython mimxrt mip "
    "neopixel network ntptime onewire openamp pyb requests rp2 samd stm tls uctypes vfs webrepl websocket".split()
)
_AS_ONE = f"{PACKAGE}.heap"  # instruments that compute what they import: they come together


@dataclass(frozen=True)
class Program:
    """A program by its name for the user; modules of its own lie in `folder`, if that is known."""

    name: str
    content: bytes
    folder: Path | None = None


def _self_check() -> Program:
    path = Path(__file__).with_name("on_board") / "check.py"
    return Program("the self-check", path.read_bytes())


SELF_CHECK = _self_check()  # also the core of every sender: examples/stream.py needs no more
HEAP = Program("memchunk.heap", f"import {_AS_ONE}\n".encode())


def needed(sources: Mapping[str, Path], programs: Iterable[Program]) -> set[str]:
    """The names in `sources`, paths below lib/, of what `programs` lead to. Raises CannotTell."""
    walk = _Walk(sources)
    for program in programs:
        walk.program(program)
    return walk.files


class _Walk:
    def __init__(self, sources: Mapping[str, Path]) -> None:
        self.files: set[str] = set()
        self._names = {_module(name): name for name in sources}
        self._paths = sources
        self._read: set[Path] = set()  # modules of the program's own
        self._below: dict[str, dict[str, list[str]]] = {}
        for module in self._names:
            home, _, leaf = module.rpartition(".")
            while home and leaf not in self._below.setdefault(home, {}):
                self._below[home][leaf] = [module]
                module = home  # a folder of kernels is a package without an __init__ file
                home, _, leaf = module.rpartition(".")
        self._below[PACKAGE].update(self._homes())
        for form in list(self._below[KERNELS].values()):
            for subject, modules in self._below[form[0]].items():
                self._below[KERNELS].setdefault(subject, []).extend(modules)

    def program(self, program: Program, package: str = "") -> None:
        """Follow what `program` asks for."""
        for asked in sorted(asks(program.name, program.content, package)):
            if asked.split(".")[0] == PACKAGE:
                self._reach(PACKAGE, asked.split(".")[1:])
            else:
                self._own(asked, program)

    def _homes(self) -> dict[str, list[str]]:
        """The modules that public names live in."""
        tree = ast.parse(self._paths[self._names[f"{PACKAGE}.names"]].read_bytes())
        text = next(node.value for node in tree.body if isinstance(node, ast.Assign))
        pairs = [pair.split("=") for pair in ast.literal_eval(text).split()]
        return {name: [f"{PACKAGE}.{home}"] for name, home in pairs}

    def _reach(self, module: str, names: list[str]) -> None:
        """Load `module`, and of it what `names` say, as far as they are modules."""
        self._load(module)
        if names:
            below = self._below.get(module, {})
            for name in matching(below, names[0]):
                for one in below[name]:
                    self._reach(one, names[1:])

    def _load(self, module: str) -> None:
        """Take `module`, the packages that it is in, and what it asks for itself."""
        home, name = module.rpartition(".")[0], self._names.get(module, "")
        if home:
            self._load(home)
        if not name or name in self.files:
            return
        self.files.add(name)
        path = self._paths[name]
        package = module if path.stem == "__init__" else home
        as_one = module.startswith(_AS_ONE)
        for asked in asks(name, path.read_bytes(), package, as_one or module in LAZY):
            if asked.split(".")[0] == PACKAGE:
                self._reach(PACKAGE, asked.split(".")[1:])
        for other in self._names if as_one else ():
            if other.startswith(_AS_ONE):
                self._load(other)

    def _own(self, asked: str, program: Program) -> None:
        """Follow a module that is none of memchunk: one beside the program, or the firmware's."""
        names = asked.split(".")
        found = _beside(program.folder, names) if program.folder is not None else {}
        for path, package in found.items():
            if path not in self._read:
                self._read.add(path)
                self.program(Program(path.name, path.read_bytes(), program.folder), package)
        if not found and not {names[0], names[0].removeprefix("u")} & _FIRMWARE:
            raise CannotTell(f"{program.name} imports {names[0]}, which does not lie beside it")


def _beside(folder: Path, names: list[str]) -> dict[Path, str]:
    """The files in `folder` that an import of a dotted name reads, each with the package that it is in."""
    found = {}
    for n in range(len(names)):
        base = folder.joinpath(*names[: n + 1])
        found[base.with_suffix(".py")] = ".".join(names[:n])
        found[base / "__init__.py"] = ".".join(names[: n + 1])
    return {path: package for path, package in found.items() if path.is_file()}


def _module(name: str) -> str:
    return name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
