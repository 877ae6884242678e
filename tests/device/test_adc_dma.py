"""AdcDma: whatever happens to queue, interrupts and bus, a chunk is consecutive samples, and a gap shows."""
# lanes: heap=160k

from helpers import Random, raises, refuses

import fakes
from fakes import machine, rp2
from memchunk import ChunkQueue
from memchunk.flow import adc_dma
from memchunk.flow.adc_dma import AdcDma

assert fakes
adc = machine.adc


def started(pins=(26,), rate=1000, bits=12, rows=8, count=4):
    """A source at work on a chip just powered up, its inputs counting, each from another number on."""
    rp2.reset()
    adc.signal = lambda channel, n: n + 500 * channel & 0xFFF
    source = AdcDma(pins, rate, bits)
    queue = ChunkQueue(count, rows * source.row_size)
    assert not source.fill(queue)
    return source, queue


def values(view):
    return [view[i] | view[i + 1] << 8 for i in range(0, len(view), 2)]


def taken(queue):
    """All that waits, as (sequence number, ticks, samples)."""
    chunks = []
    while queue.peek():
        chunk = queue.peek()
        chunks.append((chunk.seq, chunk.ticks, values(chunk.view)))
        queue.release()
    return chunks


def test_consecutive_chunks():
    source, queue = started()
    for turn in range(5):
        adc.convert(8)
        assert source.fill(queue) and [c[2] for c in taken(queue)] == [list(range(8 * turn, 8 * turn + 8))]
    assert queue.dropped == source.overruns == 0
    adc.convert(7)
    assert not source.fill(queue)


def test_round_robin_begins_with_the_first_input():
    for pins in ((26, 27), (27, 29), (26, 28, 29), (28, 4), (26, 27, 28, 29, 4)):
        inputs = [pin - 26 if pin > 4 else 4 for pin in pins]
        source, queue = started(pins)
        assert machine.ADC.opened[-len(pins) :] == list(pins)
        assert source.row_size == 2 * len(pins)
        adc.convert(20 * len(pins))
        rows = [sample for chunk in taken(queue) for sample in chunk[2]]
        assert rows == [(n + 500 * i) & 0xFFF for n in range(16) for i in inputs]
        source.close()


def test_a_conversion_under_way_does_not_shift_the_rows():
    """`start` finds the ADC running, with results in its FIFO."""
    source, queue = started((26, 27))
    adc.convert(5)  # in the middle of a row
    source.start(queue)
    base = adc.taken[0], adc.taken[1]
    taken(queue)
    adc.convert(16)
    rows = taken(queue)[0][2]
    assert rows[::2] == list(range(base[0], base[0] + 8)), rows
    assert rows[1::2] == list(range(base[1] + 500, base[1] + 508))


def test_eight_bits():
    source, queue = started((26, 27), bits=8)
    assert source.row_size == 2
    adc.signal = lambda channel, n: (n << 4) + 15 + 1024 * channel
    adc.convert(16)
    assert bytes(queue.peek().view) == bytes([n + 64 * i for n in range(8) for i in range(2)])


def test_divider_and_rate():
    for rate, pins, div in ((500000, (26,), 95 << 8), (100000, (26,), 479 << 8), (10000, (26, 27, 28), 1599 << 8)):
        source, _ = started(pins, rate)
        assert adc.div == div and abs(source.rate - rate) < 1e-6 * rate
    source, _ = started(rate=44100)
    assert adc.div == 278383 and abs(source.rate - 44100) < 0.1  # 1088.43 cycles
    source, _ = started(rate=733)
    assert 65000 < adc.div >> 8 < 65536


