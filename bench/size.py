"""What the device package costs: `.mpy` bytes, and heap bytes that importing it takes.

    make size

Heap is measured on MicroPython's WebAssembly port (32-bit words, as a Pico has), a fresh interpreter a
row, and counts everything the import pulls in. Also written to build/size.json.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "host"), str(ROOT / "tests")]

from memchunk_host.build import BuildError, build_package, package_sources  # noqa: E402
from wasm.install import Unavailable, wasm_port  # noqa: E402

ARCHITECTURES = ("none", "x64", "armv6m")
RING_ALONE = "Ring alone"
RING_MADE = "  and the first one made"
GUARDS = "heap guards alone"
GUARDS_USED = "  and a budget made"
DEMO = "demo device side"
DEMO_RUNNING = "  and what running it loads"
# Limits in bytes of heap, held by tests/host/test_size.py.
# What constructors load is meant to fit into 16 KB as well; until it does, it may not grow.
LIMITS = {RING_ALONE: 4096, GUARDS: 2048, DEMO: 16384, DEMO_RUNNING: 17744}
NOT_HERE = ("no module named 'machine'", "no module named 'rp2'")  # what the WebAssembly port lacks
DEMO_PROGRAM = ROOT / "examples" / "stream.py"
# An import alone hides what loads on first use: this runs a stream, and keeps nothing of it.
DEMO_RUN = """
def run():
    import io
    stages = [Blockpack(3), Frame(Descriptor(1, "n", ("n", "n", "n"), rate=50.5))]
    Pipeline(StreamSource(io.BytesIO(bytes(96)), 3), stages, io.BytesIO(), 8).run()
run()
del run
"""


@dataclass
class Row:
    """One module, or one way to use the package. `heap` is None where node is missing."""

    name: str
    mpy: dict[str, int]
    heap: int | None = None
    error: str = ""
    note: str = ""


def rows(build: Path | None = None) -> list[Row]:
    """Sizes of every module and of the named uses. Raises BuildError where it does not compile."""
    out = {arch: build_package(arch, build).out for arch in ARCHITECTURES}
    names = sorted({name for arch in ARCHITECTURES for name in package_sources(arch)})
    return [Row(_module(name), _mpy_sizes(name, out)) for name in names]


def _module(name: str) -> str:
    return name[: -len(".py")].replace("/", ".").removesuffix(".__init__")


def _mpy_sizes(name: str, out: dict[str, Path]) -> dict[str, int]:
    files = {arch: folder / (name[: -len(".py")] + ".mpy") for arch, folder in out.items()}
    return {arch: path.stat().st_size for arch, path in files.items() if path.exists()}


def import_costs(statements: list[str], folder: Path) -> list[int | str]:
    """Heap bytes of each statement in an interpreter of its own, or what it raised.

    Raises Unavailable where the WebAssembly port cannot run.
    """
    node, installed = wasm_port()
    script = str(ROOT / "tests" / "wasm" / "measure.mjs")
    done = subprocess.run(
        [node, script, str(installed), str(folder), *statements],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=300,
    )
    if done.returncode:
        raise Unavailable((done.stderr or done.stdout).strip())
    costs: list[int | str] = json.loads(done.stdout)
    return costs


def uses() -> dict[str, str]:
    """Ways to use the package that have a limit, as the statements a program would import them with."""
    imports = _memchunk_imports(DEMO_PROGRAM.read_text("utf-8"))
    return {
        RING_ALONE: "from memchunk import Ring",
        RING_MADE: "from memchunk import Ring\nring = Ring(64)",
        GUARDS: "from memchunk.heap import no_alloc, budget, steady, leaks",
        GUARDS_USED: "from memchunk.heap import budget\nlimit = budget(64)",
        DEMO: "\n".join(imports),
        DEMO_RUNNING: "\n".join((*imports, DEMO_RUN)),
    }


def _memchunk_imports(program: str) -> list[str]:
    """The statements of `program` that import from memchunk. Raises ValueError if there is none."""
    found = []
    for node in ast.walk(ast.parse(program)):
        if isinstance(node, ast.Import) and any(a.name.split(".")[0] == "memchunk" for a in node.names):
            found.append(ast.unparse(node))
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "memchunk":
            found.append(ast.unparse(node))
    if not found:
        raise ValueError(f"{DEMO_PROGRAM} imports nothing of memchunk")
    return found


def measure() -> tuple[list[Row], str]:
    """All rows, heap included where it can be; and why it cannot."""
    found = rows()
    statements = {row.name: f"import {row.name}" for row in found if "none" in row.mpy} | uses()
    found += [Row(name, {}) for name in uses()]
    try:
        costs = import_costs(list(statements.values()), ROOT / "build" / "mpy" / "none")
    except Unavailable as e:
        return found, str(e)
    by_name = dict(zip(statements, costs, strict=True))
    for row in found:
        cost = by_name.get(row.name)
        row.heap = cost if isinstance(cost, int) else None
        row.error = cost.splitlines()[-1] if isinstance(cost, str) else ""
        if row.error.endswith(NOT_HERE):
            row.note, row.error = "only on a board", ""
    return found, ""


def show(found: list[Row]) -> None:
    width = max(len(row.name) for row in found) + 2
    columns = [f".mpy {arch}" for arch in ARCHITECTURES]
    print(f"{'module':{width}}" + "".join(f"{name:>14}" for name in columns) + f"{'heap':>10}")
    for row in found:
        sizes = "".join(f"{row.mpy.get(arch, ''):>14}" for arch in ARCHITECTURES)
        limit = f"   limit {LIMITS[row.name]}" if row.name in LIMITS else ""
        heap = "" if row.heap is None else row.heap
        print(f"{row.name:{width}}{sizes}{heap:>10}{limit}  {row.error}{row.note}".rstrip())
    total = "".join(f"{sum(row.mpy.get(arch, 0) for row in found):>14}" for arch in ARCHITECTURES)
    print(f"{'all modules':{width}}{total}")


def main() -> int:
    try:
        found, why_no_heap = measure()
    except BuildError as e:
        print(f"size: {e}", file=sys.stderr)
        return 1
    show(found)
    if why_no_heap:
        print(f"HEAP NOT MEASURED: {why_no_heap}")
    report = ROOT / "build" / "size.json"
    report.write_text(json.dumps([asdict(row) for row in found], indent=1) + "\n")
    over = [row.name for row in found if row.heap is not None and row.heap > LIMITS.get(row.name, row.heap)]
    for name in over:
        print(f"OVER THE LIMIT: {name}")
    return 1 if over or any(row.error for row in found) else 0


if __name__ == "__main__":
    raise SystemExit(main())
