"""What FIFO sources do about errors of the bus, overruns, silence and sensors that begin in the middle of a row."""
# lanes: cpython unix-py unix-mpy heap=512k

from fifo_rig import Rig
from helpers import raises, refuses

from fakes.buses import EIO, ENODEV, ETIMEDOUT, I2C
from memchunk import Adxl345, Bmp390, ChunkQueue, I2cFifo, Lsm6dso, Mpu6050

RATES = ((Lsm6dso, 833, 24), (Mpu6050, 500, 24), (Adxl345, 400, 16), (Bmp390, 50, 20))
DEPTH = {Lsm6dso: 256, Mpu6050: 85, Adxl345: 32, Bmp390: 73}  # rows of each FIFO


def each(test, **how):
    for driver, rate, rows in RATES:
        with Rig(driver, rows, rate=rate, **how) as rig:
            test(rig, rows, 500000 // rate)


def break_bursts(rig, faults, rows):
    """Run, and break the first burst from now on as told."""
    true = rig.bus.readfrom_mem_into

    def read(addr, memaddr, buf, *, addrsize=8):
        if faults and len(buf) > 5:
            rig.bus.faults = [faults.pop(0)]
        true(addr, memaddr, buf)

    rig.source._read_mem = read
    rig.run(rows)


def test_a_broken_burst_costs_a_number_and_what_it_had_read():
    def test(rig, rows, each):
        rig.run(2 * rows + 3, each)
        break_bursts(rig, [(EIO, 17)], 4 * rows)
        assert rig.source.errors == 1 and rig.queue.dropped == 1
        (first, before), (then, after) = rig.runs()
        assert first == 0 and before >= 2 * rows and after >= 2 * rows
        lost = then - before
        assert 0 < lost <= DEPTH[type(rig.driver)]
        if rig.driver.whole:
            assert lost <= 3, lost  # 15 bytes of data

    each(test)


def test_errors_at_every_byte_leave_whole_rows():
    for through in range(0, 40):
        for errno in (EIO, ETIMEDOUT):
            with Rig(Lsm6dso, 24, total=200, rate=1667) as rig:
                rig.run(30)
                break_bursts(rig, [(errno, through)], 100)
                assert rig.source.errors == 1
                (_, before), (then, after) = rig.runs()
                assert then - before <= 4 and after >= 60, (through, rig.runs())


def test_a_dead_bus_is_one_gap_and_the_sensor_is_set_up_when_it_is_back():
    def test(rig, rows, each):
        rig.run(2 * rows + 3, each)
        rig.bus.always = (EIO, 0)
        rig.run(3 * rows, each)
        assert rig.source.errors > 3 and rig.queue.dropped == 1
        rig.sensor.lose_power()
        rig.run(rows, each)
        rig.bus.always = None
        rig.run(4 * rows, each)
        assert len(rig.runs()) == 2 and rig.queue.dropped == 1
        assert rig.runs()[1][1] >= 2 * rows

    each(test)


def test_an_overrun_is_told_and_the_newest_rows_are_kept():
    def test(rig, rows, each):
        rig.run(2 * rows + 3, each)
        rig.clock.advance(int((DEPTH[type(rig.driver)] + 20) * rig._row))
        rig.run(4 * rows, each)
        assert rig.source.overruns == 1 and rig.source.errors == 0 and rig.queue.dropped == 1
        (_, before), (then, after) = rig.runs()
        assert then > before and after >= 3 * rows
        if type(rig.driver) is Lsm6dso:
            assert then - before < 32, "more than the sensor lost"

    each(test)


def test_a_fifo_that_is_full_is_read_at_once():
    with Rig(Lsm6dso, 24, rate=833) as rig:
        rig.run(50)
        rig.clock.advance(int(280 * rig._row))
        rig.run(100, 5000)
        assert rig.source.overruns == 1 and len(rig.runs()) == 2


def test_errors_far_apart_do_not_empty_the_fifo():
    with Rig(Lsm6dso, 24) as rig:
        for _ in range(4):
            rig.run(60)
            break_bursts(rig, [(EIO, 20)], 30)
        assert rig.source.errors == 4
        runs = rig.runs()
        for (first, count), (then, _) in zip(runs, runs[1:]):
            assert then - first - count <= 3, runs


def test_what_was_before_the_start_is_no_overrun():
    for driver, rate in ((Mpu6050, 500), (Bmp390, 50)):
        with Rig(driver, 20, rate=rate) as rig:
            rig.sensor.memory[0x3A] = 0x10
            rig.sensor._full = True
            rig.run(50, 500000 // rate)
            assert rig.source.overruns == 0 and len(rig.chunks) == 2, driver


def test_a_pin_spares_the_bus():
    for driver, rate, rows in RATES:
        with Rig(driver, rows, rate=rate) as rig:
            rig.run(2 * rows + 2)
            transfers, chunks = rig.bus.transfers, len(rig.chunks)
            rig.run(4 * rows)
            chunks = len(rig.chunks) - chunks
            assert chunks >= 3
            bursts = rows if driver is Adxl345 else 3
            assert rig.bus.transfers - transfers <= (chunks + 1) * (2 + bursts), driver


def test_a_full_queue_waits_and_loses_nothing():
    with Rig(Lsm6dso, 24, rate=833) as rig:
        rig.run(30)
        rig.source.fill(rig.queue), rig.clock.advance(40000), rig.source.fill(rig.queue)
        assert rig.queue.any()
        transfers = rig.bus.transfers
        for _ in range(30):
            rig.clock.advance(1000)
            rig.source.fill(rig.queue)
        rig.queue.peek(), rig.queue.release()
        assert rig.queue.dropped == 0 and rig.bus.transfers - transfers < 12


def test_a_sensor_that_lost_its_supply_streams_again():
    def test(rig, rows, each):
        rig.run(2 * rows + 3, each)
        rig.sensor.lose_power()
        rig.run(9 * rows + int(250000 / rig._row), each)
        assert rig.source.errors == 1 and rig.queue.dropped == 1
        assert len(rig.runs()) == 2 and rig.runs()[1][1] >= rows
        assert rig.runs()[1][0] == rig.sensor.first, "rows that waited were passed over"

    each(test)
    each(test, pin=False)


def test_either_order_of_the_words_of_a_slot():
    with Rig(Lsm6dso, 32, model=(True,)) as rig:
        rig.run(200)
        assert rig.runs() == [(0, len(rig.received()) // 12)] and len(rig.chunks) >= 5


def test_a_gyroscope_that_starts_late():
    for late in (1, 2, 7, 60):
        with Rig(Lsm6dso, 32, model=(False, late)) as rig:
            rig.run(300)
            assert rig.runs() == [(0, len(rig.received()) // 12)], late
            assert len(rig.chunks) >= 5 and rig.queue.dropped == 0
            true = rig.sensor._began + int((late + 1) * rig._row)
            assert -1500 < rig.chunks[0][1] - true < 1500, (late, rig.chunks[0][1] - true)


def test_a_missing_word_is_a_hole():
    with Rig(Lsm6dso, 32) as rig:
        rig.run(70)
        rig.sensor._drop()
        rig.run(200)
        assert rig.source.overruns == 1 and len(rig.runs()) == 2


def test_frames_that_are_none_are_a_hole():
    with Rig(Bmp390, 20, rate=50) as rig:
        rig.run(25, 10000)
        rig.sensor.frames.insert(3, b"\x13\x37")
        rig.run(20, 10000)
        assert rig.source.overruns >= 1 and rig.queue.dropped == 1
        assert rig.runs()[0][1] < 40


def test_other_frames_are_passed_over():
    with Rig(Bmp390, 20, rate=50) as rig:
        rig.run(25, 10000)
        rig.sensor.frames.insert(3, b"\x44\x01")
        rig.sensor.frames.insert(1, b"\x48\x01")
        rig.run(40, 10000)
        assert rig.runs() == [(0, 60)]


def test_time_stamps_are_those_of_the_first_row():
    for pin, within in ((True, 120), (False, 700)):
        with Rig(Lsm6dso, 32, pin=pin) as rig:
            rig.run(400)
            for at, (seq, ticks, _) in enumerate(rig.chunks):
                true = rig.sensor._began + int((32 * at + 1) * 1000000 / 1667)
                assert -within <= ticks - true <= within, (pin, seq, ticks - true)


def test_stopping_hands_over_what_was_read():
    with Rig(Adxl345, 100, rate=400) as rig:
        rig.run(60)
        assert not rig.chunks
        rig.source.stop()
        assert rig.source.ended and not rig.source.fill(rig.queue)
        assert bytes(rig.queue.peek().view) == rig.data[: len(rig.queue.peek().view)]
        assert len(rig.queue.peek().view) >= 24 * 6
        assert rig.pin._handler is None and not rig.sensor.rate()
        rig.queue.release()
        rig.source.start(rig.queue)
        rig.run(200)
        assert rig.chunks and not rig.source.ended


def test_what_is_not_there_is_told_at_once():
    def test(rig, rows, each):
        rig.sensor.memory = bytearray(256)
        assert raises(OSError, rig.source.start, rig.queue).args[0] == ENODEV
        rig.bus._devices.clear()
        assert raises(OSError, rig.source.fill, rig.queue).args[0] == EIO
        rig.bus.missing = ENODEV  # as a SoftI2C says it
        assert raises(OSError, rig.source.fill, rig.queue).args[0] == ENODEV
        assert rig.source.errors == 0 and rig.pin._handler is None

    each(test)


def test_wrong_arguments():
    source = I2cFifo(I2C(), Lsm6dso())
    refuses("queue", ValueError, source.start, ChunkQueue(2, 13, itemsize=1))
    refuses("queue", ValueError, source.fill, ChunkQueue(2, 10))
    for driver, name, value in (
        (Lsm6dso, "rate", 1000),
        (Mpu6050, "rate", 300),
        (Adxl345, "rate", 0),
        (Bmp390, "rate", 60),
        (Lsm6dso, "accel", 3),
        (Lsm6dso, "gyro", 0),
        (Mpu6050, "gyro", 125),
        (Adxl345, "accel", 32),
    ):
        refuses(name, ValueError, lambda driver, name, value: driver(**{name: value}), driver, name, value)


def test_another_address():
    with Rig(Adxl345, 16, rate=400) as rig:
        rig.bus._devices = {0x1D: rig.sensor}
        rig.source = I2cFifo(rig.bus, rig.driver, rig.pin, address=0x1D)
        rig.run(50)
        assert len(rig.chunks) == 3


def test_a_row_that_overflows_within_the_burst_shifts_nothing():
    """The MPU-6050's FIFO has no marks, the ADXL345's bit goes with the row that is read: nearly full is full."""
    for driver, rate, rows in ((Mpu6050, 1000, 24), (Adxl345, 800, 16)):
        depth = DEPTH[driver]
        for stall in range(20 * (depth - 6), 20 * (depth + 1)):
            with Rig(driver, rows, total=400, rate=rate) as rig:
                rig.run(2 * rows + 3)
                rig.clock.advance(int(stall * rig._row / 20), step=20)
                rig.run(2 * rows)
                rig.runs()  # whole rows, and a number for each hole


def test_time_stamps_behind_a_gap():
    """The edge of before the gap dates nothing behind it."""
    for driver, rate, rows in RATES:
        if not driver.level:
            continue
        with Rig(driver, rows, total=900, rate=rate) as rig:
            rig.run(2 * rows + 3, 500000 // rate)
            rig.clock.advance(int((DEPTH[driver] + 60) * rig._row))
            rig.run(3 * rows, 500000 // rate)
            for _, ticks, data in rig.chunks:
                at = rig.data.find(data) // rig.driver.row_size
                off = ticks - (rig.sensor._began + int((at + 1) * rig._row))
                assert abs(off) < 3 * rig._row, (driver, at, off / rig._row)


def test_starting_again_with_another_queue_joins_nothing():
    with Rig(Adxl345, 100, total=900, rate=400) as rig:
        rig.run(60)
        rig.queue = ChunkQueue(2, 600)
        rig.source.start(rig.queue)
        rig.run(300)
        assert rig.runs()[0][1] >= 200


def test_a_register_that_is_not_acknowledged():
    with Rig(Adxl345, 16, total=400, rate=400) as rig:
        true = rig.bus.writeto

        def writeto(address, data, stop=True):
            if data[0] != 0x31:
                return true(address, data, stop)
            true(address, bytes(data[:1]), stop)
            return 1

        rig.source._write_to = writeto
        raises(OSError, rig.run, 40)
