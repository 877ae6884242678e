"""FIFO sources against models of the sensors: every row, in order, once; and what comes of faults."""
# lanes: cpython unix-py unix-mpy heap=512k

from fifo_rig import Rig

from memchunk import Adxl345, Bmp390, Lsm6dso, Mpu6050

CASES = (
    (Lsm6dso, {"rate": 1667}, 32),
    (Lsm6dso, {"rate": 208}, 1),
    (Lsm6dso, {"rate": 833}, 250),  # more rows than it should keep
    (Mpu6050, {"rate": 500}, 24),
    (Adxl345, {"rate": 400}, 16),
    (Adxl345, {"rate": 400}, 100),
    (Bmp390, {"rate": 50}, 10),
)


def every_row(driver, settings, rows, **how):
    with Rig(driver, rows, total=5 * rows + 40, **how, **settings) as rig:
        rig.run(5 * rows + 20, each=2 * 1000000 // settings["rate"] // 3)
        got = rig.received()
        assert len(rig.chunks) >= 3, (driver, len(rig.chunks))
        assert got == rig.data[: len(got)], driver
        assert [seq for seq, _, _ in rig.chunks] == list(range(len(rig.chunks)))
        assert all(len(data) == rows * driver.row_size for _, _, data in rig.chunks)
        assert rig.source.overruns == 0 and rig.queue.dropped == 0


def test_every_row_arrives():
    for driver, settings, rows in CASES:
        every_row(driver, settings, rows)


def test_every_row_arrives_without_a_pin():
    for driver, settings, rows in CASES:
        every_row(driver, settings, rows, pin=False)


def test_every_row_arrives_over_spi():
    for driver, settings, rows in CASES:
        if driver is not Mpu6050:
            every_row(driver, settings, rows, spi=True, freq=4000000)
