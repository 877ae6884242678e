"""How a test says that it has nothing to prove here, and why.

from skip import Skip
def test_emitter():
    if not has_emitter: raise Skip("no emitter")
"""


class Skip(Exception):
    """Raised by a test that cannot mean anything on this runtime; shown and counted, never silent."""
