"""The runner of the board tests: what a board may say, and what it may do instead."""

import contextlib
import subprocess
import sys
import time
import xml.etree.ElementTree as ET

import pytest

from memchunk import Blockpack, Descriptor, Frame, Pipeline, StreamSource
from memchunk.names import HOMES
from memchunk_host.boardtest import inject, judges, junit
from memchunk_host.boardtest.module import FOLDER, Module, load, load_all
from memchunk_host.boardtest.protocol import Outcome, Transcript
from memchunk_host.boardtest.runner import run_module
from memchunk_host.boardtest.targets import Target
from memchunk_host.boardtest.unix import Unix
from memchunk_host.interpreter import NoInterpreter, find

VERDICT = b"MEMCHUNK-COUNT: 1 passed, 0 failed, 0 skipped\nMEMCHUNK-RESULT: PASS 1\n"


def heard(data, piece=None):
    said = []
    transcript = Transcript(said.append)
    piece = piece or len(data) or 1
    for at in range(0, len(data), piece):
        transcript.feed(data[at : at + piece])
    transcript.close()
    return transcript, [(outcome.name, outcome.verdict, outcome.text) for outcome in said]


# What it says


@pytest.mark.parametrize("piece", [1, 2, 7, 1000])
def test_a_transcript_in_any_pieces(piece):
    data = (
        b"MEMCHUNK-IMPORTED\r\nok test_a\r\nskip test_b: no timer: none\r\nFAIL test_c\r\nTraceback\r\n  File\r\n"
        b"MEMCHUNK-CAPTURE: imu_1\r\n\x05a\r\n\x04ok test_z\n\0\x03b\n\0\0\0ok test_d\r\n" + VERDICT
    )
    transcript, said = heard(data, piece)
    assert said == [
        ("test_a", "ok", ""),
        ("test_b", "skip", "no timer: none"),
        ("test_c", "FAIL", "Traceback\n  File\n"),
        ("test_d", "ok", ""),
    ]
    assert transcript.captures == [("imu_1", b"\x05a\r\n\x04ok test_z\n\0\x03b\n\0")]
    assert transcript.imported and transcript.ended and not transcript.other


def test_a_capture_with_nothing_in_it():
    transcript, said = heard(b"MEMCHUNK-CAPTURE: imu\n\0\0ok test_a\n")
    assert transcript.captures == [("imu", b"")] and said == [("test_a", "ok", "")]


def test_a_traceback_from_outside_of_a_test_is_kept():
    transcript, said = heard(b"\x04Traceback\r\nMemoryError\x04>")
    assert transcript.other == ["Traceback", "MemoryError"] and not said


def test_what_a_module_asks_for(tmp_path):
    path = tmp_path / "test_x.py"
    tests = "def test_b(): pass\ndef test_a(): pass\ndef no(): pass\n"
    path.write_text("# inject: adc=ramp i2c=registers\n# timeout: 7\n" + tests)
    assert load(path) == Module("test_x", ("test_a", "test_b"), ("adc=ramp", "i2c=registers"), 7.0)
    path.write_text("x = 1\n")
    with pytest.raises(ValueError, match="no tests in test_x"):
        load(path)
    with pytest.raises(ValueError, match="no board test module test_y; there are test_x"):
        load_all(["test_y"], tmp_path)


def test_every_injection_that_a_module_names_exists():
    wanted = {named.partition("=")[0] for module in load_all([]) for named in module.inject}
    assert wanted and wanted <= set(inject.INJECTIONS)
    with pytest.raises(ValueError, match="no injection lidar=on"):
        inject.make("lidar=on", None)


# What it does instead


class Script(Target):
    """A board that says, run by run, what a script has; an exception in it is raised, None is its end."""

    name = about = "script"

    def __init__(self, *runs):
        self.runs, self.asked, self.injections = list(runs), [], []

    @contextlib.contextmanager
    def run(self, module, tests):
        self.asked.append(list(tests))
        self.pieces = list(self.runs.pop(0))
        yield self

    def read(self):
        piece = self.pieces.pop(0) if self.pieces else b""
        if isinstance(piece, Exception):
            raise piece
        time.sleep(0.01 if piece == b"" else 0)
        return piece


TESTS = Module("test_x", ("test_a", "test_b", "test_c"), timeout=0.2)


def run_script(*runs):
    target, said = Script(*runs), []
    outcomes = run_module(target, TESTS, said.append)
    assert outcomes == said
    return target.asked, {outcome.name: outcome for outcome in outcomes}


BEGIN = b"MEMCHUNK-IMPORTED\nok test_a\n"
REST = [b"MEMCHUNK-IMPORTED\nok test_c\n" + VERDICT]


@pytest.mark.parametrize(
    ("happens", "told"),
    [
        ([b""], "no word for 0.2 s"),
        ([None], "the program stopped here"),
        ([OSError("unplugged")], "OSError: unplugged"),
        ([b"Fatal\n", None], "Fatal"),
        ([b"\x04Traceback\r\nMemoryError: 9\r\n\x04>"], "MemoryError: 9"),
    ],
)
def test_the_test_that_did_not_come_back_is_named_and_the_rest_runs(happens, told):
    asked, outcomes = run_script([BEGIN, *happens], REST)
    assert asked == [["test_a", "test_b", "test_c"], ["test_c"]]
    assert [outcomes[name].verdict for name in TESTS.tests] == ["ok", "FAIL", "ok"]
    assert told in outcomes["test_b"].text


