"""Every form of the kernels that this board has, against the plain one.

tests/device/test_kernels.py is the long form.
"""

from helpers import Random
from twins import forms

from memchunk import kernels
from oracle import plain

LENGTHS = (0, 1, 33)  # few: plain kernels take their time on a board
ROWS = (1, 10)
CHANNELS = (1, 3)


def equal(subject, name, *makers):
    """Call kernel `name` of every form and of plain on arguments made anew; all that they left must be equal."""
    wanted = None
    for form in [plain(subject)] + forms(subject):
        made = [make() if callable(make) else make for make in makers]
        result = getattr(form, name)(*made)
        outcome = result or 0, [bytes(each) for each in made if not isinstance(each, int)]
        if wanted is None:
            wanted = outcome
        assert outcome == wanted, (form.__name__, name)
    return wanted


def test_the_one_in_use_is_the_best_that_is_here():
    best = forms("link")[-1].__name__
    assert best == "memchunk.kernels." + kernels.BACKEND + ".link" and kernels.link.crc32 is not plain("link").crc32


def copy(data):
    return lambda: bytearray(data)


def test_crc():
    random = Random(1)
    for n in LENGTHS:
        equal("link", "crc32", copy(b"\xff\xff\xff\xff"), copy(random.bytes(n)), n)


def test_cobs():
    random = Random(2)
    for n, limit in ((0, 1), (33, 2), (254, 256), (255, 256)):
        data = random.bytes(n, limit)
        stuffed = equal("link", "stuff", copy(data), n, lambda n=n: bytearray(n + 4))
        encoded = stuffed[1][1][: stuffed[0]]
        back = equal("unlink", "unstuff", copy(encoded), len(encoded), lambda n=n: bytearray(n + 4))
        assert back[0] == n and back[1][1][:n] == bytes(data)


def test_blockpack():
    random = Random(3)
    for channels in CHANNELS:
        for rows in ROWS:
            data = random.bytes(2 * rows * channels, 1 << (rows % 8 + 1))
            room = len(data) + (rows + 6) // 8 * (channels + 1 >> 1)
            packed = equal("blockpack", "pack", copy(data), lambda room=room: bytearray(room), rows, channels)
            size, body = packed[0], packed[1][1]
            assert equal("unblockpack", "packed_len", copy(body), size, rows, channels)[0] == size
            back = equal("unblockpack", "unpack", copy(body[:size]), copy(bytes(len(data))), rows, channels)
            assert back[1][1] == bytes(data)


def test_delta():
    random = Random(4)
    for count in (1, 8, 40):
        data = random.bytes(2 * count)
        for name in ("delta", "undelta"):
            equal("delta", name, copy(data), copy(bytes(2 * count)), count, 3)
        for name in ("zigzag", "unzigzag"):
            equal("delta", name, copy(data), copy(bytes(2 * count)), count)


def test_search():
    data = Random(5).bytes(40, 8)
    for start in range(0, 40, 3):
        equal("unlink", "find", copy(data), start, 40, 3)
