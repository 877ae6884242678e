"""What manifest.py freezes, as this project and MicroPython's own tool read it."""

import hashlib
import importlib.util
import os
import subprocess
import sys
import zipfile

import pytest

from memchunk_host.build import LIBRARY, ROOT
from memchunk_host.release import freeze, package_json

MANIFESTFILE = "micropython-stubber==1.29.1", "stubber/tools/manifestfile.py"  # MicroPython's tools/, in a wheel
MANIFESTFILE_SHA256 = "5cae2c3304638370500362937a5798c5f78ab1b43fe15c0310db1fba025731d1"


@pytest.fixture(scope="module")
def manifestfile(tmp_path_factory):
    """MicroPython's own reader of manifests, as a module."""
    kept = ROOT / "build" / "manifestfile" / f"{MANIFESTFILE_SHA256[:12]}.py"
    if not kept.exists():
        wheels = tmp_path_factory.mktemp("wheels")
        pip = [sys.executable, "-m", "pip", "download", "-qq", "--disable-pip-version-check", "--no-deps"]
        if subprocess.run([*pip, "--dest", str(wheels), MANIFESTFILE[0]], capture_output=True).returncode:
            pytest.skip(f"MANIFEST.PY NOT READ BY MICROPYTHON'S OWN TOOL: could not download {MANIFESTFILE[0]}")
        kept.parent.mkdir(parents=True, exist_ok=True)
        part = kept.with_name(f"{os.getpid()}.part")
        part.write_bytes(zipfile.ZipFile(next(wheels.iterdir())).read(MANIFESTFILE[1]))
        part.replace(kept)
    assert hashlib.sha256(kept.read_bytes()).hexdigest() == MANIFESTFILE_SHA256
    spec = importlib.util.spec_from_file_location("manifestfile", kept)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def frozen(forms):
    """What firmware with kernels of these forms needs."""
    unused = tuple(f"memchunk/kernels/{form}" for form in ("plain", "viper", "thumb") if form not in forms)
    unused += ("memchunk/hot",) if forms == "plain" else ()
    return [name for name in package_json.device_sources() if not name.startswith(unused)]


@pytest.mark.parametrize("forms", ["viper", "plain", "plain viper", "viper thumb"])
def test_manifest_freezes_what_runs(forms):
    assert freeze.read(ROOT / "manifest.py", kernels=forms).files == frozen(forms)


def test_manifest_names_a_wrong_option():
    with pytest.raises(ValueError, match="kernels: plain, viper or thumb, not 'vipre'"):
        freeze.read(ROOT / "manifest.py", kernels="vipre")


@pytest.mark.parametrize("options, forms", [("", "viper"), (", kernels='plain'", "plain")])
@pytest.mark.parametrize("mode", ["MODE_FREEZE", "MODE_COMPILE"])
def test_micropython_reads_the_manifest(manifestfile, mode, options, forms):
    manifest = manifestfile.ManifestFile(getattr(manifestfile, mode))
    manifest.execute(f"include({str(ROOT / 'manifest.py')!r}{options})")
    assert [file.target_path for file in manifest.files()] == frozen(forms)
    assert {file.opt for file in manifest.files()} == {3}
    for file in manifest.files():
        assert os.path.samefile(file.full_path, LIBRARY / file.target_path)
        assert file.metadata.version == freeze.read(ROOT / "manifest.py").version