def test_time_stamps_are_counted():
    """44.1 kHz: 362.81 µs a chunk of 16, with no drift and no jitter, modulo 2^30."""
    true_ticks = adc_dma.ticks_us
    adc_dma.ticks_us = lambda: 0x3FFFFC18  # 2^30 - 1000, and a small int as it stands
    try:
        source, queue = started(rate=44100, rows=16)
        found = []
        for _ in range(300):
            adc.convert(16)
            found += [chunk[1] for chunk in taken(queue)]
    finally:
        adc_dma.ticks_us = true_ticks
    exact = 16 * 278639 / 12288
    for n in range(300):
        assert 0 <= found[n] < 1 << 30
        assert 0 <= (n * exact - found[n] - 1000) % (1 << 30) < 1, n


def test_a_long_chunk_allocates_nothing():
    """128 ms in parts of a cycle are more than a small int: that stays outside of the interrupt."""
    source, queue = started(rate=1000, rows=128)
    for _ in range(3):
        adc.convert(128)
        assert len(taken(queue)) == 1 and source.overruns == 0


def test_a_full_queue_counts_and_goes_on():
    source, queue = started()
    adc.convert(8 * 10)
    assert queue.any() == 4 and queue.dropped == 6 - 0
    chunks = taken(queue)
    assert [c[0] for c in chunks] == [0, 1, 2, 3] and chunks[3][2] == list(range(24, 32))
    adc.convert(8 * 6)
    after = taken(queue)
    assert [c[2][0] for c in after] == [8 * c[0] for c in after] and len(after) >= 3
    assert queue.dropped == after[0][0] - 4 and source.overruns == 0


def check(chunks, rows, pins=1):
    """Samples are those of the sequence number as long as nothing was overrun; else consecutive in each chunk."""
    for _, _, samples in chunks:
        assert len(samples) == rows * pins
        for i in range(pins):
            mine = samples[i::pins]
            assert mine == [(mine[0] + n) & 0xFFF for n in range(rows)], samples


def test_late_interrupts_never_let_a_channel_write_where_it_was_not_aimed():
    """Interrupts off for any number of conversions: the fake fails on a write beyond the buffer."""
    for late in range(0, 60):
        source, queue = started((26, 27))
        adc.convert(7)
        state = machine.disable_irq()
        adc.convert(late)
        machine.enable_irq(state)
        adc.convert(64)
        chunks = taken(queue)
        check(chunks, 8, 2)
        assert source.overruns == (7 + late >= 32), late  # both channels stand still
        if not source.overruns:
            assert [c[2][0] for c in chunks] == [8 * c[0] for c in chunks]
        else:
            assert [c[0] for c in chunks] == [0, 1, 3, 4][: len(chunks)] and queue.dropped >= 1
        source.close()


def test_a_stream_that_stood_goes_on_without_the_fifo_running_over():
    """Both chunks full, and the FIFO not yet: what stood still is begun anew all the same."""
    source, queue = started()
    state = machine.disable_irq()
    adc.convert(18)
    machine.enable_irq(state)
    adc.convert(16)
    assert source.overruns == 1 and [c[0] for c in taken(queue)] == [0, 1, 3, 4]


def test_conversions_while_the_interrupt_runs():
    """A slow processor: so many conversions at each access to the chip, from none to more than it can ever keep up."""
    for busy in (1, 2, 3, 4, 5, 7, 20):
        for rows in (2, 8, 32, 64):
            source, queue = started((26, 27), rows=rows)
            machine.interrupts.lock = False
            adc.busy = busy
            for _ in range(20):
                adc.convert(rows)
                check(taken(queue), rows, 2)
            adc.busy = 0
            taken(queue)
            adc.convert(32 * rows)
            chunks = taken(queue)
            assert len(chunks) >= 3, (busy, rows)
            check(chunks, rows, 2)
            source.close()


def test_a_bus_too_busy_for_dma():
    """The FIFO runs over in the middle of a chunk: what is in flight is given up, and the rows begin anew."""
    source, queue = started((26, 27))
    adc.convert(20)
    pump, adc.on_fifo = adc.on_fifo, None
    adc.convert(7)
    adc.on_fifo = pump
    adc.convert(200)
    chunks = taken(queue)
    check(chunks, 8, 2)
    assert source.overruns == 1 and queue.dropped >= 2
    assert [c[0] for c in chunks] == [0, 3, 4, 5]


