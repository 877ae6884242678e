"""The results as JUnit's XML, for whatever shows such files.

    write(Path("build/board-test/emulated.xml"), "emulated", {"test_timer": outcomes})
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from pathlib import Path

from memchunk_host.boardtest.protocol import Outcome

_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd]")  # what XML 1.0 has no way to say


def write(path: Path, target: str, modules: Mapping[str, Sequence[Outcome]]) -> None:
    """Write all outcomes to `path`."""
    root = ET.Element("testsuites")
    for module, outcomes in modules.items():
        suite = ET.SubElement(root, "testsuite", name=f"{target}.{module}", tests=str(len(outcomes)))
        suite.set("failures", str(_count(outcomes, "FAIL")))
        suite.set("skipped", str(_count(outcomes, "skip")))
        suite.set("time", f"{sum(outcome.seconds for outcome in outcomes):.3f}")
        for outcome in outcomes:
            _case(suite, f"{target}.{module}", outcome)
    path.parent.mkdir(parents=True, exist_ok=True)
    ET.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def _count(outcomes: Sequence[Outcome], verdict: str) -> int:
    return sum(outcome.verdict == verdict for outcome in outcomes)


def _case(suite: ET.Element, classname: str, outcome: Outcome) -> None:
    case = ET.SubElement(suite, "testcase", classname=classname, name=outcome.name, time=f"{outcome.seconds:.3f}")
    text = _FORBIDDEN.sub("?", outcome.text)
    if outcome.verdict == "skip":
        ET.SubElement(case, "skipped", message=text)
    elif outcome.verdict == "FAIL":
        last = text.strip().splitlines()[-1:] or [""]
        ET.SubElement(case, "failure", message=last[0]).text = text