def test_a_module_that_can_not_be_imported_fails_once_for_all():
    asked, outcomes = run_script([b"Traceback\nMemoryError: no room\n", None])
    assert len(asked) == 1
    assert all(o.verdict == "FAIL" and "no room" in o.text for o in outcomes.values()) and len(outcomes) == 3


def test_a_verdict_that_leaves_tests_out_is_not_believed():
    asked, outcomes = run_script([BEGIN + VERDICT])
    assert len(asked) == 1
    assert [outcomes[name].verdict for name in TESTS.tests] == ["ok", "FAIL", "FAIL"]


def test_captures_are_judged_and_an_unknown_one_fails():
    good = bytes(range(1, 256)) + b"\0"
    data = b"MEMCHUNK-IMPORTED\nok test_a\nok test_b\n"
    data += b"MEMCHUNK-CAPTURE: bytes\n" + good + b"\0\0MEMCHUNK-CAPTURE: bytes_2\n\1\0\0\0"
    data += b"MEMCHUNK-CAPTURE: nobody\n\1\0\0\0ok test_c\n" + VERDICT
    _, outcomes = run_script([data])
    assert outcomes["capture_bytes"].verdict == "ok"
    assert outcomes["capture_bytes_2"].verdict == outcomes["capture_nobody"].verdict == "FAIL"


class Counting:
    """A sensor whose sample n is n, but for one, and a link that keeps frames."""

    def __init__(self, wrong=-1):
        self.n, self.wrong, self.frames = 0, wrong, []

    def readinto(self, view):
        if self.n == 320:
            return 0
        for at in range(0, len(view), 2):
            view[at : at + 2] = (self.n + (self.n == self.wrong)).to_bytes(2, "little")
            self.n += 1
        return len(view)

    def write(self, view):
        self.frames.append(bytes(view))
        return len(view)


def counted(wrong=-1):
    sensor = Counting(wrong)
    stages = [Blockpack(1), Frame(Descriptor(1, "count", ("n",)))]
    Pipeline(StreamSource(sensor, 1), stages, sensor, rows=32).run()
    return sensor.frames


def test_judges_see_what_is_lost_or_wrong():
    frames = counted()
    judges.count(b"".join(frames))
    for capture in (b"", b"\2\1\0", b"".join(frames[:5] + frames[6:]), b"".join(frames[:-1]), b"".join(counted(70))):
        with pytest.raises(AssertionError):
            judges.count(capture)
    with pytest.raises(AssertionError):
        judges.walk(b"".join(frames))


# Where it is told


def test_the_report_is_xml_whatever_a_board_says(tmp_path):
    path = tmp_path / "deep" / "x.xml"
    failed = Outcome("test_c", "FAIL", "Tr\x1b<&\nlast\n")
    outcomes = [Outcome("test_a", "ok"), Outcome("test_b", "skip", "none\x00"), failed]
    junit.write(path, "board", {"test_x": outcomes})
    (suite,) = ET.parse(path).getroot()
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == ("3", "1", "1")
    assert suite.find("testcase[@name='test_c']/failure").get("message") == "last"
    assert suite.find("testcase[@name='test_b']/skipped").get("message") == "none?"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--target", "toaster"], "no target 'toaster'; there are board emulated unix"),
        (["--target", "unix", "test_nothing"], "no board test module test_nothing"),
        (["--target", "board", "--port", "/dev/nowhere"], "/dev/nowhere"),
        (["--target", "emulated"], "no UF2 image"),
    ],
)
def test_one_line_and_a_status_for_what_can_not_be_run(arguments, said, monkeypatch):
    monkeypatch.setenv("PICO_UF2", __file__)
    command = [sys.executable, "-m", "memchunk_host.boardtest", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1 and said in done.stderr, done.stderr


# On the real interpreter


@pytest.fixture
def unix():
    try:
        find()
    except NoInterpreter as e:
        pytest.skip(str(e))
    return Unix()


def test_a_crash_and_a_hang_on_the_unix_port(unix, tmp_path):
    path = tmp_path / "test_bad.py"
    path.write_text(
        "import sys, os\n"
        "def test_a(): pass\n"
        "def test_b():\n    while True: pass\n"
        "def test_c(): sys.exit(0)\n"
        "def test_d(): assert 0, 'd'\n"
        "def test_e(): pass\n"
    )
    unix._environment["MICROPYPATH"] += f":{tmp_path}"
    module = Module("test_bad", load(path).tests, timeout=1)
    found = {o.name: o for o in run_module(unix, module, lambda outcome: None)}
    assert [found[name].verdict for name in module.tests] == ["ok", "FAIL", "FAIL", "FAIL", "ok"]
    assert "it hangs here" in found["test_b"].text and "stopped here" in found["test_c"].text
    assert "AssertionError: d" in found["test_d"].text


def test_board_tests_are_there():
    assert len(load_all([], FOLDER)) >= 8


def test_every_codec_and_transform_is_shown_to_allocate_nothing_on_the_board():
    homes = dict(word.split("=") for word in HOMES.split())
    text = "".join(path.read_text("utf-8") for path in FOLDER.glob("test_zero_alloc_*.py"))
    wanted = {name for name, home in homes.items() if home.startswith(("codecs.", "dsp."))}
    missing = {name for name in wanted if f'made("{name}"' not in text}
    assert len(wanted) > 30 and not missing, missing
