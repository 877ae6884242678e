"""MovingAverage: means by hand and by definition, pieces, and what it refuses."""

from filters import int16, out_of, refuses_what_it_cannot_do, samples, signed, whole_or_in_pieces
from helpers import Random, refuses

from memchunk import MovingAverage


def test_by_hand():
    assert out_of(MovingAverage(1, 2), int16(1, 2, 4, -3, -4)) == [1, 2, 3, 1, -3]  # 0.5, 1.5, 3, 0.5, -3.5
    assert out_of(MovingAverage(1, 3), int16(1, 1, 0, -1, -1)) == [0, 1, 1, 0, -1]
    assert out_of(MovingAverage(2, 2), int16(10, -10, 20, -30)) == [5, -5, 15, -20]
    assert out_of(MovingAverage(1, 1), int16(-32768, 32767, 5)) == [-32768, 32767, 5]


def test_by_definition():
    random = Random(6)
    for channels in (1, 3):
        for window in (1, 2, 5, 8, 40):
            data = samples(random, 30 * channels)
            values = signed(data)
            got = out_of(MovingAverage(channels, window), data)
            for i in range(len(got)):
                begin = max(i % channels, i - (window - 1) * channels)
                total = sum(values[k] for k in range(begin, i + 1, channels))
                assert got[i] == (total + window // 2) // window


def test_the_longest_window_at_the_edges():
    stage, rows = MovingAverage(1, 8191), 900
    for value in (-32768, 32767):
        stage.reset()
        for turn in range(10):
            last = out_of(stage, int16(value) * rows)[-1]
            n = min((turn + 1) * rows, 8191)
            assert last == (n * value + 4095) // 8191


def test_pieces():
    for channels in (1, 2, 3, 5):
        for window in (1, 3, 16, 100):
            whole_or_in_pieces(lambda: MovingAverage(channels, window), channels)


def test_wrong_arguments():
    refuses_what_it_cannot_do(MovingAverage(3, 4), 3)
    for window in (0, -1, 8192):
        refuses("window", ValueError, MovingAverage, 1, window)
