"""The ADC by DMA on the board: nothing is lost at 100,000 samples a second, and what must be lost is counted.

The emulated pins play a ramp, and values are held to it; on a board they are what the pins see, and time, sequence
numbers and the FIFO's flag have to do.
"""
# inject: adc=ramp

import gc
import time

import board
from board import Capture, Nowhere, rp2_only

from memchunk import Blockpack, ChunkQueue, Descriptor, Frame, Pipeline

STEPS = (1, -1, -2)  # of the ramps on GPIO 26 to 28


def adc(pins, rate, bits=12):
    rp2_only()
    from memchunk import AdcDma

    return AdcDma(pins, rate, bits)


def ramp():
    """Whether the pins play it."""
    return "adc=ramp" in board.injected


def follow(source, queue, chunks, channels=1):
    """Take so many chunks; returns the sequence numbers and ticks."""
    counts, found = ramp(), []
    while len(found) < chunks:
        if source.fill(queue):
            chunk = queue.peek()
            if counts:
                steady(chunk.view, channels)
            found.append((chunk.seq, chunk.ticks))
            queue.release()
        else:
            time.sleep_ms(1)  # an emulator is quick while the processor sleeps
    return found


def steady(view, channels):
    size = len(view)
    for i in range(channels):
        first = view[2 * i] | view[2 * i + 1] << 8
        last = view[size - 2 * (channels - i)] | view[size - 2 * (channels - i) + 1] << 8
        assert (last - first - STEPS[i] * (size // (2 * channels) - 1)) % 4096 == 0, (i, first, last)


def test_a_hundred_thousand_samples_a_second():
    """10^5 samples through packing and framing to the PC, which has every one of them; and in a second."""
    source = adc((26,), 100_000)
    frame = Frame(Descriptor(1, "adc", ("a",), rate=source.rate))
    with Capture("ramp_100000") if ramp() else Nowhere() as link:
        pipeline = Pipeline(source, [Blockpack(1), frame], link, rows=1024, depth=4)
        began = time.ticks_us()
        left = 98
        while left:
            left -= pipeline.step()
        took = time.ticks_diff(time.ticks_us(), began)
        source.close()
    assert pipeline.queue.dropped == source.overruns == 0
    assert pipeline.stats.rows == 98 * 1024
    assert 1_003_000 < took < 1_030_000, took


def test_rows_of_three_inputs():
    source, queue = adc((26, 27, 28), 20_000), ChunkQueue(4, 6 * 256)
    found = follow(source, queue, 8, 3)
    source.close()
    assert [seq for seq, _ in found] == list(range(8)) and source.overruns == 0
    assert all(later[1] - one[1] == 12800 for one, later in zip(found, found[1:])), found


def test_eight_bits():
    source, queue = adc((26,), 100_000, 8), ChunkQueue(4, 1024)
    while queue.any() < 2:
        source.fill(queue)
        time.sleep_ms(1)
    source.close()
    assert len(queue.peek().view) == 1024 and source.row_size == 1 and queue.dropped == 0


def test_full_speed():
    """500,000 samples a second into a queue that is emptied."""
    source, queue = adc((26,), 500_000), ChunkQueue(4, 8192)
    found = follow(source, queue, 6)
    source.close()
    assert [seq for seq, _ in found] == list(range(6)) and source.overruns == 0
    assert queue.dropped == 0


def test_a_full_queue_is_counted():
    source, queue = adc((26,), 50_000), ChunkQueue(3, 1024)
    source.fill(queue)
    time.sleep_ms(100)
    dropped = queue.dropped
    first = [seq for seq, _ in follow(source, queue, 3)]
    after = follow(source, queue, 4)
    source.close()
    assert first == [0, 1, 2] and dropped >= 5 and after[0][0] >= dropped + 3 and source.overruns == 0


def test_interrupts_off_for_long():
    """Longer than two chunks: the stream begins anew, with the first input, and says so."""
    source, queue = adc((26, 27), 25_000), ChunkQueue(4, 1024)
    follow(source, queue, 2, 2)
    from machine import disable_irq, enable_irq

    state = disable_irq()
    began = time.ticks_us()
    while time.ticks_diff(time.ticks_us(), began) < 40_000:
        pass
    enable_irq(state)
    found = follow(source, queue, 5, 2)
    source.close()
    assert source.overruns == 1 and queue.dropped >= 1
    assert found[-1][0] - found[0][0] > 4, found


def test_nothing_is_allocated_and_a_collection_loses_nothing():
    held = [bytearray(1000) for _ in range(40)]
    source, queue = adc((26,), 100_000), ChunkQueue(8, 2048)
    follow(source, queue, 3)
    gc.collect()
    gc.disable()
    before = gc.mem_alloc()
    left = 20
    while left:
        if source.fill(queue):
            queue.peek()
            queue.release()
            left -= 1
        time.sleep_ms(1)
    grown = gc.mem_alloc() - before
    gc.enable()
    for _ in range(3):
        gc.collect()
        while queue.peek():
            queue.release()
    source.close()
    assert grown == 0, grown
    assert queue.dropped == source.overruns == 0 and held
