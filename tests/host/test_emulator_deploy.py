"""`memchunk deploy` to the emulated Pico behind its serial port, where PICO_UF2 names its firmware."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from deploy_rig import copied, deploy, wanted


@pytest.fixture
def port(tmp_path: Path) -> Iterator[str]:
    """A Pico that memchunk was deployed to."""
    if not os.environ.get("PICO_UF2"):
        pytest.skip("PICO_UF2 IS NOT SET: NOTHING WAS DEPLOYED TO A PICO'S FIRMWARE")
    for name, content in wanted("armv6m").items():
        path = tmp_path / "lib" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    command = [sys.executable, "-m", "memchunk_host.emulator", "--files", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.terminate()


def test_it_is_found_looked_through_and_checked(port: str) -> None:
    """With nothing to send: the emulator takes a minute for this, and several for a file."""
    status, out, err = deploy(port, "--patience", 120)
    assert status == 0 and not err and copied(out) == 0, out + err
    assert f"board       Raspberry Pi Pico with RP2040 at {port}: micropython 1." in out
    assert ".mpy 6.3 for armv6m" in out and "from /lib/memchunk/__init__.mpy, thumb kernels" in out
    assert "33 frames by their CRC, 0 bytes allocated" in out and " of 1,441,792 bytes used" in out
