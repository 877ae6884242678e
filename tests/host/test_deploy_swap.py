"""The swap on the board, cut short at every step, and on a real littlefs at every write to flash."""

from __future__ import annotations

import errno
import itertools
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from memchunk_host.deploy.on_board import files
from memchunk_host.interpreter import NoInterpreter, find

OLD = {"__init__.py": "old", "part/__init__.py": "old", "gone.py": "old"}
NEW = {"__init__.py": "new", "part.py": "new", "kept/deep.py": "new"}


class PowerCut(BaseException):
    """Nothing after it happens; the code under test must not catch it."""


def write(root: Path, tree: dict[str, str]) -> None:
    for name, text in tree.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)


def read(root: Path) -> dict[str, str] | None:
    """All files below `root`; None if it is not there."""
    if not root.exists():
        return None
    return {path.relative_to(root).as_posix(): path.read_text() for path in root.rglob("*") if path.is_file()}


def board(root: Path, old: bool = True) -> str:
    """A board on which everything is staged; returns its lib."""
    lib = root / "lib"
    write(lib / "memchunk.new" / "memchunk", NEW)
    if old:
        write(lib / "memchunk", OLD)
        write(lib, {"memchunk.py": "a stale twin"})
    return str(lib)


def imported(root: Path) -> dict[str, str] | None:
    """What `import memchunk` finds, with the root before lib on sys.path."""
    return read(root / "memchunk") or read(root / "lib" / "memchunk")


def cut_after(monkeypatch: pytest.MonkeyPatch, steps: int) -> None:
    """Let `steps` changes of the file system happen, and no more."""
    left = [steps]

    def limited(real: Callable[..., Any]) -> Callable[..., Any]:
        def change(*arguments: Any) -> Any:
            if not left[0]:
                raise PowerCut
            left[0] -= 1
            return real(*arguments)

        return change

    for name in ("rename", "remove", "rmdir", "mkdir"):
        monkeypatch.setattr(files.os, name, limited(getattr(os, name)))


@pytest.mark.parametrize("old", [True, False])
@pytest.mark.parametrize("shadowed", [True, False])
def test_a_swap_cut_short_at_any_step(tmp_path: Path, shadowed: bool, old: bool) -> None:
    seen = []
    for steps in range(30):
        root = tmp_path / str(steps)
        lib = board(root, old)
        before = str(root / "memchunk") if shadowed else None
        with pytest.MonkeyPatch.context() as patch:
            cut_after(patch, steps)
            try:
                files.swap(lib, before)
                whole = True
            except PowerCut:
                whole = False
        found = imported(root)
        seen.append("old" if found == OLD else "new" if found == NEW else "none" if found is None else found)
        for again in range(30):  # and the recovery is cut short as well, again and again
            with pytest.MonkeyPatch.context() as patch:
                cut_after(patch, again)
                try:
                    assert files.recover(lib, before)
                    break
                except PowerCut:
                    if shadowed:
                        assert imported(root) in (OLD, NEW)
        recovered = read(root / "lib" / "memchunk")
        assert recovered in ([NEW] if whole else [OLD, NEW] if old else [NEW, None])
        assert not (root / "memchunk").exists() and not (root / "lib" / "memchunk.old").exists()
        if whole:
            assert not (root / "lib" / "memchunk.py").exists() and len(list((root / "lib").iterdir())) == 1
            break
        if recovered != NEW:  # then all that was staged is still there
            assert read(root / "lib" / "memchunk.new" / "memchunk") == NEW
            files.swap(lib, before)
            assert imported(root) == NEW
    else:
        pytest.fail("the swap never ended")
    expected = {"old", "new"} if old else {"none", "new"}
    if old and not shadowed:
        assert seen.count("none") == 1  # the one moment between two renames
        expected |= {"none"}
    assert set(seen) == expected


def test_another_package_in_the_way_is_told_and_left(tmp_path: Path) -> None:
    lib = board(tmp_path)
    write(tmp_path / "memchunk", {"__init__.py": "somebody's"})
    assert not files.recover(lib, str(tmp_path / "memchunk"))
    assert read(tmp_path / "memchunk") == {"__init__.py": "somebody's"} and read(tmp_path / "lib/memchunk") == OLD


