"""Every kernel, in every form of it that this board has, on calls that the PC recorded of the plain one.

`memchunk_host.boardtest.kernel_calls` takes them from tests/device/test_kernels*.py, which are the long form.
"""

from helpers import Guarded
from kernel_calls import CALLS
from test_backends import forms


def test_every_kernel():
    turn = 0
    for subject, name, align, memory, args, _, result, after in CALLS:
        turn = turn % 3 + 1
        for form in forms(subject):
            for at in (0, turn):  # an emulated board takes a second for a call at every offset
                place = Guarded(len(memory), at * align)
                place.view[:] = memory
                given = [place.view[a[0] : a[1]] if isinstance(a, tuple) else a for a in args]
                found = getattr(form, name)(*given) or 0
                assert found == result and bytes(place.view) == after, (form.__name__, name, args)
                assert place.intact(), name + " wrote outside of its memory"
