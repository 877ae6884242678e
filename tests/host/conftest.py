"""What the tests of the thumb kernels share: their machine code, and a core to run it."""

from __future__ import annotations

import pytest
from thumb_core import Core

from memchunk_host.mpy import thumb_kernels


@pytest.fixture(scope="session")
def machine_code(tmp_path_factory) -> dict[str, bytes]:
    """The code of each thumb kernel, by `subject.name`."""
    return thumb_kernels(tmp_path_factory.mktemp("mpy"))


@pytest.fixture(scope="session")
def core() -> Core:
    return Core()
