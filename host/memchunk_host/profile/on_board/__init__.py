"""What runs beside the script: plain MicroPython, sent before it, and nothing here imports another file."""
