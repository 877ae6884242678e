"""The models against the data sheets' tables, and the drivers' register tables against the models.

Expected values here are written out from the tables of the data sheets that the drivers name: neither the
driver's constants nor the model's code is an oracle of the other.
"""

import numpy as np
import pytest
from fifo_rig import MODELS, rows_of

from memchunk import Adxl345, Bmp390, Lsm6dso, Mpu6050
from memchunk_host.emulator.sensors.adxl345 import Adxl345 as Adxl345Model
from memchunk_host.emulator.sensors.bmp390 import Bmp390 as Bmp390Model
from memchunk_host.emulator.sensors.lsm6dso import Lsm6dso as Lsm6dsoModel
from memchunk_host.emulator.sensors.mpu6050 import Mpu6050 as Mpu6050Model
from memchunk_host.emulator.sensors.registers import Spi

# What each register must hold after a driver set its sensor up, by the data sheet's table of that register.
SETTINGS = [
    (
        Lsm6dso(rate=1667, accel=4, gyro=500),
        32,
        {
            0x07: 64,  # FIFO_CTRL1: WTM[7:0], two words a row
            0x08: 0,  # FIFO_CTRL2: WTM8, and no compression
            0x09: 0x88,  # FIFO_CTRL3: BDR_GY and BDR_XL 1000 = 1667 Hz
            0x0A: 6,  # FIFO_CTRL4: continuous mode
            0x0D: 0x08,  # INT1_CTRL: INT1_FIFO_TH
            0x10: 0x88,  # CTRL1_XL: ODR 1000, FS 10 = ±4 g
            0x11: 0x84,  # CTRL2_G: ODR 1000, FS 01 0 = ±500 dps
            0x12: 0x44,  # CTRL3_C: BDU, IF_INC, INT active high, push-pull
            0x18: 0xE2,  # CTRL9_XL: I3C_disable
        },
        1667,
    ),
    (Lsm6dso(rate=12.5, accel=16, gyro=125), 192, {0x07: 0x80, 0x08: 1, 0x09: 0x11, 0x10: 0x14, 0x11: 0x12}, 12.5),
    (Lsm6dso(rate=6667, accel=8, gyro=2000), 1, {0x07: 2, 0x09: 0xAA, 0x10: 0xAC, 0x11: 0xAC}, 6667),
    (
        Mpu6050(rate=200, accel=8, gyro=1000),
        20,
        {
            0x19: 4,  # SMPLRT_DIV: 1 kHz / 5
            0x1A: 2,  # CONFIG: DLPF_CFG 2 = 94/98 Hz
            0x1B: 0x10,  # GYRO_CONFIG: FS_SEL 2 = ±1000 °/s
            0x1C: 0x10,  # ACCEL_CONFIG: AFS_SEL 2 = ±8 g
            0x23: 0x78,  # FIFO_EN: XG, YG, ZG, ACCEL
            0x37: 0,  # INT_PIN_CFG: active high, push-pull, 50 µs
            0x38: 0x01,  # INT_ENABLE: DATA_RDY_EN
            0x6A: 0x40,  # USER_CTRL: FIFO_EN, its reset bit gone
            0x6B: 0x01,  # PWR_MGMT_1: awake, clock of the gyroscope
        },
        200,
    ),
    (
        Adxl345(rate=800, accel=16),
        16,
        {
            0x2C: 0x0D,  # BW_RATE: 800 Hz, normal power
            0x2D: 0x08,  # POWER_CTL: measure
            0x2E: 0x02,  # INT_ENABLE: watermark
            0x2F: 0x00,  # INT_MAP: all to INT1
            0x31: 0x0B,  # DATA_FORMAT: FULL_RES, right-justified, ±16 g, INT active high
            0x38: 0x90,  # FIFO_CTL: stream, 16 samples
        },
        800,
    ),
    (
        Bmp390(rate=50),
        10,
        {
            0x15: 70,  # FIFO_WTM_0: bytes
            0x16: 0,
            0x17: 0x19,  # FIFO_CONFIG_1: fifo_mode, fifo_press_en, fifo_temp_en
            0x18: 0,  # FIFO_CONFIG_2: no subsampling, unfiltered
            0x19: 0x1A,  # INT_CTRL: active high, fwtm_en, ffull_en
            0x1B: 0x33,  # PWR_CTRL: press_en, temp_en, normal mode
            0x1C: 0x03,  # OSR: pressure ×8, temperature ×1
            0x1D: 0x02,  # ODR: 50 Hz
            0x1F: 0,  # CONFIG: no filter
        },
        50,
    ),
]