def test_random_consumers_and_interruptions():
    random = Random(5)
    for turn in range(30):
        pins = ((26,), (26, 27, 28))[turn & 1]
        source, queue = started(pins, rows=4 + random.below(5))
        rows = queue.size // source.row_size
        seen, last = 0, -1
        for _ in range(40):
            state = machine.disable_irq() if random.below(4) == 0 else True
            adc.convert(random.below(30))
            machine.enable_irq(state)
            if random.below(3):
                continue
            chunks = taken(queue)
            check(chunks, rows, len(pins))
            for seq, _, samples in chunks:
                assert seq > last
                if not source.overruns:
                    assert samples[0] == seq * rows
                last = seq
                seen += 1
        taken(queue)
        source.close()
        assert seen > 3


def test_an_overrun_before_the_end_leaves_the_last_chunk_out():
    source, queue = started((26, 27))
    adc.convert(20)
    pump, adc.on_fifo = adc.on_fifo, None
    adc.convert(7)
    adc.on_fifo = pump
    adc.convert(4)
    source.stop()
    assert source.overruns == 1 and queue.dropped == 1
    samples = [sample for chunk in taken(queue) for sample in chunk[2]]
    assert samples == [n + 500 * i for n in range(len(samples) // 2) for i in (0, 1)], samples


def test_stop_hands_over_whole_rows():
    for more in range(0, 35):
        source, queue = started((26, 27))
        adc.convert(16 + more)
        source.stop()
        source.stop()
        assert source.ended and not adc.cs & 1 << 3
        samples = [sample for chunk in taken(queue) for sample in chunk[2]]
        whole = 16 + more + 1  # the conversion under way counts
        assert samples[::2] == list(range(whole // 2)), (more, samples)
        assert samples[1::2] == [500 + n for n in range(whole // 2)], (more, samples)
        assert not source.fill(queue)
        adc.convert(100)
        assert not queue.any()
        source.start(queue)
        assert not source.ended
        adc.convert(16)
        assert source.fill(queue)
        source.close()


def test_stop_when_the_interrupt_has_not_come():
    source, queue = started()
    state = machine.disable_irq()
    adc.convert(10)
    source.stop()
    machine.enable_irq(state)
    assert [c[2] for c in taken(queue)] == [list(range(8)), [8, 9, 10]]


def test_queue_that_overwrites():
    rp2.reset()
    adc.signal = lambda channel, n: n & 0xFFF
    source, queue = AdcDma((26,), 1000), ChunkQueue(4, 16, full="overwrite")
    source.fill(queue)
    adc.convert(8 * 10)
    chunks = taken(queue)
    assert chunks and chunks[-1][2] == list(range(72, 80))


def test_wrong_arguments():
    rp2.reset()
    for pins in ((), (25,), (30,), (0,), (26, 26), (27, 26), (4, 26), (26, -1)):
        refuses("pins", ValueError, AdcDma, pins, 1000)
    for rate in (0, -1, 501000, 732):
        refuses("rate", ValueError, AdcDma, (26,), rate)
    refuses("rate", ValueError, AdcDma, (26, 27), 250500)
    refuses("bits", ValueError, AdcDma, (26,), 1000, 16)
    source = AdcDma((26, 27), 1000)
    refuses("count", ValueError, source.start, ChunkQueue(2, 64))
    refuses("size", ValueError, source.fill, ChunkQueue(3, 62))
    assert not source.ended
    others = [rp2.DMA() for _ in range(9)]
    raises(OSError, AdcDma, (26,), 1000)
    others[0].close()
    source.close()
    AdcDma((26,), 1000).close()
