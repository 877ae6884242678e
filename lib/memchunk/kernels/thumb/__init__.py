"""Kernels in Thumb code, written by hand. Firmware for another processor refuses this file."""

import micropython


@micropython.asm_thumb
def runs():
    nop()
