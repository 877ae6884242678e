"""Files on their way to the board, several in a parcel: deflated together, they are half as long.

    for parcel in parcels(files, names, heap=227_136):
        board.call("unpack", root, parcel.files)

    parcel    zlib( file | file | file … )       MicroPython's `deflate` reads it, where the firmware has that
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

# Bytes of the files in one, and log2 of the bytes that the board keeps to read it, beside the parcel itself.
_SMALL, _LARGE = (16 << 10, 13), (64 << 10, 15)
_ROOMY = 100_000  # bytes of free heap, of which a large one takes up to 70 KB


@dataclass(frozen=True)
class Parcel:
    """Names and sizes of the files, and their contents deflated."""

    files: list[tuple[str, int]]
    content: bytes


def parcels(files: Mapping[str, bytes], names: Iterable[str], heap: int = 0) -> Iterator[Parcel]:
    """All `names` of `files`, in their order, for a board of so many bytes of free heap.

    A file longer than a parcel is one by itself.
    """
    most, window = _LARGE if heap >= _ROOMY else _SMALL
    group: list[str] = []
    for name in names:
        if group and sum(len(files[one]) for one in [*group, name]) > most:
            yield _parcel(files, group, window)
            group = []
        group.append(name)
    if group:
        yield _parcel(files, group, window)


def _parcel(files: Mapping[str, bytes], names: list[str], window: int) -> Parcel:
    deflater = zlib.compressobj(9, zlib.DEFLATED, window)
    content = deflater.compress(b"".join(files[name] for name in names)) + deflater.flush()
    return Parcel([(name, len(files[name])) for name in names], content)
