"""Every kernel exists in every form under one name with the same arguments, and a test_kernels*.py runs it, here
and on the board.
"""

import ast
import runpy
from pathlib import Path

import pytest

from memchunk_host import build
from memchunk_host.boardtest import kernel_calls

ROOT = Path(__file__).resolve().parents[2]
KERNELS = ROOT / "lib" / "memchunk" / "kernels"
FORMS = sorted(path.name for path in KERNELS.iterdir() if list(path.glob("*.py")))
MOST_ARGUMENTS = 4  # what asm_thumb takes


def functions(form):
    """{subject: {function: argument names}} of the kernels of a form."""
    found = {}
    for path in sorted((KERNELS / form).glob("*.py")):
        if path.stem != "__init__":
            defined = [
                node for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)
            ]
            public = [node for node in defined if not node.name.startswith("_")]
            found[path.stem] = {node.name: [a.arg for a in node.args.args] for node in public}
    return found


def exercised():
    """(subject, function) of every `run` and `between` in the test_kernels*.py."""
    trees = [ast.parse(path.read_text("utf-8")) for path in (ROOT / "tests" / "device").glob("test_kernels*.py")]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    texts = [[a.value for a in call.args[:2] if isinstance(a, ast.Constant)] for call in calls]
    return {tuple(pair) for pair in texts if len(pair) == 2 and all(isinstance(t, str) for t in pair)}


def test_there_is_something_to_compare():
    assert set(FORMS) == {"plain", "thumb", "viper"}
    assert sum(map(len, functions("plain").values())) >= 10


def test_viper_has_the_same_functions_with_the_same_arguments():
    assert functions("viper") == functions("plain")


def test_thumb_has_whole_subjects_with_as_many_arguments():
    """A package for Arm carries a subject in one form: a function left out would be missing there."""
    for subject, kernels in functions("thumb").items():
        twins = functions("plain")[subject]
        assert set(kernels) == set(twins), subject
        for name, arguments in kernels.items():
            assert arguments in (twins[name], [f"r{n}" for n in range(len(twins[name]))]), (subject, name)


def test_no_kernel_takes_more_than_any_form_can():
    for subject, kernels in functions("plain").items():
        for name, arguments in kernels.items():
            assert len(arguments) <= MOST_ARGUMENTS, (subject, name)


def test_every_kernel_is_exercised():
    wanted = {(subject, name) for subject, kernels in functions("plain").items() for name in kernels}
    assert wanted <= exercised(), wanted - exercised()


def test_every_kernel_is_tried_on_the_board():
    """board_tests/test_kernels*.py name the subjects; what they call of each was recorded here."""
    wanted = functions("plain")
    trees = [ast.parse(path.read_text("utf-8")) for path in (ROOT / "board_tests").glob("test_kernels*.py")]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    tried = [call.args[0].value for call in calls if call.func.id == "agree"]
    assert sorted(tried) == sorted(wanted)
    for name in ("aim", "over"):  # of a View: board_tests/test_view.py
        del wanted["memory"][name]
    for subject, kernels in wanted.items():
        recorded = runpy.run_path(str(kernel_calls.package() / f"{subject}.py"))["CALLS"]
        assert {call[0] for call in recorded} == set(kernels), subject
        assert len(recorded) >= 4 * len(kernels), subject


def test_a_board_for_thumb_has_the_viper_kernels_too(tmp_path):
    """The package has one of the two; the tests bring the other one along."""
    thumb = set(functions("thumb"))
    for arch, subjects in (("armv6m", thumb), ("x64", set()), ("none", set())):
        build.build_tests(arch, [], tmp_path)
        found = {path.stem for path in (tmp_path / arch / "viper_kernels").glob("*.mpy")}
        assert found - {"__init__"} == subjects


def test_every_subject_is_offered():
    from memchunk import kernels

    for subject, kernel in functions("plain").items():
        for name in kernel:
            assert callable(getattr(getattr(kernels, subject), name))
    with pytest.raises(AttributeError):
        kernels.nothing  # noqa: B018
