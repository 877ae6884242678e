"""The words that a queue, a chunk, a pipeline and a frame keep their numbers in are the same wherever they are named.


MicroPython's compiler puts a constant only into the module that it stands in, so each module has its own.
"""

import ast
from collections import defaultdict
from pathlib import Path

LIBRARY = Path(__file__).resolve().parents[2] / "lib" / "memchunk"
SHARED = ["chunk.py", "chunk_queue.py", "buffers/evict.py", "flow/__init__.py", "flow/stats.py", "flow/adc_dma.py"]
SHARED += ["frame/__init__.py", "hot/queue.py", "hot/stream.py"]


def constants(path):
    """{name: value} of every `_NAME = const(…)`."""
    found = {}
    for node in ast.parse(path.read_text("utf-8")).body:
        value = getattr(node, "value", None)
        if isinstance(value, ast.Call) and getattr(value.func, "id", "") == "const":
            found[node.targets[0].id] = eval(ast.unparse(value.args[0]))
    return found


def test_a_word_has_one_place():
    values = defaultdict(set)
    users = defaultdict(int)
    for name in SHARED:
        for constant, value in constants(LIBRARY / name).items():
            values[constant].add(value)
            users[constant] += 1
    assert sum(count > 1 for count in users.values()) > 25  # or what is compared?
    assert not {constant: found for constant, found in values.items() if len(found) > 1}


def test_machine_code_names_every_word():
    """A bare number there would go unseen by the test above."""
    for name in ("hot/queue.py", "hot/stream.py"):
        for node in ast.walk(ast.parse((LIBRARY / name).read_text("utf-8"))):
            if isinstance(node, ast.Subscript) and getattr(node.value, "id", "") in ("words", "s", "w", "p"):
                assert not isinstance(node.slice, ast.Constant), (name, ast.unparse(node))
