"""pytest around the on-device tests: their Skip is a skip, and modules not for CPython stay out."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import settings

from lanes import DEVICE_TESTS, needs
from skip import Skip

# Shared cores make a deadline a coin toss; the same examples every time make a failure one to repeat.
settings.register_profile("memchunk", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("memchunk")


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave out what a `# lanes:` comment keeps from CPython; None leaves the choice to the others."""
    device = collection_path.parent == DEVICE_TESTS and collection_path.match("test_*.py")
    return True if device and "cpython" not in needs(collection_path).lanes else None


def pytest_collection_finish() -> None:
    """What was imported stays: the collector, which many tests ask for, need not look at it each time."""
    gc.collect()
    gc.freeze()


def pytest_runtest_teardown() -> None:
    """What a test of the heap traces, it traces itself: the tests behind it in this process run untraced, and fast."""
    tracemalloc.stop()


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call() -> Generator[None, object, object]:
    """An on-device test says `raise Skip(why)`."""
    try:
        return (yield)
    except Skip as e:
        pytest.skip(str(e))
