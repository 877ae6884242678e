"""A lane passes only by the verdict that ends a module's output."""

import pytest

from lanes import HEAP, LANES, Result, _judge, needs

VERDICT = "MEMCHUNK-COUNT: {} passed, {} failed, {} skipped\nMEMCHUNK-RESULT: {}"


def judged(output):
    result, said = Result("unix-mpy"), []
    _judge(result, "test_ring", output, 0.1, said.append)
    return (result.passed, result.failed, result.skipped), "\n".join(said)


def test_a_pass():
    counts, said = judged("ok test_a\nskip test_b: no interrupts\n" + VERDICT.format(1, 0, 1, "PASS 1"))
    assert counts == (1, 0, 1)
    assert "no interrupts" in said


def test_a_failure_shows_its_traceback():
    counts, said = judged("FAIL test_a\nAssertionError: 3\n" + VERDICT.format(0, 1, 0, "FAIL 1"))
    assert counts == (0, 1, 0)
    assert "AssertionError: 3" in said


@pytest.mark.parametrize(
    "output",
    [
        "",
        "ok test_a",
        VERDICT.format(1, 0, 0, "PASS 1") + "\n(ended with status -11)",
        "MEMCHUNK-RESULT: PASS 1",
    ],
)
def test_no_verdict_at_the_end_is_a_failure(output):
    counts, said = judged(output)
    assert counts[1] == 1
    assert "test_ring" in said


def test_the_last_test_line_is_named():
    assert "`ok test_b`" in judged("ok test_a\nok test_b\nMemoryError")[1]


def test_needs_are_read_and_a_typo_is_refused(tmp_path):
    module = tmp_path / "test_x.py"
    module.write_text('"""Doc."""\n')
    assert needs(module).lanes == LANES
    module.write_text("# lanes: unix-py unix-mpy heap=128k timeout=300\n")
    wanted = needs(module)
    assert (wanted.lanes, wanted.heap, wanted.timeout) == (("unix-py", "unix-mpy"), "128k", 300)
    module.write_text("# lanes: unix\n")
    with pytest.raises(ValueError, match="'unix'"):
        needs(module)


def test_every_device_lane_has_a_heap():
    assert set(HEAP) == set(LANES) - {"cpython"}
