"""The heap that importing the package may cost, on a port with 32-bit words."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))

import size  # noqa: E402
from wasm.install import Unavailable  # noqa: E402


@pytest.fixture(scope="module")
def costs(tmp_path_factory):
    built = size.build_package("none", tmp_path_factory.mktemp("mpy")).out
    uses = size.uses()
    try:
        found = size.import_costs(["pass", *uses.values()], built)
    except Unavailable as e:
        pytest.skip(f"HEAP NOT MEASURED: {e}")
    return dict(zip(["nothing", *uses], found, strict=True))


def test_measuring_costs_nothing(costs):
    assert abs(costs["nothing"]) <= 64


@pytest.mark.parametrize("use", size.LIMITS)
def test_import_stays_within_its_limit(costs, use):
    assert isinstance(costs[use], int), costs[use]
    assert 512 < costs[use] <= size.LIMITS[use]
