"""Runs on the board: what is there, staging, and the swap.

    lib/memchunk.new/memchunk    staged: complete before the swap begins
    <before lib>/memchunk        for the time of a swap, the one that is imported
    lib/memchunk                 the package
    lib/memchunk.old             the one before, until it is removed

A power cut may come between any two renames, each of which a file system does whole or not at all:

    rename  staged -> before        imports: new, since `before` comes first on sys.path
    rename  package -> old                   new
    rename  before -> package                new
    remove  old, staging                     new

Where nothing comes before lib on sys.path there are two renames, package -> old and staged -> package, and
a moment without a package between them. `recover` ends what was begun, or takes it back.
"""

# mypy: allow-untyped-defs, disable-error-code="attr-defined,import-not-found"

import binascii
import gc
import hashlib
import os
import sys

NAME = "memchunk"
_DIRECTORY = 0x4000
_parcel = bytearray()  # files on their way here


def facts(to):
    """What the deployer has to know of this board before anything else; `to` names another lib, if not None."""
    about = sys.implementation
    lib, before = _places(to)
    gc.collect()
    return {
        "name": about.name,
        "version": tuple(about.version)[:3],
        "machine": getattr(about, "_machine", sys.platform),
        "mpy": getattr(about, "_mpy", None),
        "heap": gc.mem_free() if hasattr(gc, "mem_free") else 0,
        "lib": lib,
        "before": before,
        "path": list(sys.path),
        "inflates": _inflates(),
    }


def _inflates():
    try:
        import deflate
    except ImportError:
        return False
    return bool(deflate)


def _places(to):
    """Where the package goes, None if sys.path has no such directory; and where it would be found before that."""
    before = None
    for path in sys.path:
        if path == ".frozen" or path.startswith("/rom"):
            continue
        if path.rstrip("/") == to.rstrip("/") if to is not None else ("/" + path).endswith("/lib"):
            return path.rstrip("/"), before
        if before is None:
            before = (path or os.getcwd()).rstrip("/") + "/" + NAME
    return None, None


def flash(path):
    """Size of the file system at `path`, and what is free, in bytes."""
    status = os.statvfs(path)
    return status[1] * status[2], status[1] * status[3]


def kind(path):
    """0 nothing, 1 a file, 2 a directory."""
    try:
        mode = os.stat(path)[0]
    except OSError:
        return 0
    return 2 if mode & _DIRECTORY else 1


def remove(path):
    """Remove whatever is at `path`."""
    what = kind(path)
    if what == 2:
        for name in os.listdir(path):
            remove(path + "/" + name)
        os.rmdir(path)
    elif what:
        os.remove(path)


def make(path):
    """Make the directory `path` and those above it."""
    if path and not kind(path):
        make(path.rpartition("/")[0])
        os.mkdir(path)


def listing(root, path):
    """Print all that is at `path` below `root`: SHA-256 and name a line; a directory has `-` and ends in `/`."""
    full = root + "/" + path
    what = kind(full)
    if what == 2:
        print("-", path + "/")
        for name in os.listdir(full):
            listing(root, path + "/" + name)
    elif what:
        print(digest(full), path)


def digest(path):
    """SHA-256 of a file, in hexadecimal."""
    buf = bytearray(1024)
    view = memoryview(buf)
    sha = hashlib.sha256()
    with open(path, "rb") as file:
        while True:
            n = file.readinto(buf)
            if not n:
                return binascii.hexlify(sha.digest()).decode()
            sha.update(view[:n])


def reuse(lib, names):
    """Stage files of the package that stay as they are."""
    for name in names:
        target = lib + "/" + NAME + ".new/" + name
        make(target.rpartition("/")[0])
        copy(lib + "/" + name, target)


def copy(source, target):
    """Copy a file on the board; a dot is printed, a sign of life."""
    buf = bytearray(1024)
    view = memoryview(buf)
    with open(source, "rb") as file, open(target, "wb") as out:
        while True:
            n = file.readinto(buf)
            if not n:
                break
            out.write(view[:n])
    print(".")


def receive(size):
    """Make room for a parcel of `size` bytes."""
    global _parcel
    _parcel = bytearray(size)


def part(at, text):
    """Put a part of it, in base64, to its place `at`."""
    data = binascii.a2b_base64(text)
    _parcel[at : at + len(data)] = data


def unpack(root, files):
    """Write below `root` the `files`, a name and a size each, that the parcel has one after the other, deflated."""
    global _parcel
    import io

    import deflate

    stream = deflate.DeflateIO(io.BytesIO(_parcel))
    buf = bytearray(1024)
    view = memoryview(buf)
    for name, size in files:
        make((root + "/" + name).rpartition("/")[0])
        with open(root + "/" + name, "wb") as out:
            while size:
                n = stream.readinto(view[: min(size, len(buf))])
                if not n:
                    raise ValueError("a parcel that is too short")
                out.write(view[:n])
                size -= n
        print(".")
    _parcel = bytearray()


def swap(lib, before):
    """Put what is staged in the place of the package. `before` is a place that comes first on sys.path, or None."""
    package, new = lib + "/" + NAME, lib + "/" + NAME + ".new"
    if before is not None:
        try:
            os.rename(new + "/" + NAME, before)
        except OSError:  # another file system
            before = None
    if kind(package):
        os.rename(package, package + ".old")
    os.rename(before or new + "/" + NAME, package)
    clear(lib)


def clear(lib):
    """Remove what a swap leaves, and files that a package of that name would otherwise hide."""
    for end in (".old", ".new", ".py", ".mpy"):
        remove(lib + "/" + NAME + end)


def recover(lib, before):
    """End a swap that was cut short. False if a package that is not ours comes before `lib` on sys.path."""
    package = lib + "/" + NAME
    if before is not None and kind(before):
        if kind(package + ".new") != 2 or kind(package + ".new/" + NAME):
            return False
        if kind(package):
            remove(package + ".old")
            os.rename(package, package + ".old")
        os.rename(before, package)
        clear(lib)
    elif kind(package + ".old"):
        if kind(package):
            remove(package + ".old")
        else:
            os.rename(package + ".old", package)
    return True
