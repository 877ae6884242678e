"""`make demo-heap`: every question is answered, and the two programs end as the pictures are to show."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from profile_rig import MICROPYTHON

from memchunk_host import demo_heap
from memchunk_host.build import ROOT, build_package
from memchunk_host.interpreter import architecture
from memchunk_host.profile.where import Unix


@pytest.fixture(scope="module")
def package() -> Path:
    arch = architecture(MICROPYTHON)
    build_package(arch)
    return ROOT / "build" / "mpy" / arch


def test_there_is_an_example_for_each_question_of_users() -> None:
    names = {path.stem for path in demo_heap.questions()}
    assert names >= {"why_does_it_fail", "which_line_allocates", "how_long_does_it_stop", "will_it_fit", "who_leaks"}


@pytest.mark.parametrize("path", demo_heap.questions(), ids=lambda path: path.stem)
def test_a_question_is_answered(path: Path, package: Path) -> None:
    answer = demo_heap.ask(path, package)
    assert answer.question.endswith("?") and answer.name == path.name
    if path.stem == "why_does_it_fail":
        assert "memory allocation failed" in answer.said and "fit 0 times into 4" in answer.said
    if path.stem == "which_line_allocates":
        line = next(n for n, text in enumerate(path.read_text().splitlines(), 1) if "view[:32]" in text)
        assert f"line {line}, in guilty" in answer.said and "steady: 0 bytes" in answer.said
    if path.stem == "who_leaks":
        assert "leaks: 0 bytes" in answer.said and "main__.log[" in answer.said


def test_an_example_that_fails_is_told(tmp_path: Path, package: Path) -> None:
    path = tmp_path / "bad.py"
    path.write_text('"""Why?"""\nprint("answer: none")\n1 / 0\n')
    with pytest.raises(demo_heap.ExampleFailed, match="bad.py: ZeroDivisionError"):
        demo_heap.ask(path, package)
    path.write_text('"""Why?"""\nprint("42")\n')
    with pytest.raises(demo_heap.ExampleFailed, match="bad.py: 42"):
        demo_heap.ask(path, package)


def test_one_program_fragments_the_heap_and_one_does_not(package: Path) -> None:
    where = Unix(demo_heap.HEAP, str(package))
    fixed, fragmenting = (demo_heap.snapshots(name, where) for name in demo_heap.PROGRAMS)
    assert not demo_heap.wrong(fixed[-1], fragmenting[-1])
    assert demo_heap.wrong(fragmenting[-1], fixed[-1])
    assert fixed[-1].fragmentation < 0.2 < 0.8 < fragmenting[-1].fragmentation
    assert len(fixed) > 3 and len(fragmenting) > 3


def test_the_target_is_in_the_makefile() -> None:
    done = subprocess.run(["make", "-n", "demo-heap"], cwd=ROOT, capture_output=True, text=True)
    assert "-m memchunk_host.demo_heap" in done.stdout, (sys.executable, done.stderr)


def test_the_rules_name_what_there_is() -> None:
    text = (ROOT / "docs" / "memory.md").read_text("utf-8")
    scripts = set(re.findall(r"`(\w+\.py)`", text)) | set(re.findall(r"examples/heap/(\w+\.py)", text))
    assert len(scripts) > 8 and all((demo_heap.EXAMPLES / name).exists() for name in scripts)
    rules = re.findall(r"^\*\*(\d+)\. .*?(?=^\*\*\d|^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert [int(rule) for rule in rules] == list(range(1, 16))
    assert text.count("*Instrument:*") == 15 and text.count("*Measured") == 15
