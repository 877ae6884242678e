"""Board tests: what only a board can show, run on a board, on an emulated Pico, or on the unix port.

    python -m memchunk_host.boardtest --target emulated
"""
