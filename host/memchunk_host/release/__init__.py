"""What is published, made and checked in one go: `make dist`.

    python -m memchunk_host.release                # -> dist/

    dist/memchunk-0.1.0-py3-none-any.whl, .tar.gz     the PC side
    dist/package.json, memchunk/**.py                 mip, sources: any firmware
    dist/armv6m_6.3/package.json, memchunk/**.mpy     mip, compiled for one architecture
    dist/armv6m_6.3/memchunk.romfs                    the same as an image for a ROM partition
    dist/SHA256SUMS
"""

# Bytecode alone; every Cortex-M; Cortex-M3; M4 and above with floats; ESP32; ESP32-C3 and RP2350's RISC-V; PC.
ARCHITECTURES = ("none", "armv6m", "armv7m", "armv7emsp", "xtensawin", "rv32imc", "x64")
MPY_VERSION = "6.3"  # MicroPython 1.23 and later


class DistError(Exception):
    """What is wrong with a distribution, or why it can't be made; a line or more for the user."""


def folder(arch: str) -> str:
    """Where in dist/ the package for `arch` lies."""
    return f"{arch}_{MPY_VERSION}"
