"""Which serial port the board is at.

    port = find_port("auto")
"""

from __future__ import annotations

from serial.tools.list_ports import comports

from memchunk_host.console import CommandError

# USB vendors whose serial ports are boards: Raspberry Pi, MicroPython, Espressif, Arduino, Adafruit,
# SparkFun, Seeed, and pid.codes for the small ones.
_BOARDS = (0x2E8A, 0xF055, 0x303A, 0x2341, 0x239A, 0x1B4F, 0x2886, 0x1209)
_PROBES = ((0x2E8A, 0x0004), (0x2E8A, 0x000C))  # Raspberry Pi's debug probe: its port is another board's UART

NONE = (
    "no board found. Check that the cable carries data, not power alone; that MicroPython is on the board (a Pico: "
    "hold BOOTSEL while plugging it in, and copy the UF2 file to the drive that appears); and on Linux, that you are "
    "in the group dialout. Or name the port, such as /dev/ttyACM0 (with make: PORT=/dev/ttyACM0)"
)


class NoBoard(CommandError):
    """There is nothing that could be a board."""


def find_port(named: str = "auto") -> str:
    """The port `named`, or the one board that is plugged in. Raises NoBoard, or CommandError if there are several."""
    if named not in ("", "auto"):
        return named
    ports = [port for port in comports() if port.vid is not None and (port.vid, port.pid) not in _PROBES]
    boards = [port for port in ports if port.vid in _BOARDS]
    if len(boards) == 1:
        return str(boards[0].device)
    if not ports:
        raise NoBoard(NONE)
    what = "several boards" if boards else "no port that is a board's for certain"
    listed = ", ".join(f"{port.device} ({port.description})" for port in boards or ports)
    first = (boards or ports)[0].device
    raise CommandError(f"{what}: {listed}. Name the one, such as {first} (with make: PORT={first})")