class Wire:
    """A bus, as drivers know it, to a model."""

    def __init__(self, model):
        self.model = model

    def read(self, register, view):
        self.model.write(bytes((register,)))
        view[:] = self.model.read(len(view))

    def write(self, register, value):
        self.model.write(bytes((register, value)))


@pytest.mark.parametrize(("driver", "rows", "expected", "rate"), SETTINGS)
def test_a_driver_sets_up_what_the_data_sheet_says(driver, rows, expected, rate):
    model = MODELS[type(driver)](rows_of(type(driver), 300))
    driver.start(Wire(model), rows)
    assert {register: model.memory[register] for register in expected} == expected
    assert model.rate() == rate
    driver.stop(Wire(model))
    assert model.rate() == 0


@pytest.mark.parametrize(
    ("made", "rate"),
    [(Lsm6dso, r) for r in (12.5, 26, 52, 104, 208, 417, 833, 1667, 3333, 6667)]
    + [(Mpu6050, r) for r in (4, 10, 50, 125, 1000)]
    + [(Adxl345, r) for r in (6.25, 12.5, 25, 50, 100, 200, 400, 800, 1600, 3200)]
    + [(Bmp390, r) for r in (200, 100, 50, 25, 12.5, 6.25, 3.125, 1.5625)],
)
def test_the_rate_that_was_asked_for_is_the_one_that_comes(made, rate):
    driver = made(rate=rate)
    model = MODELS[made](rows_of(made, 10))
    driver.start(Wire(model), 1)
    assert model.rate() == pytest.approx(rate)


def conversion_us(osr):
    """Data sheet of the BMP390, section 3.9.2: how long pressure and temperature take."""
    return 234 + 392 + 2020 * 2 ** (osr & 7) + 163 + 2020 * 2 ** (osr >> 3)


@pytest.mark.parametrize("rate", [200, 100, 50, 25, 12.5, 6.25, 3.125, 1.5625])
def test_the_barometer_has_time_for_its_oversampling(rate):
    setup = Bmp390(rate).setup
    osr = dict(zip(setup[::2], setup[1::2], strict=True))[0x1C]
    assert conversion_us(osr) < 1e6 / rate
    assert osr == 5 or conversion_us(osr + 1) > 1e6 / rate


@pytest.mark.parametrize(
    ("driver", "scale"),
    [
        # "Mechanical characteristics" of each data sheet, in mg and mdps a count, or counts a g and a degree a second.
        (Lsm6dso(accel=2, gyro=125), [4.375e-3 * np.pi / 180] * 3 + [0.061e-3 * 9.80665] * 3),
        (Lsm6dso(accel=4, gyro=250), [8.75e-3 * np.pi / 180] * 3 + [0.122e-3 * 9.80665] * 3),
        (Lsm6dso(accel=16, gyro=2000), [70e-3 * np.pi / 180] * 3 + [0.488e-3 * 9.80665] * 3),
        (Mpu6050(accel=2, gyro=250), [9.80665 / 16384] * 3 + [np.pi / 180 / 131] * 3),
        (Mpu6050(accel=16, gyro=2000), [9.80665 / 2048] * 3 + [np.pi / 180 / 16.4] * 3),
        (Adxl345(), 9.80665 / 256),
    ],
)
def test_scales(driver, scale):
    assert driver.scale == pytest.approx(scale, rel=2e-3)


def clocked(model, us):
    model.advance(model.now + us)
    return model


def test_the_words_of_the_lsm6dso():
    model = Lsm6dsoModel(bytes(range(24)))
    Lsm6dso(rate=1667).start(Wire(model), 1)
    assert not model.interrupt
    clocked(model, 600)
    assert model.interrupt
    model.write(b"\x3a")
    assert model.read(2) == b"\x02\x80"  # two words; the watermark is reached
    model.write(b"\x78")
    words = model.read(3) + model.read(11)  # in any pieces; the address comes back to 0x78 by itself
    assert words[1:7] == bytes(range(6)) and words[8:14] == bytes(range(6, 12))
    assert [word >> 3 for word in words[::7]] == [1, 2]  # TAG_SENSOR
    assert words[0] >> 1 & 3 == words[7] >> 1 & 3  # TAG_CNT
    assert all(bin(tag).count("1") % 2 == 0 for tag in words[::7])  # TAG_PARITY
    assert model.read(7) == bytes(7) and not model.interrupt