def test_a_place_on_another_file_system_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lib = board(tmp_path)
    rename = os.rename

    def refuse(source: str, target: str) -> None:
        if target == str(tmp_path / "memchunk"):
            raise OSError(errno.EXDEV, "another file system")
        rename(source, target)

    monkeypatch.setattr(files.os, "rename", refuse)
    files.swap(lib, str(tmp_path / "memchunk"))
    assert imported(tmp_path) == NEW and not (tmp_path / "memchunk").exists()


FLASH = """
import os, sys, vfs
class Flash:
    SIZE, COUNT = 4096, 48
    def __init__(self, path, left):
        self.file, self.left = open(path, "r+b"), left
    def readblocks(self, n, buf, offset=0):
        self.file.seek(n * self.SIZE + offset)
        self.file.readinto(buf)
    def writeblocks(self, n, buf, offset=0):
        if self.left <= 0:  # the power goes when this much of it is written
            buf = memoryview(buf)[: {torn} if self.left == 0 else 0]
        self.left -= 1
        self.file.seek(n * self.SIZE + offset)
        self.file.write(buf)
        self.file.flush()
        if self.left < 0:
            raise OSError(5)
    def ioctl(self, what, argument):
        if what == 4:
            return self.COUNT
        if what == 5:
            return self.SIZE
        if what == 6:
            self.writeblocks(argument, b"\\xff" * self.SIZE)
        return 0
path, left = {path!r}, {left}
if left is None:
    with open(path, "wb") as file:
        for _ in range(Flash.COUNT):
            file.write(b"\\xff" * Flash.SIZE)
    vfs.VfsLfs2.mkfs(Flash(path, 1 << 29), progsize=256)
vfs.mount(vfs.VfsLfs2(Flash(path, 1 << 29 if left is None else left), progsize=256, readsize=256), "/flash")
os.chdir("/flash")
sys.path[:] = ["", "/flash/lib"]
"""
PREPARE = """
def package(root, what):
    make(root + "/part")
    for name in ("__init__", "part/__init__", what):
        with open(root + "/" + name + ".py", "w") as file:
            file.write("V = '%s'\\n" % what + "#" * 600)
package("/flash/lib/memchunk", "old")
package("/flash/lib/memchunk.new/memchunk", "new")
"""
IMPORT = """
import memchunk, memchunk.part
found = memchunk.V
assert memchunk.part.V == found, "a mixture"
__import__("memchunk." + found)
print("found", found)
"""


def run(*parts: str) -> str:
    """Run the script that `parts` make on the unix port."""
    done = subprocess.run([find(), "-c", "\n".join(parts)], capture_output=True, text=True, timeout=60)
    return done.stdout + done.stderr


def test_the_power_cut_at_any_write_to_a_real_littlefs(tmp_path: Path) -> None:
    try:
        find()
    except NoInterpreter as e:
        pytest.skip(str(e).upper())
    source = Path(files.__file__).read_text()
    image = tmp_path / "flash.img"
    assert run(FLASH.format(path=str(image), left=None, torn=0), source, PREPARE, IMPORT) == "found old\n"
    whole = image.read_bytes()
    swap = "swap('/flash/lib', '/flash/memchunk'); print('swapped')"
    seen = []
    afresh = FLASH.format(path=str(image), left=1 << 29, torn=0)
    for left, torn in itertools.product(range(100), (0, 24)):
        image.write_bytes(whole)
        said = run(FLASH.format(path=str(image), left=left, torn=torn), source, swap)
        seen.append(run(afresh, IMPORT).strip())
        assert seen[-1] in ("found old", "found new"), (left, seen[-1])
        recovered = run(afresh, source, "assert recover('/flash/lib', '/flash/memchunk')", IMPORT)
        assert recovered in ("found old\n", "found new\n"), (left, recovered)
        if "swapped" in said:
            break
        assert "OSError" in said, said
    assert "swapped" in said and seen[0] == "found old" and seen[-1] == "found new" and len(seen) > 20
