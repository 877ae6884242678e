"""The steps of a deploy, on a board that is connected.

    steps = Steps(board, facts, "/lib")
    todo = steps.look(package)
    if todo.changes:
        steps.stage(package, todo)
        steps.check_staged()
        steps.swap()
"""

from __future__ import annotations

from binascii import b2a_base64
from dataclasses import dataclass

from rich.console import Console
from rich.progress import Progress

from memchunk_host.console import CommandError
from memchunk_host.deploy.board import Board, BoardFull, BoardLost, Facts
from memchunk_host.deploy.package import Package
from memchunk_host.deploy.parcels import Parcel, parcels
from memchunk_host.deploy.plan import Plan, hashes, parse, plan
from memchunk_host.deploy.selfcheck import Check, self_check

_LESS = "; --needed (make deploy NEEDED=1) sends only the modules that a program needs"
_PART = 768  # bytes of a parcel that go to the board at a time
_ROOTS = ("memchunk", "memchunk.py", "memchunk.mpy")  # what `import memchunk` may find


@dataclass
class Steps:
    """They go in this order, the functions of on_board/files.py being loaded. `lib` is where the package goes."""

    board: Board
    facts: Facts
    lib: str

    @property
    def new(self) -> str:
        """The directory of what is staged."""
        return f"{self.lib}/memchunk.new"

    def look(self, package: Package) -> Plan:
        """End a deploy that was interrupted, and see what there is to do."""
        if not self.board.call("recover", self.lib, self.facts.before):
            raise CommandError(
                f"{self.facts.before} on the board comes before {self.lib} on sys.path and would be imported instead: "
                f"remove it first (mpremote rm -r :{self.facts.before})"
            )
        there = "".join(self.board.output("listing", self.lib, root) for root in _ROOTS)
        staged = self.board.output("listing", self.new, _ROOTS[0])
        return plan(hashes(package.files), parse(there), parse(staged))

    def stage(self, package: Package, todo: Plan) -> int:
        """Make the new package beside the old one. If there is no room for it, nothing of it stays.

        Returns the bytes that were sent.
        """
        try:
            for name in todo.reject:
                self.board.call("remove", f"{self.new}/{name}".rstrip("/"))
            self.board.output("reuse", self.lib, todo.reuse)
            sent = self._send(package, todo.send)
        except BoardFull as e:
            self._fresh()  # closes the file that found no room
            self.board.call("remove", self.new)
            _, free = self._flash()
            raise BoardFull(
                f"the board's file system is full: {free:,} bytes free, and a new package of {package.size:,} bytes in "
                f"{len(package.files)} files, each of which takes whole blocks, has to fit beside the old one until it "
                f"is swapped in; nothing was changed{'' if package.part else _LESS}"
            ) from e
        staged = parse(self.board.output("listing", self.new, _ROOTS[0]))
        if staged != hashes(package.files):
            self.board.call("remove", self.new)
            raise CommandError("what arrived on the board is not what was sent; nothing was changed, deploy again")
        return sent

    def check_staged(self) -> None:
        """Check the new package before it is anything's `memchunk`; remove it if it fails."""
        try:
            self_check(self.board, self.facts.version, self.new)
        except BoardLost:
            raise
        except CommandError as e:
            self._fresh()
            self.board.call("remove", self.new)
            raise CommandError(f"the new package fails its self-check, and was not put in place: {e}") from e
        self._fresh()

    def swap(self) -> None:
        """Put the new package in the place of the old one."""
        self.board.call("swap", self.lib, self.facts.before)

    def finish(self) -> Check:
        """Check what is in place now."""
        self.board.call("remove", self.new)  # what an earlier deploy staged, of no use now
        try:
            check = self_check(self.board, self.facts.version)
        finally:
            self._fresh()
        if not check.file.startswith(f"{self.lib}/"):
            raise CommandError(
                f"the board imports memchunk from {check.file}, not from {self.lib}: that one is frozen into the "
                "firmware, or comes first on sys.path"
            )
        return check

    def used(self) -> str:
        """How full the board is, in words."""
        size, free = self._flash()
        return f"{size - free:,} of {size:,} bytes used"

    def _send(self, package: Package, names: list[str]) -> int:
        """Send files; returns how many bytes of them had to go over the wire."""
        console = Console(stderr=True)
        with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
            task = progress.add_task("copy", total=sum(len(package.files[name]) for name in names))
            sent = 0
            for parcel in parcels(package.files, names, self.facts.heap):
                sent += self._deliver(parcel) if self.facts.inflates else self._write(package, parcel)
                progress.advance(task, sum(size for _, size in parcel.files))
        return sent

    def _deliver(self, parcel: Parcel) -> int:
        size = len(parcel.content)
        self.board.call("receive", size)
        for at in range(0, size, _PART):
            self.board.call("part", at, b2a_base64(parcel.content[at : at + _PART], newline=False))
        self.board.output("unpack", self.new, parcel.files)
        return size

    def _write(self, package: Package, parcel: Parcel) -> int:
        for name, _ in parcel.files:
            target = f"{self.new}/{name}"
            self.board.call("make", target.rpartition("/")[0])
            self.board.write(target, package.files[name])
        return sum(size for _, size in parcel.files)

    def _flash(self) -> tuple[int, int]:
        where = self.lib if self.board.call("kind", self.lib) else "."
        return self.board.call("flash", where)  # type: ignore[return-value]

    def _fresh(self) -> None:
        self.board.reset()
        self.board.load("files")
