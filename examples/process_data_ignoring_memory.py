"""A program that ignores how much memory there is: all the data at once, and then all of it again.

    micropython -X heapsize=64k process_data_ignoring_memory.py

It works on a PC. In 64 KB it ends in MemoryError; `process_data_in_chunks.py` does the same job there.
"""


def process_data_ignoring_memory():
    """Encode 110,000 characters in one piece."""
    data = "sensor_data" * 10000
    encoded = data.encode("utf-8")
    print("size processed:", len(encoded), "bytes")


process_data_ignoring_memory()
