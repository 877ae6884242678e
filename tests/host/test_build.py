"""What goes to a target, and that a build is incremental, complete and loud."""

import pytest

from memchunk_host import build


@pytest.fixture
def library(tmp_path):
    """A package with a kernel in every form."""
    root = tmp_path / "lib"
    kernels = ("__init__", "plain/link", "plain/memory", "viper/link", "viper/memory", "thumb/link")
    for name in ("__init__", "ring", "_cpython", *(f"kernels/{name}" for name in kernels)):
        path = root / "memchunk" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"NAME = {name!r}\n")
    return root


def built(out, arch):
    return {path.relative_to(out / arch / "memchunk").as_posix() for path in (out / arch).rglob("*.mpy")}


@pytest.mark.parametrize(
    "arch, kernels",
    [
        ("none", {"kernels/plain/link.mpy", "kernels/plain/memory.mpy"}),
        ("x64", {"kernels/viper/link.mpy", "kernels/viper/memory.mpy"}),
        ("armv6m", {"kernels/thumb/link.mpy", "kernels/viper/memory.mpy"}),
        ("xtensawin", {"kernels/viper/link.mpy", "kernels/viper/memory.mpy"}),
    ],
)
def test_ships_only_what_the_target_needs(library, tmp_path, arch, kernels):
    build.build_package(arch, tmp_path, library)
    assert built(tmp_path, arch) == kernels | {"__init__.mpy", "ring.mpy", "kernels/__init__.mpy"}


def test_compiles_only_what_changed(library, tmp_path):
    assert len(build.build_package("none", tmp_path, library).compiled) == 5
    assert build.build_package("none", tmp_path, library).compiled == []
    (library / "memchunk" / "ring.py").write_text("NAME = 'other'\n")
    assert build.build_package("none", tmp_path, library).compiled == ["memchunk/ring.mpy"]


def test_restores_a_file_that_was_removed(library, tmp_path):
    ring = build.build_package("none", tmp_path, library).out / "memchunk" / "ring.mpy"
    ring.unlink()
    build.build_package("none", tmp_path, library)
    assert ring.exists()


def test_removes_what_lost_its_source(library, tmp_path):
    build.build_package("none", tmp_path, library)
    (library / "memchunk" / "ring.py").unlink()
    assert build.build_package("none", tmp_path, library).removed == ["memchunk/ring.mpy"]
    assert "ring.mpy" not in built(tmp_path, "none")


def test_a_failed_compile_is_shown_and_leaves_nothing_stale(library, tmp_path):
    build.build_package("none", tmp_path, library)
    (library / "memchunk" / "ring.py").write_text("def broken(:\n")
    for _ in range(2):  # and is not taken for done the next time
        with pytest.raises(build.BuildError, match=r"ring\.py(.|\n)*SyntaxError"):
            build.build_package("none", tmp_path, library)
    assert "ring.mpy" not in built(tmp_path, "none")


def test_a_library_without_sources_is_an_error(tmp_path):
    with pytest.raises(build.BuildError, match="no sources"):
        build.build_package("none", tmp_path, tmp_path)


def test_arch_of_reads_sys_implementation():
    numbers = (774, 2822, 0x1306, 0x2E06, 0x3206)
    assert [build.arch_of(mpy) for mpy in numbers] == ["none", "x64", "armv6m", "rv32imc", "none"]
    with pytest.raises(IndexError):
        build.arch_of(0x3B06)


def test_command_says_what_failed(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("MPY_CROSS", str(tmp_path / "nowhere"))
    assert build.main(["--arch", "none", "--out", str(tmp_path)]) == 1
    assert "no such executable" in capsys.readouterr().err
