"""The Pico's firmware: a file that the user has, or MicroPython's official one.

    uf2 = find()         # PICO_UF2, or what rp2040py fetches and keeps
"""

from __future__ import annotations

import os
from pathlib import Path

_MAGIC = b"UF2\n"


class NoFirmware(Exception):
    """Why there is none; the message is a line for the user."""


class WrongFirmware(NoFirmware):
    """PICO_UF2 names something that is no firmware image."""


def find(named: str | None = None) -> Path:
    """The image that `named`, or else PICO_UF2, names; without either the official one, fetched once.

    Raises WrongFirmware or NoFirmware.
    """
    named = named or os.environ.get("PICO_UF2")
    return _checked(Path(named)) if named else _fetched()


def _checked(path: Path) -> Path:
    try:
        with open(path, "rb") as file:
            if file.read(len(_MAGIC)) == _MAGIC:
                return path
    except OSError as error:
        raise WrongFirmware(f"PICO_UF2={path}: {error.strerror}") from error
    raise WrongFirmware(f"PICO_UF2={path} is no UF2 image")


def _fetched() -> Path:
    try:
        from rp2040py.utils.firmware_retrieve import MICROPYTHON, retrieve
    except ImportError as error:
        raise NoFirmware("rp2040py is missing: install memchunk[emulator]") from error
    try:
        path = retrieve(MICROPYTHON)
    except OSError as error:
        reason = getattr(error, "reason", None) or error.strerror or error
        raise NoFirmware(f"the official image could not be fetched ({reason}); give PICO_UF2=path") from error
    if path is None:
        raise NoFirmware("the official image could not be fetched; give PICO_UF2=path")
    return path
