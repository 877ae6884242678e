"""TimerSource: every tick is a row, or shows as a gap; Esp32Adc: so is every tick that the scheduler lost."""

from helpers import raises, refuses

import fakes
from fakes.machine import ADC, Timer, adc, interrupts
from memchunk import ChunkQueue
from memchunk.flow import esp32_adc
from memchunk.flow.esp32_adc import Esp32Adc
from memchunk.flow.timer import TimerSource

assert fakes


class Counter:
    """Samples 0, 1, 2 …, but for those that `fails` names."""

    def __init__(self, step=1, start=0, fails=()):
        self.n, self.step, self.start, self.fails = 0, step, start, fails

    def read(self):
        n = self.n
        self.n = n + 1
        if n in self.fails:
            raise OSError(5)
        return self.start + n * self.step

    def row(self, view):
        n = self.read()
        view[0] = n & 0xFF
        view[1] = n >> 8 & 0xFF
        view[4] = 7


def started(read, rows=4, count=3, channels=0):
    interrupts.reset()
    timer = Timer(-1)
    source = TimerSource(timer, read, 1000, channels)
    queue = ChunkQueue(count, rows * source.row_size)
    assert not source.fill(queue) and timer.freq == 1000
    return source, queue, timer


def taken(queue, channels=1):
    """(sequence number, rows of the first channel) of all that waits."""
    chunks = []
    while queue.peek():
        view = queue.peek().view
        rows = [view[i] | view[i + 1] << 8 for i in range(0, len(view), 2 * channels)]
        chunks.append((queue.peek().seq, rows))
        queue.release()
    return chunks


def test_one_channel():
    source, queue, timer = started(Counter().read)
    assert timer.fire(3) == 3 and not source.fill(queue)
    timer.fire(6)
    assert source.fill(queue) and taken(queue) == [(0, [0, 1, 2, 3]), (1, [4, 5, 6, 7])]
    source.stop()
    assert source.ended and taken(queue) == [(2, [8])] and timer.fire(5) == 0
    assert not source.fill(queue) and queue.dropped == 0
    source.start(queue)
    timer.fire(4)
    assert not source.ended and taken(queue) == [(3, [9, 10, 11, 12])]


def test_the_low_16_bits_are_kept():
    _, queue, timer = started(Counter(step=-40000).read)
    timer.fire(4)
    assert taken(queue) == [(0, [0, 25536, 51072, 11072])]


def test_a_function_for_each_channel():
    source, queue, timer = started((Counter().read, Counter(start=1000).read, Counter(start=70000).read))
    assert source.row_size == 6
    timer.fire(8)
    view = queue.peek().view
    assert bytes(view[:12]) == b"\x00\x00\xe8\x03\x70\x11\x01\x00\xe9\x03\x71\x11"
    assert taken(queue, 3) == [(0, [0, 1, 2, 3]), (1, [4, 5, 6, 7])]


def test_a_function_for_a_row():
    interrupts.reset()
    source, queue, timer = started(Counter().row, channels=3)
    assert source.row_size == 6
    interrupts.lock = source._row.zero_alloc  # elsewhere a view is a slice, and no interrupt may have that
    timer.fire(8)
    assert bytes(queue.peek().view[:12]) == b"\x00\x00\x00\x00\x07\x00\x01\x00\x00\x00\x07\x00"
    assert taken(queue, 3) == [(0, [0, 1, 2, 3]), (1, [4, 5, 6, 7])]
    interrupts.reset()


def test_a_full_queue_shows_as_a_gap():
    source, queue, timer = started(Counter().read)
    timer.fire(12 + 4 + 3)
    assert queue.dropped == 1 and source.errors == 0
    assert [seq for seq, _ in taken(queue)] == [0, 1, 2]
    timer.fire(1 + 4)  # the rest of the slot that is being missed stays out, too
    assert queue.dropped == 2 and taken(queue) == [(5, [12, 13, 14, 15])]
    source.stop()
    assert queue.dropped == 2 and not queue.any()


def test_a_soft_timer_that_calls_after_the_end():
    source, queue, timer = started(Counter().read)
    timer.fire(5)
    source.stop()
    source._handler(timer)
    assert source.ended and queue.dropped == 0 and taken(queue)[-1] == (1, [4])


def test_stop_counts_a_slot_that_was_being_missed():
    source, queue, timer = started(Counter().read)
    timer.fire(13)
    source.stop()
    assert queue.dropped == 1


