"""The PC side of memchunk: captures into numpy arrays and CSV.

    from memchunk_host.decode import decode_file
    capture = decode_file("walk.mchk")
    capture[1].rows["ax"]
"""

__version__ = "0.1.0"
