"""`make demo`: real recordings through fixed memory on a real MicroPython, and the proof of it.

    python -m memchunk_host.demo
"""
