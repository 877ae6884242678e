"""What runs on the board: plain MicroPython, sent over the raw REPL, and nothing here imports another file.

It runs on CPython as well, for the tests.
"""
