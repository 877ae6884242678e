"""A Raspberry Pi Pico on the PC: real firmware in rp2040py, with sensors on its pins.

    pico = Pico(find_firmware(), {"lib/x.mpy": data})
    pico.adc.play(0, range(4096))
    pico.i2c[0].attach(0x6A, imu, interrupt=22)
    pico.boot()
    out, error = pico.exec("import x; x.run()", timeout=30)

What the emulator lacks or has wrong is put right here, each with a line why: `UPSTREAM` names the
releases of rp2040py that these lines are about, and no other is run.
"""

from memchunk_host.emulator.firmware import NoFirmware, WrongFirmware, find as find_firmware
from memchunk_host.emulator.pico import BoardError, Pico

__all__ = ["BoardError", "NoFirmware", "Pico", "WrongFirmware", "find_firmware"]
