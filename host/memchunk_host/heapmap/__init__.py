"""The heap of a running MicroPython, drawn.

    snapshots, wrong = of_script(load(path), path, Unix("400k"), every=0.5, timeout=60)
    show(snapshots[-1], Console())
    Path("heap.svg").write_text(picture("walk.py", snapshots))

snapshot  what mem_info(1) prints, read      take      while a script runs, or of a board as it is
terminal  coloured text                      picture   SVG, with charts
"""