def test_the_lsm6dso_overruns_and_says_so_once():
    model = Lsm6dsoModel(rows_of(Lsm6dso, 300))
    Lsm6dso(rate=1667).start(Wire(model), 32)
    clocked(model, 300 * 600)
    model.write(b"\x3b")
    assert model.read(1)[0] == 0xEA  # watermark, overrun, full, overrun latched, 0x200 words
    model.write(b"\x3b")
    assert model.read(1)[0] == 0xE2
    model.write(b"\x78")
    assert model.read(7)[1:] == model.rows[44 * 12 : 44 * 12 + 6]  # the oldest 44 rows are gone


@pytest.mark.parametrize(("rate", "divider"), [(1000, 0), (500, 1), (62.5, 15), (8, 124), (3.90625, 255)])
def test_rates_of_the_mpu6050(rate, divider):
    setup = Mpu6050(rate=rate).setup
    assert setup[setup.index(0x19) + 1] == divider


@pytest.mark.parametrize("rate", [3.9, 3, 0, -1, 300, 1001, 2000])
def test_rates_that_the_mpu6050_has_not(rate):
    with pytest.raises(ValueError, match="rate"):
        Mpu6050(rate=rate)


def test_the_bytes_of_the_mpu6050():
    model = Mpu6050Model(rows_of(Mpu6050, 200))
    Mpu6050(rate=1000).start(Wire(model), 10)
    clocked(model, 2500)
    model.write(b"\x72")
    assert model.read(2) == b"\x00\x18"
    model.write(b"\x74")
    assert np.frombuffer(model.read(24), ">i2").tolist() == np.frombuffer(model.rows[:24], "<i2").tolist()
    last = model.read(1)
    assert model.read(2) == last * 2  # empty: the last byte again
    clocked(model, 100_000)
    model.write(b"\x3a")
    assert model.read(1) == b"\x11"
    model.write(b"\x3a")
    assert model.read(1) == b"\x00"


def test_the_rows_of_the_adxl345():
    model = Adxl345Model(rows_of(Adxl345, 100))
    Adxl345(rate=100).start(Wire(model), 4)
    clocked(model, 41_000)
    assert model.interrupt
    model.write(b"\x39")
    assert model.read(1) == b"\x04"
    for row in range(4):
        model.write(b"\x32")
        assert model.read(6) == model.rows[6 * row : 6 * row + 6]
        assert not model.interrupt
    clocked(model, 400_000)
    model.write(b"\x30")
    assert model.read(1) == b"\x83"  # data ready, watermark, overrun


def test_the_frames_of_the_bmp390():
    model = Bmp390Model(rows_of(Bmp390, 100))
    Bmp390(rate=200).start(Wire(model), 2)
    clocked(model, 11_000)
    assert model.interrupt
    model.write(b"\x11")
    assert model.read(3) == b"\x01\x10\x00"  # watermark; 2 + 7 + 7 bytes
    model.write(b"\x14")
    assert model.read(2) == b"\x48\x01"  # the settings changed
    model.write(b"\x14")
    model.read(3)
    model.write(b"\x14")  # read in part: comes again
    frame = model.read(7)
    assert frame == b"\x94" + model.rows[0:3] + model.rows[4:7]
    model.read(7)
    assert model.read(2) == b"\x80\x00"


def test_spi_takes_the_first_byte_for_the_way():
    model = Bmp390Model(b"")
    wire = Spi(model, dummy=1)
    assert [wire.transfer(byte) for byte in (0x80, 0, 0)] == [0xFF, 0xFF, 0x60]
    wire.select()
    for byte in (0x15, 7, 1):
        wire.transfer(byte)
    assert model.memory[0x15:0x17] == b"\x07\x01"
    accelerometer = Spi(Adxl345Model(b""), read=0xC0)
    assert [accelerometer.transfer(byte) for byte in (0xC0, 0)] == [0xFF, 0xE5]
