"""Files on their way to the board, several in a parcel: deflated together, they are half as long.

    for parcel in parcels(files, names):
        board.call("unpack", root, parcel.files)

    parcel    zlib( file | file | file … )       MicroPython's `deflate` reads it, where the firmware has that
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

_SIZE = 32 << 10  # bytes of the files in one; what is twice as long is 3 % shorter
_WINDOW = 15  # log2 of the bytes that the board keeps to read it


@dataclass(frozen=True)
class Parcel:
    """Names and sizes of the files, and their contents deflated."""

    files: list[tuple[str, int]]
    content: bytes


def parcels(files: Mapping[str, bytes], names: Iterable[str]) -> Iterator[Parcel]:
    """All `names` of `files`, in their order; a file longer than a parcel is one by itself."""
    group: list[str] = []
    for name in names:
        if group and sum(len(files[one]) for one in [*group, name]) > _SIZE:
            yield _parcel(files, group)
            group = []
        group.append(name)
    if group:
        yield _parcel(files, group)


def _parcel(files: Mapping[str, bytes], names: list[str]) -> Parcel:
    deflater = zlib.compressobj(9, zlib.DEFLATED, _WINDOW)
    content = deflater.compress(b"".join(files[name] for name in names)) + deflater.flush()
    return Parcel([(name, len(files[name])) for name in names], content)