def test_an_error_ends_the_chunk_and_shows_as_a_gap():
    for at in range(4, 8):
        source, queue, timer = started(Counter(fails=(at,)).read)
        timer.fire(4 + 4)
        assert source.errors == 1 and queue.dropped == 1
        rows = list(range(4, at))
        chunks = [(0, [0, 1, 2, 3])] + ([(1, rows)] if rows else [])
        assert taken(queue) == chunks, at
        timer.fire(4)
        seq = len(chunks) + 1
        first = at + 1
        assert taken(queue) == [(seq, list(range(first, first + 4)))]


def test_errors_without_end():
    source, queue, timer = started(Counter(fails=range(25)).read)
    timer.fire(100)
    assert source.errors == 25 and queue.dropped == 25 and not queue.any()  # one attempt a slot
    timer.fire(4)
    assert taken(queue) == [(25, [25, 26, 27, 28])]


def test_what_is_no_error_of_a_bus_is_a_mistake():
    def wrong():
        return None

    _, _, timer = started(wrong)
    raises(TypeError, timer.fire)
    interrupts.reset()


def test_wrong_arguments():
    timer = Timer(-1)
    refuses("hz", ValueError, TimerSource, timer, len, 0)
    refuses("channels", ValueError, TimerSource, timer, len, 1, -1)
    refuses("read", ValueError, TimerSource, timer, (), 1)
    source = TimerSource(timer, (len, len), 100)
    refuses("size", ValueError, source.fill, ChunkQueue(2, 6))


class Clock:
    """Stands in for ticks_us of Esp32Adc."""

    def __init__(self):
        self.now = 0
        self._true = esp32_adc.ticks_us, Timer.ids

    def __enter__(self):
        esp32_adc.ticks_us = lambda: self.now
        Timer.ids = (0, 1, 2, 3)
        interrupts.reset()
        adc.reset()
        adc.signal = lambda channel, n: n
        return self

    def __exit__(self, *_):
        esp32_adc.ticks_us, Timer.ids = self._true


def esp32(clock, rows=4):
    source = Esp32Adc((26, 27), 1000)
    queue = ChunkQueue(8, rows * source.row_size)
    source.fill(queue)
    timer = source._timer

    def fire(*late):
        """Callbacks, each so many µs after the time that the timer has for it."""
        for one in late:
            clock.due += 1000
            clock.now = clock.due + one
            timer.fire()

    clock.due = 0
    return source, queue, fire


def numbers(queue):
    return [(seq, [row >> 4 for row in rows]) for seq, rows in taken(queue, 2)]


def test_esp32_in_time():
    with Clock() as clock:
        source, queue, fire = esp32(clock)
        assert source.row_size == 4 and ADC.opened[-2:] == [26, 27]
        fire(0, 10, 300, 20, 0, 0, 400, 0)
        assert numbers(queue) == [(0, [0, 1, 2, 3]), (1, [4, 5, 6, 7])] and source.late == 0


def test_esp32_a_late_row_is_taken_and_counted():
    with Clock() as clock:
        source, queue, fire = esp32(clock)
        fire(0, 700, 0, 800, 900, 100, 0, 0)
        assert numbers(queue) == [(0, [0, 1, 2, 3]), (1, [4, 5, 6, 7])] and source.late == 3


def test_esp32_a_collection_shows_as_a_gap():
    """The main code was away for five periods: of six callbacks that then come at once, the last one is in time."""
    with Clock() as clock:
        source, queue, fire = esp32(clock)
        fire(0, 0)
        fire(5000, 4000, 3000, 2000, 1000, 0, 0, 0, 0, 0, 0, 0, 0)
        chunks = numbers(queue)
        assert chunks[0] == (0, [0, 1]) and chunks[1][0] > 1 and queue.dropped == chunks[1][0] - 1
        assert [rows for _, rows in chunks] == [[0, 1], [2, 3, 4, 5]], chunks


def test_esp32_lost_callbacks_show_as_a_gap():
    with Clock() as clock:
        source, queue, fire = esp32(clock)
        fire(0)
        clock.due += 3000
        fire(0, 0, 0, 0, 0, 0, 0, 0)
        chunks = numbers(queue)
        assert chunks == [(0, [0]), (2, [1, 2, 3, 4]), (3, [5, 6, 7, 8])], chunks


def test_esp32_a_timer_of_another_pace_does_not_add_up():
    with Clock() as clock:
        source, queue, fire = esp32(clock)
        for _ in range(3000):
            clock.due -= 1  # 1001 Hz
            fire(0)
            if queue.any() > 4:
                taken(queue)
        assert queue.dropped == 0 and source.late == 0


def test_esp32_wrong_arguments():
    refuses("pins", ValueError, Esp32Adc, (), 100)
    interrupts.reset()
