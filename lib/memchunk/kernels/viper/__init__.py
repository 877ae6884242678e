"""Kernels in machine code from the portable emitter. Firmware without one refuses this file."""

import micropython


@micropython.viper
def runs():
    pass
